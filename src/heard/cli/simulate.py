"""`heard simulate`: the simulated desk on a throwaway database."""

import argparse
import json
import os
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from heard.cli import ground

MEMORY_DISK = Path("/dev/shm")
"""Where nothing needs to reach a disk; the temporary folder of the system on other machines."""
WITHOUT = ("HEARD_SMTP_URL", "HEARD_ALERT_URLS", "HEARD_MAILBOXES", "HEARD_WEBHOOKS", "HEARD_FILES_URL")


def add(commands: Any) -> None:
    """Add the command to the grammar."""
    parser = commands.add_parser(
        "simulate",
        help="run the simulated desk on a throwaway database, and judge it",
        description="Run a desk of made-up people, with crashes, wrong clocks and changed hours, on a database that "
        "is thrown away (or the one of HEARD_DATABASE_URL, if it is empty; then it stays filled). After every step "
        "the laws of the method are checked. The same seed does the same again. Exit code 1 if a law was broken.",
    )
    parser.add_argument("--seed", type=int, required=True, metavar="N", help="what chance begins with")
    parser.add_argument("--days", type=int, required=True, metavar="D", help="how many days")
    parser.add_argument(
        "--tickets-per-day", type=int, default=40, metavar="M", help="requests a day (default: 40)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Run it and print what happened.

    Raises:
        Trouble: numbers that make no sense.
    """
    if arguments.days < 1 or arguments.tickets_per_day < 1:
        raise ground.Trouble(ground.WRONG, "give at least one day, and one ticket a day")
    where = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="heard-simulated-", dir=where) as folder:
        for name in WITHOUT:
            os.environ.pop(name, None)
            os.environ.pop(f"{name}_FILE", None)
        os.environ["HEARD_DATA"] = folder
        os.environ["HEARD_SECRET_KEY"] = "the simulated desk signs nothing that leaves it"
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    ground.lay()
    from django.db import connection

    from heard.cli import tables
    from heard.simulation.run import simulate

    tables.lay_down()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")  # processes die here, machines do not
    began = perf_counter()
    result = simulate(arguments.seed, days=arguments.days, tickets_per_day=arguments.tickets_per_day)
    seconds = perf_counter() - began
    if arguments.json:
        print(json.dumps({**result.as_json(), "seconds": round(seconds, 1)}))
    else:
        print("\n".join(told(result, seconds)))
    return ground.FAILED if result.broken else ground.DONE


def told(result: Any, seconds: float) -> list[str]:
    """The result in lines for people."""
    lines = [
        f"seed {result.seed}: {result.days} days in {result.zone}, {result.steps:,} steps in {seconds:.1f} s",
        *(f"  {count:>7,} {name}" for name, count in sorted(result.counts.items())),
    ]
    if not result.broken:
        return [*lines, "No law was broken."]
    where = f" ticket {result.ticket}" if result.ticket else ""
    return [
        *lines,
        *(f"  | {line}" for line in result.story),
        f"BROKEN: seed {result.seed}, step {result.steps} ({result.step}),{where}: {result.broken}",
    ]
