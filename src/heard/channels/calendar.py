"""Calendars (RFC 5545) that a rota is read from: a file, or an address outside our own network.

Each entry is a turn of whoever it names: an attendee's or the organizer's mail address, else its title.
"""

import http.client
import ssl
import threading
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urljoin, urlsplit

import icalendar
import recurring_ical_events
import structlog

from heard.followup.beside import looking
from heard.hours import to_instant
from heard.hours.languages import Sentence
from heard.record import inside
from heard.record.actions import rota
from heard.record.locker import Locked, unlock
from heard.record.models.rota import RotaCalendar

LARGEST = 2_000_000
SECONDS, LOOK_SECONDS = 15.0, 30.0
BEHIND, AHEAD = timedelta(days=1), timedelta(days=92)
MOST = 2000
type Entry = tuple[str, datetime, datetime]
log = structlog.get_logger()


class Unreadable(Exception):
    """It is no calendar, or could not be had; the text says why."""


def reading(stop: threading.Event) -> threading.Thread:
    """Ask calendars until `stop` is set, in a thread of its own: a slow host holds up no mail."""
    return looking("calendar", read_due, stop, first=LOOK_SECONDS, every=LOOK_SECONDS)


def read_due(at: datetime) -> int:
    """Ask every calendar whose time has come at `at` (UTC); how many were asked."""
    due = rota.claim_calendars(at=at)
    for calendar in due:
        read_again(calendar, at=at)
    return len(due)


def read_again(calendar: RotaCalendar, *, at: datetime) -> None:
    """Ask one calendar now. What it cannot say leaves what it said before."""
    try:
        content = fetched(unlock(calendar.secret).get("address", ""))
        entries = entries_of(content, zone=calendar.desk.zone, at=at)
    except (Unreadable, Locked) as trouble:
        log.warning("calendar.unreadable", calendar=calendar.pk, trouble=str(trouble))
        rota.could_not_read(calendar, trouble=str(trouble), at=at)
        return
    rota.read_calendar(calendar, entries=entries, at=at)


def entries_of(content: bytes, *, zone: str, at: datetime) -> list[Entry]:
    """The turns a calendar names from yesterday to three months ahead of `at` (UTC).

    Args:
        zone: whose midnight a whole day begins with, and the time of entries that name no zone.

    Raises:
        Unreadable: it is no calendar, or holds more than a rota can.
    """
    try:
        calendar = icalendar.Calendar.from_ical(content)
        found = recurring_ical_events.of(calendar).between(at - BEHIND, at + AHEAD)
    except Exception as wrong:  # whatever the libraries find wrong with it, it is no calendar to us
        raise Unreadable(
            Sentence("This is no calendar that can be read: %(wrong)s.", wrong=type(wrong).__name__)
        ) from wrong
    if len(found) > MOST:
        raise Unreadable(Sentence("More than %(most)s entries in three months are no rota.", most=MOST))
    kept = [event for event in found if str(event.get("STATUS", "")).upper() != "CANCELLED"]
    spans = [(_who(event), _instant(event.start, zone), _instant(event.end, zone)) for event in kept]
    return sorted((entry for entry in spans if entry[0] and entry[1] < entry[2]), key=lambda entry: entry[1])


def _who(event: icalendar.Event) -> str:
    """A mail address where the entry has one, else its title; in lower case."""
    attendees = event.get("ATTENDEE") or event.get("ORGANIZER") or ""
    first = str(attendees[0] if isinstance(attendees, list) and attendees else attendees)
    if first.lower().startswith("mailto:"):
        return first[7:].strip().lower()
    return str(event.get("SUMMARY", "")).strip().lower()[:200]


def _instant(at: date, zone: str) -> datetime:
    if not isinstance(at, datetime):
        at = datetime.combine(at, time.min)
    found = at.astimezone(UTC) if at.tzinfo else to_instant(at, zone)
    return found.replace(microsecond=0)


def host_of(address: str) -> str:
    """The host of a subscription address.

    Raises:
        Unreadable: it is none that can be asked: https, http or webcal, with a host.
    """
    parts = urlsplit(address.strip())
    if parts.scheme not in ("https", "http", "webcal") or not parts.hostname or parts.username:
        raise Unreadable(Sentence("Give an address that begins with https:// or webcal://."))
    return parts.hostname


def fetched(address: str, *, hops: int = 3) -> bytes:
    """What stands at an address. Only hosts outside are asked, also where one sends us on.

    Raises:
        Unreadable: it could not be had; the text says why.
    """
    host, parts = host_of(address), urlsplit(address.strip())
    is_safe = parts.scheme != "http"
    try:
        connection = http.client.HTTPConnection(host, timeout=SECONDS)
        plain = inside.connect(host, parts.port or (443 if is_safe else 80), timeout=SECONDS)
        tls = ssl.create_default_context()
        connection.sock = tls.wrap_socket(plain, server_hostname=host) if is_safe else plain
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path, headers={"Host": parts.netloc, "Accept": "text/calendar"})
        answer = connection.getresponse()
        content = answer.read(LARGEST + 1)
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        raise Unreadable(
            Sentence("%(host)s could not be asked: %(wrong)s.", host=host, wrong=wrong)
        ) from wrong
    if answer.status in (301, 302, 303, 307, 308) and hops and answer.headers.get("Location"):
        return fetched(
            urljoin(address.replace("webcal:", "https:"), answer.headers["Location"]), hops=hops - 1
        )
    if answer.status != 200 or len(content) > LARGEST:
        if answer.status == 200:
            raise Unreadable(Sentence("It is too large."))
        raise Unreadable(Sentence("%(host)s answered %(status)s.", host=host, status=answer.status))
    return content
