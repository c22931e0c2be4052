"""Merging two requests of one person, taking them apart, and making a request of a message."""

from django.http import HttpRequest
from ninja import Router

from heard.api.errors import Unable
from heard.api.said import TicketLine, line
from heard.api.schemas import Id, Strict
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import message as messages
from heard.record.access import ticket as tickets
from heard.record.actions import merge as verbs
from heard.record.actions import split as splits

router = Router(tags=["tickets"])


class Merge(Strict):
    """The request in which this one goes on: open, and of the same person."""

    into: Id


@router.post("/tickets/{id:public_id}/merge", auth=WRITE, response=TicketLine)
def merge(request: HttpRequest, public_id: str, chosen: Merge) -> TicketLine:
    """Go on in another request of the same person; the earlier of the two times stands. Answers with that one."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    into = tickets.visible_to(agent).filter(public_id=chosen.into).first()
    if into is None:
        raise Unable(422, "absent", "There is no such request.", "into")
    verbs.merge(ticket, into=into, by=agent, at=at)
    return line(agent, into.public_id, at)


@router.post("/tickets/{id:public_id}/unmerge", auth=WRITE, response=TicketLine)
def unmerge(request: HttpRequest, public_id: str) -> TicketLine:
    """Take a merged request apart again; it is open, with a new promise."""
    agent, at = agent_of(request), now()
    verbs.unmerge(tickets.get(agent, public_id), by=agent, at=at)
    return line(agent, public_id, at)


class Split(Strict):
    """What the new request is about."""

    subject: str


@router.post("/messages/{id:public_id}/split", auth=WRITE, response=TicketLine)
def split(request: HttpRequest, public_id: str, said: Split) -> TicketLine:
    """Make a request of its own of a requester's message, which stays where it is."""
    agent, at = agent_of(request), now()
    made = splits.split(messages.get(agent, public_id), subject=said.subject, by=agent, at=at)
    return line(agent, made.public_id, at)
