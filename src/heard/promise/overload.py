"""Overload: more first words of a desk are about to be missed together than people can be told of one by one.

Rules: method.md, Hear (overload).
"""

from datetime import datetime

from heard.promise.facts import Policy, Rules

MINUTE = 60


def presses_until(rules: Rules, now: datetime) -> datetime:
    """First words due by this instant (UTC) are late or about to be: within 20 working minutes of `now`."""
    return rules.calendar.add(now, rules.policy.overload_within * MINUTE)


def is_overloaded(policy: Policy, pressing: int, *, stands: bool) -> bool:
    """Whether the desk is overloaded: more than 10 first words press together; once it stands, until half of that is
    left, so that one request more or less does not end and begin it.

    Args:
        pressing: requests without a first word whose time has passed or is about to.
        stands: whether it was overloaded so far.
    """
    return pressing > (policy.overload_many // 2 if stands else policy.overload_many)
