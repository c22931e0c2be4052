"""A time as people type it: "2pm", "tomorrow noon", "fri 15:00", "2bd", "morgen 12 uhr", "2pm mine".

The grammar is small and closed: what it does not know it refuses, it never guesses. General libraries for dates
were measured and left: the best read "tomorrow 9" as this time of day tomorrow, "14 uhr" as the 14th, "2" as a
day in February, and in its strict mode refused "2pm".

A bare time is the reader's. Hours are of 24 unless "am" or "pm" is written. Every result is a whole minute, so
that a letter's words can say it exactly: a span from now ("2h") is rounded up to the minute; the time of day that
"2bd" keeps is rounded down, so that it stays on its day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from heard.hours.calendar import Calendar
from heard.hours.grammar import (
    Clock,
    Dated,
    Day,
    DayAndClock,
    DaysOn,
    Instant,
    OpeningDay,
    Span,
    Weekday,
    parse,
)
from heard.hours.spoken import as_typed
from heard.hours.zones import to_instant, to_second_pass

type Form = Literal["clock", "day", "span", "business_days", "end_of_day", "instant"]

LONGEST = 60
MINUTE, DAY, WEEK = timedelta(minutes=1), timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Typed:
    """What a typed time means.

    `at` is UTC. `zone` is where the words were read: the reader's; the writer's after "mine"; the desk's
    for its opening days ("2bd") and for the end of its day. `form` says what kind of words it was.
    """

    at: datetime
    zone: str
    mine: bool
    form: Form


class UnknownTime(ValueError):
    """Not a time. `text` as typed; `offers` are instants (UTC, ahead) perhaps meant, often none."""

    def __init__(self, text: str, offers: tuple[datetime, ...] = ()) -> None:
        super().__init__(f"not a time: {text[:LONGEST]!r}")
        self.text, self.offers = text, offers


class PastTime(ValueError):
    """A time that is over. `at` (UTC) as read; `offers` are readings of the same words still ahead, in order."""

    def __init__(self, at: datetime, offers: tuple[datetime, ...] = ()) -> None:
        super().__init__(f"already past: {at.isoformat()}")
        self.at, self.offers = at, offers


def read_time(
    text: str, *, now: datetime, calendar: Calendar, reader_zone: str, writer_zone: str, language: str = ""
) -> Typed:
    """What `text` means, typed at `now` (aware) by a writer for a reader, at the desk of `calendar`.

    `language` is that of whoever typed it, where it may matter: a French "14h" is a clock.

    Raises `UnknownTime`, or `PastTime` for what is over: a clock time alone never means tomorrow. Opening
    hours are not asked; refusing a time outside them is the engine's.
    """
    if now.tzinfo is None:
        raise ValueError(f"an instant has a zone, not {now!r}")
    parts, mine = parse(text, language) if len(text) <= LONGEST else (None, False)
    if parts is None and len(text) <= LONGEST:
        spoken, mine = parse(as_typed(text), language)
        parts = spoken if not (isinstance(spoken, DayAndClock) and spoken.clock is None) else None
    asked = _Asked(text, now.astimezone(UTC), calendar, writer_zone if mine else reader_zone, mine)
    match parts:
        case Instant(at):
            return asked.typed(at.astimezone(UTC), "instant")
        case Span(minutes):
            return asked.typed(asked.next_minute + minutes * MINUTE, "span")
        case DayAndClock(day, Clock(None)):
            return asked.end_of_day(day)
        case DayAndClock(OpeningDay(n), None):
            return asked.typed(calendar.business_days(asked.minute, n), "business_days", zone=asked.desk)
        case DayAndClock(day, clock):
            return asked.day_and_clock(day, clock)
    raise asked.unknown()


@dataclass(frozen=True)
class _Asked:
    """One question: the text, and all that its meaning depends on."""

    text: str
    now: datetime
    calendar: Calendar
    zone: str
    mine: bool

    @property
    def desk(self) -> str:
        return self.calendar.schedule.zone

    @property
    def minute(self) -> datetime:
        return self.now.replace(second=0, microsecond=0)

    @property
    def next_minute(self) -> datetime:
        return self.minute if self.minute == self.now else self.minute + MINUTE

    def local(self, zone: str) -> datetime:
        return self.minute.astimezone(ZoneInfo(zone))

    def typed(self, at: datetime, form: Form, *, zone: str = "", offers: Iterable[datetime] = ()) -> Typed:
        if at <= self.now:
            raise PastTime(at, self.ahead(*offers))
        return Typed(at, zone or self.zone, self.mine, form)

    def unknown(self, *offers: datetime | None) -> UnknownTime:
        return UnknownTime(self.text, self.ahead(*offers))

    def ahead(self, *offers: datetime | None) -> tuple[datetime, ...]:
        return tuple(sorted(offer for offer in offers if offer and offer > self.now))

    def wall(self, day: date, minute: int) -> datetime:
        """The instant of a wall time: of two passes the first still ahead; a skipped one moves forward."""
        wall = datetime.combine(day, datetime.min.time()) + minute * MINUTE
        first = to_instant(wall, self.zone)
        return first if first > self.now else to_second_pass(wall, self.zone) or first

    def end_of_day(self, said: Day | None) -> Typed:
        """The desk's last closing of a day in its own zone."""
        day = self.day_of(said, self.desk)
        at, following = self.calendar.closing_on(day), self.calendar.opening_day(day, 1)
        later = self.calendar.closing_on(following)
        if at is None or later is None:
            raise self.unknown(later)
        return self.typed(at, "end_of_day", zone=self.desk, offers=(later,))

    def day_and_clock(self, said: Day | None, clock: Clock | None) -> Typed:
        day = self.day_of(said, self.zone)
        if isinstance(said, DaysOn) and said.keeps_clock and clock is None:
            local = self.local(self.zone)
            clock = Clock(local.hour * 60 + local.minute)
        if clock is None or clock.minute is None:
            raise self.unknown(self.calendar.closing_on(day))
        at = self.wall(day, clock.minute)
        if isinstance(said, Weekday) and said.unsure and day.weekday() > self.local(self.zone).weekday():
            raise self.unknown(at, self.wall(day + WEEK, clock.minute))
        form: Form = "clock" if said is None else "business_days" if isinstance(said, OpeningDay) else "day"
        return self.typed(at, form, offers=self.later(said, day, clock.minute, bare=clock.bare))

    def later(self, said: Day | None, day: date, minute: int, *, bare: bool) -> Iterator[datetime]:
        """What else a time that is past may have meant: the afternoon, tomorrow, next week."""
        if bare:
            yield self.wall(day, minute + 720)
        if said is None or isinstance(said, DaysOn):
            yield self.wall(day + DAY, minute)
        elif isinstance(said, Weekday):
            yield self.wall(day + WEEK, minute)

    def day_of(self, said: Day | None, zone: str) -> date:
        """The date of a day's words, as the wall calendar of `zone` counts; opening days are the desk's."""
        today = self.local(zone).date()
        match said:
            case DaysOn(days):
                return today + days * DAY
            case OpeningDay(n):
                return self.calendar.opening_day(self.local(self.desk).date(), n)
            case Weekday(weekday):
                return today + (weekday - today.weekday()) % 7 * DAY
            case Dated():
                return self.dated(said, today)
        return today

    def dated(self, said: Dated, today: date) -> date:
        """The day itself if the year was said, else the next such day from today on."""
        for year in (said.year,) if said.year else range(today.year, today.year + 9):
            for month in (said.month,) if said.month else range(1, 13):
                day = _day(year, month, said.day)
                if day and (said.year or day >= today):
                    if said.weekday in (None, day.weekday()):
                        return day
                    raise self.unknown()
        raise self.unknown()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
