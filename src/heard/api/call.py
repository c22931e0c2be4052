"""A call that nobody answered. What was said on the phone is a reply with `spoken`."""

from django.http import HttpRequest
from ninja import Router

from heard.api.said import TicketLine, line
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import ticket as tickets
from heard.record.actions import call as verbs

router = Router(tags=["messages"])


@router.post("/tickets/{id:public_id}/tried", auth=WRITE, response=TicketLine)
def tried(request: HttpRequest, public_id: str) -> TicketLine:
    """Note that an agent rang and nobody answered; it keeps nothing."""
    agent, at = agent_of(request), now()
    verbs.tried(tickets.get(agent, public_id), by=agent, at=at)
    return line(agent, public_id, at)
