"""Each desk learns from its own past, four times a day, in a thread of its own: nothing else waits for it."""

import threading
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections

from heard import clock
from heard.forecast import FEWEST
from heard.forecast.kept import learned
from heard.record.access import forecast as access
from heard.record.actions import forecast as verbs
from heard.record.models.desk import Desk

FIRST_LOOK_SECONDS, LOOK_SECONDS = 60.0, 600.0
FRESH = timedelta(hours=6)
log = structlog.get_logger()


def learning(stop: threading.Event) -> threading.Thread:
    """Learn until `stop` is set."""
    thread = threading.Thread(target=_learn, args=(stop,), name="forecast", daemon=True)
    thread.start()
    return thread


def _learn(stop: threading.Event) -> None:
    pause = FIRST_LOOK_SECONDS
    try:
        while not stop.wait(pause):
            pause = LOOK_SECONDS
            try:
                learn_due(clock.now())
            except (DatabaseError, InterfaceError) as trouble:
                log.error("forecast.database_away", trouble=repr(trouble))
                with suppress(Exception):
                    connection.close()
            except Exception as trouble:
                log.error("forecast.stumbled", trouble=repr(trouble))
    finally:
        connections.close_all()


def learn_due(at: datetime) -> int:
    """Let every desk learn that did not in the last six hours; how many did."""
    return sum(learn(desk, at=at) for desk in access.stale(before=at - FRESH))


def learn(desk: Desk, *, at: datetime) -> bool:
    """Learn from a desk's past by `at` (UTC); False where it is too short to say anything."""
    if access.finished(desk) < FEWEST:
        return False
    known = learned(access.past(desk, at=at), access.TRAITS, at=at.timestamp())
    verbs.keep(desk, content=known.packed(), at=at)
    return True
