"""Reading duty: a requester's message is opened and answered, or read with the time standing."""

from datetime import datetime

from heard.promise.facts import Rules, Unsettled

MINUTE = 60


def reading_due(rules: Rules, message: Unsettled) -> datetime:
    """By when somebody reads it and answers or presses `y`: the acknowledge target from its arrival, UTC."""
    return rules.calendar.add(message.at, rules.policy.first_word * MINUTE)
