"""Silence budget: how far ahead the next word may lie (method.md, Defaults)."""

from datetime import datetime

from heard.promise.cadence import next_beat
from heard.promise.facts import Cadence, Rules

MINUTE = 60


def budget_end(
    rules: Rules, impact: str, since: datetime, *, next_word: int = 0, cadence: Cadence | None = None
) -> datetime:
    """The last instant, UTC, by which a next word may be promised when the last one was at `since`.

    To the end of the second opening day after that day; with agreed impact one business day
    (degraded) or four working hours (blocked). What an organization agreed caps it. A cadence agreed with the
    requester counts in place of all that, as long as it has a beat.

    Args:
        next_word: working minutes agreed with the requester's organization; 0 for nothing agreed.
    """
    beat = next_beat(rules, cadence, since)
    if beat is not None:
        return beat
    own = _own_end(rules, impact, since)
    return min(own, rules.calendar.add(since, next_word * MINUTE)) if next_word else own


def is_capped(
    rules: Rules, impact: str, since: datetime, *, next_word: int, cadence: Cadence | None = None
) -> bool:
    """Whether what was agreed with the organization ends before the desk's own budget, and nothing else counts."""
    if next_beat(rules, cadence, since) is not None:
        return False
    return budget_end(rules, impact, since, next_word=next_word) < _own_end(rules, impact, since)


def _own_end(rules: Rules, impact: str, since: datetime) -> datetime:
    policy, calendar = rules.policy, rules.calendar
    if impact == "blocked":
        return calendar.add(since, policy.silence_blocked * MINUTE)
    if impact == "degraded":
        return calendar.business_days(since, policy.silence_degraded_days)
    return calendar.opening_day_end(since, policy.silence_days)
