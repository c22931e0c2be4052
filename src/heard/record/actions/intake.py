"""Verbs on an arrival at a door: kept before the door says yes, settled once, with its reason."""

import json
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from heard.record import events, files, rows
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.actor import HEARD, Actor
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.agent import Agent
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


def as_bytes(arrival: Arrival) -> bytes:
    """What came otherwise than as a mail, to be kept: its words as JSON, the files beside it by their hashes."""
    attachments = [{**file.summary(), "digest": files.keep(file.content)} for file in arrival.attachments]
    return json.dumps({**arrival.as_json(), "attachments": attachments}, ensure_ascii=False).encode()


def before(arrival: Arrival) -> Ticket | None:
    """The ticket that the same arrival, come twice by one door, belongs to."""
    came = Intake.objects.filter(header_id=arrival.message_id, door=arrival.door)
    row = came.select_related("ticket").first()
    return row.ticket if row else None


def further(intake: Intake, *, to: str) -> Intake:
    """A row of its own for the copy of a mail that goes to a further desk, by that desk's address in the mail."""
    return note(
        intake.digest,
        size=intake.size,
        door=intake.door,
        at=intake.received_at,
        envelope_from=intake.envelope_from,
        envelope_to=[to],
    )


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
    back_on: date | None = None,
    by: Actor = HEARD,
) -> None:
    """Say what became of an arrival: ticket, reply, filed or quarantined, and why.

    Args:
        back_on: when its sender is there again, by their out-of-office reply.
    """
    if arrival:
        intake.machine = arrival.machine or ""
        intake.from_address = arrival.from_address[:998]
        intake.subject = arrival.subject[:500]
        intake.header_id = arrival.message_id[:998]
    intake.state, intake.reason, intake.settled_at, intake.back_on = state, reason[:500], at, back_on
    intake.desk, intake.ticket, intake.message = desk, ticket, message
    rows.update(intake)
    events.add("intake.settled", by=by, at=at, ticket=ticket, desk=desk, state=state)


@transaction.atomic
def make_ticket(intake: Intake, arrival: Arrival, *, desk: Desk, by: Agent, at: datetime) -> Ticket:
    """An agent says that a filed or quarantined arrival is a request after all.

    Raises:
        Refused: it is a ticket or a reply already, or nobody is known who could be answered.
    """
    fresh = Intake.objects.select_for_update().get(pk=intake.pk)
    if not fresh.may_become_ticket:
        if fresh.ticket_id:
            raise Refused("settled", "This is on a ticket already.")
        raise Refused("settled", "That is no mail.")
    if "@" not in arrival.from_address:
        raise Refused("no_sender", "It names no sender who could be answered.", field="from_address")
    person, _known = requesters.meet(arrival.from_address, name=arrival.from_name, at=at)
    ticket = tickets.receive(arrival, desk=desk, requester=person, at=at, sample=desk.sample)
    settle(
        fresh,
        state=Intake.State.TICKET,
        reason=f"{fresh.reason}; {by.name} made it a ticket",
        at=at,
        desk=desk,
        ticket=ticket,
        message=ticket.messages.get(),
        by=by,
    )
    return ticket


@transaction.atomic
def replay(intake: Intake, *, by: Actor, at: datetime) -> Intake:
    """Let the mail door read an arrival once more, after it was filed or quarantined; it does so in seconds.

    Raises:
        Refused: it became a ticket or a reply, waits to be read anyway, or is no mail.
    """
    own = Intake.objects.select_for_update().get(pk=intake.pk)
    if not own.may_become_ticket:
        raise Refused("state", "Only mail that was filed or quarantined can be read again.")
    events.add("intake.replayed", by=by, at=at, ticket=own.ticket, desk=own.desk)
    own.state, own.reason, own.machine, own.settled_at, own.attempts = Intake.State.RECEIVED, "", "", None, 0
    own.save()
    return own
