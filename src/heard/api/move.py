"""Moving a ticket where it belongs: to another desk, or to the person who really asks."""

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.errors import Unable
from heard.api.said import TicketLine, line
from heard.api.schemas import Brief, Id, Strict, desk_brief
from heard.api.ticket import Person
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import desk as desks
from heard.record.access import ticket as tickets
from heard.record.actions import move as verbs
from heard.record.actions import requester as requesters

router = Router(tags=["tickets"])


@router.get("/tickets/{id:public_id}/desks", auth=READ, response=list[Brief])
def choose(request: HttpRequest, public_id: str) -> list[Brief]:
    """The desks that a ticket can go to."""
    ticket = tickets.get(request.auth.reader, public_id)
    return [desk_brief(desk) for desk in desks.besides(ticket.desk)]


class Move(Strict):
    """Where it belongs."""

    desk: Id


class Moved(BaseModel):
    """Where it is now. `ticket` is null where this token sees it no longer."""

    desk: Brief
    ticket: TicketLine | None


@router.post("/tickets/{id:public_id}/move", auth=WRITE, response=Moved)
def to_desk(request: HttpRequest, public_id: str, to: Move) -> Moved:
    """Bring it to another desk; its promise goes along, and a told time stays as told."""
    reader, at = request.auth.reader, now()
    ticket = tickets.get(reader, public_id)
    desk = next((one for one in desks.besides(ticket.desk) if one.public_id == to.desk), None)
    if desk is None:
        raise Unable(422, "absent", "It cannot go there: see /tickets/.../desks for where it can.", "desk")
    verbs.to_desk(ticket, desk=desk, by=reader, at=at)
    sees = tickets.visible_to(reader).filter(pk=ticket.pk).exists()
    return Moved(desk=desk_brief(desk), ticket=line(reader, public_id, at) if sees else None)


class Whose(Strict):
    """Who really asks. An address known to us is the person it belongs to."""

    requester: Person


@router.post("/tickets/{id:public_id}/requester", auth=WRITE, response=TicketLine)
def to_requester(request: HttpRequest, public_id: str, whose: Whose) -> TicketLine:
    """Give the request to the person whose it is, such as who wrote what was passed on."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    with transaction.atomic():
        person, _known = requesters.meet(
            whose.requester.address, name=whose.requester.name, at=at, sample=ticket.sample
        )
        verbs.to_requester(ticket, requester=person, by=agent, at=at)
    return line(agent, public_id, at)
