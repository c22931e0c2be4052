"""Chases: whom a ticket waits for, each ping and each answer; who keeps the desks waiting. For agents' programs."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, StrictBool

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, Id, Instant, Line, Strict, Text, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.followup.ping import ping_draft
from heard.record.access import Absent
from heard.record.access import agent as colleagues
from heard.record.access import chase as chases
from heard.record.access import party as parties
from heard.record.access import ticket as tickets
from heard.record.actions import chase as verbs
from heard.record.actions import tracker as trackers
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase, Ping

router = Router(tags=["chases"])


class ChaseOut(BaseModel):
    """Something a ticket waits for from somebody else. `party` is what agents call them; `contact`, `colleague` and
    `url` say who that is; `forwarded` is the message that was passed on to them. `ping_at`: when they are asked again;
    `days` 0: at the desk's pace."""

    id: str
    ticket: str
    party: str
    contact: Brief | None
    colleague: Brief | None
    url: str | None
    forwarded: str | None
    asked: str
    agent: Brief | None
    days: int
    alone: bool
    asked_at: datetime
    pinged_at: datetime
    pings: int
    ping_at: datetime
    heard_at: datetime | None
    answered_at: datetime | None
    answer: str

    @classmethod
    def of(cls, row: Chase) -> Self:
        plain = ("party", "asked", "days", "alone", "asked_at", "pinged_at", "pings", "ping_at", "heard_at")
        return cls(
            id=row.public_id,
            ticket=row.ticket.public_id,
            contact=Brief(id=row.contact.public_id, name=row.contact.name) if row.contact else None,
            colleague=agent_brief(row.colleague),
            url=row.entry.url if row.entry else None,
            forwarded=row.forwarded.public_id if row.forwarded else None,
            agent=agent_brief(row.agent),
            answered_at=row.answered_at,
            answer=row.answer,
            **{name: getattr(row, name) for name in plain},
        )


class PingOut(BaseModel):
    """One word on a chase. `counted_at` is null for what an unknown sender wrote."""

    id: str
    kind: Literal["ping", "answer"]
    said_at: datetime
    agent: Brief | None
    robot: str
    name: str
    address: str
    text: str
    letter: str | None
    counted_at: datetime | None

    @classmethod
    def of(cls, row: Ping) -> Self:
        plain = ("kind", "said_at", "robot", "name", "address", "text", "counted_at")
        return cls(
            id=row.public_id,
            agent=agent_brief(row.agent),
            letter=row.letter.public_id if row.letter else None,
            **{name: getattr(row, name) for name in plain},
        )


class DraftOut(BaseModel):
    """What would be sent to them now, and the figures in it."""

    text: str
    sends: bool
    people: int
    organizations: int
    reports: int
    since: datetime | None


class WaitOut(BaseModel):
    """How long one party lets the desks wait: working seconds from asking to the first answer, over a year."""

    party: str
    id: str | None
    open: int
    asked: int
    median_seconds: int | None
    longest_seconds: int | None


class ChaseFilters(Paging):
    """Which chases."""

    ticket: Id | None = None
    party: Id | None = None
    running: bool | None = None


@router.get("/chases", auth=READ, response=Page[ChaseOut])
def chases_list(request: HttpRequest, filters: Query[ChaseFilters]) -> Page[ChaseOut]:
    """Chases, the newest first."""
    rows = chases.visible_to(request.auth.reader)
    if filters.ticket:
        with as_field("ticket"):
            rows = rows.filter(ticket=tickets.get(request.auth.reader, filters.ticket))
    if filters.party:
        rows = rows.filter(contact__public_id=filters.party)
    if filters.running is not None:
        rows = rows.filter(answered_at__isnull=filters.running)
    return by_id(rows, filters, ChaseOut.of)


@router.get("/chases/waits", auth=READ, response=list[WaitOut])
def waits(request: HttpRequest) -> list[WaitOut]:
    """Who keeps us waiting, the longest first."""
    found = parties.waits(request.auth.reader, at=now())
    return [
        WaitOut(
            party=one.party,
            id=one.public_id or None,
            open=one.open,
            asked=one.asked,
            median_seconds=one.median,
            longest_seconds=one.longest,
        )
        for one in found
    ]


@router.get("/chases/{id:public_id}", auth=READ, response=ChaseOut)
def show(request: HttpRequest, public_id: str) -> ChaseOut:
    """One chase."""
    return ChaseOut.of(chases.by_id(request.auth.reader, public_id))


@router.get("/chases/{id:public_id}/words", auth=READ, response=list[PingOut])
def words(request: HttpRequest, public_id: str) -> list[PingOut]:
    """Each ping and each answer, the oldest first."""
    return [PingOut.of(row) for row in chases.words(chases.by_id(request.auth.reader, public_id))]


@router.get("/chases/{id:public_id}/draft", auth=READ, response=DraftOut)
def draft(request: HttpRequest, public_id: str) -> DraftOut:
    """The next ping as it is drafted now."""
    made = ping_draft(chases.by_id(request.auth.reader, public_id), now())
    figures = {name: getattr(made.figures, name) for name in ("people", "organizations", "reports", "since")}
    return DraftOut(text=made.text, sends=made.sends, **figures)


class NewChase(Strict):
    """Who is asked for what: `contact` (a party), `colleague` (an agent), `url` (an entry of a tracker), or a name."""

    asked: Text
    party: Line = ""
    contact: Id | None = None
    colleague: Id | None = None
    url: Line = ""
    days: int = Field(0, ge=0, le=verbs.LONGEST_PACE)
    alone: StrictBool = False
    sends: StrictBool = False


@router.post("/tickets/{id:public_id}/chases", auth=WRITE, response={201: ChaseOut})
def start(request: HttpRequest, public_id: str, new: NewChase) -> Status[ChaseOut]:
    """Somebody else is asked for something this ticket depends on; `sends` lets it leave now."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    with as_field("contact"):
        contact = parties.get(new.contact) if new.contact else None
    with as_field("colleague"):
        colleague = asked_colleague(new.colleague) if new.colleague else None
    made = verbs.start(
        ticket,
        asked=new.asked,
        party=new.party,
        contact=contact,
        colleague=colleague,
        entry=trackers.entry(new.url, at=at) if new.url else None,
        days=new.days,
        alone=new.alone,
        sends=new.sends,
        by=agent,
        at=at,
    )
    return Status(201, _shown(agent, made))


class NewPing(Strict):
    """What is sent to them; empty: they were asked in another way."""

    text: Text = ""


@router.post("/chases/{id:public_id}/ping", auth=WRITE, response=ChaseOut)
def ping(request: HttpRequest, public_id: str, new: NewPing) -> ChaseOut:
    """They are asked again, and the next time moves on. It keeps no promise."""
    reader = request.auth.reader
    found = chases.by_id(reader, public_id)
    verbs.ping(found, text=new.text, by=reader, at=now())
    return _shown(reader, found)


class Answer(Strict):
    """What they said; empty: what stands on the chase already."""

    text: Text = ""


@router.post("/chases/{id:public_id}/answer", auth=WRITE, response=ChaseOut)
def answer(request: HttpRequest, public_id: str, said: Answer) -> ChaseOut:
    """They answered: nothing is waited for any more."""
    reader = request.auth.reader
    found = chases.by_id(reader, public_id)
    verbs.answer(found, text=said.text, by=reader, at=now())
    return _shown(reader, found)


class Given(Strict):
    """Who sees to it from now on."""

    agent: Id


@router.post("/chases/{id:public_id}/give", auth=WRITE, response=ChaseOut)
def give(request: HttpRequest, public_id: str, to: Given) -> ChaseOut:
    """Somebody else of the desk sees to it."""
    agent = agent_of(request)
    found = chases.by_id(agent, public_id)
    with as_field("agent"):
        member = colleagues.member(found.ticket.desk, to.agent)
    verbs.give(found, agent=member, by=agent, at=now())
    return _shown(agent, found)


class Wait(Strict):
    """When they are asked again: later than now planned."""

    until: Instant


@router.post("/chases/{id:public_id}/wait", auth=WRITE, response=ChaseOut)
def wait(request: HttpRequest, public_id: str, given: Wait) -> ChaseOut:
    """They are away: the next ping waits until then."""
    agent = agent_of(request)
    found = chases.by_id(agent, public_id)
    verbs.wait(found, until=given.until, by=agent, at=now())
    return _shown(agent, found)


def asked_colleague(public_id: str) -> Agent:
    """The colleague of an id.

    Raises:
        Absent: there is none.
    """
    found = colleagues.everybody().filter(public_id=public_id).first()
    if found is None:
        raise Absent("agent")
    return found


def _shown(reader: object, row: Chase) -> ChaseOut:
    return ChaseOut.of(chases.by_id(reader, row.public_id))  # type: ignore[arg-type]
