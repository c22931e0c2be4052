"""A desk with many tickets, quickly: written in bulk, with every key and law in force.

Twelve desks, 2,000 requesters, two messages a ticket, letters, arrivals, events, search rows and due work, as the
verbs would have left them. `python -m benchmarks seed` fills one and says how long that took.
"""

import os
import random
import shutil
import tempfile
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any

import django

DESKS, PIECE = 12, 10_000
EMAIL, PASSWORD = "allie@heard.example", "four wild geese at noon"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """What to make. Of every so many tickets one is open, one was missed, one falls due `due_in` seconds after `at`, or
    each of these `due_apart` seconds after the one before. `bare`: only what the numbers are
    counted from, without texts, search rows, letters and arrivals."""

    tickets: int
    open_every: int = 10
    missed_every: int = 100
    due_every: int = 0
    due_in: int = 3600
    due_apart: float = 0
    bare: bool = False


def lay(folder: Path) -> None:
    """Start Django on a data folder, in this process."""
    os.environ["HEARD_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    django.setup()


def seeded(plan: Plan, folder: Path, *, at: datetime | None = None) -> datetime:
    """Start Django on `folder` with the plan's rows in its database; the instant (UTC) as of which they are.

    Without `at` it is this morning's, and a filled SQLite file is kept below the system's temporary folder for the day
    and copied from there.
    """
    lay(folder)
    from django.conf import settings
    from django.core.management import call_command

    once, at = at is not None, at or _morning()
    if once or settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        fill(plan, at)
        return at
    kept, here = _kept(plan, at), Path(settings.DATABASES["default"]["NAME"])
    if not kept.exists():
        call_command("migrate", verbosity=0)
        fill(plan, at)
        _close()
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(here, kept.with_suffix(f".{os.getpid()}"))
        kept.with_suffix(f".{os.getpid()}").rename(kept)
    here.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, here)
    return at


def _morning() -> datetime:
    """Eight o'clock UTC today or yesterday, so that what was made this morning serves all day."""
    from heard.clock import now

    at = now().replace(hour=8, minute=0, second=0)
    return at if at <= now() else at - DAY


def _kept(plan: Plan, at: datetime) -> Path:
    """Where a filled database is kept: it serves while tables, this file and the day are the same."""
    from heard.record import migrations

    made_of = [Path(__file__), *sorted(Path(migrations.__file__).parent.glob("0*.py"))]
    mark = sha256(
        b"".join(path.read_bytes() for path in made_of) + f"{astuple(plan)}{at}".encode()
    ).hexdigest()
    return Path(tempfile.gettempdir()) / f"heard-bench-{os.getuid()}" / f"{mark[:16]}.sqlite3"


def _close() -> None:
    """Close the database with all it has in its one file."""
    from django.db import connection

    connection.close()


def fill(plan: Plan, at: datetime) -> None:
    """Write the plan's rows into an empty, migrated database."""
    from django.db import connection, transaction

    from benchmarks.rows import Rows

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        connection.connection.execute("PRAGMA synchronous = OFF")
        connection.connection.execute("PRAGMA cache_size = -500000")
    with transaction.atomic():
        rows = Rows(plan, at, random.Random(plan.tickets))
        rows.people()
    for first in range(1, plan.tickets + 1, PIECE):
        with transaction.atomic():
            for i in range(first, min(first + PIECE, plan.tickets + 1)):
                rows.ticket(i)
            rows.write()
    rows.finish()


def reader() -> Any:
    """The agent who answers on every desk."""
    from heard.record.models.agent import Agent

    return Agent.objects.get(email=EMAIL)


def main() -> None:
    """Fill one and say how long that took."""
    tickets = int(os.environ.get("TICKETS", "100000"))
    folder = Path(os.environ["HEARD_DATA"])
    lay(folder)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    began = perf_counter()
    fill(Plan(tickets), _morning())
    took = perf_counter() - began
    print(f"{tickets:,} tickets on {connection.vendor} in {took:.1f} s ({tickets / took:,.0f} a second)")
    if connection.vendor == "sqlite":
        _close()
        print(f"{sum(path.stat().st_size for path in folder.glob('*.sqlite3*')) / 2**20:,.0f} MB")


if __name__ == "__main__":
    main()
