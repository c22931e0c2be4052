"""The simulated desk for many seeds: whether a law was ever broken, and how many days a minute it manages.

`SEEDS` (how many), `FIRST` (the first one), `DAYS`, `TICKETS` (a day) and `MINUTES` (begin no seed after so many) ask
for another run than the short one. Each seed has a database of its own, copied from one that has its tables.
"""

import os
import shutil
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

FAST = Path("/dev/shm")
PLAIN = {"HEARD_SECRET_KEY": "the simulated desk signs nothing that leaves it"}


def _set_up(folder: str) -> None:
    """Tables in a database that the seeds copy."""
    os.environ.update(PLAIN, HEARD_DATA=folder)
    from heard.cli import ground

    ground.lay()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    connection.close()


def one(seed: int, days: int, tickets: int, folder: Path, until: float) -> dict[str, Any] | None:
    """One seed in a process of its own; None when there is no time left for it."""
    if monotonic() > until:
        return None
    with TemporaryDirectory(dir=folder) as own:
        for path in folder.glob("*.sqlite3"):
            shutil.copyfile(path, Path(own) / path.name)
        os.environ.update(PLAIN, HEARD_DATA=own)
        from heard.cli import ground

        ground.lay()
        from django.db import connection

        from heard.simulation.run import simulate

        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = OFF")
        began = monotonic()
        result = simulate(seed, days=days, tickets_per_day=tickets)
        return {**result.as_json(), "seconds": monotonic() - began}


def main() -> int:
    """Print what was run and every broken law; 1 if there was one."""
    asked = {name: int(os.environ.get(name, value)) for name, value in DEFAULTS.items()}
    seeds = range(asked["FIRST"], asked["FIRST"] + asked["SEEDS"])
    where = FAST if os.access(FAST, os.W_OK) else None
    until, totals, broken, done = monotonic() + asked["MINUTES"] * 60, Counter[str](), 0, 0
    with TemporaryDirectory(prefix="heard-simulated-", dir=where) as folder:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as first:
            first.submit(_set_up, folder).result()
        workers = asked["WORKERS"]
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
            jobs = [
                pool.submit(one, seed, asked["DAYS"], asked["TICKETS"], Path(folder), until) for seed in seeds
            ]
            for job in as_completed(jobs):
                if (result := job.result()) is None:
                    continue
                done += 1
                totals.update(result["counts"], steps=result["steps"], seconds=round(result["seconds"]))
                if result["broken"]:
                    broken += 1
                    print(*(f"  | {line}" for line in result["story"]), sep="\n")
                    print(
                        f"BROKEN: seed {result['seed']}, step {result['steps']} ({result['step']}),", end=" "
                    )
                    print(f"ticket {result['ticket']}: {result['broken']}", flush=True)
    print(
        f"{done} seeds of {asked['DAYS']} days with {asked['TICKETS']} requests a day; {broken} broke a law"
    )
    for name, count in sorted(totals.items()):
        print(f"  {count:>9,} {name}")
    return 1 if broken else 0


DEFAULTS = {"SEEDS": 4, "FIRST": 1, "DAYS": 7, "TICKETS": 20, "MINUTES": 60, "WORKERS": 2}

if __name__ == "__main__":
    sys.exit(main())
