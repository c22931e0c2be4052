"""The follow-up: what a wake-up costs when nothing is due, and how fast moments are answered when many are.

The limit, measured in the same run: bare durable commits on the same database. `TICKETS` asks for another size.
"""

import os
import statistics
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.apart import apart
from benchmarks.seed import Plan, seeded

SIZES = (1_000, int(os.environ.get("TICKETS", "100000")))
WAKE_UPS, DUE = 300, 1_000


def idle(tickets: int, folder: Path) -> tuple[float, float]:
    """Milliseconds of a wake-up with nothing due, p50 and p95, with every ticket open."""
    at = seeded(Plan(tickets, open_every=1, missed_every=0), folder)
    from heard.followup import tick

    early = at - timedelta(days=400)
    took = []
    for _ in range(WAKE_UPS):
        began = perf_counter()
        assert tick.tick_one(early) is None
        tick.next_due_at()
        took.append((perf_counter() - began) * 1000)
    took.sort()
    return statistics.median(took), took[int(len(took) * 0.95)]


def busy(due: int, folder: Path) -> tuple[int, float, float, float]:
    """Moments answered, how many a second, milliseconds of processor time each, and bare commits a second."""
    at = seeded(Plan(due, open_every=1, missed_every=0, due_every=1), folder)
    from heard.followup import tick

    began, spent = perf_counter(), process_time()
    answered, stumbled = tick.tick(at + timedelta(hours=1))
    took, cost = perf_counter() - began, process_time() - spent
    assert not stumbled
    count = answered.total()
    return count, count / took, cost / count * 1000, _commits(1000)


def _commits(count: int) -> float:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench (number integer)")
        began = perf_counter()
        for number in range(count):
            with transaction.atomic():
                cursor.execute("INSERT INTO bench VALUES (%s)", [number])
    return count / (perf_counter() - began)


def main() -> None:
    """Print both tables."""
    folder = Path(os.environ["HEARD_DATA"])
    print(f"{'open tickets':>13}{'wake-up p50, ms':>17}{'p95':>7}   nothing due")
    for tickets in SIZES:
        p50, p95 = apart(idle, tickets, folder / f"idle{tickets}")
        print(f"{tickets:>13,}{p50:>17.2f}{p95:>7.2f}")
    count, rate, cost, commits = apart(busy, DUE, folder / "busy")
    print(
        f"{count:,} moments due at once: {rate:,.0f} a second, {cost:.1f} ms of processor time each;", end=" "
    )
    print(f"bare commits {commits:,.0f} a second")


if __name__ == "__main__":
    main()
