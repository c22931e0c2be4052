"""A calendar invitation in a few lines that can be read (RFC 5545); the file itself stays with the mail.

Times are said as the invitation has them, in its own time zone: which instant that is, only a calendar need know.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from heard.channels.mail.charset import clean

LOOKED_AT = 200_000  # characters of a calendar
EVENTS = 3  # said of one mail
LONGEST = 300  # characters of one line said

_SAYS = {"REQUEST": "Invitation", "CANCEL": "Called off", "REPLY": "Answer to an invitation"}
_SAYS |= {"COUNTER": "Another time is proposed"}
_ANSWERS = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "perhaps"}
_REPEATS = {"DAILY": "every day", "WEEKLY": "every week", "MONTHLY": "every month", "YEARLY": "every year"}
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^\":;=]+=(?:\"[^\"]*\"|[^\":;]*))*):(.*)")
_PARAMETER = re.compile(r";([^=]+)=(\"[^\"]*\"|[^\";]*)")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_TIME = re.compile(r"(\d{8})(?:T(\d{4})\d{2}(Z?))?")

Properties = dict[str, tuple[str, dict[str, str]]]


def said(calendar: str) -> str:
    """What a calendar asks or tells, one line for each thing; "" where no event can be read."""
    lines = list(_lines(_FOLD.sub("", calendar[:LOOKED_AT])))
    method = next((value.upper() for name, value, _ in lines if name == "METHOD"), "")
    found = [_event(one, method) for one, _ in zip(_events(lines), range(EVENTS), strict=False)]
    return "\n\n".join(filter(None, found))


def _lines(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    for line in text.splitlines():
        if found := _LINE.fullmatch(line[:4_000]):
            given = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
            yield found[1].upper(), found[3], given


def _events(lines: Iterable[tuple[str, str, dict[str, str]]]) -> Iterator[Properties]:
    """The properties of each event, the first of a name; those of an alarm inside are no event's."""
    event: Properties | None = None
    inside = 0
    for name, value, given in lines:
        if name == "BEGIN":
            event, inside = ({}, 0) if value.upper() == "VEVENT" else (event, inside + 1)
        elif name == "END" and value.upper() == "VEVENT" and event is not None:
            yield event
            event = None
        elif name == "END":
            inside = max(0, inside - 1)
        elif event is not None and not inside:
            event.setdefault(name, (value, given))


def _event(event: Properties, method: str) -> str:
    if "DTSTART" not in event:
        return ""
    says = _SAYS.get(method, "Calendar entry")
    says = _SAYS["CANCEL"] if _value(event, "STATUS").upper() == "CANCELLED" else says
    said = [(says, _value(event, "SUMMARY") or "no title"), ("When", _when(event))]
    said += [("Where", _value(event, "LOCATION")), ("From", _person(event, "ORGANIZER"))]
    if method == "REPLY":
        answer = event.get("ATTENDEE", ("", {}))[1].get("PARTSTAT", "").upper()
        said.append((_person(event, "ATTENDEE"), _ANSWERS.get(answer, answer.lower())))
    return "\n".join(f"{name}: {value}"[:LONGEST] for name, value in said if name and value)


def _value(event: Properties, name: str) -> str:
    raw = event.get(name, ("", {}))[0]
    text = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], raw)
    return " ".join(clean(text).split())


def _person(event: Properties, name: str) -> str:
    value, given = event.get(name, ("", {}))
    address = clean(value.removeprefix("mailto:").removeprefix("MAILTO:")).strip()
    called = clean(given.get("CN", "")).strip()
    return f"{called} ({address})" if called and called != address else address


def _when(event: Properties) -> str:
    """From and until, with the zone once: "Mon 2 Nov 2026, 10:00 to 11:00 (Europe/Berlin), every week"."""
    begins, ends = _time(event, "DTSTART"), _time(event, "DTEND")
    if begins is None:
        return _value(event, "DTSTART")
    at, whole_day, zone = begins
    said = _day(at) if whole_day else f"{_day(at)}, {at:%H:%M}"
    if ends and not whole_day and not ends[1]:
        said += (
            f" to {ends[0]:%H:%M}" if ends[0].date() == at.date() else f" to {_day(ends[0])}, {ends[0]:%H:%M}"
        )
    said += f" ({zone})" if zone and not whole_day else ""
    rule = re.search(r"FREQ=([A-Z]+)", _value(event, "RRULE").upper())
    return f"{said}, {_REPEATS[rule[1]]}" if rule and rule[1] in _REPEATS else said


def _time(event: Properties, name: str) -> tuple[datetime, bool, str] | None:
    """The time on the wall, whether it is a whole day, and the zone as it is named."""
    value, given = event.get(name, ("", {}))
    found = _TIME.fullmatch(value.strip())
    if not found:
        return None
    try:
        at = datetime.strptime(found[1] + (found[2] or "0000"), "%Y%m%d%H%M")  # noqa: DTZ007 - its own zone
    except ValueError:
        return None
    return at, found[2] is None, "UTC" if found[3] else clean(given.get("TZID", "")).strip()


def _day(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b %Y}"
