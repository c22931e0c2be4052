"""Whether letters leave: a stuck outbox must not look like a quiet one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from heard.health import Finding, check
from heard.hours.languages import Sentence
from heard.record.actions.outbox import LATE
from heard.record.models.letter import Letter

RECENT = timedelta(days=1)


@check("outbox")
def outbox(at: datetime) -> Iterator[Finding]:
    """Letters that should have left by `at` (UTC) and did not, those that never will, and agents who get none."""
    waiting = Letter.objects.filter(state=Letter.State.QUEUED, sample=False)
    late = waiting.filter(queued_at__lt=at - LATE).exclude(kind=Letter.Kind.FOLDED, attempts=0)
    stuck, recent = late.count(), Letter.objects.filter(sample=False, queued_at__gt=at - RECENT)
    failed = recent.filter(state=Letter.State.FAILED).count()
    untold = recent.filter(state=Letter.State.RETURNED, kind=Letter.Kind.ALERT).count()
    mend = Sentence(
        "the Letters page says what the mail server answered; see HEARD_SMTP_URL and that a worker runs"
    )
    if stuck:
        yield Finding(
            "outbox", "red", Sentence("%(stuck)s waiting for more than 15 minutes", stuck=stuck), mend
        )
    elif failed:
        yield Finding(
            "outbox", "warn", Sentence("%(failed)s could not leave in the last day", failed=failed), mend
        )
    elif untold:
        yield Finding(
            "outbox",
            "warn",
            Sentence("%(untold)s to agents came back in the last day", untold=untold),
            "mend their addresses",
        )
    else:
        yield Finding("outbox", "fine", Sentence("%(count)s waiting", count=waiting.count()))
