"""Approval: an exception is not ours to give; what those who are asked decide comes to one end.

Rules: method.md, Follow through. Steps come one after the other; within a step all must agree. The first no ends it, as
does its last day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import Facts, Rules
from heard.promise.silence import budget_end

MINUTE = 60
AGREED, DECLINED, HANDED = "agreed", "declined", "handed"
APPROVED, EXPIRED, WITHDRAWN = "approved", "expired", "withdrawn"


@dataclass(frozen=True, slots=True)
class Seat:
    """One who is asked: in which step (from 1 on), and the decision, "" while there is none.

    One who handed it to somebody else decides nothing: the other one's seat counts.
    """

    step: int
    decision: str = ""


def outcome(seats: Sequence[Seat]) -> str:
    """What the decisions come to: "declined" with the first no, "approved" when nobody is left to agree, else ""."""
    decisions = {seat.decision for seat in seats}
    if DECLINED in decisions:
        return DECLINED
    return APPROVED if AGREED in decisions and "" not in decisions else ""


def turn(seats: Sequence[Seat]) -> int:
    """The step whose turn it is: the first in which somebody has not decided; 0 when everybody has."""
    return min((seat.step for seat in seats if not seat.decision), default=0)


def tell_by(rules: Rules, facts: Facts, decide_by: datetime, now: datetime) -> datetime:
    """By when the requester should hear, UTC: half an hour after somebody is to have decided, and never later than the
    silence budget and what their organization agreed allow. A decision that comes later is a word of its own."""
    latest = budget_end(rules, facts.impact, now, next_word=facts.next_word, cadence=facts.cadence)
    return min(rules.calendar.add(decide_by, 30 * MINUTE), latest)


def has_expired(ends_at: datetime | None, now: datetime) -> bool:
    """Whether an asking is over at `now` (UTC) without a decision, whether or not a worker came by."""
    return ends_at is not None and ends_at <= now
