"""Zones by their IANA names, read from the pip package `tzdata` and from nowhere else.

The operating system's zone files differ from host to host; two workers with two files would tell two times
for one promise. Importing this module turns them off for the whole process.
"""

import zoneinfo
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

zoneinfo.reset_tzpath(())
ZoneInfo.clear_cache()  # a zone somebody read earlier may have come from the system

PROBE = 2 * 86400  # since 1970 no zone has kept an offset for less than 6.9 days (tzdata 2026f)


def is_zone(name: str) -> bool:
    """Whether `name` is an IANA zone, old names ("Asia/Calcutta") among them; "localtime" is none."""
    return name in _names()


@cache
def zones() -> tuple[str, ...]:
    """The names for a picker, sorted: one per place people live in, and UTC. Source: tzdata's zone.tab."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return (*sorted(row[2] for row in rows), "UTC")


def to_instant(wall: datetime, zone: str) -> datetime:
    """The UTC instant at which clocks in `zone` show the naive `wall`.

    Rule: RFC 5545, 3.3.5. A wall time that comes twice means its first pass; one that is skipped is read with
    the offset before the gap, which moves it forward by the length of the gap (02:30 becomes 03:30).
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def to_second_pass(wall: datetime, zone: str) -> datetime | None:
    """The later UTC instant of a naive `wall` that clocks in `zone` show twice; else None."""
    first, second = to_instant(wall, zone), wall.replace(tzinfo=ZoneInfo(zone), fold=1).astimezone(UTC)
    return second if second > first else None


@cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones() - {"Factory", "localtime", "posixrules"})


@lru_cache(maxsize=4096)
def offsets(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """The stretches of one offset around `year`: (from, until, offset), UTC epoch seconds and seconds.

    They follow each other without holes and reach two days beyond the year on both sides, so that every local
    day of the year lies inside, also where the date line moved (Apia skipped 30 December 2011).
    """
    tz = ZoneInfo(zone)
    start = int((datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=2)).timestamp())
    end = int((datetime(year + 1, 1, 1, tzinfo=UTC) + timedelta(days=2)).timestamp())
    found: list[tuple[int, int, int]] = []
    since, offset = start, _offset(tz, start)
    for probe in range(start + PROBE, end, PROBE):
        if _offset(tz, probe) != offset:
            change = _change(tz, probe - PROBE, probe)
            found.append((since, change, offset))
            since, offset = change, _offset(tz, probe)
    return (*found, (since, end, offset))


def _offset(tz: ZoneInfo, at: int) -> int:
    shift = datetime.fromtimestamp(at, tz).utcoffset()
    assert shift is not None
    return int(shift.total_seconds())


def _change(tz: ZoneInfo, low: int, high: int) -> int:
    """The first second in (low, high] that has the offset of `high`, by halving."""
    new = _offset(tz, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(tz, middle) == new else (middle, high)
    return high
