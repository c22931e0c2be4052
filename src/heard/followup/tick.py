"""Time passing: the tickets whose time has come are settled, one in one transaction, exactly once.

The engine says which moments are due; they are answered here, by the robot, with the ordinary verbs.
"""

from collections import Counter
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection, transaction

from heard.promise import Moment, due
from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import set_clock, settle
from heard.record.actor import HEARD
from heard.record.facts import facts_of, rules_of
from heard.record.models.due import DoneMoment, DueWork
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
log = structlog.get_logger()


def tick(at: datetime) -> tuple[Counter[str], int]:
    """Settle every ticket that is due at `at` (UTC).

    Returns:
        How many moments of each kind were answered, and how many tickets stumbled.
    """
    answered: Counter[str] = Counter()
    stumbled = 0
    while (kinds := tick_one(at)) is not None:
        answered.update(kinds)
        stumbled += kinds == ["stumbled"]
    del answered["stumbled"]
    return answered, stumbled


def tick_one(at: datetime) -> list[str] | None:
    """Settle one due ticket in one transaction; the kinds of moments answered, None when nothing is due.

    A ticket that raises is moved ahead and reported, so that the clock goes on for everyone else.
    """
    claimed: list[int] = []
    try:
        with transaction.atomic():
            row = _claim(at)
            if row is None:
                return None
            claimed.append(row.ticket_id)
            return _settle(row.ticket_id, at)
    except DatabaseError as trouble:
        if not claimed:
            raise
        return _move_ahead(claimed[0], trouble, at)
    except Exception as trouble:
        return _move_ahead(claimed[0], trouble, at)


def next_due_at() -> datetime | None:
    """When the next ticket wants to be looked at, UTC; None when none does."""
    return DueWork.objects.order_by("look_again_at").values_list("look_again_at", flat=True).first()


def _claim(at: datetime) -> DueWork | None:
    """One due row that no other worker holds: locked on PostgreSQL, behind the one writer on SQLite."""
    rows = DueWork.objects.filter(look_again_at__lte=at).order_by("look_again_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return rows.first()


def _settle(ticket_id: int, at: datetime) -> list[str]:
    locked = Ticket.objects.select_for_update(of=("self",)).select_related(
        "desk", "owner", "requester__organization", "promise"
    )
    ticket = locked.get(pk=ticket_id)
    stood = ticket.promise_id and ticket.promise.pk
    settle(ticket, at=at)
    kinds = ["lapse"] if Promise.objects.filter(pk=stood, outcome="lapsed").exists() else []
    for moment in due(facts_of(ticket, at), rules_of(ticket.desk), at):
        kinds.append(moment.kind)
        _answer(ticket, moment, at)
    set_clock(ticket, at=at)
    return kinds


def _answer(ticket: Ticket, moment: Moment, at: datetime) -> None:
    """Mark the moment done and tell the one who can act: in one transaction, never one without the other."""
    DoneMoment.objects.create(ticket=ticket, key=moment.key, at=moment.at, done_at=at)
    events.add("moment.answered", by=HEARD, at=at, ticket=ticket, moment=moment.kind, cause=moment.cause)
    alert.raise_alert(ticket, moment.kind, at=at, due_at=moment.at)


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
