"""Saved views: queries kept under a name, for an agent or for a desk."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, Id, Line, Strict, agent_brief, desk_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import view as views
from heard.record.actions import view as verbs
from heard.record.models.view import View

router = Router(tags=["views"])


class ViewOut(BaseModel):
    """A view. `desk` is with whom it is shared, or null: then only its agent sees it."""

    id: str
    name: str
    query: str
    agent: Brief | None
    desk: Brief | None
    made_at: datetime

    @classmethod
    def of(cls, row: View) -> Self:
        return cls(
            id=row.public_id,
            name=row.name,
            query=row.query,
            agent=agent_brief(row.agent),
            desk=desk_brief(row.desk) if row.desk else None,
            made_at=row.made_at,
        )


class NewView(Strict):
    """A view to be kept; without a desk only for oneself."""

    name: Line
    query: Line
    desk: Id | None = None


class ChangedView(Strict):
    """What changes; what is left out stays."""

    name: Line | None = None
    query: Line | None = None


@router.get("/views", auth=READ, response=Page[ViewOut])
def views_list(request: HttpRequest, paging: Query[Paging]) -> Page[ViewOut]:
    """One's own views and those of one's desks, the newest first."""
    return by_id(views.visible_to(request.auth.reader), paging, ViewOut.of)


@router.post("/views", auth=WRITE, response={201: ViewOut})
def save(request: HttpRequest, new: NewView) -> Status[ViewOut]:
    """Keep a query under a name."""
    agent, desk = agent_of(request), None
    if new.desk:
        with as_field("desk"):
            desk = desks.get(agent, new.desk)
    return Status(201, ViewOut.of(verbs.save(name=new.name, query=new.query, desk=desk, by=agent, at=now())))


@router.post("/views/{id:public_id}", auth=WRITE, response=ViewOut)
def change(request: HttpRequest, public_id: str, to: ChangedView) -> ViewOut:
    """Give it another name or query."""
    view = _changeable(request, public_id)
    name = view.name if to.name is None else to.name
    query = view.query if to.query is None else to.query
    verbs.change(view, name=name, query=query, by=agent_of(request), at=now())
    return ViewOut.of(view)


@router.post("/views/{id:public_id}/drop", auth=WRITE, response={204: None})
def drop(request: HttpRequest, public_id: str) -> Status[None]:
    """Keep it no longer."""
    verbs.drop(_changeable(request, public_id), by=agent_of(request), at=now())
    return Status(204, None)


def _changeable(request: HttpRequest, public_id: str) -> View:
    """Absent also for a robot, which has no views."""
    view = views.get(request.auth.reader, public_id)
    if not views.may_change(agent_of(request), view):
        raise Absent("view")
    return view
