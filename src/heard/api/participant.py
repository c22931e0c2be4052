"""Participants: who takes part in a ticket besides its requester, and whose word counts there."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel

from heard.api.said import Said, said
from heard.api.schemas import Mail, RequesterOut, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import message as messages
from heard.record.access import ticket as tickets
from heard.record.access.participant import taking_part
from heard.record.actions import participant as verbs
from heard.record.actions import ticket as ticket_verbs
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket

router = Router(tags=["participants"])


class ParticipantOut(BaseModel):
    """Somebody who gets every person's letter on a ticket. `reads_from`: what was said before that is not for them;
    null where all of it is."""

    requester: RequesterOut
    since: datetime
    reads_from: datetime | None

    @classmethod
    def of(cls, row: Participant) -> Self:
        return cls(requester=RequesterOut.of(row.requester), since=row.since, reads_from=row.reads_from)


@router.get("/tickets/{id:public_id}/participants", auth=READ, response=list[ParticipantOut])
def participants_list(request: HttpRequest, public_id: str) -> list[ParticipantOut]:
    """Who takes part besides the requester, in the order they were added."""
    ticket = tickets.get(request.auth.reader, public_id)
    return [ParticipantOut.of(row) for row in taking_part(ticket)]


class Added(Strict):
    """Whom to add. `before`: their page shows what was said before as well."""

    address: Mail
    before: bool = False


@router.post("/tickets/{id:public_id}/participants", auth=WRITE, response={201: ParticipantOut})
def add(request: HttpRequest, public_id: str, added: Added) -> Status[ParticipantOut]:
    """Add somebody: from now on they get every person's letter, with a link of their own."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    made = verbs.add(ticket, address=added.address, before=added.before, by=agent, at=now())
    return Status(201, ParticipantOut.of(made))


@router.post("/tickets/{id:public_id}/participants/{id:requester}/drop", auth=WRITE, response={204: None})
def drop(request: HttpRequest, public_id: str, requester: str) -> Status[None]:
    """Take somebody out, by their id as a requester; their links to the request end."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    verbs.drop(ticket, participant=_one(ticket, requester), by=agent, at=now())
    return Status(204, None)


@router.post(
    "/tickets/{id:public_id}/participants/{id:requester}/show-before", auth=WRITE, response=ParticipantOut
)
def show_before(request: HttpRequest, public_id: str, requester: str) -> ParticipantOut:
    """Show somebody what was said before they took part."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    shown = verbs.show_before(ticket, participant=_one(ticket, requester), by=agent, at=now())
    return ParticipantOut.of(shown)


def _one(ticket: Ticket, requester: str) -> int:
    """Who takes part, by their id as a requester."""
    found = ticket.participants.filter(requester__public_id=requester).values_list("pk", flat=True).first()
    if found is None:
        raise Absent("participant")
    return found


@router.post("/messages/{id:public_id}/accept", auth=WRITE, response=Said)
def accept(request: HttpRequest, public_id: str) -> Said:
    """The sender of an unverified message is who they say, a person finds: it counts from now on."""
    agent, at = agent_of(request), now()
    message = messages.get(agent, public_id)
    ticket_verbs.accept(message, by=agent, at=at)
    return said(agent, message, at)
