"""The rota of a desk: its week, and single turns that win over it. A desk's leads change it."""

from datetime import datetime
from typing import Annotated, Self

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel, Field

from heard.api.errors import as_field
from heard.api.schemas import Brief, Id, Instant, Strict, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import watch as watches
from heard.record.actions import rota as verbs
from heard.record.models.desk import Desk
from heard.record.models.rota import Turn

router = Router(tags=["watch"])
DAYS, MINUTES = 7, 24 * 60
MOST = 48
"""Stretches of one day."""


class StretchOut(BaseModel):
    """Who has the watch from and until which minute of the desk's local day."""

    agent: Brief
    starts: int
    ends: int


class TurnMade(BaseModel):
    """A single turn that a person made: it wins over the week. `agent` null: nobody has the watch."""

    id: int
    agent: Brief | None
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, row: Turn) -> Self:
        return cls(id=row.pk, agent=agent_brief(row.agent), starts_at=row.starts_at, ends_at=row.ends_at)


class RotaOut(BaseModel):
    """The week of a desk, Monday first, and the single turns that are not over."""

    desk: str
    week: list[list[StretchOut]]
    turns: list[TurnMade]

    @classmethod
    def of(cls, desk: Desk, at: datetime) -> Self:
        week: list[list[StretchOut]] = [[] for _ in range(DAYS)]
        for shift in desk.shifts.select_related("agent"):
            agent = Brief(id=shift.agent.public_id, name=shift.agent.name)
            week[shift.weekday].append(StretchOut(agent=agent, starts=shift.starts, ends=shift.ends))
        turns = [TurnMade.of(row) for row in watches.exceptions(desk, at=at)]
        return cls(desk=desk.public_id, week=week, turns=turns)


@router.get("/desks/{id:public_id}/rota", auth=READ, response=RotaOut)
def show(request: HttpRequest, public_id: str) -> RotaOut:
    """Who should have the watch in every week, and what wins over it."""
    return RotaOut.of(desks.get(request.auth.reader, public_id), now())


class Stretch(Strict):
    """Somebody of the desk, from and until a minute of its local day (0 to 1440)."""

    agent: Id
    starts: int = Field(ge=0, le=MINUTES)
    ends: int = Field(ge=0, le=MINUTES)


class Week(Strict):
    """Seven days, Monday first; an empty day is nobody's."""

    week: list[Annotated[list[Stretch], Field(max_length=MOST)]] = Field(min_length=DAYS, max_length=DAYS)


@router.post("/desks/{id:public_id}/rota/week", auth=WRITE, response=RotaOut)
def set_week(request: HttpRequest, public_id: str, given: Week) -> RotaOut:
    """Set the week, for a lead of the desk."""
    agent, at = agent_of(request), now()
    desk = desks.get_led(agent, public_id)
    with as_field("week"):
        week = [
            [(colleagues.member(desk, each.agent), each.starts, each.ends) for each in day]
            for day in given.week
        ]
    verbs.set_week(desk, week=week, by=agent, at=at)
    return RotaOut.of(desk, at)


class NewTurn(Strict):
    """Who has the watch for once; null: nobody."""

    agent: Id | None
    starts_at: Instant
    ends_at: Instant


@router.post("/desks/{id:public_id}/rota/turns", auth=WRITE, response={201: TurnMade})
def add_turn(request: HttpRequest, public_id: str, new: NewTurn) -> Status[TurnMade]:
    """A single turn, for a lead of the desk."""
    agent, at = agent_of(request), now()
    desk = desks.get_led(agent, public_id)
    with as_field("agent"):
        who = colleagues.member(desk, new.agent) if new.agent else None
    made = verbs.add_turn(desk, agent=who, starts_at=new.starts_at, ends_at=new.ends_at, by=agent, at=at)
    return Status(201, TurnMade.of(made))


@router.post("/desks/{id:public_id}/rota/turns/{turn}/drop", auth=WRITE, response=RotaOut)
def drop_turn(request: HttpRequest, public_id: str, turn: str) -> RotaOut:
    """Take a single turn away, for a lead of the desk: what the week says holds again."""
    agent, at = agent_of(request), now()
    desk = desks.get_led(agent, public_id)
    verbs.drop_turn(watches.exception(desk, turn), by=agent, at=at)
    return RotaOut.of(desk, at)
