"""How often the requester of a ticket hears, as agreed with them."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.schemas import Line, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import ticket as tickets
from heard.record.actions import cadence as verbs
from heard.record.cadence import running
from heard.record.models.cadence import Cadence

router = Router(tags=["cadence"])


class CadenceIn(Strict):
    """A weekday in English, or a number of working days; the last day it holds; who agreed, and where."""

    rhythm: Line
    last_day: date
    agreed: Line


class CadenceOut(BaseModel):
    """What runs now; all null where nothing was agreed. `until` is the end of the last day on the desk's clock."""

    rhythm: str | None
    last_day: date | None
    until: datetime | None
    agreed: str | None
    agent: str | None
    agreed_at: datetime | None

    @classmethod
    def of(cls, found: Cadence | None) -> "CadenceOut":
        if found is None:
            return cls.model_construct(**dict.fromkeys(cls.model_fields))
        names = ("rhythm", "last_day", "until", "agreed", "agreed_at")
        return cls(**{name: getattr(found, name) for name in names}, agent=found.agent.public_id)


@router.get("/tickets/{id:public_id}/cadence", auth=READ, response=CadenceOut)
def read(request: HttpRequest, public_id: str) -> CadenceOut:
    """What was agreed and holds."""
    ticket = tickets.get(request.auth.reader, public_id)
    return CadenceOut.of(running(ticket, now()))


@router.post("/tickets/{id:public_id}/cadence", auth=WRITE, response=CadenceOut)
def agree(request: HttpRequest, public_id: str, given: CadenceIn) -> CadenceOut:
    """Note what was agreed; it takes the place of an earlier one. The time that was told stands."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    return CadenceOut.of(verbs.agree(ticket, **given.model_dump(), by=agent, at=at))


@router.post("/tickets/{id:public_id}/cadence/end", auth=WRITE, response=CadenceOut)
def end(request: HttpRequest, public_id: str) -> CadenceOut:
    """Back to the desk's own silence budget."""
    agent = agent_of(request)
    verbs.end(tickets.get(agent, public_id), by=agent, at=now())
    return CadenceOut.of(None)
