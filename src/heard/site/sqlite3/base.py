"""How a writer waits for its turn.

SQLite's own waiting sleeps longer and longer, up to 100 ms a time, so under load one process can go without a
turn for a second while others take many. Asking again after a short random pause is fair and as fast.
"""

import sqlite3
from random import uniform
from time import monotonic, sleep

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds between two tries; random, so that waiting writers do not march in step.
PAUSE = (0.0005, 0.0015)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin with a fair wait of at most `OPTIONS["timeout"]` seconds."""

    def _start_transaction_under_autocommit(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5.0)
        give_up = monotonic() + patience
        raw = self.connection
        raw.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._began(last_try=monotonic() >= give_up):
                sleep(uniform(*PAUSE))
        finally:
            raw.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _began(self, *, last_try: bool) -> bool:
        """Whether the write lock is ours now. Raises `OperationalError` on the last try, or for another
        fault."""
        try:
            super()._start_transaction_under_autocommit()
        except OperationalError as error:
            busy = getattr(error.__cause__, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
            if last_try or not busy:
                raise
            return False
        return True
