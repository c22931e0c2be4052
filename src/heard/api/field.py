"""Fields: what a desk wants to know of each of its tickets, and what a ticket says there."""

from typing import Annotated, Literal, Self

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel, Field, StrictBool, StringConstraints

from heard.api.schemas import Line, Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import desk as desks
from heard.record.access import field as access
from heard.record.access import ticket as tickets
from heard.record.actions import field as verbs
from heard.record.models.field import LONGEST, DeskField
from heard.record.models.ticket import Ticket

router = Router(tags=["fields"])
Kind = Literal["text", "number", "date", "choice", "yes_no"]
Name = Annotated[str, StringConstraints(max_length=40)]
Value = Annotated[str, StringConstraints(max_length=LONGEST)]


class FieldOut(BaseModel):
    """A field of a desk. `name` is what queries call it, `label` what people read, `names` the label in other
    languages. `required`: nothing is solved without it. `shown`: requesters are asked for it. `count`: on how many
    tickets it is filled in."""

    id: str
    name: str
    kind: Kind
    label: str
    names: dict[str, str]
    choices: list[str]
    required: bool
    shown: bool
    place: int
    dropped: bool
    count: int

    @classmethod
    def of(cls, row: DeskField) -> Self:
        plain = ("name", "kind", "label", "names", "choices", "required", "shown", "place", "count")
        values = {name: getattr(row, name) for name in plain}
        return cls(id=row.public_id, dropped=row.dropped_at is not None, **values)


class FieldIn(Strict):
    """How a field is called, ordered and asked for."""

    label: Line
    names: dict[Name, Line] = {}
    choices: list[Line] = Field([], max_length=verbs.CHOICES_MOST)
    required: StrictBool = False
    shown: StrictBool = False
    place: int = Field(0, ge=0, le=999)


class NewField(FieldIn):
    """A new field; its name and kind stay."""

    name: Line
    kind: Kind


class Said(BaseModel):
    """What a ticket says in one field; "" for nothing."""

    name: str
    label: str
    kind: Kind
    value: str


class Values(Strict):
    """Values by the names of their fields; "" empties one, what is not named stays."""

    values: dict[Name, Value]


@router.get("/desks/{id:public_id}/fields", auth=READ, response=list[FieldOut])
def listed(request: HttpRequest, public_id: str) -> list[FieldOut]:
    """All fields of a desk, dropped ones last."""
    return [FieldOut.of(row) for row in access.of_desk(desks.get(request.auth.reader, public_id))]


@router.post("/desks/{id:public_id}/fields", auth=WRITE, response={201: FieldOut})
def make(request: HttpRequest, public_id: str, new: NewField) -> Status[FieldOut]:
    """Ask for something more, for a lead of the desk."""
    agent = agent_of(request)
    desk = desks.get_led(agent, public_id)
    made = verbs.make(desk, **new.model_dump(), by=agent, at=now())
    return Status(201, FieldOut.of(access.get(desk, made.public_id)))


@router.post("/desks/{id:public_id}/fields/{id:field}", auth=WRITE, response=FieldOut)
def change(request: HttpRequest, public_id: str, field: str, changed: FieldIn) -> FieldOut:
    """Call, order or ask for it otherwise, for a lead of the desk; what is not given is empty."""
    agent = agent_of(request)
    desk = desks.get_led(agent, public_id)
    verbs.change(access.get(desk, field), **changed.model_dump(), by=agent, at=now())
    return FieldOut.of(access.get(desk, field))


@router.post("/desks/{id:public_id}/fields/{id:field}/drop", auth=WRITE, response=FieldOut)
def drop(request: HttpRequest, public_id: str, field: str) -> FieldOut:
    """Ask for it no longer, for a lead of the desk; its values are kept, and nobody sees them."""
    agent = agent_of(request)
    desk = desks.get_led(agent, public_id)
    verbs.drop(access.get(desk, field), by=agent, at=now())
    return FieldOut.of(access.get(desk, field))


@router.post("/desks/{id:public_id}/fields/{id:field}/take-up", auth=WRITE, response=FieldOut)
def take_up(request: HttpRequest, public_id: str, field: str) -> FieldOut:
    """Ask for a dropped field again, with the values that it had."""
    agent = agent_of(request)
    desk = desks.get_led(agent, public_id)
    verbs.take_up(access.get(desk, field), by=agent, at=now())
    return FieldOut.of(access.get(desk, field))


@router.post("/desks/{id:public_id}/fields/{id:field}/delete", auth=WRITE, response={204: None})
def delete(request: HttpRequest, public_id: str, field: str) -> Status[None]:
    """Take a dropped field away for good, with every value."""
    agent = agent_of(request)
    verbs.delete(access.get(desks.get_led(agent, public_id), field), by=agent, at=now())
    return Status(204, None)


@router.get("/tickets/{id:public_id}/fields", auth=READ, response=list[Said])
def said(request: HttpRequest, public_id: str) -> list[Said]:
    """The fields that the desk of a ticket asks for, and what it says there."""
    return _said(tickets.get(request.auth.reader, public_id))


@router.post("/tickets/{id:public_id}/fields", auth=WRITE, response=list[Said])
def put(request: HttpRequest, public_id: str, given: Values) -> list[Said]:
    """Fill in some fields of a ticket."""
    reader = request.auth.reader
    verbs.put(tickets.get(reader, public_id), values=given.values, by=reader, at=now())
    return _said(tickets.get(reader, public_id))


def _said(ticket: Ticket) -> list[Said]:
    return [
        Said(name=field.name, label=field.label, kind=field.kind, value=value)
        for field, value in access.said(ticket)
    ]
