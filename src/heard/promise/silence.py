"""Silence budget: how far ahead the next word may lie (method.md, Defaults)."""

from datetime import datetime

from heard.promise.facts import Rules

MINUTE = 60


def budget_end(rules: Rules, impact: str, since: datetime) -> datetime:
    """The last instant, UTC, by which a next word may be promised when the last one was at `since`.

    To the end of the second opening day after that day; with agreed impact one business day
    (degraded) or four working hours (blocked).
    """
    policy, calendar = rules.policy, rules.calendar
    if impact == "blocked":
        return calendar.add(since, policy.silence_blocked * MINUTE)
    if impact == "degraded":
        return calendar.business_days(since, policy.silence_degraded_days)
    return calendar.opening_day_end(since, policy.silence_days)
