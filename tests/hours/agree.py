"""Random questions put to the calendar and to the oracle. As a command, for many:

    PYTHONPATH=tests python -m hours.agree --cases 100000 --seed 1

It prints one line per difference and exits 1 if there is one. Cases gather where calendars go wrong: around
the days on which a zone changes its offset, around own days and around the turn of the year.
"""

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, pairwise
from random import Random
from zoneinfo import ZoneInfo

from heard.hours import Calendar, Schedule, zones
from hours.oracle import Oracle, seconds

ODD = (
    "Australia/Lord_Howe",  # shifts by half an hour
    "Asia/Beirut",  # shifts at midnight
    "Africa/Cairo",  # summer time came back in 2023, at midnight
    "Asia/Kathmandu",  # 5:45
    "America/New_York",
    "Europe/Berlin",
    "Pacific/Apia",
    "America/St_Johns",  # 3:30
    "Africa/Casablanca",  # summer time all year but for Ramadan
    "America/Santiago",
    "Pacific/Chatham",  # 12:45, shifts at 2:45
    "Antarctica/Troll",  # shifts by two hours
    "America/Havana",  # shifts at midnight
    "Asia/Gaza",
    "America/Nuuk",  # shifts on the eve of Sunday
    "Atlantic/Azores",
    "Europe/Dublin",
    "Asia/Tehran",
)
HOLIDAYS = (("", ""), ("DE", "BY"), ("US", "CA"), ("EG", ""), ("GB", "SCT"), ("IN", ""), ("JP", ""))
PER_SCHEDULE = 300
FIRST, LAST = date(2020, 1, 1), date(2035, 12, 31)

OFFICE = ((540, 1050),)
LUNCH = ((480, 720), (765, 1080))
NIGHT = ((0, 360), (1320, 1440))
SMALL_HOURS = ((30, 75), (90, 121), (135, 160), (170, 200), (1380, 1439))
ALL_DAY = ((0, 1440),)
WEEKS = (
    (OFFICE,) * 5 + ((), ()),
    (LUNCH,) * 5 + (((600, 840),), ()),
    (((1320, 1440),),) + (NIGHT,) * 4 + (((0, 360),), ()),
    (NIGHT,) * 7,
    (SMALL_HOURS,) * 7,
    (ALL_DAY,) * 7,
    ((), (), (), (), (), ALL_DAY, ((0, 150),)),
)


@cache
def shift_days(zone: str) -> tuple[date, ...]:
    """The dates of 2020 to 2035 on which the offset at noon (UTC) is not that of the day before."""
    noon = datetime(2020, 1, 1, 12, tzinfo=UTC)
    noons = [noon + timedelta(days=n) for n in range((LAST - FIRST).days)]
    tz = ZoneInfo(zone)
    pairs = pairwise((at.date(), at.astimezone(tz).utcoffset()) for at in noons)
    return tuple(day for (_, before), (day, after) in pairs if before != after)


def random_day(random: Random, zone: str) -> date:
    """A date worth asking about: mostly near a shift of the zone, sometimes New Year's, sometimes any."""
    kind = random.random()
    if kind < 0.7 and shift_days(zone):
        return random.choice(shift_days(zone))
    if kind < 0.8:
        return date(random.randrange(2021, 2036), 1, 1)
    return FIRST + timedelta(days=random.randrange((LAST - FIRST).days))


def random_hours(random: Random) -> tuple[tuple[int, int], ...]:
    """One to three intervals, on any minute, many of them in the small hours; some may touch."""
    top = random.choice((300, 1440))
    marks = sorted(random.sample(range(top + 1), 2 * random.randint(1, 3)))
    if len(marks) > 2 and random.random() < 0.2:
        marks[2] = marks[1]
    return tuple(zip(marks[::2], marks[1::2], strict=True))


def random_week(random: Random) -> tuple[tuple[tuple[int, int], ...], ...]:
    if random.random() < 0.6:
        return random.choice(WEEKS)
    days = [random_hours(random) if random.random() < 0.8 else () for _ in range(6)]
    return (*days, random_hours(random))


def random_schedule(random: Random, zone: str, days: list[date]) -> Schedule:
    """A schedule with own days among `days`."""
    country, region = random.choice(HOLIDAYS)
    own = {day + timedelta(days=random.randint(-3, 3)): random.random() < 0.5 for day in days}
    return Schedule(
        zone=zone,
        week=random_week(random),
        country=country,
        region=region,
        closed=frozenset(day for day, closed in own.items() if closed),
        special=tuple((day, random_hours(random)) for day, closed in own.items() if not closed),
    )


def random_instant(random: Random, schedule: Schedule, day: date) -> datetime:
    """Within two days of `day`: any second, a round minute, an opening or closing, or the small hours."""
    day += timedelta(days=random.randint(-2, 2))
    wall = random.randrange(86400)
    wall -= wall % random.choice((1, 60, 900, 3600))
    if random.random() < 0.4:
        wall = 60 * random.choice([0, *(edge for hours in schedule.week[day.weekday()] for edge in hours)])
    elif random.random() < 0.3:
        wall %= 4 * 3600
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(schedule.zone), fold=random.randint(0, 1))
    return (local + timedelta(seconds=wall)).astimezone(UTC)


def random_work(random: Random, exact: int) -> int:
    """Seconds of working time: mostly hours, sometimes weeks; often even, often just what ends at an edge."""
    if exact and random.random() < 0.5:
        return abs(exact)
    work = random.randrange(3600 * random.choice((1, 8, 30, 30, 200)))
    return work - work % random.choice((1, 60, 900))


def questions(random: Random, oracle: Oracle, days: list[date]) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Endless calls of a calendar: method and arguments."""
    simple = ("is_open", "within", "opens_after", "closes_after", "closes_before", "local_date")
    while True:
        at = random_instant(random, oracle.schedule, random.choice(days))
        other = random_instant(random, oracle.schedule, random.choice((days[0], at.date())))
        work = random_work(random, oracle.between(seconds(at), seconds(other)))
        day = at.date()
        by_day = ("is_opening_day", (day,)), ("closing_on", (day,)), ("opening_day_end", (at, 2))
        yield random.choice((("add", (at, work)), ("subtract", (at, work))))
        yield "between", (at, other)
        yield random.choice(simple), (at,)
        yield random.choice(by_day)
        yield "business_days", (at, random.randint(1, 4))


def plain(value: object) -> object:
    """Datetimes as epoch seconds, so that both sides can be compared without any zone."""
    return seconds(value) if isinstance(value, datetime) else value


def differences(zone: str, seed: int, cases: int) -> list[str]:
    """Ask `cases` questions about schedules in `zone`; a line for every answer on which the two differ."""
    random = Random(f"{zone} {seed}")
    found: list[str] = []
    for start in range(0, cases, PER_SCHEDULE):
        days = [day := random_day(random, zone), day + timedelta(days=random.randint(3, 9))]
        schedule = random_schedule(random, zone, days)
        calendar, oracle = Calendar(schedule), Oracle(schedule)
        for name, arguments in islice(questions(random, oracle, days), min(PER_SCHEDULE, cases - start)):
            ours = plain(getattr(calendar, name)(*arguments))
            walked = getattr(oracle, name)(*map(plain, arguments))
            if ours != walked:
                found.append(f"{name}{arguments}: calendar {ours}, oracle {walked}, {schedule}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Put random questions to the calendar and to the oracle.")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all-zones", action="store_true", help="all zones of the picker")
    asked = parser.parse_args()
    names = zones() if asked.all_zones else ODD
    each = -(-asked.cases // len(names))
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(differences, names, [asked.seed] * len(names), [each] * len(names)))
    for line in (line for lines in found for line in lines):
        print(line)
    print(f"{each * len(names)} cases in {len(names)} zones, {sum(map(len, found))} differences")
    return 1 if any(found) else 0


if __name__ == "__main__":
    sys.exit(main())
