"""Tickets and what was said on them, read for an answer of the API."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from heard.api.schemas import MessageOut, Met, RestatementOut, Said, Steps, TicketLine, TicketOut
from heard.promise import is_lapsed
from heard.record.access import message as messages
from heard.record.access import ticket as tickets
from heard.record.access.ticket import Reader
from heard.record.facts import open_promise_of
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

# How many messages come along with their ticket; all others are read from /messages.
NEWEST = 50


def lines(ids: Sequence[int], at: datetime) -> list[TicketLine]:
    """The lines of these tickets, in this order. Whose they are was asked when the ids were read."""
    found = {ticket.pk: ticket for ticket in _around(Ticket.objects.filter(id__in=ids))}
    return [TicketLine.of(found[pk], at) for pk in ids if pk in found]


def line(reader: Reader, public_id: str, at: datetime) -> TicketLine:
    """One ticket as it stands now."""
    return TicketLine.of(tickets.get(reader, public_id), at)


def said(reader: Reader, message: Message, at: datetime) -> Said:
    """A word that was just said, and the ticket as it stands now."""
    fresh = messages.visible_to(reader).get(pk=message.pk)
    ticket = tickets.get(reader, fresh.ticket.public_id)
    return Said(message=MessageOut.of(fresh, ticket=ticket), ticket=TicketLine.of(ticket, at))


def whole(reader: Reader, public_id: str, at: datetime) -> TicketOut:
    """One ticket with everything around it.

    Raises:
        Absent: there is none, or not for this reader.
    """
    ticket = tickets.get(reader, public_id)
    restatements = list(ticket.restatements.select_related("agent", "read_by"))
    newest = messages.visible_to(reader).filter(ticket=ticket).order_by("-n")[:NEWEST]
    return TicketOut(
        **TicketLine.values(ticket, at),
        continues=ticket.continues.public_id if ticket.continues else None,
        steps=_steps(ticket, restatements, at),
        restatements=[RestatementOut.of(row) for row in restatements],
        messages=[MessageOut.of(message, ticket=ticket) for message in reversed(newest)],
    )


def _around(rows: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Tickets with all that their lines show, in two queries."""
    near = rows.select_related(
        "desk", "owner", "requester__organization", "promise__agent", "promise__ended_by"
    )
    return near.prefetch_related("requester__addresses")


def _steps(ticket: Ticket, restatements: Sequence[Restatement], at: datetime) -> Steps:
    promises = list(ticket.promises.order_by("id"))
    confirmed = [row.answered_at for row in restatements if row.answer == Restatement.Answer.YES]
    estimated = [promise.made_at for promise in promises if promise.agent_id]
    return Steps(
        heard=ticket.opened_at,
        acknowledged=ticket.acknowledged_at,
        restated=restatements[0].said_at if restatements else None,
        confirmed=confirmed[0] if confirmed else None,
        estimated=estimated[0] if estimated else None,
        met=_met(promises, at),
    )


def _met(promises: Sequence[Promise], at: datetime) -> Met:
    ends = [
        "lapsed" if promise.is_open and is_lapsed(open_promise_of(promise), at) else promise.outcome
        for promise in promises
    ]
    return Met(kept=ends.count("kept"), renewed=ends.count("renewed"), lapsed=ends.count("lapsed"))
