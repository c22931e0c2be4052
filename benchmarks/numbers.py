"""Counting every ticket anew, a day's numbers and a page's, at TICKETS tickets (100,000 unless said)."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.apart import apart
from benchmarks.seed import Plan, seeded

TIMES = 15
DAY_LIMIT = 0.3
"""Seconds for a day's numbers."""


def measured(tickets: int) -> dict[str, float]:
    """Fill a database, count it, and ask."""
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        at = seeded(Plan(tickets, bare=True), Path(folder))
        from heard.record.access import measure
        from heard.record.actions import mark
        from heard.record.models.desk import Desk
        from heard.record.models.mark import Mark

        began = perf_counter()
        mark.rebuild()
        while mark.count_some():
            pass
        found = {"tickets a second": tickets / (perf_counter() - began), "marks": Mark.objects.count()}
        last, desks = at.date() - timedelta(days=1), tuple(Desk.objects.all())
        for name, days in (("a day", 1), ("28 days", 28), ("a year", 365)):
            asked = measure.Asked(desks, last - timedelta(days=days - 1), last)
            found[name] = median(_seconds(lambda asked=asked: measure.sums(asked)) for _ in range(TIMES))
        return found


def _seconds(ask: object) -> float:
    began = perf_counter()
    ask()  # type: ignore[operator]
    return perf_counter() - began


def main() -> None:
    """Print the figures; a day's numbers over their limit fail."""
    tickets = int(os.environ.get("TICKETS", "100000"))
    found = apart(measured, tickets)
    print(
        f"{tickets:,} tickets, {found['marks']:,} marks; counted anew: {found['tickets a second']:,.0f} a second"
    )
    for name in ("a day", "28 days", "a year"):
        print(f"numbers of {name}, all desks: {found[name] * 1000:.1f} ms (median of {TIMES})")
    if found["a day"] > DAY_LIMIT:
        raise SystemExit(f"a day's numbers took over {DAY_LIMIT * 1000:.0f} ms")


if __name__ == "__main__":
    main()
