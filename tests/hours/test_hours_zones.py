"""Zones come from the package alone, and wall times map as RFC 5545 says."""

import os
import subprocess
import sys
import zoneinfo
from datetime import UTC, datetime

import pytest

from heard.hours import is_zone, to_instant, zones
from heard.hours.zones import offsets, to_second_pass


def test_the_systems_zone_files_are_not_read() -> None:
    asked = "import heard.hours, zoneinfo; print(zoneinfo.TZPATH, zoneinfo.ZoneInfo('Europe/Berlin').key)"
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONTZPATH": "/usr/share/zoneinfo"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "() Europe/Berlin"
    assert zoneinfo.TZPATH == ()


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Calcutta", "Asia/Kolkata", "UTC", "Etc/GMT+5"])
def test_old_and_new_names_are_zones(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize("name", ["", "localtime", "Factory", "Berlin", "europe/berlin", "Europe"])
def test_anything_else_is_not(name: str) -> None:
    assert not is_zone(name)


def test_a_picker_offers_places_that_are_all_zones() -> None:
    assert {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"} <= set(zones())
    assert 300 < len(zones()) == len(set(zones())) < 500
    assert all(map(is_zone, zones()))


@pytest.mark.parametrize(
    ("wall", "zone", "instant"),
    [
        ("2026-03-29 01:59", "Europe/Berlin", "2026-03-29T00:59Z"),
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29T01:30Z"),  # skipped: shown as 03:30
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30Z"),  # twice: the first
        ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03T15:45Z"),  # half an hour skipped
        ("2011-12-30 10:00", "Pacific/Apia", "2011-12-30T20:00Z"),  # the day was left out: 31 December there
        ("2026-07-01 12:00", "Asia/Kathmandu", "2026-07-01T06:15Z"),
    ],
)
def test_wall_times_become_instants(wall: str, zone: str, instant: str) -> None:
    assert to_instant(datetime.fromisoformat(wall), zone) == datetime.fromisoformat(instant)
    assert to_instant(datetime.fromisoformat(wall), zone).tzinfo is UTC


@pytest.mark.parametrize(
    ("wall", "second"),
    [
        ("2026-10-25 02:30", "2026-10-25T01:30Z"),
        ("2026-10-25 03:30", None),
        ("2026-03-29 02:30", None),
    ],
)
def test_only_a_repeated_wall_time_has_a_second_pass(wall: str, second: str | None) -> None:
    expected = datetime.fromisoformat(second) if second else None
    assert to_second_pass(datetime.fromisoformat(wall), "Europe/Berlin") == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Pacific/Apia", "Africa/Casablanca", "Asia/Pyongyang"])
@pytest.mark.parametrize("year", [1990, 2011, 2018, 2026, 2100])
def test_offsets_follow_each_other_and_hold_at_their_edges(zone: str, year: int) -> None:
    tz, found = zoneinfo.ZoneInfo(zone), offsets(zone, year)
    for (_, until, offset), (since, _, following) in zip(found, found[1:], strict=False):
        assert until == since
        assert offset != following
    for since, until, offset in found:
        for second in (since, until - 1):
            shown = datetime.fromtimestamp(second, tz).utcoffset()
            assert shown is not None
            assert shown.total_seconds() == offset


@pytest.mark.parametrize(
    ("zone", "year"), [("America/Recife", 2000), ("Asia/Gaza", 2040), ("Africa/Cairo", 2010)]
)
def test_no_short_stretch_is_missed(zone: str, year: int) -> None:
    """Zones that went back and forth within days."""
    tz, found = zoneinfo.ZoneInfo(zone), offsets(zone, year)
    for since, until, offset in found:
        for second in range(since, until, 3600):
            shown = datetime.fromtimestamp(second, tz).utcoffset()
            assert shown is not None
            assert shown.total_seconds() == offset
