"""Whether letters leave: a stuck outbox must not look like a quiet one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from heard.health import Finding, check
from heard.record.models.letter import Letter

STUCK = timedelta(minutes=15)
"""Longer than any letter waits on purpose: a missed-time letter is held for ten minutes at most."""
RECENT = timedelta(days=1)


@check("outbox")
def outbox(at: datetime) -> Iterator[Finding]:
    """Letters that should have left by `at` (UTC) and did not, and those that never will."""
    waiting = Letter.objects.filter(state=Letter.State.QUEUED, sample=False)
    stuck = waiting.filter(queued_at__lt=at - STUCK).count()
    failed = Letter.objects.filter(state=Letter.State.FAILED, sample=False, queued_at__gt=at - RECENT).count()
    mend = "the Letters page says what the mail server answered; see HEARD_SMTP_URL and that a worker runs"
    if stuck:
        yield Finding("outbox", "red", f"{stuck} waiting for more than 15 minutes", mend)
    elif failed:
        yield Finding("outbox", "warn", f"{failed} could not leave in the last day", mend)
    else:
        yield Finding("outbox", "fine", f"{waiting.count()} waiting")
