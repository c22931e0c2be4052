"""How a writer waits for its turn, and placeholders that are translated once.

SQLite's own waiting sleeps longer and longer, up to 100 ms a time, so under load one process can go without a
turn for a second while others take many. Asking again after a short random pause is fair and as fast.
"""

import sqlite3
from functools import lru_cache
from random import uniform
from time import monotonic, sleep
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# Seconds between two tries; random, so that waiting writers do not march in step.
PAUSE = (0.0005, 0.0015)


class Cursor(base.SQLiteCursorWrapper):
    """Django looks through the whole text of every statement for its placeholders; most statements came before."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The statement with SQLite's own placeholders."""
        return (
            super().convert_query(query, param_names=param_names)
            if param_names is not None
            else _converted(query)
        )


@lru_cache(maxsize=1024)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin with a fair wait of at most `OPTIONS["timeout"]` seconds."""

    def create_cursor(self, name: str | None = None) -> "Cursor":
        """A cursor that remembers statements."""
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

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
