"""A word to everybody behind a problem is carried out beside all else: a second of it, then what fell due meanwhile."""

from datetime import datetime
from time import monotonic

from heard.record.actions import broadcast
from heard.record.models.letter import Letter

SLICE = 1.0
AHEAD = 60
"""Letters that may wait to leave before more are made: whoever is written to meanwhile waits behind no more."""


def carry(at: datetime) -> int:
    """Tell voices what is due at `at` (UTC) for about a second; how many tickets were done."""
    started, done = monotonic(), 0
    while monotonic() - started < SLICE and not _enough_waits(at):
        if (some := broadcast.carry_some(at=at)) is None:
            break
        done += some
    return done


def _enough_waits(at: datetime) -> bool:
    """Letters that are put off, because a mail server is away, hold nothing up."""
    queued = Letter.objects.filter(state=Letter.State.QUEUED, not_before__lte=at)
    return queued.values("id")[AHEAD : AHEAD + 1].exists()
