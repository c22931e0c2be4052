"""Whether mail comes in: every mailbox is looked into, and nothing that came waits. For doctor and /health/pipe."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from heard.channels.mail.mailbox import configured, name_of
from heard.health import Finding, check
from heard.record.access import door as doors
from heard.record.models.door import Door
from heard.record.models.intake import Intake

SILENT = timedelta(minutes=5)  # a mailbox not looked into for longer is failing
WAITING = timedelta(minutes=2)  # a mail that waits longer to be placed is stuck


@check("mailboxes")
def mailboxes(at: datetime) -> Iterator[Finding]:
    """Each mailbox: when it was last looked into, and whether the last count agreed."""
    known = doors.by_name()
    for box in configured():
        yield _fetched(known.get(name_of(box)), f"mailbox {name_of(box)}", at)


def _fetched(door: Door | None, name: str, at: datetime) -> Finding:
    if door is None or door.well_at is None or at - door.well_at > SILENT:
        when = f"not since {door.well_at:%d %B %H:%M} UTC" if door and door.well_at else "never yet"
        says = f"{when}: {door.trouble}" if door and door.trouble else when
        return Finding(name, "red", says, (door.mend if door else "") or "see that `heard door` runs")
    if door.trouble:
        return Finding(name, "warn", door.trouble, door.mend)
    if door.missing:
        says = f"{door.missing} of {door.counted} mails were not known at the count of {door.counted_at:%d %B %H:%M}"
        return Finding(
            name, "red", says, "look at them in the mailbox; somebody may have moved them before we came"
        )
    return Finding(name, "fine", f"looked into at {door.well_at:%H:%M:%S} UTC")


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
