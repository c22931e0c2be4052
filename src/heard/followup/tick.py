"""Time passing: the tickets whose time has come are settled, a few in one transaction, each exactly once.

The engine says which moments are due; they are answered here, by the robot, with the ordinary verbs.
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from heard.followup import overload, ping
from heard.promise import Moment, due
from heard.record import cadence, events, rows, talks, wake
from heard.record.actions import alert, approver, handover
from heard.record.actions.chase import running
from heard.record.actions.settle import MANY, locked, locked_together, read_ahead, set_clock, settle
from heard.record.actor import HEARD
from heard.record.facts import facts_of, rules_of
from heard.record.models.chase import Chase
from heard.record.models.due import DoneMoment, DueWork
from heard.record.models.ticket import Ticket
from heard.record.question import Question, Slot, forget, reading_ahead

BATCH = MANY
"""Tickets settled in one transaction: ten times as fast as one each, and web writers wait for about 0.1 s."""
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
log = structlog.get_logger()


def tick(at: datetime) -> tuple[Counter[str], int]:
    """Settle every ticket that is due at `at` (UTC), once it is known which desks are overloaded.

    Returns:
        How many moments of each kind were answered, and how many tickets stumbled.
    """
    overload.look(at)
    answered: Counter[str] = Counter()
    while (kinds := tick_some(at)) is not None:
        answered.update(kinds)
    stumbled = answered.pop("stumbled", 0)
    return answered, stumbled


def tick_some(at: datetime) -> list[str] | None:
    """Settle up to `BATCH` due tickets in one transaction; the kinds of moments answered, None when nothing is due.

    If one raises, nothing of the batch holds, and they are settled one by one.
    """
    claimed: list[int] = []
    try:
        with transaction.atomic():
            claimed = _claim(at, BATCH)
            return _settle_together(claimed, at) if claimed else None
    except Exception:
        if not claimed:
            raise
    return [kind for _ in claimed for kind in tick_one(at) or ()]


def tick_one(at: datetime) -> list[str] | None:
    """Settle one due ticket in one transaction; the kinds of moments answered, None when nothing is due.

    A ticket that raises is moved ahead and reported, so that the clock goes on for everyone else.
    """
    claimed: list[int] = []
    try:
        with transaction.atomic():
            claimed = _claim(at, 1)
            return _settle(locked(claimed[0]), at) if claimed else None
    except DatabaseError as trouble:
        if not claimed:
            raise
        return _move_ahead(claimed[0], trouble, at)
    except Exception as trouble:
        return _move_ahead(claimed[0], trouble, at)


def next_due_at() -> datetime | None:
    """When the next ticket wants to be looked at, UTC; None when none does."""
    return _NEXT.first()


_NEXT: Question[datetime] = Question(
    lambda: DueWork.objects.order_by("look_again_at").values_list("look_again_at", flat=True)[:1]
)


def _due(at: Slot) -> QuerySet[DueWork, int]:
    rows = DueWork.objects.filter(look_again_at__lte=at).order_by("look_again_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.values_list("ticket_id", flat=True)[:BATCH]


_DUE = Question(_due)


def _claim(at: datetime, most: int) -> list[int]:
    """Due tickets that no other worker holds: locked on PostgreSQL, behind the one writer on SQLite."""
    return _DUE.all(at)[:most]


def _settle_together(claimed: list[int], at: datetime) -> list[str]:
    """Each by the ordinary verbs, one after the other; what they will ask is read ahead, and rows whose ids nobody
    needs are written together at the end."""
    tickets = locked_together(claimed)
    with reading_ahead(), rows.together():
        read_ahead(tickets, at=at)
        kinds = [kind for ticket in tickets for kind in _settle(ticket, at)]
    wake.wake()
    return kinds


def _settle(ticket: Ticket, at: datetime) -> list[str]:
    settled = settle(ticket, at=at)
    kinds = [settled] if settled else []
    facts = facts_of(ticket, at)
    moments = due(facts, rules_of(ticket.desk), at)
    if over := [moment for moment in moments if moment.kind == "expire"]:
        _expire(ticket, over, at)
        facts, kinds = facts_of(ticket, at), [*kinds, *(moment.kind for moment in over)]
        moments = due(facts, rules_of(ticket.desk), at)
    alone = [_answer(ticket, moment, at) for moment in moments]
    done = facts.done.union(moment.key for moment in moments)
    look = set_clock(ticket, at=at, facts=None if any(alone) else replace(facts, done=done))
    kinds += [moment.kind for moment in moments]
    if look and look <= at and not kinds:
        raise RuntimeError(f"ticket {ticket.pk} is due at {look}, and nothing on it is: it would be for ever")
    return kinds


def _expire(ticket: Ticket, over: list[Moment], at: datetime) -> None:
    """End what nobody decided in time, before anybody is asked again about it."""
    rows.apart()
    forget()
    for moment in over:
        approver.expire(ticket, int(moment.cause.split(".")[1]), at=at)


def _answer(ticket: Ticket, moment: Moment, at: datetime) -> bool:
    """Mark the moment done and tell the one who can act: in one transaction, never one without the other.

    Returns:
        Whether nobody was told and the facts are others now: a ping left by itself, a cadence came to its end.
    """
    rows.add(DoneMoment(ticket=ticket, key=moment.key, at=moment.at, done_at=at))
    events.add("moment.answered", by=HEARD, at=at, ticket=ticket, moment=moment.kind, cause=moment.cause)
    if moment.kind == "offer":
        handover.absent(ticket, at=at)
        return False
    if moment.kind == "cadence_over":
        cadence.end(ticket, by=HEARD, at=at)
        return True
    if moment.kind == "talk_left":
        talks.end(ticket, by=ticket.requester, at=at)
    if moment.kind == "ping" and rules_of(ticket.desk).policy.chase_alone and _ping_alone(ticket, moment, at):
        return True
    alert.raise_alert(ticket, moment.kind, at=at, due_at=moment.at)
    return False


def _ping_alone(ticket: Ticket, moment: Moment, at: datetime) -> bool:
    """Ask a party again without a person, where desk and chase want it; whether that was so.

    It reads what the batch may have in hand, so from here on rows are written and read one by one.
    """
    chase = running(Chase(pk=int(moment.cause.split(".")[1])))
    if not ping.leaves_alone(ticket, chase):
        return False
    rows.apart()
    forget()
    ping.ping_alone(ticket, chase, at=at)
    return True


def _move_ahead(ticket_id: int, trouble: Exception, at: datetime) -> list[str]:
    log.error("followup.stumbled", ticket=ticket_id, trouble=repr(trouble))
    with transaction.atomic():
        row = DueWork.objects.select_for_update().filter(ticket_id=ticket_id).first()
        if row is not None:
            row.stumbles += 1
            row.look_again_at = at + min(FIRST_DELAY * 2 ** min(row.stumbles - 1, 10), LONGEST_DELAY)
            row.trouble = repr(trouble)[:500]
            row.save()
    return ["stumbled"]
