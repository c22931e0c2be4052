"""Phone numbers of people: one more, one less. Each is kept in one form, however it was typed."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import StringConstraints

from heard.api.errors import Unable, as_field
from heard.api.requester import PersonOut
from heard.api.schemas import Strict
from heard.api.token import WRITE, agent_of
from heard.clock import now
from heard.record.access import desk as desks
from heard.record.access import organization as people
from heard.record.access import phone as access
from heard.record.actions import phone as verbs
from heard.record.models.agent import Agent
from heard.record.phones import LONGEST

router = Router(tags=["requesters"])


class Number(Strict):
    """A phone number; without a country code it is of the country of the agent's first desk."""

    number: Annotated[str, StringConstraints(max_length=LONGEST)]


@router.post("/requesters/{id:public_id}/phones", auth=WRITE, response=PersonOut)
def add(request: HttpRequest, public_id: str, new: Number) -> PersonOut:
    """A number at which they can be rung; nothing happens when it is known."""
    agent, person = agent_of(request), people.person(public_id)
    verbs.add(person, number=_read(new, agent), by=agent, at=now())
    return PersonOut.of(people.person(public_id))


@router.post("/requesters/{id:public_id}/phones/drop", auth=WRITE, response=PersonOut)
def drop(request: HttpRequest, public_id: str, old: Number) -> PersonOut:
    """They can be rung there no longer."""
    agent, person = agent_of(request), people.person(public_id)
    with as_field("number"):
        found = access.get(person, _read(old, agent))
    verbs.drop(found, by=agent, at=now())
    return PersonOut.of(people.person(public_id))


def _read(typed: Number, agent: Agent) -> str:
    """The one form of a number.

    Raises:
        Refused: it is none.
    """
    number = verbs.read(typed.number, country=desks.country(agent))
    if not number:
        raise Unable(422, "number", "Give a phone number.", "number")
    return number
