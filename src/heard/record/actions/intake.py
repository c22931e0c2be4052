"""Verbs on an arrival at a door: kept before the door says yes, settled once, with its reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heard.record import events, files, rows
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


def keep(
    raw: bytes, *, door: str, at: datetime, envelope_from: str = "", envelope_to: Sequence[str] = ()
) -> Intake:
    """Keep an arrival durably: the bytes synced in the file store, then the row, committed on return unless
    the caller holds a transaction.

    Raises:
        OSError: the disk refused.
        DatabaseError: the database refused. In both cases the door must not say yes.
    """
    return note(
        files.keep(raw),
        size=len(raw),
        door=door,
        at=at,
        envelope_from=envelope_from,
        envelope_to=envelope_to,
    )


def note(
    digest: str,
    *,
    size: int,
    door: str,
    at: datetime,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
) -> Intake:
    """The row of an arrival whose bytes are in the file store already, under `digest`."""
    intake = Intake(
        door=door,
        digest=digest,
        size=size,
        envelope_from=envelope_from[:998],
        envelope_to=[address[:998] for address in envelope_to[:100]],
        received_at=at,
    )
    return rows.insert(intake)


@transaction.atomic(savepoint=False)
def settle(
    intake: Intake,
    *,
    state: str,
    at: datetime,
    reason: str = "",
    arrival: Arrival | None = None,
    desk: Desk | None = None,
    ticket: Ticket | None = None,
    message: Message | None = None,
) -> None:
    """Say what became of an arrival: ticket, reply, filed or quarantined, and why."""
    if arrival:
        intake.machine = arrival.machine or ""
        intake.from_address = arrival.from_address[:998]
        intake.subject = arrival.subject[:500]
        intake.header_id = arrival.message_id[:998]
    intake.state, intake.reason, intake.settled_at = state, reason[:500], at
    intake.desk, intake.ticket, intake.message = desk, ticket, message
    rows.update(intake)
    events.add("intake.settled", by=HEARD, at=at, ticket=ticket, desk=desk, state=state)
