"""Rota: who should have the watch when: a weekly pattern, calendars that were read in, and exceptions.

Rules: method.md, Hear (a rota) and Defaults (no rota: the lead, whom `record` finds).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from heard.hours import to_instant


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of every week: `weekday` 0 is Monday, `starts` and `ends` are minutes of the desk's local day."""

    agent: int
    weekday: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of time, UTC, that somebody has: `agent` None says that nobody does."""

    agent: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Rota:
    """What decides, the strongest first: `exceptions` (the latest made last), `calendars`, the week of `shifts`."""

    zone: str
    shifts: tuple[Shift, ...] = ()
    calendars: tuple[Turn, ...] = ()
    exceptions: tuple[Turn, ...] = ()


def who_should(rota: Rota, at: datetime) -> int | None:
    """Who should have the watch at `at` (UTC) by the rota; None when it names nobody."""
    for turns in (rota.exceptions, rota.calendars):
        found = [turn for turn in turns if turn.starts_at <= at < turn.ends_at]
        if found:
            return found[-1].agent
    day = at.astimezone(ZoneInfo(rota.zone)).date()
    return next((turn.agent for turn in _weekly(rota, day) if turn.starts_at <= at < turn.ends_at), None)


def turns(rota: Rota, start: datetime, end: datetime) -> list[Turn]:
    """Who should have the watch from `start` to `end` (UTC): stretches that follow each other, without nobody's."""
    known = [*rota.exceptions, *rota.calendars, *_of_days(rota, start, end)]
    edges = {start, end} | {edge for turn in known for edge in (turn.starts_at, turn.ends_at)}
    inside = sorted(edge for edge in edges if start <= edge <= end)
    found: list[Turn] = []
    for since, until in pairwise(inside):
        agent = who_should(rota, since)
        if found and found[-1].ends_at == since and found[-1].agent == agent:
            since = found.pop().starts_at
        if agent is not None:
            found.append(Turn(agent, since, until))
    return found


def _of_days(rota: Rota, start: datetime, end: datetime) -> list[Turn]:
    zone = ZoneInfo(rota.zone)
    first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [turn for day in days for turn in _weekly(rota, day)]


def _weekly(rota: Rota, day: date) -> list[Turn]:
    """The shifts of a local date as instants. A stretch that the clocks skip is none."""
    found = [
        Turn(shift.agent, _instant(rota, day, shift.starts), _instant(rota, day, shift.ends))
        for shift in rota.shifts
        if shift.weekday == day.weekday()
    ]
    return sorted((turn for turn in found if turn.starts_at < turn.ends_at), key=lambda turn: turn.starts_at)


def _instant(rota: Rota, day: date, minute: int) -> datetime:
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    return to_instant(wall, rota.zone)
