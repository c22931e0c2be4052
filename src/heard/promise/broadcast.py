"""Broadcast: one word pressed for everybody behind a problem, and what it does on each ticket.

Rules: method.md, Follow through (Problem): it keeps the time on each ticket and opens the next, but never settles a
question that person asked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from heard.promise.facts import Facts, Rules
from heard.promise.promise import whole_minute
from heard.promise.silence import budget_end

FEWEST = 3
"""Voices below which no number is shown: fewer people could tell each other apart."""

Course = Literal["next", "stands", "solves", "beside", "late", "none"]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a person pressed for many at once.

    Attributes:
        at: when send was pressed, UTC: the act counts then.
        due_at: by when everybody hears again, UTC.
        solves: whether it resolves the tickets on which nothing is owed.
        is_last: whether the fault is fixed, or will not be: then those hear of it too whose ticket is resolved.
    """

    at: datetime
    due_at: datetime
    solves: bool = False
    is_last: bool = False


def course(facts: Facts, rules: Rules, pressed: Pressed, now: datetime) -> Course:
    """What a broadcast does on a ticket when it gets there at `now` (UTC).

    Returns:
        next: keeps the standing promise and opens the next; solves: resolves; stands: is said beside a promise that
        a person made since the pressing; beside: is said on a resolved ticket; late: its time has passed before it
        could be said, so it is not; none: this ticket is not told.
    """
    if facts.promise is None:
        return "beside" if pressed.is_last else "none"
    if facts.last_word_at is not None and facts.last_word_at > pressed.at:
        return "stands"
    if pressed.solves and not (facts.owed or facts.unsettled):
        return "solves"
    return "next" if next_due(facts, rules, pressed) > now else "late"


def next_due(facts: Facts, rules: Rules, pressed: Pressed) -> datetime:
    """By when this ticket hears next, UTC: at the pressed time, or earlier.

    Earlier where the silence budget of its impact or what its organization agreed is shorter, where its desk is closed
    then, and where a "sooner" or another question waits for an answer: the time that stood goes on standing until then.
    """
    budget = budget_end(rules, facts.impact, pressed.at, next_word=facts.next_word, cadence=facts.cadence)
    due_at = min(pressed.due_at, whole_minute(budget))
    standing = facts.promise.due_at if facts.promise else None
    if facts.owed and standing is not None and standing > pressed.at:
        due_at = min(due_at, standing)
    if rules.calendar.within(due_at):
        return due_at
    closing = rules.calendar.closes_before(due_at)
    return closing if closing > pressed.at else due_at
