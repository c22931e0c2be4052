"""What is owed next on a ticket, when, and for which reason. Lists sort by it."""

from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import Facts, Rules
from heard.promise.nudge import answer_due
from heard.promise.promise import parked_look
from heard.promise.reading import reading_due, reading_duties


@dataclass(frozen=True, slots=True)
class Owing:
    """The earliest thing owed: an instant (UTC) and why: first, promise, reading, correction, nudge, sooner,
    check_in, closing or unreached."""

    at: datetime
    reason: str


def owed_at(facts: Facts, rules: Rules) -> Owing | None:
    """The earliest of promise, reading duty and owed answers; None for a resolved ticket.

    A parked ticket owes its next look. The first word covers the messages before it. What never reached the
    requester is owed at once, before all else.
    """
    promise = facts.promise
    if promise is None:
        return None
    if facts.unreached_at is not None:
        return Owing(facts.unreached_at, "unreached")
    due_at = promise.due_at or parked_look(rules, promise)
    own = promise.kind if promise.kind in ("first", "check_in", "closing") else "promise"
    owing = [Owing(due_at, own)]
    owing += [Owing(reading_due(rules, message), "reading") for message in reading_duties(facts)]
    owing += [Owing(answer_due(rules, owed), owed.kind) for owed in facts.owed]
    return min(owing, key=lambda owed: owed.at)
