"""Some years of a schedule as UTC seconds, in sorted lists, so that any distance costs two bisects.

One definition decides everything: the desk is open at an instant when the wall clock of its zone then shows a
time inside an interval of that local date. So hours inside a skipped hour do not exist, and hours inside a
repeated hour are worked twice, once in each pass.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from heard.hours.schedule import Day, Schedule
from heard.hours.zones import offsets

type Pieces = tuple[tuple[int, int], ...]
"""Sorted stretches (open, close) of UTC epoch seconds that do not touch each other."""

type DayPieces = tuple[int, Pieces]
"""The ordinal of a local date on which the desk opens, and its stretches."""

ORDINAL_1970 = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Timetable:
    """The open stretches of the years `first` to `last`. All instants are UTC epoch seconds.

    Whatever lies in [`since`, `until`) is complete; who asks beyond gets None and must lay out more years.
    """

    first: int
    last: int
    since: int
    until: int
    opens: list[int]
    closes: list[int]
    before: list[int]
    """Seconds worked before the stretch of the same index."""
    days: list[int]
    pieces: list[Pieces]

    def worked(self, at: int) -> int:
        """Open seconds from the beginning of this timetable to `at`."""
        i = bisect_right(self.opens, at) - 1
        return 0 if i < 0 else self.before[i] + min(at, self.closes[i]) - self.opens[i]

    def after(self, start: int, seconds: int) -> int | None:
        """The first instant by which `seconds` (over 0) of work are done since `start`; a closing if it can be."""
        work = self.worked(start) + seconds
        i = bisect_left(self.before, work) - 1
        if i < 0:  # closed for all these years
            return None
        end = self.opens[i] + work - self.before[i]
        return end if end <= self.closes[i] and end < self.until else None

    def ahead_of(self, end: int, seconds: int) -> int | None:
        """The latest instant after which `seconds` (over 0) of work still fit before `end`."""
        work = self.worked(end) - seconds
        if work < 0:
            return None
        i = bisect_right(self.before, work) - 1
        start = self.opens[i] + work - self.before[i]
        return start if start >= self.since else None

    def stretch(self, at: int) -> tuple[int, int] | None:
        """The open stretch that holds `at`, or the next one; None if not wholly known here."""
        i = bisect_right(self.closes, at)
        if i == len(self.opens) or self.closes[i] >= self.until:
            return None
        return self.opens[i], self.closes[i]


def lay_out(days: Iterable[DayPieces], *, first: int, last: int) -> Timetable:
    """The timetable of whole years, from the days `year_of` gives for each of them, in order."""
    known = list(days)
    stretches = _joined(piece for _, pieces in known for piece in pieces)
    before, total = [], 0
    for opens, closes in stretches:
        before.append(total)
        total += closes - opens
    return Timetable(
        first=first,
        last=last,
        since=int(datetime(first, 1, 2, tzinfo=UTC).timestamp()),
        until=int(datetime(last, 12, 31, tzinfo=UTC).timestamp()),
        opens=[opens for opens, _ in stretches],
        closes=[closes for _, closes in stretches],
        before=before,
        days=[day for day, _ in known],
        pieces=[pieces for _, pieces in known],
    )


def year_of(schedule: Schedule, year: int) -> list[DayPieces]:
    """The local dates of `year` on which the desk really opens, with the instants."""
    shifts = offsets(schedule.zone, year)
    dated = ((day.toordinal(), _pieces(day, hours, shifts)) for day, hours in schedule.days(year))
    return [(day, pieces) for day, pieces in dated if pieces]


def _pieces(day: date, hours: Day, shifts: tuple[tuple[int, int, int], ...]) -> Pieces:
    return _joined(_instants(day, hours, shifts))


def _instants(day: date, hours: Day, shifts: tuple[tuple[int, int, int], ...]) -> Iterator[tuple[int, int]]:
    """The parts of the intervals that each stretch of one offset holds."""
    midnight = (day.toordinal() - ORDINAL_1970) * 86400
    for since, until, offset in shifts:
        start_of_day = midnight - offset
        if since < start_of_day + 86400 and start_of_day < until:
            for opens, closes in hours:
                start, end = max(since, start_of_day + opens * 60), min(until, start_of_day + closes * 60)
                if start < end:
                    yield start, end


def _joined(stretches: Iterable[tuple[int, int]]) -> Pieces:
    """Sorted, and made one where one ends as the next begins (midnight, a shift of offset)."""
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(stretches):
        if joined and joined[-1][1] == opens:
            opens = joined.pop()[0]
        joined.append((opens, closes))
    return tuple(joined)
