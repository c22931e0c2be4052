"""Whether mail comes in: every mailbox is looked into, and nothing that came waits. For doctor and /health/pipe."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from heard.channels.mail.mailbox import last_look, name_of
from heard.health import Finding, check
from heard.record.models.intake import Intake

SILENT = timedelta(minutes=5)  # a mailbox not looked into for longer is failing
WAITING = timedelta(minutes=2)  # a mail that waits longer to be placed is stuck


@check("mailboxes")
def mailboxes(at: datetime) -> Iterator[Finding]:
    """When each mailbox of the settings was last looked into."""
    for mailbox in settings.HEARD_MAILBOXES:
        name = f"mailbox {name_of(mailbox)}"
        looked_at, trouble = last_look(mailbox)
        if looked_at and at - looked_at <= SILENT:
            yield Finding(name, "fine", f"looked into at {looked_at:%H:%M:%S} UTC")
            continue
        when = f"not since {looked_at:%d %B %H:%M} UTC" if looked_at else "never yet"
        says = f"{when}: {trouble}" if trouble else when
        yield Finding(name, "red", says, "see that `heard door` runs, and that HEARD_MAILBOXES is right")


@check("mail in")
def mail_in(at: datetime) -> Iterator[Finding]:
    """Whether a mail that was taken waits to be read."""
    waiting = Intake.objects.filter(state=Intake.State.RECEIVED)
    stuck = waiting.filter(received_at__lt=at - WAITING).count()
    if stuck:
        says = f"{stuck} mails wait to be read"
        yield Finding("mail in", "red", says, "see that `heard door` runs, and its log")
    else:
        yield Finding("mail in", "fine", "nothing waits")
