"""Working-time arithmetic: how many a second, beside the least that any calendar must do.

The desk has two intervals a weekday, hours across the weekend's nights, German holidays, and clocks that change. The
limit is the bare algorithm on the same lists: two bisects and an addition on whole seconds, no datetimes, no checks.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time

from heard.hours import Calendar, Schedule, read_time
from heard.hours.timetable import Timetable, lay_out, year_of

ROUNDS = 200_000
LUNCH, NIGHT = ((480, 720), (765, 1080)), ((0, 120), (1320, 1440))
SCHEDULE = Schedule("Europe/Berlin", (LUNCH,) * 5 + (NIGHT, NIGHT), country="DE", region="BE")
YEARS = range(2019, 2041)
FIRST = datetime(2020, 1, 2, tzinfo=UTC)
HOUR = 3600


def per_second(work: Callable[[], Iterable[object]]) -> float:
    """The best of five rounds of `work`, which yields once for each thing it did; in time of this process only."""

    def once() -> float:
        start = process_time()
        done = len(list(work()))
        return done / (process_time() - start)

    return max(once() for _ in range(5))


def bare_adds(table: Timetable, starts: list[int], works: list[int]) -> Iterable[int]:
    """The algorithm alone."""
    opens, closes, before = table.opens, table.closes, table.before
    for at, seconds in zip(starts, works, strict=True):
        i = bisect_right(opens, at) - 1
        work = before[i] + min(at, closes[i]) - opens[i] + seconds
        j = bisect_left(before, work) - 1
        yield opens[j] + work - before[j]


def main() -> None:
    """Print the table."""
    random = Random(1)
    start = perf_counter()
    table = lay_out(
        [day for year in YEARS for day in year_of(SCHEDULE, year)], first=YEARS[0], last=YEARS[-1]
    )
    laid_out = perf_counter() - start
    calendar = Calendar(SCHEDULE)
    starts = [FIRST + timedelta(seconds=random.randrange(15 * 365 * 86400)) for _ in range(ROUNDS)]
    seconds = [int(at.timestamp()) for at in starts]
    near = [random.randrange(1, 16 * HOUR) for _ in starts]
    far = [random.randrange(1, 8000 * HOUR) for _ in starts]
    calendar.add(max(starts), max(far))

    limit = per_second(lambda: bare_adds(table, seconds, near))
    shown: list[tuple[str, Callable[[], Iterable[object]]]] = [
        ("add, up to 2 days of work", lambda: map(calendar.add, starts, near)),
        ("add, up to 4 years of work", lambda: map(calendar.add, starts, far)),
        ("subtract", lambda: map(calendar.subtract, starts, near)),
        ("between", lambda: map(calendar.between, starts, starts[1:])),
        ("2bd", lambda: (calendar.business_days(at, 2) for at in starts[: ROUNDS // 4])),
        (
            "end of the second opening day",
            lambda: (calendar.opening_day_end(at, 2) for at in starts[: ROUNDS // 4]),
        ),
        ('"fri 3pm" typed', lambda: (typed("fri 3pm", calendar) for _ in range(ROUNDS // 20))),
    ]
    print(
        f"{len(table.opens)} stretches in {len(YEARS)} years, laid out in {laid_out:.2f} s; goal: 200,000 adds/s"
    )
    print(f"{'':34}{'a second':>12}{'of the limit':>14}")
    print(f"{'limit: bare adds on seconds':34}{limit:>12,.0f}{1:>14.0%}")
    for name, work in shown:
        found = per_second(work)
        print(f"{name:34}{found:>12,.0f}{found / limit:>14.0%}")


def typed(text: str, calendar: Calendar) -> object:
    """What a text means in Berlin on some Wednesday."""
    return read_time(
        text, now=FIRST, calendar=calendar, reader_zone="Europe/Berlin", writer_zone="Europe/Berlin"
    )


if __name__ == "__main__":
    main()
