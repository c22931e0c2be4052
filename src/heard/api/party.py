"""Parties: people and firms outside whom answers depend on, shared by all desks."""

from typing import Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Line, Mail, Strict
from heard.api.token import READ, WRITE
from heard.clock import now
from heard.record.access import party as parties
from heard.record.actions import party as verbs
from heard.record.models.party import Party

router = Router(tags=["parties"])


class PartyOut(BaseModel):
    """Somebody outside. Pings go to `address`; empty for somebody who is asked in other ways."""

    id: str
    name: str
    address: str
    organization: str | None
    language: str
    zone: str

    @classmethod
    def of(cls, row: Party) -> Self:
        organization = row.organization.name if row.organization else None
        plain = {name: getattr(row, name) for name in ("name", "address", "language", "zone")}
        return cls(id=row.public_id, organization=organization, **plain)


class PartyFilters(Paging):
    """Which parties."""

    address: Line = ""


class NewParty(Strict):
    """A party to be made."""

    name: Line
    address: Mail | None = None
    organization: Line = ""
    language: Line = ""
    zone: Line = ""


class ChangedParty(Strict):
    """What changes; what is left out stays."""

    name: Line | None = None
    address: Mail | None = None
    organization: Line | None = None
    language: Line | None = None
    zone: Line | None = None


@router.get("/parties", auth=READ, response=Page[PartyOut])
def parties_list(request: HttpRequest, filters: Query[PartyFilters]) -> Page[PartyOut]:
    """Parties, the newest first; `address` finds one."""
    rows = parties.everybody()
    if filters.address:
        rows = rows.filter(address=filters.address.lower())
    return by_id(rows, filters, PartyOut.of)


@router.get("/parties/{id:public_id}", auth=READ, response=PartyOut)
def show(request: HttpRequest, public_id: str) -> PartyOut:
    """One party."""
    return PartyOut.of(parties.get(public_id))


@router.post("/parties", auth=WRITE, response={201: PartyOut})
def make(request: HttpRequest, new: NewParty) -> Status[PartyOut]:
    """A new party."""
    values = {**new.model_dump(), "address": new.address or ""}
    return Status(201, PartyOut.of(verbs.make(**values, by=request.auth.reader, at=now())))


@router.post("/parties/{id:public_id}", auth=WRITE, response=PartyOut)
def change(request: HttpRequest, public_id: str, changed: ChangedParty) -> PartyOut:
    """Change a party; pings go to the new address from now on."""
    values = changed.model_dump(exclude_none=True)
    return PartyOut.of(verbs.change(parties.get(public_id), **values, by=request.auth.reader, at=now()))
