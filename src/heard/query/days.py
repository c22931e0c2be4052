"""Days and ages as one types them: `2026-11-01`, `>=2026-11`, `today`, `3d`, `<2h`, `2026-11-01..2026-11-07`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
AGE = re.compile(r"(\d{1,4})(min|h|d|w)")
UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
NAMED = {"yesterday": -1, "today": 0, "tomorrow": 1}


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to, but not including, `until`: instants in UTC; None is open on that side."""

    since: datetime | None
    until: datetime | None


def span_of(value: str, *, now: datetime, zone: str, ahead: bool = False) -> Span:
    """The span that a value means.

    `>` a day is after it, `>=` from it on. An age counts from now: `<3d` is less than three days away, `>3d` more,
    and a bare `3d` means the last three days, or for what lies ahead the next three.

    Args:
        now: the instant of asking, UTC; days are those of `zone`.
        ahead: whether the instants asked for lie ahead, as a due time does.

    Raises:
        ValueError: no such day or age.
    """
    first, dots, last = value.partition("..")
    if dots:
        return Span(_day(first, now, zone)[0], _day(last, now, zone)[1])
    sign = value[: len(value) - len(value.lstrip("<>="))]
    if sign not in ("", "<", ">", "<=", ">=", "="):
        raise ValueError(value)
    rest = value[len(sign) :]
    if age := AGE.fullmatch(rest):
        return _aged(sign, timedelta(**{UNITS[age[2]]: int(age[1])}), now, ahead)
    begins, ends = _day(rest, now, zone)
    sides = {"<": (None, begins), "<=": (None, ends), ">": (ends, None), ">=": (begins, None)}
    return Span(*sides.get(sign, (begins, ends)))


def _aged(sign: str, age: timedelta, now: datetime, ahead: bool) -> Span:
    far = ">" in sign
    if ahead:
        # What is over already is due, too: less than two hours away.
        return Span(now + age, None) if far else Span(None if sign else now, now + age)
    return Span(None, now - age) if far else Span(now - age, None)


def _day(text: str, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """When a day, a month or a named day begins and ends, in that zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if text in NAMED:
        first = today + timedelta(days=NAMED[text])
        after = first + timedelta(days=1)
    elif text == "week":
        first = today - timedelta(days=today.weekday())
        after = first + timedelta(days=7)
    elif found := DAY.fullmatch(text):
        first, after = _written(*found.groups())
    else:
        raise ValueError(text)
    return _begins(first, zone), _begins(after, zone)


def _written(year: str, month: str, day: str | None) -> tuple[date, date]:
    first = date(int(year), int(month), int(day or 1))
    if not 1970 < first.year < 2200:
        raise ValueError(first)
    if day:
        return first, first + timedelta(days=1)
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _begins(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
