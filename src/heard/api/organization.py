"""Organizations: what was agreed with each, and who works there."""

from typing import Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from heard.api.pages import Page, Paging, by_id
from heard.api.requester import PersonOut
from heard.api.schemas import Line, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import organization as access
from heard.record.actions import organization as verbs
from heard.record.models.requester import Organization

router = Router(tags=["organizations"])


class OrganizationOut(BaseModel):
    """Where requesters work. `first_word` and `next_word` were agreed with it, in working minutes of the desk that
    answers; 0 for nothing. They cap what its people are promised."""

    id: str
    name: str
    zone: str
    language: str
    first_word: int
    next_word: int

    @classmethod
    def of(cls, row: Organization) -> Self:
        plain = {name: getattr(row, name) for name in ("name", "zone", "language", "first_word", "next_word")}
        return cls(id=row.public_id, **plain)


@router.get("/organizations", auth=READ, response=Page[OrganizationOut])
def organizations_list(request: HttpRequest, filters: Query[Paging]) -> Page[OrganizationOut]:
    """All of them, the newest first."""
    return by_id(Organization.objects.all(), filters, OrganizationOut.of)


class Agreed(Strict):
    """Working minutes; 0 where nothing is agreed."""

    first_word: int
    next_word: int


@router.post("/organizations/{id:public_id}/agreed", auth=WRITE, response=OrganizationOut)
def agree(request: HttpRequest, public_id: str, agreed: Agreed) -> OrganizationOut:
    """Keep what was agreed with an organization, by a lead. It caps promises made from now on."""
    agent = agent_of(request)
    if not agent.leads:
        raise Absent("organization")
    found = access.organization(public_id)
    return OrganizationOut.of(verbs.agree(found, **agreed.model_dump(), by=agent, at=now()))


class Place(Strict):
    """The organization's name; empty for none that we know of."""

    organization: Line


@router.post("/requesters/{id:public_id}/organization", auth=WRITE, response=PersonOut)
def place(request: HttpRequest, public_id: str, where: Place) -> PersonOut:
    """Say where a person works."""
    found = access.person(public_id)
    verbs.place(found, name=where.organization, by=agent_of(request), at=now())
    return PersonOut.of(access.person(public_id))
