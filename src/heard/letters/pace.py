"""How fast letters leave for one mail host: most take offence at floods, and then at everything we send."""

from datetime import datetime, timedelta

from heard.record.access import setting
from heard.record.models.letter import Letter
from heard.record.question import Question

MINUTE = timedelta(minutes=1)
_LATELY: Question[datetime] = Question(
    lambda host, since: (
        Letter.objects.filter(host=host, state="sent", sent_at__gt=since)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
    )
)


def free_at(host: str, *, at: datetime) -> datetime:
    """The earliest instant (UTC) at which one more letter may leave for this host: `at`, or a little later.

    Two senders that ask at once may pass the limit by one letter each.
    """
    most = setting.letters_a_minute()
    lately = _LATELY.all(host, at - MINUTE)
    return at if len(lately) < most else lately[most - 1] + MINUTE
