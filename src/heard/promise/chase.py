"""Chase: the same steady pressure on whoever the answer depends on."""

from datetime import datetime

from heard.promise.facts import Rules

MINUTE = 60
STEPS = {"": 0, "degraded": 1, "blocked": 2}
VOICES = (5, 20, 100)
MOST_ALONE = 3
"""Pings that may leave one after the other without a person: whoever hears only a machine stops listening."""


def next_ping(rules: Rules, impact: str, asked_at: datetime, voices: int = 0, days: int = 0) -> datetime:
    """When a party is asked again, UTC: after two business days, halved per impact step and at 5, 20 and 100
    voices, never under four working hours (method.md, Defaults).

    Args:
        impact: the agreed impact of the ticket: "", degraded or blocked.
        voices: how many people wait for the same answer.
        days: business days that somebody chose for this chase; 0 for the desk's own pace.
    """
    policy, calendar = rules.policy, rules.calendar
    halvings = STEPS[impact] + sum(voices >= many for many in VOICES)
    least_at = calendar.add(asked_at, policy.chase_least * MINUTE)
    left = (days or policy.chase_days) // 2**halvings
    return max(least_at, calendar.business_days(asked_at, left)) if left else least_at


def may_ping_alone(rules: Rules, *, wanted: bool, alone: int) -> bool:
    """Whether a ping leaves without a person: the desk allows it, whoever asked wants it, and the last three were
    not all sent so.

    Args:
        alone: pings that left without a person since one pinged, or the party answered.
    """
    return wanted and bool(rules.policy.chase_alone) and alone < MOST_ALONE
