"""Approvals: exceptions that were asked for, who decides, how far it is. A program can ask, and never decide."""

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
from heard.followup.ping import ask_again
from heard.record.access import approval as access
from heard.record.access import ticket as tickets
from heard.record.access.ticket import Reader
from heard.record.actions import approval as verbs
from heard.record.actions import chase as chasing
from heard.record.models.approval import Approval, Approver

router = Router(tags=["approvals"])


class ApproverOut(BaseModel):
    """One who is asked. `agent` is null for somebody outside; `chase` is null until it is their turn."""

    id: str
    step: int
    name: str
    address: str
    agent: Brief | None
    answer_by: datetime
    days: int
    chase: str | None
    decision: Literal["", "agreed", "declined", "handed"]
    decided_at: datetime | None
    reason: str
    in_place_of: str | None

    @classmethod
    def of(cls, row: Approver) -> Self:
        plain = ("step", "name", "address", "answer_by", "days", "decision", "decided_at", "reason")
        return cls(
            id=row.public_id,
            agent=agent_brief(row.agent),
            chase=row.chase.public_id if row.chase else None,
            in_place_of=row.handed_from.public_id if row.handed_from else None,
            **{name: getattr(row, name) for name in plain},
        )


class ApprovalOut(BaseModel):
    """An exception that was asked for. `outcome` is "" while it is open; `step` says whose turn it is, `decide_by` by
    when, and at `ends_at` (null: never) it ends without a decision."""

    id: str
    ticket: str
    agent: Brief | None
    asked: str
    policy: str
    why: str
    for_whom: str
    excerpt: str
    told_as: str
    asked_at: datetime
    step: int
    decide_by: datetime
    ends_at: datetime | None
    outcome: Literal["", "approved", "declined", "expired", "withdrawn"]
    ended_at: datetime | None
    approvers: list[ApproverOut]

    @classmethod
    def of(cls, row: Approval) -> Self:
        plain = ("asked", "policy", "why", "for_whom", "excerpt", "told_as", "asked_at", "step", "decide_by")
        return cls(
            id=row.public_id,
            ticket=row.ticket.public_id,
            agent=agent_brief(row.agent),
            ends_at=row.ends_at,
            outcome=row.outcome,
            ended_at=row.ended_at,
            approvers=[ApproverOut.of(one) for one in row.approvers.all()],
            **{name: getattr(row, name) for name in plain},
        )


class ApprovalFilters(Paging):
    """Which approvals."""

    ticket: Id | None = None
    running: bool | None = None


@router.get("/approvals", auth=READ, response=Page[ApprovalOut])
def approvals_list(request: HttpRequest, filters: Query[ApprovalFilters]) -> Page[ApprovalOut]:
    """Approvals, the newest first."""
    rows = access.visible_to(request.auth.reader)
    if filters.ticket:
        with as_field("ticket"):
            rows = rows.filter(ticket=tickets.get(request.auth.reader, filters.ticket))
    if filters.running is not None:
        rows = rows.filter(outcome="") if filters.running else rows.exclude(outcome="")
    return by_id(rows, filters, ApprovalOut.of)


@router.get("/approvals/{id:public_id}", auth=READ, response=ApprovalOut)
def show(request: HttpRequest, public_id: str) -> ApprovalOut:
    """One approval."""
    return _shown(request.auth.reader, public_id)


class Who(Strict):
    """Somebody who is asked: an agent is known by their mail address."""

    address: Line
    name: Line = ""


class NewStep(Strict):
    """Who must agree together, by when, and how often they are asked again in business days (0: the desk's pace)."""

    who: list[Who] = Field(min_length=1, max_length=verbs.STEP_MOST)
    answer_by: Instant
    days: int = Field(0, ge=0, le=chasing.LONGEST_PACE)


class NewApproval(Strict):
    """What is asked and why. `told_as`: who decides, as the requester reads it; `excerpt`: all that those who are asked
    read of the conversation."""

    asked: Line
    policy: Line
    why: Text
    told_as: Line
    steps: list[NewStep] = Field(min_length=1, max_length=verbs.STEPS_MOST)
    for_whom: Line = ""
    excerpt: Text = ""
    ends_at: Instant | None = None
    alone: StrictBool = False


@router.post("/tickets/{id:public_id}/approvals", auth=WRITE, response={201: ApprovalOut})
def ask(request: HttpRequest, public_id: str, new: NewApproval) -> Status[ApprovalOut]:
    """Ask for an exception: those of the first step are written to now. The requester is told by a word of an agent."""
    agent = agent_of(request)
    steps = [
        verbs.Step([verbs.Named(one.name, one.address) for one in step.who], step.answer_by, step.days)
        for step in new.steps
    ]
    said = new.model_dump(exclude={"steps"})
    made = verbs.ask(tickets.get(agent, public_id), **said, steps=steps, by=agent, at=now())
    return Status(201, _shown(agent, made.public_id))


@router.post("/approvals/{id:public_id}/remind", auth=WRITE, response=ApprovalOut)
def remind(request: HttpRequest, public_id: str) -> ApprovalOut:
    """Everybody whose decision is open is asked again now, with the drafted words."""
    reader = request.auth.reader
    ask_again(access.get(reader, public_id), by=reader, at=now())
    return _shown(reader, public_id)


@router.post("/approvals/{id:public_id}/withdraw", auth=WRITE, response=ApprovalOut)
def withdraw(request: HttpRequest, public_id: str) -> ApprovalOut:
    """It is not asked any more."""
    agent = agent_of(request)
    verbs.withdraw(access.get(agent, public_id), by=agent, at=now())
    return _shown(agent, public_id)


def _shown(reader: Reader, public_id: str) -> ApprovalOut:
    return ApprovalOut.of(access.get(reader, public_id))
