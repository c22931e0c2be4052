"""Tickets: list, show, create, assign, impact, resolve."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from heard.api.errors import Unable, as_field
from heard.api.pages import Page, Paging, place_in_time, read, write
from heard.api.said import Said, TicketLine, TicketOut, line, lines, said, whole
from heard.api.schemas import Id, Line, Mail, Strict, Text
from heard.api.token import READ, WRITE, agent_of
from heard.api.upload import attached
from heard.clock import now
from heard.query import Unreadable
from heard.record.access import desk as desks
from heard.record.access import search as searching
from heard.record.access import ticket as tickets
from heard.record.access.query import understood
from heard.record.access.ticket import Order, Reader
from heard.record.actions import promise, requester
from heard.record.actions import ticket as verbs
from heard.record.actions.message import Word
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket

router = Router(tags=["tickets"])

STATES = {"open": "resolved_at IS NULL", "resolved": "resolved_at IS NOT NULL", None: "TRUE"}


class Filters(Paging):
    """Which tickets: every filter given must hold. With words in `q` the best found come first, else the newest; what
    can only be open by when a word is owed."""

    state: Literal["open", "resolved"] | None = None
    desk: Id | None = None
    owner: Id | None = None
    requester: Id | None = None
    q: str = Field("", max_length=500, description="a query as typed on the desk: words and field:value")


@router.get("/tickets", auth=READ, response=Page[TicketLine])
def tickets_list(request: HttpRequest, filters: Query[Filters]) -> Page[TicketLine]:
    """Tickets of the desks this token sees."""
    reader, at = request.auth.reader, now()
    if filters.q.strip():
        ids, following = _found(reader, filters, at)
        return Page(items=lines(ids, at), next=following)
    ids = _newest(reader, filters)
    return Page(items=lines(ids[: filters.limit], at), next=_next(ids, filters))


def _newest(reader: Reader, filters: Filters) -> list[int]:
    """Ids of a page and one more, the newest first."""
    after = place_in_time(filters.cursor)
    if filters.owner is None and filters.requester is None:
        order = Order("desk_id", STATES[filters.state], "received_at", newest=True)
        return tickets.page_of(order, _desks(reader, filters), after=after, limit=filters.limit + 1)
    rows = _filtered(reader, filters)
    if after:
        rows = rows.filter(Q(received_at__lt=after[0]) | Q(received_at=after[0], id__lt=after[1]))
    return list(rows.order_by("-received_at", "-id").values_list("id", flat=True)[: filters.limit + 1])


def _found(reader: Reader, filters: Filters, at: datetime) -> tuple[list[int], str | None]:
    """Ids of a page and the cursor of the next. Notes are not searched: the API never tells what stands in one."""
    (start,) = read(filters.cursor, int) if filters.cursor else (0,)
    try:
        query = understood(reader, filters.q, at=at, notes=False)
    except Unreadable as trouble:
        word = f"{trouble.word}: " if trouble.word else ""
        raise Unable(422, "query", word + trouble.says, "q") from None
    among = Q(pk__in=_filtered(reader, filters).values("pk"))
    found = searching.find(reader, query, at=at, skip=start, limit=filters.limit, notes=False, among=among)
    return found.ids, write([start + filters.limit]) if found.more else None


def _filtered(reader: Reader, filters: Filters) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(desk_id__in=_desks(reader, filters))
    if filters.state:
        rows = rows.filter(resolved_at__isnull=filters.state == "open")
    if filters.owner:
        rows = rows.filter(owner__public_id=filters.owner)
    if filters.requester:
        rows = rows.filter(requester__public_id=filters.requester)
    return rows


def _desks(reader: Reader, filters: Filters) -> list[int]:
    if filters.desk is None:
        return tickets.desks_of(reader)
    with as_field("desk"):
        return [desks.get(reader, filters.desk).pk]


def _next(ids: list[int], filters: Filters) -> str | None:
    if len(ids) <= filters.limit:
        return None
    last = Ticket.objects.only("received_at").get(pk=ids[filters.limit - 1])
    return write([last.received_at.isoformat(), last.pk])


@router.get("/tickets/{id:public_id}", auth=READ, response=TicketOut)
def show(request: HttpRequest, public_id: str) -> TicketOut:
    """One ticket: conversation, promise, restatements and steps. Looking at it through the API opens nothing."""
    return whole(request.auth.reader, public_id, now())


class Person(Strict):
    """Who asks. An address known to us is the person it belongs to."""

    address: Mail
    name: Line = ""


class NewTicket(Strict):
    """A request on somebody's behalf. The desk may be left out where the token sees only one. `files` were sent ahead
    to `/files`."""

    desk: Id | None = None
    requester: Person
    subject: Line = ""
    text: Text
    files: list[Id] = []


@router.post("/tickets", auth=WRITE, response={201: TicketOut})
def create(request: HttpRequest, new: NewTicket) -> Status[TicketOut]:
    """Make a ticket: the desk promises its first word at once, and the requester gets a receipt."""
    reader, at = request.auth.reader, now()
    desk = desk_of(reader, new.desk)
    if not new.text.strip():
        raise Unable(422, "no_text", "Say what it is about.", "text")
    arrival = Arrival(
        door="api",
        from_address=new.requester.address,
        from_name=new.requester.name,
        subject=new.subject,
        text=new.text,
    )
    with transaction.atomic():
        arrival = replace(arrival, attachments=attached(request.auth.token, new.files))
        person, known = requester.meet(
            new.requester.address, name=new.requester.name, at=at, sample=desk.sample
        )
        made = verbs.receive(arrival, desk=desk, requester=person, at=at, sample=desk.sample)
    return Status(201, whole(reader, made.public_id, at))


def desk_of(reader: Reader, public_id: str | None) -> Desk:
    """The desk that was named, or the only one there is."""
    if public_id:
        with as_field("desk"):
            return desks.get(reader, public_id)
    seen = list(desks.visible_to(reader)[:2])
    if len(seen) != 1:
        raise Unable(422, "desk", "Say which desk: this token sees none, or several.", "desk")
    return seen[0]


class Assign(Strict):
    """Who has it next: an agent of the desk, or nobody (null)."""

    owner: Id | None


@router.post("/tickets/{id:public_id}/assign", auth=WRITE, response=TicketLine)
def assign(request: HttpRequest, public_id: str, to: Assign) -> TicketLine:
    """Set the owner. The promise stays whose it is."""
    reader, at = request.auth.reader, now()
    ticket = tickets.get(reader, public_id)
    owner = Agent.objects.filter(public_id=to.owner, memberships__desk=ticket.desk).first()
    if to.owner and owner is None:
        raise Unable(422, "no_member", "No such person answers on this desk.", "owner")
    verbs.give(ticket, owner=owner, by=reader, at=at)
    return line(reader, public_id, at)


class Impact(Strict):
    """How much of the requester's work has stopped, as agreed."""

    impact: Literal["normal", "degraded", "blocked"]


@router.post("/tickets/{id:public_id}/impact", auth=WRITE, response=TicketLine)
def impact(request: HttpRequest, public_id: str, to: Impact) -> TicketLine:
    """Set the agreed impact. Later times are promised by it; told ones stay."""
    reader, at = request.auth.reader, now()
    agreed = "" if to.impact == "normal" else to.impact
    verbs.set_impact(tickets.get(reader, public_id), impact=agreed, by=reader, at=at)
    return line(reader, public_id, at)


class Resolve(Strict):
    """Solved needs a text, which is sent; spam and withdrawn resolve without a word."""

    text: Text = ""
    resolution: Literal["solved", "spam", "withdrawn"] = "solved"


@router.post("/tickets/{id:public_id}/resolve", auth=WRITE, response=Said)
def resolve(request: HttpRequest, public_id: str, how: Resolve) -> Said:
    """Resolve: only a person does. The requester may say "not yet", and it is open again."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    if how.resolution == "solved":
        return said(agent, promise.say(ticket, Word(text=how.text, way="solves"), by=agent, at=at), at)
    if how.text:
        raise Unable(422, "text", "Without a word: leave the text out, or resolve as solved.", "text")
    verbs.release(ticket, resolution=how.resolution, by=agent, at=at)
    return Said(message=None, ticket=line(agent, public_id, at))
