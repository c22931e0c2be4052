"""The oracle: working time counted minute by minute on the wall clock.

It is slow on purpose and shares nothing with `heard.hours` but the fields of a `Schedule`. For every minute
since 1970 it asks the zone what the clocks show and looks that up in the week. All instants here are UTC epoch
seconds. All schedules change on whole minutes, and so do the zones of the years it is used for (2020 to 2035).
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

from heard.hours import Schedule

YEAR = 366 * 1440


class Oracle:
    """The questions of a `Calendar`, answered by walking. UTC days once walked are remembered."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.zone = ZoneInfo(schedule.zone)
        self.special = dict(schedule.special)
        place = schedule.country, schedule.region or None
        self.holidays = country_holidays(*place) if schedule.country else ()
        self.walk = lru_cache(maxsize=None)(self._walk)
        self.open_walls = lru_cache(maxsize=None)(self._open_walls)
        self.minutes_of = lru_cache(maxsize=None)(self._minutes_of)

    def _hours(self, day: date) -> tuple[tuple[int, int], ...]:
        if day in self.schedule.closed:
            return ()
        if day in self.special:
            return self.special[day]
        return () if day in self.holidays else self.schedule.week[day.weekday()]

    def _open_walls(self, day: date) -> bytes:
        """One flag for each minute the wall can show on `day`."""
        flags = bytearray(1440)
        for opens, closes in self._hours(day):
            for minute in range(opens, closes):
                flags[minute] = 1
        return bytes(flags)

    def _walk(self, number: int) -> tuple[bytes, list[tuple[date, int]]]:
        """For each minute of a UTC day (counted from 1970): open or not, and what the wall shows."""
        walls, flags = [], bytearray()
        for second in range(number * 86400, (number + 1) * 86400, 60):
            local = datetime.fromtimestamp(second, self.zone)
            day, minute = local.date(), local.hour * 60 + local.minute
            walls.append((day, minute))
            flags.append(self.open_walls(day)[minute])
        return bytes(flags), walls

    def _minutes_of(self, day: date) -> list[tuple[int, int, bool]]:
        """Every minute that bears the local date: (minute since 1970, minute on the wall, open)."""
        middle = (day - date(1970, 1, 1)).days
        found = []
        for number in range(middle - 1, middle + 2):
            flags, walls = self.walk(number)
            for i, (shown, minute) in enumerate(walls):
                if shown == day:
                    found.append((number * 1440 + i, minute, bool(flags[i])))
        return found

    def open_minute(self, minute: int) -> bool:
        return bool(self.walk(minute // 1440)[0][minute % 1440])

    def is_open(self, at: int) -> bool:
        return self.open_minute(at // 60)

    def within(self, at: int) -> bool:
        return self.is_open(at) or (at % 60 == 0 and self.open_minute(at // 60 - 1))

    def add(self, start: int, seconds: int) -> int:
        at = start
        while seconds > 0:
            if at % 86400 == 0 and (whole := sum(self.walk(at // 86400)[0]) * 60) < seconds:
                at, seconds = at + 86400, seconds - whole
                continue
            step = 60 - at % 60
            if self.is_open(at):
                step = min(step, seconds)
                seconds -= step
            at += step
        return at

    def subtract(self, end: int, seconds: int) -> int:
        at = end
        while seconds > 0:
            if at % 86400 == 0 and (whole := sum(self.walk(at // 86400 - 1)[0]) * 60) < seconds:
                at, seconds = at - 86400, seconds - whole
                continue
            step = at % 60 or 60
            if self.is_open(at - 1):
                step = min(step, seconds)
                seconds -= step
            at -= step
        return at

    def between(self, start: int, end: int) -> int:
        if end < start:
            return -self.between(end, start)
        total, at = 0, start
        while at < end:
            if at % 86400 == 0 and at + 86400 <= end:
                total += sum(self.walk(at // 86400)[0]) * 60
                at += 86400
                continue
            step = min(60 - at % 60, end - at)
            total += step if self.is_open(at) else 0
            at += step
        return total

    def opens_after(self, at: int) -> int:
        minute = at // 60
        while not self.open_minute(minute):
            minute += 1
        return max(at, minute * 60)

    def closes_after(self, at: int) -> int | None:
        opened = self.opens_after(at)
        minute = opened // 60
        while self.open_minute(minute):
            minute += 1440 if minute % 1440 == 0 and all(self.walk(minute // 1440)[0]) else 1
            if minute * 60 > opened + YEAR * 60:
                return None
        return minute * 60

    def closes_before(self, at: int) -> int:
        if self.within(at):
            return at
        minute = at // 60
        while not self.open_minute(minute - 1):
            minute -= 1
        return minute * 60

    def local_date(self, at: int) -> date:
        return self.walk(at // 86400)[1][at // 60 % 1440][0]

    def is_opening_day(self, day: date) -> bool:
        return any(is_open for _, _, is_open in self.minutes_of(day))

    def closing_on(self, day: date) -> int | None:
        open_minutes = [minute for minute, _, is_open in self.minutes_of(day) if is_open]
        return (open_minutes[-1] + 1) * 60 if open_minutes else None

    def opening_day(self, day: date, n: int) -> date:
        while n:
            day += timedelta(days=1)
            n -= self.is_opening_day(day)
        return day

    def opening_day_end(self, at: int, n: int) -> int | None:
        return self.closing_on(self.opening_day(self.local_date(at), n))

    def business_days(self, at: int, n: int) -> int:
        today, minute = self.walk(at // 86400)[1][at // 60 % 1440]
        day = self.opening_day(today, n)
        said = self.instant(day, minute) + at % 60
        open_minutes = {minute for minute, _, is_open in self.minutes_of(day) if is_open}
        if said // 60 in open_minutes or (said % 60 == 0 and said // 60 - 1 in open_minutes):
            return said
        earlier = [minute for minute in open_minutes if minute * 60 < said]
        return (max(earlier) + 1) * 60 if earlier else min(open_minutes) * 60

    def instant(self, day: date, wall: int) -> int:
        """The first minute that shows `wall`; if none does, counted on from the last one before it."""
        shown = [minute for minute, seen, _ in self.minutes_of(day) if seen == wall]
        if shown:
            return shown[0] * 60
        before = [(minute, wall - seen) for minute, seen, _ in self.minutes_of(day) if seen < wall]
        if not before:
            eve = self.minutes_of(day - timedelta(days=1))
            before = [(minute, wall + 1440 - seen) for minute, seen, _ in eve]
        last, missing = max(before)
        return (last + missing) * 60


def seconds(at: datetime) -> int:
    """The epoch seconds of an aware datetime."""
    return round((at - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
