"""The follow-up: what a wake-up costs when nothing is due, and how fast moments are answered when many are.

The limit, measured in the same run: bare durable commits on the same database. `TICKETS`, `DUE` and `WORKERS` (like
"1 2 4", side by side on one database) ask for other sizes.
"""

import os
import statistics
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.apart import apart
from benchmarks.seed import Plan, seeded

SIZES = (1_000, int(os.environ.get("TICKETS", "100000")))
WAKE_UPS, DUE = 300, int(os.environ.get("DUE", "1000"))
WORKERS = [int(count) for count in os.environ.get("WORKERS", "1").split()]


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


def busy(due: int, workers: int, folder: Path) -> tuple[int, float, float, float]:
    """Moments answered, how many a second, milliseconds of processor time each, and bare commits a second."""
    at = seeded(Plan(due, open_every=1, missed_every=0, due_every=1), folder)
    from django.db import connections

    from heard.record.models.promise import Promise

    limit = _commits(1000)
    connections.close_all()
    began, spent = perf_counter(), os.times()
    running = [_worker(at + timedelta(hours=1)) for _ in range(workers)]
    failed = [pid for pid in running if os.waitpid(pid, 0)[1]]
    took, now = perf_counter() - began, os.times()
    assert not failed
    count = Promise.objects.filter(outcome="lapsed", ended_at__gte=at).count()
    assert count == due, f"{count} of {due} lapsed"
    cost = now.children_user + now.children_system - spent.children_user - spent.children_system
    return count, count / took, cost / count * 1000, limit


def _worker(at: datetime) -> int:
    """A worker that settles all that is due; its process."""
    from heard.followup import tick

    if pid := os.fork():
        return pid
    code = 1
    try:
        code = min(tick.tick(at)[1], 1)
    finally:
        os._exit(code)


def _commits(count: int) -> float:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench (number integer)")
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
    for workers in WORKERS:
        count, rate, cost, commits = apart(busy, DUE, workers, folder / f"busy{workers}")
        print(f"{count:,} moments due at once, {workers} at work: {rate:,.0f} a second,", end=" ")
        print(f"{cost:.1f} ms of processor time each; bare commits {commits:,.0f} a second", flush=True)


if __name__ == "__main__":
    main()
