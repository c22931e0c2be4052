"""Working time of one desk: adding it, measuring it, and the days on which the desk opens.

Every datetime that goes in is aware and in whole seconds, every one that comes out is UTC. A `ValueError`
says so otherwise; and so for what leads beyond 2 January 1970 or 30 December 2100, as no holidays are known
there.
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from heard.hours.schedule import Schedule
from heard.hours.timetable import DayPieces, Pieces, Timetable, lay_out, year_of
from heard.hours.zones import to_instant

FIRST_YEAR, LAST_YEAR = 1970, 2100
ENDLESS = 366 * 86400
"""Open for longer than this at a stretch (seconds) is called never closing."""


@lru_cache(maxsize=1024)
def calendar_for(schedule: Schedule) -> "Calendar":
    """The calendar of a schedule, kept for the life of the process and shared by threads."""
    return Calendar(schedule)


class Calendar:
    """Answers in working time. Years are laid out when first asked for and added as far as a question
    reaches.
    """

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.zone = ZoneInfo(schedule.zone)
        self._years: dict[int, list[DayPieces]] = {}
        self._table: Timetable | None = None
        self._lock = Lock()

    def is_open(self, at: datetime) -> bool:
        """Whether the desk is open at `at`. The opening instant is open, the closing instant is not."""
        t = _seconds(at)
        table = self._around(t)
        i = bisect_right(table.opens, t) - 1
        return i >= 0 and t < table.closes[i]

    def within(self, at: datetime) -> bool:
        """Whether a promise may fall on `at`: the desk is open, or closes at this instant ("by 18:00")."""
        t = _seconds(at)
        table = self._around(t)
        i = bisect_right(table.opens, t) - 1
        return i >= 0 and t <= table.closes[i]

    def add(self, start: datetime, seconds: int) -> datetime:
        """The first instant by which `seconds` of working time have passed since `start`.

        It ends at a closing time rather than at the next opening; 0 seconds end at `start` itself.
        """
        t = _seconds(start)
        table = self._around(t)
        if seconds <= 0:
            return _nothing(start, seconds)
        while (end := table.after(t, seconds)) is None:
            table = self._later(table)
        return datetime.fromtimestamp(end, UTC)

    def subtract(self, end: datetime, seconds: int) -> datetime:
        """The latest instant such that `seconds` of working time lie between it and `end`.

        It begins at an opening time rather than at the closing before; 0 seconds begin at `end` itself.
        """
        t = _seconds(end)
        table = self._around(t)
        if seconds <= 0:
            return _nothing(end, seconds)
        while (start := table.ahead_of(t, seconds)) is None:
            table = self._earlier(table)
        return datetime.fromtimestamp(start, UTC)

    def between(self, start: datetime, end: datetime) -> int:
        """Seconds of working time from `start` to `end`; negative when `end` comes first."""
        low, high = _seconds(start), _seconds(end)
        self._around(low)
        table = self._around(high)
        return table.worked(high) - table.worked(low)

    def opens_after(self, at: datetime) -> datetime:
        """`at` itself if the desk is open then, else the next opening."""
        t = _seconds(at)
        table = self._around(t)
        while (i := bisect_right(table.closes, t)) == len(table.opens) or table.opens[i] >= table.until:
            table = self._later(table)
        return datetime.fromtimestamp(max(t, table.opens[i]), UTC)

    def closes_after(self, at: datetime) -> datetime | None:
        """When the desk closes: the stretch open at `at`, or the next one. None if over 366 days on."""
        t = _seconds(self.opens_after(at))
        table = self._around(t)
        while (stretch := table.stretch(t)) is None:
            if table.until > t + ENDLESS or table.last == LAST_YEAR:
                return None
            table = self._later(table)
        return datetime.fromtimestamp(stretch[1], UTC) if stretch[1] <= t + ENDLESS else None

    def closes_before(self, at: datetime) -> datetime:
        """`at` itself if a promise may fall on it (`within`), else the closing before it."""
        t = _seconds(at)
        table = self._around(t)
        while (i := bisect_right(table.opens, t) - 1) < 0 or table.closes[i] < table.since:
            table = self._earlier(table)
        return datetime.fromtimestamp(min(t, table.closes[i]), UTC)

    def local_date(self, at: datetime) -> date:
        """The date the desk's wall calendar shows at `at`."""
        return self._local(at).date()

    def is_opening_day(self, day: date) -> bool:
        """Whether the desk opens at all on the local date `day`."""
        return bool(self._pieces_on(day))

    def day_end(self, at: datetime) -> datetime | None:
        """The last closing of the desk's local day of `at`; None if it does not open that day."""
        return self.closing_on(self.local_date(at))

    def closing_on(self, day: date) -> datetime | None:
        """The last closing of the local date `day`, at latest its midnight; None if it does not open."""
        pieces = self._pieces_on(day)
        return datetime.fromtimestamp(pieces[-1][1], UTC) if pieces else None

    def opening_day(self, day: date, n: int) -> date:
        """The `n`th (from 1) opening day after the local date `day`."""
        table, i = self._opening_day(day, n)
        return date.fromordinal(table.days[i])

    def opening_day_end(self, at: datetime, n: int) -> datetime:
        """The last closing of the `n`th (from 1) opening day after the local day of `at`."""
        table, i = self._opening_day(self.local_date(at), n)
        return datetime.fromtimestamp(table.pieces[i][-1][1], UTC)

    def business_days(self, at: datetime, n: int) -> datetime:
        """The rule of "Nbd": the desk's time of day at `at`, on the `n`th (from 1) opening day after it.

        Outside that day's hours it is pulled back to the closing before it, in the evening as at lunch, so
        that it is never later than said; only a time before the first opening moves forward, to that opening.
        A time of day that the clocks skip or repeat that day is read as in `to_instant`.
        """
        local = self._local(at)
        table, i = self._opening_day(local.date(), n)
        day = date.fromordinal(table.days[i])
        said = to_instant(datetime.combine(day, local.time()), self.schedule.zone)
        return datetime.fromtimestamp(_pulled_back(_seconds(said), table.pieces[i]), UTC)

    def _local(self, at: datetime) -> datetime:
        return datetime.fromtimestamp(_seconds(at), self.zone)

    def _pieces_on(self, day: date) -> Pieces:
        table = self._with_day(day)
        i = bisect_left(table.days, day.toordinal())
        return table.pieces[i] if i < len(table.days) and table.days[i] == day.toordinal() else ()

    def _opening_day(self, day: date, n: int) -> tuple[Timetable, int]:
        if n < 1:
            raise ValueError(f"opening days count from 1, not {n}")
        table = self._with_day(day)
        while (i := bisect_right(table.days, day.toordinal()) + n - 1) >= len(table.days):
            table = self._later(table)
        return table, i

    def _with_day(self, day: date) -> Timetable:
        """A timetable that knows the local date `day` and something on both sides of it."""
        return self._around(_seconds(datetime(day.year, day.month, day.day, tzinfo=UTC)))

    def _around(self, t: int) -> Timetable:
        table = self._table
        if table is not None and table.since <= t < table.until:
            return table
        year = (EPOCH + timedelta(seconds=t)).year
        table = self._reach(year - 1, year + 1)
        if not table.since <= t < table.until:
            raise ValueError(f"{year} is outside the years of this calendar, {FIRST_YEAR} to {LAST_YEAR}")
        return table

    def _later(self, table: Timetable) -> Timetable:
        if table.last == LAST_YEAR:
            raise ValueError(f"beyond {LAST_YEAR}, the last year with known holidays")
        return self._reach(table.first, table.last + 1)

    def _earlier(self, table: Timetable) -> Timetable:
        if table.first == FIRST_YEAR:
            raise ValueError(f"before {FIRST_YEAR}, the first year of this calendar")
        return self._reach(table.first - 1, table.last)

    def _reach(self, first: int, last: int) -> Timetable:
        """Lay out the missing years. Readers hold the old table or the new one, each whole."""
        with self._lock:
            if self._table is not None:
                first, last = _grown(self._table, first, last)
            first, last = max(first, FIRST_YEAR), min(last, LAST_YEAR)
            for year in range(first, last + 1):
                if year not in self._years:
                    self._years[year] = year_of(self.schedule, year)
            days = (day for year in range(first, last + 1) for day in self._years[year])
            self._table = lay_out(days, first=first, last=last)
            return self._table


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _seconds(at: datetime) -> int:
    if at.tzinfo is None or at.microsecond:
        raise ValueError(f"an instant has a zone and whole seconds, not {at!r}")
    since = at - EPOCH  # twice as fast as timestamp(), and whole all the way
    return since.days * 86400 + since.seconds


def _nothing(at: datetime, seconds: int) -> datetime:
    if seconds < 0:
        raise ValueError(f"working time is not negative: {seconds}")
    return at.astimezone(UTC)


def _grown(table: Timetable, first: int, last: int) -> tuple[int, int]:
    """The wanted years and those there are; a side that grows at least doubles the whole, so growing stays
    cheap."""
    length = table.last - table.first + 1
    return (
        table.first if first >= table.first else min(first, table.first - length),
        table.last if last <= table.last else max(last, table.last + length),
    )


def _pulled_back(t: int, pieces: Pieces) -> int:
    i = bisect_right(pieces, t, key=lambda piece: piece[0]) - 1
    if i < 0:
        return pieces[0][0]
    return min(t, pieces[i][1])
