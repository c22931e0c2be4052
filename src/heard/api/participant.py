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
from heard.record.actions import participant as verbs
from heard.record.actions import ticket as ticket_verbs
from heard.record.models.requester import Participant

router = Router(tags=["participants"])


class ParticipantOut(BaseModel):
    """Somebody who gets every person's letter on a ticket."""

    requester: RequesterOut
    since: datetime

    @classmethod
    def of(cls, row: Participant) -> Self:
        return cls(requester=RequesterOut.of(row.requester), since=row.since)


@router.get("/tickets/{id:public_id}/participants", auth=READ, response=list[ParticipantOut])
def participants_list(request: HttpRequest, public_id: str) -> list[ParticipantOut]:
    """Who takes part besides the requester, in the order they were added."""
    ticket = tickets.get(request.auth.reader, public_id)
    rows = ticket.participants.exclude(requester=ticket.requester).select_related("requester__organization")
    return [ParticipantOut.of(row) for row in rows.prefetch_related("requester__addresses").order_by("id")]


class Added(Strict):
    """Whom to add."""

    address: Mail


@router.post("/tickets/{id:public_id}/participants", auth=WRITE, response={201: ParticipantOut})
def add(request: HttpRequest, public_id: str, added: Added) -> Status[ParticipantOut]:
    """Add somebody: from now on they get every person's letter, with a link of their own."""
    agent = agent_of(request)
    made = verbs.add(tickets.get(agent, public_id), address=added.address, by=agent, at=now())
    return Status(201, ParticipantOut.of(made))


@router.post("/tickets/{id:public_id}/participants/{id:requester}/drop", auth=WRITE, response={204: None})
def drop(request: HttpRequest, public_id: str, requester: str) -> Status[None]:
    """Take somebody out, by their id as a requester; their links to the request end."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    found = ticket.participants.filter(requester__public_id=requester).first()
    if found is None:
        raise Absent("participant")
    verbs.drop(ticket, participant=found.pk, by=agent, at=now())
    return Status(204, None)


@router.post("/messages/{id:public_id}/accept", auth=WRITE, response=Said)
def accept(request: HttpRequest, public_id: str) -> Said:
    """The sender of an unverified message is who they say, a person finds: it counts from now on."""
    agent, at = agent_of(request), now()
    message = messages.get(agent, public_id)
    ticket_verbs.accept(message, by=agent, at=at)
    return said(agent, message, at)
