"""Mails a second into the record: in one process, and through the real SMTP door.

The limits, measured between the rounds: the standard library's full parse of the same mails, which is the least
that most programs do with a mail; and bare durable commits on the same database, which no program can pass.
"""

import os
import smtplib
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.apart import apart, free_port, running
from benchmarks.parse import library, mails
from benchmarks.seed import Plan, seeded

SIZES = (1_000, 2_000)
COUNT, ROUNDS, CLIENTS = 300, 3, 4
FROM, TO = "user@customers.example", "support@helpdesk.example"


def measure(tickets: int, folder: Path) -> list[dict[str, float]]:
    """Rounds of figures on a desk that has so many tickets already."""
    seeded(Plan(tickets), folder)
    from heard.channels.mail.pipeline import Pipeline

    raws = mails(COUNT * (2 * ROUNDS + 1))
    parts = [raws[start : start + COUNT] for start in range(0, len(raws), COUNT)]
    found = []
    with Pipeline() as pipeline:
        _in_process(pipeline, parts.pop())
        for _ in range(ROUNDS):
            part = parts.pop()
            began, spent = perf_counter(), process_time()
            _in_process(pipeline, part)
            row = {
                "in_process": COUNT / (perf_counter() - began),
                "cpu_ms": (process_time() - spent) / COUNT * 1000,
            }
            found.append({**row, "library": _library(part), "commits": _commits(1000)})
    for row in found:
        row["taken"], row["placed"] = _through_the_door(parts.pop(), folder)
    return found


def _in_process(pipeline, raws: list[bytes]) -> None:
    """Hand them over as the doors do, and wait until every one is a ticket, a reply or filed."""
    with ThreadPoolExecutor(CLIENTS) as doors:
        list(
            doors.map(lambda raw: pipeline.take(raw, door="smtp", envelope_from=FROM, envelope_to=[TO]), raws)
        )
    while not pipeline.is_idle:
        time.sleep(0.002)


def _library(raws: list[bytes]) -> float:
    began = perf_counter()
    for raw in raws:
        library(raw)
    return len(raws) / (perf_counter() - began)


def _commits(count: int) -> float:
    """Bare transactions of one row each, on the driver's own connection."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    raw.execute("CREATE TABLE IF NOT EXISTS bench (number integer)")
    began = perf_counter()
    for number in range(count):
        raw.execute("BEGIN")
        raw.execute(f"INSERT INTO bench VALUES ({number})")
        raw.execute("COMMIT")
    return count / (perf_counter() - began)


def _through_the_door(raws: list[bytes], folder: Path) -> tuple[float, float]:
    """Mails a second that got their "250", and that became something, with several connections."""
    port = free_port()
    environment = {"HEARD_DATA": str(folder), "HEARD_DOOR_LISTEN": f"smtp://127.0.0.1:{port}"}
    with running(["door"], environment):
        _wait_for_door(port)
        _send(port, raws[:20])
        _wait_until_placed()
        began = perf_counter()
        with ThreadPoolExecutor(CLIENTS) as senders:
            list(senders.map(lambda n: _send(port, raws[20 + n :: CLIENTS]), range(CLIENTS)))
        taken = perf_counter() - began
        _wait_until_placed()
        placed = perf_counter() - began
    return (len(raws) - 20) / taken, (len(raws) - 20) / placed


def _wait_for_door(port: int) -> None:
    for _ in range(300):
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=5).quit()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the mail door never opened")


def _send(port: int, raws: list[bytes]) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as connection:
        for raw in raws:
            connection.sendmail(FROM, [TO], raw)


def _wait_until_placed() -> None:
    from heard.record.models.intake import Intake

    while Intake.objects.filter(state=Intake.State.RECEIVED).exists():
        time.sleep(0.01)


def main() -> None:
    """Print the table."""
    folder = Path(os.environ["HEARD_DATA"])
    print(f"{COUNT} mails a round, median of {ROUNDS} rounds, {CLIENTS} connections; mails a second")
    print(
        f"{'tickets':>9}{'library':>9}{'commits':>9}{'in process':>12}{'of library':>12}{'CPU ms':>8}", end=""
    )
    print(f"{'SMTP: yes':>11}{'placed':>8}{'of library':>12}")
    for tickets in SIZES:
        rounds = apart(measure, tickets, folder / str(tickets))
        one = {name: statistics.median(row[name] for row in rounds) for name in rounds[0]}
        ratio = statistics.median(row["in_process"] / row["library"] for row in rounds)
        door = statistics.median(row["placed"] / row["library"] for row in rounds)
        print(
            f"{tickets:>9,}{one['library']:>9,.0f}{one['commits']:>9,.0f}{one['in_process']:>12,.0f}", end=""
        )
        print(f"{ratio:>12.0%}{one['cpu_ms']:>8.1f}{one['taken']:>11,.0f}{one['placed']:>8,.0f}{door:>12.0%}")


if __name__ == "__main__":
    main()
