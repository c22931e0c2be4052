"""Intake: every arrival with its state and reason, its raw bytes, and another try."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.errors import Unable, as_field
from heard.api.files import download
from heard.api.pages import Page, Paging, by_id
from heard.api.said import TicketOut, whole
from heard.api.schemas import Id, Strict
from heard.api.token import ADMIN, READ, WRITE, agent_of
from heard.channels.mail.rescue import reread
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import intake as arrivals
from heard.record.actions import intake as verbs
from heard.record.models.intake import Intake

router = Router(tags=["intake"])

STATES = Literal["received", "ticket", "reply", "filed", "quarantined"]
PLAIN = ("door", "size", "envelope_from", "envelope_to", "received_at", "state", "reason", "machine")
PLAIN += ("from_address", "subject", "header_id", "settled_at", "attempts")


class IntakeOut(BaseModel):
    """One arrival. `reason` says why it was filed or quarantined; `machine` what kind of machine sent it."""

    id: str
    door: str
    size: int
    envelope_from: str
    envelope_to: list[str]
    received_at: datetime
    state: STATES
    reason: str
    machine: str
    from_address: str
    subject: str
    header_id: str
    settled_at: datetime | None
    attempts: int
    desk: str | None
    ticket: str | None
    message: str | None

    @classmethod
    def of(cls, row: Intake) -> Self:
        linked = ("desk", "ticket", "message")
        ids = {name: getattr(found, "public_id", None) for name in linked for found in [getattr(row, name)]}
        return cls(id=row.public_id, **ids, **{name: getattr(row, name) for name in PLAIN})


class IntakeFilters(Paging):
    """Which arrivals."""

    state: STATES | None = None
    desk: Id | None = None


@router.get("/intake", auth=READ, response=Page[IntakeOut])
def intake_list(request: HttpRequest, filters: Query[IntakeFilters]) -> Page[IntakeOut]:
    """Arrivals at any door, the newest first."""
    rows = arrivals.visible_to(request.auth.reader)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.desk:
        with as_field("desk"):
            rows = rows.filter(desk=desks.get(request.auth.reader, filters.desk))
    return by_id(rows, filters, IntakeOut.of)


@router.get("/intake/{id:public_id}", auth=READ, response=IntakeOut)
def show(request: HttpRequest, public_id: str) -> IntakeOut:
    """One arrival."""
    return IntakeOut.of(arrivals.get(request.auth.reader, public_id))


@router.get("/intake/{id:public_id}/raw", auth=READ, response={200: None})
def raw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The bytes as they came, unchanged."""
    found = arrivals.get(request.auth.reader, public_id)
    return download(found.digest, name=f"{found.public_id}.eml", content_type="message/rfc822")


@router.post("/intake/{id:public_id}/replay", auth=ADMIN, response={202: IntakeOut})
def replay(request: HttpRequest, public_id: str) -> Status[IntakeOut]:
    """Have what was filed or quarantined read again by the mail door, within seconds."""
    reader = request.auth.reader
    verbs.replay(arrivals.get(reader, public_id), by=reader, at=now())
    return Status(202, IntakeOut.of(arrivals.get(reader, public_id)))


class IntoTicket(Strict):
    """Which desk has the ticket; left out, the one that the mail was filed at."""

    desk: Id | None = None


@router.post("/intake/{id:public_id}/ticket", auth=WRITE, response={201: TicketOut})
def make_ticket(request: HttpRequest, public_id: str, into: IntoTicket | None = None) -> Status[TicketOut]:
    """What was filed or quarantined is a request after all, a person finds: make it a ticket."""
    agent, at = agent_of(request), now()
    found = arrivals.get(agent, public_id)
    desk = found.desk
    if into and into.desk:
        with as_field("desk"):
            desk = desks.get(agent, into.desk)
    if desk is None:
        raise Unable(422, "desk", "No desk has it: say which one.", "desk")
    try:
        read = reread(found)
    except FileNotFoundError as gone:
        raise Absent("file") from gone
    made = verbs.make_ticket(found, read, desk=desk, by=agent, at=at)
    return Status(201, whole(agent, made.public_id, at))
