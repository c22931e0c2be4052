"""Handovers: what is offered to an agent; offering a ticket, taking and declining it."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.model import drafted_by
from heard.api.said import TicketLine, line
from heard.api.schemas import Brief, Id, Strict, Text, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import agent as colleagues
from heard.record.access import handover as access
from heard.record.access import ticket as tickets
from heard.record.actions import handover as verbs
from heard.record.models.handover import Handover

router = Router(tags=["handovers"])


class HandoverOut(BaseModel):
    """A ticket offered to somebody: `to` is null for whoever minds the desk. `outcome` is "" until it is over."""

    id: str
    ticket: str
    giver: Brief | None
    to: Brief | None
    summary: str
    tells: bool
    offered_at: datetime
    outcome: str
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Handover) -> Self:
        plain = ("summary", "tells", "offered_at", "outcome", "ended_at")
        return cls(
            id=row.public_id,
            ticket=row.ticket.public_id,
            giver=agent_brief(row.giver),
            to=agent_brief(row.to),
            **{name: getattr(row, name) for name in plain},
        )


class Offer(Strict):
    """To whom (null: whoever minds the desk), how it stands, and whether the requester is told when it is taken.
    `drafted`: the draft of the model that the summary began from."""

    to: Id | None = None
    summary: Text = ""
    tells: bool = False
    drafted: Id | None = None


@router.get("/handovers", auth=READ, response=list[HandoverOut])
def handovers_list(request: HttpRequest) -> list[HandoverOut]:
    """What is offered to this token's agent and not taken yet, the oldest first."""
    return [HandoverOut.of(row) for row in access.offered_to(agent_of(request))]


@router.post("/tickets/{id:public_id}/handover", auth=WRITE, response=HandoverOut)
def offer(request: HttpRequest, public_id: str, offered: Offer) -> HandoverOut:
    """Offer a ticket with its promise. It stays where it is until somebody takes it."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    to = None
    if offered.to:
        with as_field("to"):
            to = colleagues.member(ticket.desk, offered.to)
    said = {"summary": offered.summary, "tells": offered.tells}
    drafted = drafted_by(agent, ticket, offered.drafted)
    return HandoverOut.of(verbs.offer(ticket, to=to, drafted=drafted, by=agent, at=at, **said))


@router.post("/handovers/{id:public_id}/take", auth=WRITE, response=TicketLine)
def take(request: HttpRequest, public_id: str) -> TicketLine:
    """Take it: the ticket is the agent's, and a person's open promise on it too, at the same time."""
    agent, at = agent_of(request), now()
    ticket = verbs.take(access.get(agent, public_id), by=agent, at=at)
    return line(agent, ticket.public_id, at)


@router.post("/handovers/{id:public_id}/decline", auth=WRITE, response=HandoverOut)
def decline(request: HttpRequest, public_id: str) -> HandoverOut:
    """Say no: it stays with who has it, and whoever offered it is told."""
    agent, at = agent_of(request), now()
    verbs.decline(access.get(agent, public_id), by=agent, at=at)
    return HandoverOut.of(access.get(agent, public_id))
