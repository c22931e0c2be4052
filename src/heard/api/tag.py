"""Tags: the words of a desk, and those that a ticket bears."""

from typing import Self

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.said import TicketLine, line
from heard.api.schemas import Line, Strict
from heard.api.token import READ, WRITE
from heard.clock import now
from heard.record.access import desk as desks
from heard.record.access import tag as tags
from heard.record.access import ticket as tickets
from heard.record.actions import tag as verbs
from heard.record.models.tag import Tag

router = Router(tags=["tags"])


class TagOut(BaseModel):
    """A tag of a desk, and how many of its tickets bear it."""

    id: str
    name: str
    count: int

    @classmethod
    def of(cls, row: Tag) -> Self:
        return cls(id=row.public_id, name=row.name, count=row.count)


class TagIn(Strict):
    """A tag by its name; one that a lead merged into another means that one."""

    tag: Line


@router.get("/desks/{id:public_id}/tags", auth=READ, response=list[TagOut])
def listed(request: HttpRequest, public_id: str) -> list[TagOut]:
    """The tags that tickets of a desk bear, the most used first."""
    return [TagOut.of(row) for row in tags.used_on(desks.get(request.auth.reader, public_id))]


@router.post("/tickets/{id:public_id}/tags", auth=WRITE, response=TicketLine)
def add(request: HttpRequest, public_id: str, new: TagIn) -> TicketLine:
    """Put a tag on a ticket; a new word becomes a tag of its desk."""
    reader, at = request.auth.reader, now()
    verbs.add(tickets.get(reader, public_id), name=new.tag, by=reader, at=at)
    return line(reader, public_id, at)


@router.post("/tickets/{id:public_id}/tags/drop", auth=WRITE, response=TicketLine)
def drop(request: HttpRequest, public_id: str, old: TagIn) -> TicketLine:
    """Take a tag off a ticket."""
    reader, at = request.auth.reader, now()
    verbs.drop(tickets.get(reader, public_id), name=old.tag, by=reader, at=at)
    return line(reader, public_id, at)
