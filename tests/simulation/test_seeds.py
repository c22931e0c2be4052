"""The simulated desk for a few short seeds; many and long ones are `bin/bench simulated` (docs/figures.md)."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cast import assemble
from heard.hours import Schedule, calendar_for
from heard.record.errors import Refused
from heard.simulation.open_minutes import OpenMinutes
from heard.simulation.run import simulate
from heard.simulation.stage import NIGHTS, SHIFTS, WITH_LUNCH

SEEN: Counter[str] = Counter()
RUNS: list[dict] = []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [8, 3, 8])
def test_no_law_is_ever_broken(seed: int) -> None:
    result = simulate(seed, days=1, tickets_per_day=12)
    SEEN.update(result.counts)
    RUNS.append(result.as_json())
    assert not result.broken, [*result.story, result.step, result.broken]
    assert result.counts["mails"] > 10 and result.counts["letters"] > 20


def test_the_desk_really_had_a_hard_time() -> None:
    if not SEEN:
        pytest.skip("the seeds ran elsewhere")
    moments = sum(count for name, count in SEEN.items() if name.startswith("moment "))
    refused = sum(count for name, count in SEEN.items() if name.startswith("refused "))
    assert SEEN["crashes"] > 2 and SEEN["jumps"] and moments > 3 and refused > 20


def test_the_same_seed_does_the_same_again() -> None:
    if len(RUNS) < 3:
        pytest.skip("the seeds ran elsewhere")
    assert RUNS[0] == RUNS[2] != RUNS[1]


def test_the_command_prints_what_happened_and_leaves_no_data(tmp_path: Path) -> None:
    words = ["simulate", "--seed", "5", "--days", "1", "--tickets-per-day", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "heard.cli", *words],
        capture_output=True,
        text=True,
        env={"HEARD_DATA": str(tmp_path)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("seed 5: 1 days in ") and done.stdout.endswith("No law was broken.\n")
    assert not list(tmp_path.iterdir()), "the data folder of the machine is left alone"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_holds_a_desk_is_refused() -> None:
    assemble()
    with pytest.raises(Refused, match="empty"):
        simulate(1, days=1, tickets_per_day=1)


@pytest.mark.parametrize("zone", sorted({zone for zone, _ in SHIFTS}))
@pytest.mark.parametrize("week", [WITH_LUNCH, NIGHTS], ids=["lunch", "nights"])
def test_the_counted_minutes_and_the_calendar_agree(zone: str, week: list) -> None:
    """Two ways to the same working time, around the shift of every zone that is played."""
    for shift in (day for name, day in SHIFTS if name == zone):
        at = datetime(shift.year, shift.month, shift.day, tzinfo=UTC) - timedelta(days=2)
        calendar = calendar_for(Schedule(zone=zone, week=tuple(map(tuple, week))))
        counted = OpenMinutes(
            zone, week, {}, first=(at - timedelta(days=6)).date(), last=(at + timedelta(days=14)).date()
        )
        for step in range(0, 4 * 1440, 37):
            start = at + timedelta(minutes=step, seconds=step % 60)
            assert counted.add(start, 5400) == calendar.add(start, 5400), start
            assert counted.subtract(start, 5400) == calendar.subtract(start, 5400), start
            assert counted.between(start, start + timedelta(hours=30)) == calendar.between(
                start, start + timedelta(hours=30)
            )
