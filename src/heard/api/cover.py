"""Cover: somebody asks a colleague to have a stretch of the watch that is theirs; with one in return it is a swap."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel, model_validator

from heard.api.errors import as_field
from heard.api.schemas import Brief, Id, Instant, Strict, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import watch as watches
from heard.record.actions import cover as verbs
from heard.record.models.agent import Agent
from heard.record.models.rota import Cover

router = Router(tags=["watch"])


class CoverOut(BaseModel):
    """Somebody asks; `asked_of` null: everybody on the desk. It is over when `taken_by` says who took it, or it was
    closed."""

    id: str
    agent: Brief | None
    asked_of: Brief | None
    starts_at: datetime
    ends_at: datetime
    return_starts_at: datetime | None
    return_ends_at: datetime | None
    asked_at: datetime
    taken_by: Brief | None
    closed_at: datetime | None

    @classmethod
    def of(cls, row: Cover) -> Self:
        plain = "starts_at", "ends_at", "return_starts_at", "return_ends_at", "asked_at", "closed_at"
        return cls(
            id=row.public_id,
            agent=agent_brief(row.agent),
            asked_of=agent_brief(row.asked_of),
            taken_by=agent_brief(row.taken_by),
            **{name: getattr(row, name) for name in plain},
        )


@router.get("/desks/{id:public_id}/covers", auth=READ, response=list[CoverOut])
def covers_list(request: HttpRequest, public_id: str) -> list[CoverOut]:
    """What is asked for on a desk and not answered yet."""
    return [CoverOut.of(row) for row in watches.covers(desks.get(request.auth.reader, public_id), at=now())]


class NewCover(Strict):
    """A stretch of one's own by the rota; `of`: whom one asks (null: whoever can); `return_*`: a stretch of theirs that
    one takes for it."""

    starts_at: Instant
    ends_at: Instant
    of: Id | None = None
    return_starts_at: Instant | None = None
    return_ends_at: Instant | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.return_starts_at is None) != (self.return_ends_at is None):
            raise ValueError("what is taken in return has both its times")
        return self


@router.post("/desks/{id:public_id}/covers", auth=WRITE, response={201: CoverOut})
def ask(request: HttpRequest, public_id: str, new: NewCover) -> Status[CoverOut]:
    """Ask for cover; the stretch stays one's own until somebody says yes."""
    agent, at = agent_of(request), now()
    desk = desks.get(agent, public_id)
    with as_field("of"):
        of = colleagues.member(desk, new.of) if new.of else None
    back = (new.return_starts_at, new.return_ends_at) if new.return_starts_at and new.return_ends_at else None
    made = verbs.ask(desk, span=(new.starts_at, new.ends_at), of=of, in_return=back, by=agent, at=at)
    return Status(201, CoverOut.of(made))


@router.post("/covers/{id:public_id}/take", auth=WRITE, response=CoverOut)
def take(request: HttpRequest, public_id: str) -> CoverOut:
    """Say yes: the stretch is the token's agent's from now on."""
    agent = agent_of(request)
    verbs.take(watches.cover(agent, public_id), by=agent, at=now())
    return _again(agent, public_id)


@router.post("/covers/{id:public_id}/close", auth=WRITE, response=CoverOut)
def close(request: HttpRequest, public_id: str) -> CoverOut:
    """Take one's asking back, or say no to it."""
    agent = agent_of(request)
    verbs.close(watches.cover(agent, public_id), by=agent, at=now())
    return _again(agent, public_id)


def _again(agent: Agent, public_id: str) -> CoverOut:
    return CoverOut.of(watches.cover(agent, public_id))
