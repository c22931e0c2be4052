"""What came no further is swept by the worker: files that were put to a form, links that were asked for."""

import threading
from datetime import datetime

from heard.followup.beside import looking
from heard.record.actions import proof, upload

FIRST_LOOK_SECONDS = 60.0
LOOK_SECONDS = 3600.0


def sweeping(stop: threading.Event) -> threading.Thread:
    """Sweep until `stop` is set."""
    return looking("sweep", sweep, stop, first=FIRST_LOOK_SECONDS, every=LOOK_SECONDS)


def sweep(at: datetime) -> int:
    """Forget what came more than a day before `at` (UTC); how many files and proofs."""
    return upload.sweep(at=at) + proof.forget(at=at)
