"""The watch of a desk: who has it, who should, since when nobody, and the verbs that take it and hand it over."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.schemas import Brief, Id, Strict, Text, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.promise import untaken_minutes
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import watch as watches
from heard.record.access.watch import Minded
from heard.record.actions import watch as verbs
from heard.record.models.desk import Desk

router = Router(tags=["watch"])


class ReasonOut(BaseModel):
    """One reason of the desk's light."""

    state: Literal["fine", "warn", "red"]
    kind: str
    since: datetime | None


class TurnOut(BaseModel):
    """A stretch of the rota."""

    agent: Brief
    starts_at: datetime
    ends_at: datetime


class WatchOut(BaseModel):
    """The watch of a desk now. `untaken_minutes`: opening time of the last four weeks in which nobody had it, as far as
    a rota asked for somebody; stretches of up to ten minutes count as none."""

    desk: str
    has: Brief | None
    taken_at: datetime | None
    lasts_until: datetime | None
    offered_to: Brief | None
    should: Brief | None
    state: Literal["fine", "warn", "red"]
    reasons: list[ReasonOut]
    untaken_minutes: int
    ahead: list[TurnOut]

    @classmethod
    def of(cls, one: Minded, at: datetime) -> Self:
        watch = one.watch
        gaps = watches.gaps(one.desk, since=watches.weeks_back(at), until=at)
        ahead = watches.turns_of(one.desk, since=at, until=at + (at - watches.weeks_back(at)) / 4)
        return cls(
            desk=one.desk.public_id,
            has=agent_brief(watch.agent) if watch else None,
            taken_at=watch.taken_at if watch else None,
            lasts_until=watch.lasts_until if watch else None,
            offered_to=agent_brief(watch.offered_to) if watch else None,
            should=agent_brief(one.should),
            state=one.reasons[0].state,
            reasons=[ReasonOut(state=r.state, kind=r.kind, since=r.since) for r in one.reasons],
            untaken_minutes=untaken_minutes(gaps),
            ahead=[
                TurnOut(
                    agent=Brief(id=a.public_id, name=a.name), starts_at=turn.starts_at, ends_at=turn.ends_at
                )
                for turn, a in ahead
            ],
        )


def _out(desk: Desk, at: datetime) -> WatchOut:
    return WatchOut.of(watches.minded(desk, at=at), at)


@router.get("/desks/{id:public_id}/watch", auth=READ, response=WatchOut)
def show(request: HttpRequest, public_id: str) -> WatchOut:
    """Who has the watch of a desk, who should have it, and the desk's light with its reasons."""
    return _out(desks.get(request.auth.reader, public_id), now())


@router.post("/desks/{id:public_id}/watch/take", auth=WRITE, response=WatchOut)
def take(request: HttpRequest, public_id: str) -> WatchOut:
    """Take the watch; whoever had it is relieved."""
    agent, at = agent_of(request), now()
    desk = desks.get(agent, public_id)
    verbs.take(desk, by=agent, at=at)
    return _out(desk, at)


class HandOver(Strict):
    """Who is asked, and what they should know."""

    to: Id
    words: Text = ""


@router.post("/desks/{id:public_id}/watch/hand-over", auth=WRITE, response=WatchOut)
def hand_over(request: HttpRequest, public_id: str, offer: HandOver) -> WatchOut:
    """Ask a colleague to take it over; it stays with who has it until they do."""
    agent, at = agent_of(request), now()
    desk = desks.get(agent, public_id)
    with as_field("to"):
        to = colleagues.member(desk, offer.to)
    verbs.hand_over(desk, to=to, words=offer.words, by=agent, at=at)
    return _out(desk, at)


@router.post("/desks/{id:public_id}/watch/put-down", auth=WRITE, response=WatchOut)
def put_down(request: HttpRequest, public_id: str) -> WatchOut:
    """End one's own watch: nobody has it then."""
    agent, at = agent_of(request), now()
    desk = desks.get(agent, public_id)
    verbs.put_down(desk, by=agent, at=at)
    return _out(desk, at)
