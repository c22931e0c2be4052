"""The doors by which mail comes in, as agents see them: how each is, since when, and what to do."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from heard.agents.owed import Reader
from heard.agents.pages import in_sentences
from heard.channels.mail import checks
from heard.health import Finding
from heard.hours.languages import in_words
from heard.record.access import door as doors
from heard.record.models.door import Door
from heard.record.models.intake import Intake

SHADES = {"fine": "calm", "warn": "due", "red": "late"}
LATELY = 500  # arrivals looked at for the last one of a door


class Row(NamedTuple):
    """One door: what the doctor says of it, its last success and last mail, how long that mail lay, the last count."""

    name: str
    state: str
    shade: str
    says: str
    mend: str
    well: str
    mail: str
    lag: str
    count: str


def rows(reader: Reader) -> list[Row]:
    """Every door and every canary; what is wrong comes first."""
    at = reader.now
    found = [
        *checks.mail_door(at),
        *checks.mailboxes(at),
        *checks.webhooks(at),
        *checks.mail_in(at),
        *checks.canary(at),
    ]
    known, last = doors.by_name(), _last_mails()
    if "pipe" in last:
        found.append(Finding("pipe", "fine", _("heard receive, called by a mail server")))
    lines = [_row(one, known.get(_plain(one.name)), last, reader) for one in found]
    return sorted(lines, key=lambda line: ("late", "due", "calm").index(line.shade))


def _plain(name: str) -> str:
    """The door's own name; the listener reports under its address."""
    if name == "mail door":
        address = settings.HEARD_DOOR_LISTEN
        return f"{address.scheme} {address.host}:{address.port}"
    return name.removeprefix("mailbox ")


def _row(finding: Finding, door: Door | None, last: dict[str, datetime], reader: Reader) -> Row:
    by = {"mail door": "smtp", "pipe": "pipe"}.get(finding.name)
    mail_at = last.get(by) if by else door.mail_at if door else None
    count = ""
    if door and door.counted_at:
        count = _("%(count)s counted %(when)s, %(missing)s unknown") % {
            "count": door.counted,
            "when": reader.short(door.counted_at),
            "missing": door.missing,
        }
    return Row(
        in_words(finding.name, _),
        {"fine": _("fine"), "warn": _("look at it"), "red": _("broken")}[finding.state],
        SHADES[finding.state],
        in_words(in_sentences(finding.says), _),
        in_words(finding.mend, _),
        reader.short(door.well_at) if door and door.well_at else "",
        reader.short(mail_at) if mail_at else "",
        _lag(door.lag) if door and door.lag is not None else "",
        count,
    )


def _lag(seconds: int) -> str:
    if seconds < 90:
        return _("%(count)s s") % {"count": seconds}
    if seconds < 5400:
        return _("%(count)s min") % {"count": seconds // 60}
    return _("%(count)s h") % {"count": seconds // 3600}


def _last_mails() -> dict[str, datetime]:
    """When the newest arrival came by each kind of door, as far as the newest arrivals tell."""
    newest = Intake.objects.order_by("-received_at", "-id").values_list("door", "received_at")[:LATELY]
    return dict(reversed(list(newest)))
