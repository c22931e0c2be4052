"""What a requester asked beside a message, and who decides it."""

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.schemas import Brief
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import ticket as tickets
from heard.record.actions import nudge as verbs

router = Router(tags=["tickets"])


class Decides(BaseModel):
    """The lead who was asked."""

    lead: Brief


@router.post("/tickets/{id:public_id}/escalate", auth=WRITE, response=Decides)
def escalate(request: HttpRequest, public_id: str) -> Decides:
    """Ask a lead of the desk to decide what somebody gets who needs it sooner. They are still owed an answer."""
    agent, at = agent_of(request), now()
    lead = verbs.escalate(tickets.get(agent, public_id), by=agent, at=at)
    return Decides(lead=Brief(id=lead.public_id, name=lead.name))
