"""Each desk learns from its own past, four times a day, in a thread of its own: nothing else waits for it."""

import threading
from datetime import datetime, timedelta

from heard.followup.beside import looking
from heard.forecast import FEWEST
from heard.forecast.kept import learned
from heard.record.access import forecast as access
from heard.record.actions import forecast as verbs
from heard.record.models.desk import Desk

FIRST_LOOK_SECONDS, LOOK_SECONDS = 60.0, 600.0
FRESH = timedelta(hours=6)


def learning(stop: threading.Event) -> threading.Thread:
    """Learn until `stop` is set."""
    return looking("forecast", learn_due, stop, first=FIRST_LOOK_SECONDS, every=LOOK_SECONDS)


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
