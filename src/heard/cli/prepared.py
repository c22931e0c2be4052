"""What must be there before anything starts, asked of a process of its own (`prepare.py`).

The supervisor lives as long as the desk and shall stay small, so it never loads Django itself.
"""

import json
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Prepared:
    """What the supervisor needs to know of the settings."""

    door_host: str
    door_port: int


def prepared(*, tables: bool, sample: bool) -> Prepared:
    """Lay down tables, sample data and static files, as far as missing.

    Raises:
        SystemExit: it could not be done; the reason stands on standard error already.
    """
    wanted = ["--tables"] * tables + ["--sample"] * sample
    done = subprocess.run(
        [sys.executable, "-m", "heard.cli.prepare", *wanted], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.returncode)
    return Prepared(**json.loads(done.stdout))
