"""Working time by counting minutes one by one: slow to set up, and nothing of `heard.hours` in it.

The judge asks it what the engine should have found.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

Times = Sequence[tuple[int, int]]
"""Open stretches of one local day, in minutes from its midnight."""
HALF_HOUR = timedelta(minutes=30)


def _minutes(times: Times) -> list[bool]:
    """Whether each minute of a local day is open."""
    return [any(opens <= wall < closes for opens, closes in times) for wall in range(1440)]


class OpenMinutes:
    """The open minutes of a desk between two days, as a running total of open seconds at every minute."""

    def __init__(
        self, zone: str, week: Sequence[Times], days: Mapping[date, Times], *, first: date, last: date
    ) -> None:
        """`week` begins on Monday; `days` are the desk's own days, closed where they have no times."""
        self._zone = ZoneInfo(zone)
        self._begin = datetime(first.year, first.month, first.day, tzinfo=UTC)
        end = datetime(last.year, last.month, last.day, tzinfo=UTC)
        self._total = array("q", [0])
        self._closes: dict[date, datetime] = {}
        self._open: dict[date, list[bool]] = {}
        at = self._begin
        while at < end:
            self._half_hour(at, week, days)
            at += HALF_HOUR

    def _half_hour(self, at: datetime, week: Sequence[Times], days: Mapping[date, Times]) -> None:
        """Count thirty minutes. No zone of our years changes its offset at any other time than on the half hour."""
        local, done = at.astimezone(self._zone).replace(fold=0, tzinfo=None), 0
        while done < 30:
            shown = local + timedelta(minutes=done)
            day, wall = shown.date(), shown.hour * 60 + shown.minute
            if day not in self._open:
                self._open[day] = _minutes(days.get(day, week[day.weekday()]))
            counted = self._open[day][wall : wall + 30 - done]
            self._total.extend(accumulate((60 * is_open for is_open in counted), initial=self._total.pop()))
            if any(counted):
                last = len(counted) - counted[::-1].index(True)
                self._closes[day] = at + timedelta(minutes=done + last)
            done += len(counted)

    def between(self, start: datetime, end: datetime) -> int:
        """Open seconds between two instants."""
        return self._at(end) - self._at(start)

    def add(self, at: datetime, seconds: int) -> datetime:
        """The first instant by which so many open seconds have passed since `at`."""
        wanted = self._at(at) + seconds
        minute = bisect_left(self._total, wanted) - 1
        return self._begin + timedelta(minutes=minute, seconds=wanted - self._total[minute])

    def subtract(self, at: datetime, seconds: int) -> datetime:
        """The last instant from which so many open seconds lead to `at`."""
        wanted = self._at(at) - seconds
        minute = bisect_right(self._total, wanted) - 1
        return self._begin + timedelta(minutes=minute, seconds=wanted - self._total[minute])

    def is_open(self, at: datetime) -> bool:
        """Whether the minute that begins at or holds `at` is open."""
        minute = int((at - self._begin).total_seconds()) // 60
        return self._total[minute + 1] > self._total[minute]

    def closing(self, since: datetime, days: int) -> datetime:
        """When the desk closes on the n-th opening day after the local day of an instant."""
        today = since.astimezone(self._zone).date()
        ahead = sorted(day for day in self._closes if day > today)
        return self._closes[ahead[days - 1]]

    def closing_by(self, since: datetime, weekday: int) -> datetime:
        """When the desk closes on the next such weekday after the local day of an instant (0 is Monday), or on the last
        opening day before it that is later than that day; a week later where there is none."""
        today = since.astimezone(self._zone).date()
        day = today + timedelta(days=1)
        while day.weekday() != weekday:
            day += timedelta(days=1)
        while not (open_days := [one for one in self._closes if today < one <= day]):
            day += timedelta(days=7)
        return self._closes[max(open_days)]

    def _at(self, at: datetime) -> int:
        minute, seconds = divmod(int((at - self._begin).total_seconds()), 60)
        before, after = self._total[minute], self._total[minute + 1]
        return before + (seconds if after > before else 0)
