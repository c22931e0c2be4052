"""Desks: the pipes for requests, with who answers there."""

from typing import Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel

from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief
from heard.api.token import READ
from heard.record.access import desk as desks
from heard.record.models.desk import Desk

router = Router(tags=["desks"])


class DeskOut(BaseModel):
    """A desk. `members` answer on it; automatic mail of `senders` is a request there ("@host": all of a host)."""

    id: str
    name: str
    slug: str
    zone: str
    language: str
    phone: str
    addresses: list[str]
    senders: list[str]
    members: list[Brief]
    sample: bool

    @classmethod
    def of(cls, desk: Desk) -> Self:
        agents = [row.agent for row in desk.memberships.all() if row.agent.is_active]
        return cls(
            id=desk.public_id,
            addresses=[row.address for row in desk.addresses.all()],
            senders=[row.address for row in desk.senders.all()],
            members=[
                Brief(id=a.public_id, name=a.name) for a in sorted(agents, key=lambda a: (a.name, a.pk))
            ],
            **{name: getattr(desk, name) for name in ("name", "slug", "zone", "language", "phone", "sample")},
        )


@router.get("/desks", auth=READ, response=Page[DeskOut])
def desks_list(request: HttpRequest, paging: Query[Paging]) -> Page[DeskOut]:
    """The desks this token sees, the oldest first."""
    rows = desks.visible_to(request.auth.reader).prefetch_related(
        "addresses", "senders", "memberships__agent"
    )
    return by_id(rows, paging, DeskOut.of, newest=False)


@router.get("/desks/{id:public_id}", auth=READ, response=DeskOut)
def show(request: HttpRequest, public_id: str) -> DeskOut:
    """One desk."""
    return DeskOut.of(desks.get(request.auth.reader, public_id))
