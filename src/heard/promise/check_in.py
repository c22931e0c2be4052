"""Check-in: waiting for the requester. First, second, then the notice that names the closing day.

Rules: method.md, Follow through (waiting for the requester) and Defaults (check-ins).
"""

from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import OpenPromise, Rules

FIRST, SECOND, NOTICE = 1, 2, 3
"""What the open promise of a waiting ticket brings next; see `OpenPromise.step`."""


def is_waiting(promise: OpenPromise | None) -> bool:
    """Whether the ticket waits for one thing from its requester, also while a missed check-in is made good for."""
    return promise is not None and promise.step > 0


def step_after(rules: Rules, promise: OpenPromise | None, now: datetime) -> int:
    """What comes next when a person asks for that one thing at `now` (UTC), for the first time or again.

    Several words within one business day are one check-in: nobody is hurried towards the notice.
    """
    if promise is None or not is_waiting(promise):
        return FIRST
    is_another = rules.calendar.business_days(promise.made_at, 1) <= now
    return min(promise.step + is_another, NOTICE)


def check_in_due(rules: Rules, step: int, now: datetime) -> datetime:
    """When we look in next, UTC: two business days after the question, five after each check-in."""
    policy = rules.policy
    days = policy.check_in_days if step == FIRST else policy.check_in_again_days
    return rules.calendar.business_days(now, days).replace(second=0, microsecond=0)


def closing_day(rules: Rules, now: datetime) -> datetime:
    """The end of the day that a closing notice names when it is sent at `now`, UTC: the fifth business day after."""
    return rules.calendar.opening_day_end(now, rules.policy.closing_days)


def may_announce(promise: OpenPromise | None) -> bool:
    """Whether the closing notice may be written: a person has asked, and looked in twice."""
    return promise is not None and promise.step == NOTICE and promise.kind != "closing"


def is_closing_day(promise: OpenPromise | None, now: datetime) -> bool:
    """Whether the time has come at which a notice said that the ticket is closed."""
    closing = promise is not None and promise.kind == "closing"
    return closing and promise is not None and promise.due_at is not None and promise.due_at <= now


@dataclass(frozen=True, slots=True)
class Notice:
    """The closing notice as it stands on the closing day.

    Attributes:
        left: the letter to the requester left our hands, and did not come back.
        unread: something the requester wrote was read by nobody, whoever it may really be from.
        unreached: we know that the last word never reached them.
    """

    left: bool
    unread: bool = False
    unreached: bool = False


def may_close(notice: Notice) -> bool:
    """Whether the tick may resolve as "no answer": never while a word may be owed."""
    return notice.left and not (notice.unread or notice.unreached)
