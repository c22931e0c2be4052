"""Mails a second into the record by one process and by two at once, on the database of the environment.

Each process has a pipeline of its own, as each `heard door` has, and mails of its own; both write to one database.
"""

import multiprocessing
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.apart import apart
from benchmarks.parse import mails
from benchmarks.seed import Plan, lay, seeded

TICKETS, COUNT, WARM, CLIENTS, ROUNDS = 1_000, 300, 20, 4, 3
FROM, TO = "user@customers.example", "support@helpdesk.example"


def prepare(folder: Path) -> str:
    """A desk with tickets; the database it stands in."""
    seeded(Plan(TICKETS), folder)
    from django.db import connection

    return str(connection.vendor)


def work(folder: Path, raws: list[bytes], ready: Any, spent: Any) -> None:
    """Take the mails as a door does, once everybody is ready, and say how long it took until all were placed."""
    lay(folder)
    from heard.channels.mail.pipeline import Pipeline

    with Pipeline() as pipeline:
        _through(pipeline, raws[:WARM])
        ready.wait()
        began = perf_counter()
        _through(pipeline, raws[WARM:])
        spent.put(perf_counter() - began)
        ready.wait()


def _through(pipeline: Any, raws: list[bytes]) -> None:
    with ThreadPoolExecutor(CLIENTS) as doors:
        list(
            doors.map(lambda raw: pipeline.take(raw, door="smtp", envelope_from=FROM, envelope_to=[TO]), raws)
        )
    while not pipeline.is_idle:
        time.sleep(0.002)


def rate(folder: Path, raws: list[bytes], processes: int) -> float:
    """Mails a second over all processes, until the last of them was done."""
    context = multiprocessing.get_context("spawn")
    ready, spent = context.Barrier(processes), context.Queue()
    shares = [raws[number::processes] for number in range(processes)]
    running = [context.Process(target=work, args=(folder, share, ready, spent)) for share in shares]
    for one in running:
        one.start()
    slowest = max(spent.get() for _ in running)
    for one in running:
        one.join()
    return (len(raws) - WARM * processes) / slowest


def main() -> None:
    """Print the table."""
    folder = Path(os.environ["HEARD_DATA"])
    vendor = apart(prepare, folder)
    size = 2 * COUNT
    raws = mails(size * 2 * ROUNDS)
    parts = [raws[start : start + size] for start in range(0, len(raws), size)]
    found = [(rate(folder, parts.pop(), 1), rate(folder, parts.pop(), 2)) for _ in range(ROUNDS)]
    one, two = (statistics.median(row[column] for row in found) for column in (0, 1))
    print(f"{vendor}, {size} mails a round, median of {ROUNDS} in turn; load {os.getloadavg()[0]:.0f}")
    print(f"one process {one:.0f} mails a second, two {two:.0f}: {two / one:.2f} times")
    print("  rounds: " + ", ".join(f"{a:.0f} and {b:.0f}" for a, b in found))


if __name__ == "__main__":
    main()
