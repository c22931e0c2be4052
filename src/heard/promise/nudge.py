"""Nudge, sooner, correction: what a requester asked that is owed an earlier answer."""

from datetime import datetime, timedelta

from heard.promise.check_in import is_waiting
from heard.promise.facts import Facts, Owed, Rules

MINUTE = 60


def answer_due(rules: Rules, owed: Owed) -> datetime:
    """By when a correction, nudge or "sooner" is answered, UTC (method.md, Defaults)."""
    policy = rules.policy
    minutes = {
        "nudge": policy.nudge_answer,
        "sooner": policy.sooner_answer,
        "correction": policy.correction_answer,
    }[owed.kind]
    return rules.calendar.add(owed.asked_at, minutes * MINUTE)


def unanswered(facts: Facts) -> bool:
    """Whether a correction, a nudge or a "sooner" waits for a person's word."""
    return bool(facts.owed)


def may_nudge(rules: Rules, facts: Facts, now: datetime, *, last_nudge_at: datetime | None) -> bool:
    """ "Where is my answer?" is there after a lapse, until a person has written; once per 30 minutes.

    A missed check-in is none: it is the requester from whom we want something."""
    promise = facts.promise
    if promise is None or is_waiting(promise):
        return False
    missed = promise.misses > 0 or (promise.due_at is not None and promise.due_at <= now)
    rested = last_nudge_at is None or now >= last_nudge_at + timedelta(minutes=rules.policy.nudge_every)
    return missed and rested
