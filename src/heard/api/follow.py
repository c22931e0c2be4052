"""Following a ticket: who does, begun, ended. Only agents follow."""

from django.http import HttpRequest
from ninja import Router

from heard.api.schemas import Brief, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import follow as follows
from heard.record.access import ticket as tickets
from heard.record.actions import follow as verbs
from heard.record.models.ticket import Ticket

router = Router(tags=["follow"])


def _followers(ticket: Ticket) -> list[Brief]:
    return [brief for one in follows.of(ticket) if (brief := agent_brief(one))]


@router.get("/tickets/{id:public_id}/followers", auth=READ, response=list[Brief])
def listed(request: HttpRequest, public_id: str) -> list[Brief]:
    """The agents who follow a ticket, by name."""
    return _followers(tickets.get(request.auth.reader, public_id))


@router.post("/tickets/{id:public_id}/follow", auth=WRITE, response=list[Brief])
def start(request: HttpRequest, public_id: str) -> list[Brief]:
    """The token's agent follows it: they are told what others do there."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    verbs.start(ticket, by=agent, at=now())
    return _followers(ticket)


@router.post("/tickets/{id:public_id}/follow/end", auth=WRITE, response=list[Brief])
def end(request: HttpRequest, public_id: str) -> list[Brief]:
    """The token's agent follows it no longer."""
    agent = agent_of(request)
    ticket = tickets.get(agent, public_id)
    verbs.end(ticket, by=agent, at=now())
    return _followers(ticket)
