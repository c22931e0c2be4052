"""The breaker: a sender whose mails come faster than any person writes makes no more tickets until it slows down.

Two machines that answer each other, a program gone wrong, a bomb under a forged name: nothing is lost, each mail
stands on Intake with one key to make it a ticket, and somebody is called. Who answers with a secret of ours is the
person it went to, whatever is sent under their name, so that bar is higher.
"""

from datetime import datetime, timedelta

from heard.record.models.message import Message
from heard.record.question import Question

SPAN = timedelta(hours=1)
MOST = 1_000  # mails of one sender in an hour that become tickets, or words nobody vouches for
MOST_ANSWERS = 2_000  # and answers that bear one of our secrets
BROKEN = "more mails from this sender in an hour than a person writes; filed until they are fewer"


def _nth_last(n: int) -> Question[datetime]:
    """When the mail came before which this sender had n - 1 more."""
    return Question(
        lambda address: (
            Message.objects.filter(requester__addresses__address=address)
            .order_by("-id")
            .values_list("said_at", flat=True)[n - 1 : n]
        )
    )


_LIMITS = {False: _nth_last(MOST), True: _nth_last(MOST_ANSWERS)}


def is_open(address: str, *, answers: bool, at: datetime) -> bool:
    """Whether this sender has written too much in the hour before `at` (UTC); `answers`: with a secret of ours."""
    last = _LIMITS[answers].first(address.strip().lower())
    return last is not None and last > at - SPAN
