"""Chase: the same steady pressure on whoever the answer depends on."""

from datetime import datetime

from heard.promise.facts import Rules

MINUTE = 60
STEPS = {"": 0, "degraded": 1, "blocked": 2}


def next_ping(rules: Rules, impact: str, asked_at: datetime) -> datetime:
    """When a party is asked again, UTC: two business days, halved per impact step, never under four
    working hours (method.md, Defaults)."""
    policy, calendar = rules.policy, rules.calendar
    step = STEPS[impact]
    if step == 0:
        return calendar.business_days(asked_at, policy.chase_days)
    if policy.chase_days // 2**step >= 1:
        return calendar.business_days(asked_at, policy.chase_days // 2**step)
    return calendar.add(asked_at, policy.chase_least * MINUTE)
