"""Requesters: the people who ask, shared by all desks; who is one person with whom."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import StrictBool

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Id, Line, Mail, RequesterOut, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import organization as people
from heard.record.actions import requester as verbs
from heard.record.models.requester import Requester

router = Router(tags=["requesters"])


class PersonOut(RequesterOut):
    """A person who asks. `same_as` is the requester who stands for them, where the two are one person;
    `shared_at` since when several persons are known to write from there. `phones` are numbers at which they can be
    rung, like +493012345."""

    phones: list[str]
    same_as: Id | None
    shared_at: datetime | None

    @classmethod
    def of(cls, person: Requester) -> Self:
        return cls(
            **RequesterOut.of(person).model_dump(),
            phones=[one.number for one in person.phones.all()],
            same_as=person.same_as.public_id if person.same_as else None,
            shared_at=person.shared_at,
        )


class RequesterFilters(Paging):
    """Which people."""

    address: Line = ""


@router.get("/requesters", auth=READ, response=Page[PersonOut])
def requesters_list(request: HttpRequest, filters: Query[RequesterFilters]) -> Page[PersonOut]:
    """People who ask, the newest first."""
    rows = people.people().prefetch_related("phones")
    if filters.address:
        rows = rows.filter(addresses__address=filters.address.lower())
    return by_id(rows, filters, PersonOut.of)


@router.get("/requesters/{id:public_id}", auth=READ, response=PersonOut)
def show(request: HttpRequest, public_id: str) -> PersonOut:
    """One person. Their tickets are read from /tickets?requester=..."""
    return _shown(public_id)


class Merge(Strict):
    """Who stands for both from now on, unless the other stands for others already."""

    into: Id


@router.post("/requesters/{id:public_id}/merge", auth=WRITE, response=PersonOut)
def merge(request: HttpRequest, public_id: str, other: Merge) -> PersonOut:
    """Two requesters are one person, somebody finds. Nothing said changes its author."""
    agent, own = agent_of(request), people.person(public_id)
    with as_field("into"):
        into = people.person(other.into)
    verbs.merge(own, into=into, by=agent, at=now())
    return _shown(public_id)


@router.post("/requesters/{id:public_id}/part", auth=WRITE, response=PersonOut)
def part(request: HttpRequest, public_id: str) -> PersonOut:
    """They are two persons after all: takes a merge back, exactly."""
    agent = agent_of(request)
    verbs.part(people.person(public_id), by=agent, at=now())
    return _shown(public_id)


class Address(Strict):
    """One mail address."""

    address: Mail


@router.post("/requesters/{id:public_id}/split", auth=WRITE, response={201: PersonOut})
def split(request: HttpRequest, public_id: str, off: Address) -> Status[PersonOut]:
    """One of several addresses is somebody else's: the answer is who has it now. What came before stays."""
    agent = agent_of(request)
    made = verbs.split(people.person(public_id), address=off.address, by=agent, at=now())
    return Status(201, _shown(made.public_id))


@router.post("/requesters/{id:public_id}/address", auth=WRITE, response=PersonOut)
def address(request: HttpRequest, public_id: str, new: Address) -> PersonOut:
    """A further address of the same person."""
    reader = request.auth.reader
    verbs.add_address(people.person(public_id), address=new.address, by=reader, at=now())
    return _shown(public_id)


class Share(Strict):
    """Whether several persons write from there."""

    shared: StrictBool


@router.post("/requesters/{id:public_id}/share", auth=WRITE, response=PersonOut)
def share(request: HttpRequest, public_id: str, is_so: Share) -> PersonOut:
    """Say whether several persons write from there, or one; several are taken for nobody by name."""
    agent = agent_of(request)
    verbs.share(people.person(public_id), shared=is_so.shared, by=agent, at=now())
    return _shown(public_id)


def _shown(public_id: str) -> PersonOut:
    return PersonOut.of(people.person(public_id))
