"""Tickets and what was said on them: their shapes, and how they are read for an answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, Self

from django.db.models import QuerySet
from pydantic import BaseModel

from heard.api.schemas import Brief, MessageOut, PromiseOut, RequesterOut, agent_brief, desk_brief
from heard.promise import is_lapsed
from heard.record.access import message as messages
from heard.record.access import ticket as tickets
from heard.record.access.ticket import Reader
from heard.record.facts import open_promise_of
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket


class RestatementOut(BaseModel):
    """The request in the agent's words. `answer` is "", yes or no; `read_by` when an agent read it as yes."""

    text: str
    said_at: datetime
    agent: Brief | None
    answer: str
    answered_at: datetime | None
    read_by: Brief | None
    correction: str

    @classmethod
    def of(cls, row: Restatement) -> Self:
        return cls(
            text=row.text,
            said_at=row.said_at,
            agent=agent_brief(row.agent),
            answer=row.answer,
            answered_at=row.answered_at,
            read_by=agent_brief(row.read_by),
            correction=row.correction,
        )


class TicketLine(BaseModel):
    """A ticket in a list. `owed_at` is by when a word is owed next, `owed_reason` why; `unreached_at`: since when we
    know that the last word never reached the requester.

    `sample` marks data that tells a story to newcomers: it is in no number and not in the log of events.
    """

    id: str
    number: int
    subject: str
    state: Literal["open", "resolved"]
    resolution: str
    desk: Brief
    requester: RequesterOut
    owner: Brief | None
    impact: Literal["normal", "degraded", "blocked"]
    tags: list[str]
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    agreed_at: datetime | None
    owed_at: datetime | None
    owed_reason: str
    unreached_at: datetime | None
    promise: PromiseOut | None
    sample: bool

    @classmethod
    def values(cls, ticket: Ticket, at: datetime) -> dict[str, Any]:
        """The fields of a line, for the line itself and for the shape of the whole ticket."""
        plain = ("subject", "resolution", "received_at", "opened_at", "acknowledged_at", "resolved_at")
        plain += ("agreed_at", "owed_at", "owed_reason", "unreached_at", "number", "sample")
        return {
            "id": ticket.public_id,
            "state": "open" if ticket.is_open else "resolved",
            "desk": desk_brief(ticket.desk),
            "requester": RequesterOut.of(ticket.requester),
            "owner": agent_brief(ticket.owner),
            "impact": ticket.impact or "normal",
            "tags": sorted(borne.tag.name for borne in ticket.taggings.all()),
            "promise": PromiseOut.of(ticket.promise, ticket=ticket, at=at) if ticket.promise else None,
            **{name: getattr(ticket, name) for name in plain},
        }

    @classmethod
    def of(cls, ticket: Ticket, at: datetime) -> Self:
        return cls(**cls.values(ticket, at))


class Met(BaseModel):
    """Ends of the promises made so far. `refuted` were kept or renewed by a word that never arrived."""

    kept: int = 0
    renewed: int = 0
    lapsed: int = 0
    refuted: int = 0


class Steps(BaseModel):
    """The five steps, each with the instant it was first done, or null; `met` counts ends."""

    heard: datetime | None
    acknowledged: datetime | None
    restated: datetime | None
    confirmed: datetime | None
    estimated: datetime | None
    met: Met


class TicketOut(TicketLine):
    """A ticket with its conversation (the newest messages, oldest first), restatements and steps."""

    continues: str | None
    steps: Steps
    restatements: list[RestatementOut]
    messages: list[MessageOut]


class Said(BaseModel):
    """What a word of an agent or robot has brought about."""

    message: MessageOut | None
    ticket: TicketLine


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
    """Tickets with all that their lines show, in three queries."""
    near = rows.select_related(
        "desk", "owner", "requester__organization", "promise__agent", "promise__ended_by"
    )
    return near.prefetch_related("requester__addresses", "taggings__tag")


def _steps(ticket: Ticket, restatements: Sequence[Restatement], at: datetime) -> Steps:
    promises = list(ticket.promises.select_related("refuted").order_by("id"))
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
        "lapsed" if promise.is_open and is_lapsed(open_promise_of(promise), at) else promise.end
        for promise in promises
    ]
    return Met(**{name: ends.count(name) for name in Met.model_fields})
