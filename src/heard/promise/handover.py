"""Handover: what a person owes passes to another, who takes it; and whose work is offered when they do not come.

Rules: method.md, Follow through (handover) and law 4: a promise is in a person's name only after that person took it.
"""

from datetime import datetime, timedelta

from heard.promise.facts import OpenPromise, Rules

KINDS = ("word", "check_in", "on_event")
"""Promises that change their name with the hands. The desk's have none, and a closing day was announced by a person."""


def moves(promise: OpenPromise, taker: int | None) -> bool:
    """Whether the open promise becomes that of the agent `taker`, or the desk's (None), when the ticket does."""
    return promise.kind in KINDS and promise.agent is not None and promise.agent != taker


def kind_after(promise: OpenPromise, taker: int | None) -> str:
    """What kind the promise is in the new hands: the desk's own word where nobody has it yet."""
    return "first" if taker is None and promise.kind != "on_event" else promise.kind


def offer_at(rules: Rules, away_from: datetime, turn_at: datetime | None = None) -> datetime:
    """When the work of somebody who is away since `away_from` is offered to the watch, UTC: as the desk next opens, or
    as a turn of theirs begins before that.

    Args:
        turn_at: when their first turn by the rota begins while they are away, UTC.
    """
    opening = _next_opening(rules, away_from)
    return min(opening, turn_at) if turn_at else opening


def _next_opening(rules: Rules, away_from: datetime) -> datetime:
    calendar = rules.calendar
    if not calendar.is_open(away_from):
        return calendar.opens_after(away_from)
    evening = calendar.day_end(away_from) or away_from
    return calendar.opens_after(evening + timedelta(seconds=1))
