"""Talk: a live conversation while both are there. One contact, three minutes' silence at most, and the next word is
asked for once, when either leaves.

Rules: method.md, Meet or beat (live conversation).
"""

from datetime import datetime, timedelta

from heard.promise.facts import Facts, Unsettled

NEXT = timedelta(minutes=15)
"""How long the next word may take from a live one: time enough to write it once somebody has left."""
ENOUGH = timedelta(minutes=10)
"""While so much of that is left, a live word leaves the promise as it is: a talk is one contact, not thirty."""
SILENCE = timedelta(minutes=3)
GONE = timedelta(seconds=60)
"""A page that has given no sign for so long was closed, or lost its line."""


def talk_due(at: datetime) -> datetime:
    """By when the next word comes after a live one at `at`, UTC; whole minutes."""
    return (at + NEXT).replace(second=0, microsecond=0)


def is_time_enough(due_at: datetime | None, at: datetime) -> bool:
    """Whether the promise of a talk still covers a further live word at `at` (UTC)."""
    return due_at is not None and due_at - at >= ENOUGH


def silence_ends(message: Unsettled) -> datetime:
    """By when a message in a talk is answered, UTC: three minutes, by the clock and not by opening hours."""
    return message.at + SILENCE


def left_at(facts: Facts) -> datetime | None:
    """When the requester counts as gone if no further sign comes, UTC; None when nobody talks."""
    return facts.talking.here_at + GONE if facts.talking else None
