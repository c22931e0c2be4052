"""Problems: list, make, join, say how far one is, and write to everybody behind it."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Brief, Id, Instant, Line, Strict, Text, agent_brief, desk_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.hours.languages import Language
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import problem as problems
from heard.record.access import ticket as tickets
from heard.record.actions import broadcast as broadcasts
from heard.record.actions import overload as overloads
from heard.record.actions import problem as verbs
from heard.record.models.broadcast import Broadcast
from heard.record.models.problem import Problem

router = Router(tags=["problems"])
State = Literal["looking", "known", "fixing", "fixed", "wont"]


class ProblemOut(BaseModel):
    """One fault behind many tickets. `people` are its voices, `reports` every telling; `public_since` is null while it
    stands on no public page."""

    id: str
    title: str
    desk: Brief
    state: State
    fixed_in: str
    state_at: datetime
    state_by: Brief | None
    public_since: datetime | None
    people: int
    organizations: int
    reports: int

    @classmethod
    def of(cls, row: Problem) -> Self:
        counts = row.counts
        return cls(
            id=row.public_id,
            title=row.title,
            desk=desk_brief(row.desk),
            state=row.state,  # type: ignore[arg-type]
            fixed_in=row.fixed_in,
            state_at=row.state_at,
            state_by=agent_brief(row.state_by),
            public_since=row.published_at,
            people=counts.people,
            organizations=counts.organizations,
            reports=counts.reports,
        )


class ProblemFilters(Paging):
    """Which problems."""

    desk: Id | None = None
    state: State | None = None


@router.get("/problems", auth=READ, response=Page[ProblemOut])
def problems_list(request: HttpRequest, filters: Query[ProblemFilters]) -> Page[ProblemOut]:
    """Problems, the newest first."""
    reader = request.auth.reader
    rows = problems.visible_to(reader).select_related("state_by")
    if filters.desk:
        with as_field("desk"):
            rows = rows.filter(desk=desks.get(reader, filters.desk))
    if filters.state:
        rows = rows.filter(state=filters.state)
    return by_id(rows, filters, ProblemOut.of)


@router.get("/problems/{id:public_id}", auth=READ, response=ProblemOut)
def problem(request: HttpRequest, public_id: str) -> ProblemOut:
    """One of them."""
    return ProblemOut.of(problems.get(request.auth.reader, public_id))


class Make(Strict):
    """What goes wrong, and the ticket that tells of it."""

    title: Line
    ticket: Id


@router.post("/problems", auth=WRITE, response={201: ProblemOut})
def make(request: HttpRequest, fault: Make) -> Status[ProblemOut]:
    """Make a problem of a ticket, which is its first report."""
    agent = agent_of(request)
    with as_field("ticket"):
        ticket = tickets.get(agent, fault.ticket)
    return Status(201, ProblemOut.of(verbs.make(ticket, title=fault.title, by=agent, at=now())))


class Gather(Strict):
    """What all of them read."""

    title: Line


@router.post("/desks/{id:public_id}/overload", auth=WRITE, response=ProblemOut)
def gather(request: HttpRequest, public_id: str, overload: Gather) -> ProblemOut:
    """While a desk is overloaded: make a problem of all who wait for their first word, so that all can be told; again,
    whoever came since stands behind it, too."""
    agent = agent_of(request)
    desk = desks.get(agent, public_id)
    return ProblemOut.of(overloads.gather(desk, title=overload.title, by=agent, at=now()))


class Ticket(Strict):
    """One more ticket."""

    ticket: Id


@router.post("/problems/{id:public_id}/tickets", auth=WRITE, response=ProblemOut)
def join(request: HttpRequest, public_id: str, report: Ticket) -> ProblemOut:
    """Count a ticket as a report: its requester is a voice from now on. It changes no promise."""
    agent = agent_of(request)
    found = problems.get(agent, public_id)
    with as_field("ticket"):
        ticket = tickets.get(agent, report.ticket)
    verbs.join(ticket, problem=found, by=agent, at=now())
    return ProblemOut.of(found)


@router.post("/problems/{id:public_id}/tickets/{id:ticket}/again", auth=WRITE, response=ProblemOut)
def again(request: HttpRequest, public_id: str, ticket: str) -> ProblemOut:
    """It happened again: one more report of the same voice."""
    agent = agent_of(request)
    found = problems.get(agent, public_id)
    verbs.again(_behind(agent, found, ticket), by=agent, at=now())
    return ProblemOut.of(found)


@router.post("/problems/{id:public_id}/tickets/{id:ticket}/leave", auth=WRITE, response=ProblemOut)
def leave(request: HttpRequest, public_id: str, ticket: str) -> ProblemOut:
    """It is another fault: its reports count no longer."""
    agent = agent_of(request)
    found = problems.get(agent, public_id)
    verbs.leave(_behind(agent, found, ticket), by=agent, at=now())
    return ProblemOut.of(found)


def _behind(agent: object, found: Problem, public_id: str):  # type: ignore[no-untyped-def]
    ticket = tickets.get(agent, public_id)  # type: ignore[arg-type]
    if ticket.problem_id != found.pk:
        raise Absent("ticket")
    return ticket


class Far(Strict):
    """How far it is; `fixed_in` is a version or a day."""

    state: State
    fixed_in: Line = ""


@router.post("/problems/{id:public_id}/state", auth=WRITE, response=ProblemOut)
def set_state(request: HttpRequest, public_id: str, far: Far) -> ProblemOut:
    """Say how far it is. Nobody is written to by this."""
    agent = agent_of(request)
    found = problems.get(agent, public_id)
    return ProblemOut.of(verbs.set_state(found, state=far.state, fixed_in=far.fixed_in, by=agent, at=now()))


class BroadcastOut(BaseModel):
    """A word to everybody: `tickets` it goes to, `waiting` of them still to be told, `told` by what became of each."""

    id: str
    problem: str
    agent: Brief | None
    pressed_at: datetime
    due_at: datetime
    tickets: int
    waiting: int
    outcomes: dict[str, int]
    stopped_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, row: Broadcast) -> Self:
        outcomes = problems.outcomes(row)
        return cls(
            id=row.public_id,
            problem=row.problem.public_id,
            agent=agent_brief(row.agent),
            pressed_at=row.pressed_at,
            due_at=row.due_at,
            tickets=row.tickets,
            waiting=outcomes.pop("", 0),
            outcomes=outcomes,
            stopped_at=row.stopped_at,
            finished_at=row.finished_at,
        )


class Say(Strict):
    """What everybody is told, by language, and by when they hear again. `resolves` where nothing is owed, once the
    problem is fixed or will not be."""

    texts: dict[Language, Text]
    due_at: Instant
    resolves: bool = False


@router.post("/problems/{id:public_id}/broadcast", auth=WRITE, response={201: BroadcastOut})
def say(request: HttpRequest, public_id: str, word: Say) -> Status[BroadcastOut]:
    """Write to everybody behind it: each in their own thread; every time is kept, no question settled."""
    agent, at = agent_of(request), now()
    found = problems.get(agent, public_id)
    texts = {str(language): text for language, text in word.texts.items()}
    sent = broadcasts.press(found, texts=texts, due_at=word.due_at, solves=word.resolves, by=agent, at=at)
    return Status(201, BroadcastOut.of(sent))


@router.get("/problems/{id:public_id}/broadcasts", auth=READ, response=list[BroadcastOut])
def said(request: HttpRequest, public_id: str) -> list[BroadcastOut]:
    """What was said to everybody, the newest first, and how far it is."""
    return [BroadcastOut.of(one) for one in problems.broadcasts(problems.get(request.auth.reader, public_id))]
