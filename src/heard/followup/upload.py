"""Files that were put to a form and came no further are swept by the worker."""

import threading
from datetime import datetime

from heard.followup.beside import looking
from heard.record.actions import upload as verbs

FIRST_LOOK_SECONDS = 60.0
LOOK_SECONDS = 3600.0


def sweeping(stop: threading.Event) -> threading.Thread:
    """Sweep until `stop` is set."""
    return looking("upload", sweep, stop, first=FIRST_LOOK_SECONDS, every=LOOK_SECONDS)


def sweep(at: datetime) -> int:
    """Forget what came more than a day before `at` (UTC); how many."""
    return verbs.sweep(at=at)
