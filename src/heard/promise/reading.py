"""Reading duty: a requester's message is opened and answered, or read with the time standing."""

from datetime import datetime

from heard.promise.facts import Facts, Rules, Unsettled

MINUTE = 60


def reading_due(rules: Rules, message: Unsettled) -> datetime:
    """By when somebody reads it and answers or presses `y`: the acknowledge target from its arrival, UTC."""
    return rules.calendar.add(message.at, rules.policy.first_word * MINUTE)


def reading_duties(facts: Facts) -> tuple[Unsettled, ...]:
    """The messages that are owed a reading of their own: none while a first word, or the repair of a missed
    first word, is owed anyway. A word to many at once is no answer, so after it they are."""
    promise = facts.promise
    if promise is None or promise.kind == "first":
        return ()
    if promise.kind == "repair" and facts.acknowledged_at is None:
        return ()
    return facts.unsettled
