"""First word, next word, repair: when a promise is due, how it ends, what may be promised.

Rules: method.md, Hear (first word), Estimate (three ways, refusals), Meet or beat (ends, repair).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from heard.promise.cadence import next_beat
from heard.promise.check_in import is_waiting, may_announce
from heard.promise.facts import Facts, OpenPromise, Policy, Rules
from heard.promise.nudge import unanswered
from heard.promise.silence import budget_end

MINUTE = 60
Way = Literal["stands", "next", "renew", "solves", "parks", "waits", "closes", "live"]
End = Literal["kept", "renewed"]


def first_due(
    rules: Rules,
    received_at: datetime,
    *,
    waiting: int = 0,
    people: int = 1,
    overloaded: bool = False,
    agreed: int = 0,
) -> datetime:
    """By when a person writes for the first time: the later of the target and what the backlog allows.

    In overload the target begins when those who wait already have had their word: that it holds for all at once has
    just proved untrue.

    Args:
        received_at: arrival, UTC.
        waiting: tickets of the desk that still wait for a first word.
        people: members who can answer, at least one.
        overloaded: whether the desk is overloaded now.
        agreed: working minutes agreed with the requester's organization, which cap it; 0 for nothing agreed.
    """
    policy = rules.policy
    backlog = policy.pace * (waiting + 1) // max(people, 1)
    minutes = policy.first_word + backlog if overloaded else max(policy.first_word, backlog)
    minutes = min(minutes, agreed) if agreed else minutes
    return whole_minute(rules.calendar.add(received_at, minutes * MINUTE))


def whole_minute(at: datetime) -> datetime:
    """An instant cut to its minute: people are told minutes, and what is told is what the ledger holds (law 4)."""
    return at.replace(second=0, microsecond=0)


def is_lapsed(promise: OpenPromise | None, now: datetime) -> bool:
    """A lapse is a fact of time: an open promise whose `due_at` has come is lapsed for everybody.

    A closing day is the one time that is not missed by passing; see `check_in.is_closing_day`.
    """
    if promise is None or promise.kind == "closing":
        return False
    return promise.due_at is not None and promise.due_at <= now


def repair_due(rules: Rules, missed: OpenPromise, at: datetime) -> datetime:
    """By when the desk makes good for a lapsed promise; `at` is when the lapse is settled, UTC.

    Half the missed span, 15 to 60 working minutes; then 120, 240, then the next business day
    (method.md, Meet or beat).
    """
    policy = rules.policy
    if missed.misses >= 3:
        return whole_minute(rules.calendar.business_days(at, 1))
    return whole_minute(rules.calendar.add(at, _repair_minutes(policy, rules, missed) * MINUTE))


def _repair_minutes(policy: Policy, rules: Rules, missed: OpenPromise) -> int:
    if missed.misses == 2:
        return policy.repair_third
    if missed.misses == 1:
        return policy.repair_second
    assert missed.due_at is not None, "only a promise with a time can lapse"
    span = rules.calendar.between(missed.made_at, missed.due_at) // MINUTE
    return min(max(span // policy.repair_part, policy.repair_least), policy.repair_most)


def ways(facts: Facts, now: datetime) -> list[Way]:
    """The ways a human message may go, in the order they are offered; the first is the default.

    "My time stands" needs a promise in a person's name that lies ahead, and no unanswered correction,
    nudge or "sooner". Waiting for the requester comes after the three, and first while we do wait; once a person has
    looked in twice, the notice of the closing day stands beside it. While both are there a word may be live.
    """
    promise = facts.promise
    if facts.talking:
        return ["live", "next", "solves"]
    if is_waiting(promise):
        return ["waits", "closes", "next", "solves"] if may_announce(promise) else ["waits", "next", "solves"]
    offered: list[Way] = ["next", "solves", "waits"]
    theirs = promise is not None and promise.kind == "word" and promise.agent is not None
    if theirs and not is_lapsed(promise, now) and not unanswered(facts):
        offered.insert(0, "stands")
    return offered


def end_of(promise: OpenPromise, way: Way) -> End | None:
    """How a person's message ends the standing promise: kept, renewed, or (stands) not at all.

    The desk's own promises ask for a person's word, so any word keeps them; a no-news word renews
    only what a person had promised.
    """
    if way == "stands":
        return None
    return "renewed" if way == "renew" and promise.kind == "word" else "kept"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a time cannot be promised, and the nearest good offers, UTC."""

    code: Literal["seconds", "past", "closed", "too_far"]
    limit: datetime | None
    offers: tuple[datetime, ...]


def refusal(
    rules: Rules,
    facts: Facts,
    due_at: datetime,
    now: datetime,
    *,
    agreed: bool = False,
    limit: datetime | None = None,
) -> Refusal | None:
    """What speaks against promising `due_at`, or None. The same on every door (method.md, Estimate).

    Args:
        limit: the last instant that needs no agreement, UTC; the silence budget's when not given.
    """
    limit = limit or _budget_end(rules, facts, now)
    if due_at != whole_minute(due_at):
        return Refusal("seconds", None, (whole_minute(due_at),))
    if due_at <= now:
        return Refusal("past", now, offers(rules, facts, now))
    if due_at > limit and not agreed:
        return Refusal("too_far", limit, offers(rules, facts, now, near=limit))
    if not rules.calendar.within(due_at):
        return Refusal("closed", None, offers(rules, facts, now, near=due_at))
    return None


def offers(
    rules: Rules, facts: Facts, now: datetime, *, near: datetime | None = None
) -> tuple[datetime, ...]:
    """Up to three good times to promise, ascending, UTC: open, ahead, inside the silence budget.

    Near a wanted time they are the opening before and after it; else an hour, half a working day and
    the next business day (with a cadence: its next beat) from now, on the quarter.
    """
    calendar, limit = rules.calendar, _budget_end(rules, facts, now)
    if near is None:
        wanted = [
            calendar.add(now, 60 * MINUTE),
            calendar.add(now, 240 * MINUTE),
            next_beat(rules, facts.cadence, now) or calendar.business_days(now, 1),
        ]
    else:
        today = calendar.day_end(now) or limit
        wanted = [calendar.closes_before(near), calendar.opens_after(near), today]
    latest = whole_minute(limit)
    times = {min(_on_the_quarter(rules, min(time, limit)), latest) for time in wanted}
    return tuple(sorted(time for time in times if now < time <= limit))[:3]


def _budget_end(rules: Rules, facts: Facts, now: datetime) -> datetime:
    return budget_end(rules, facts.impact, now, next_word=facts.next_word, cadence=facts.cadence)


def _on_the_quarter(rules: Rules, time: datetime) -> datetime:
    """The next quarter of an hour where that is still open time, else the time itself."""
    late = timedelta(seconds=-int(time.timestamp()) % 900)
    return time + late if rules.calendar.within(time + late) else whole_minute(time)


def parked_look(rules: Rules, promise: OpenPromise) -> datetime:
    """When a person looks again at a parked ticket: every 90 days after parking or the last look, at opening time."""
    since = promise.looked_at or promise.made_at
    return rules.calendar.opens_after(since + timedelta(days=rules.policy.parked_days))
