"""Triage: four questions, and the impact as each side sees it."""

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, StrictBool

from heard.api.schemas import Strict
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.promise.triage import QUESTIONS, Answers, suggested, talk_first
from heard.record.access import ticket as tickets
from heard.record.access import triage as access
from heard.record.actions import triage as verbs
from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage

router = Router(tags=["triage"])
type Impact = Literal["normal", "degraded", "blocked"]


class TriageIn(Strict):
    """Answers, null where not asked, and impacts, null where nobody said. What is agreed is set at `impact`."""

    only_way: StrictBool | None = None
    is_fault: StrictBool | None = None
    first_hand: StrictBool | None = None
    stops: StrictBool | None = None
    theirs: Impact | None = None
    ours: Impact | None = None


class TriageOut(BaseModel):
    """The triage that holds. `talk_first` names what was answered no; `suggested` is what the answers speak for."""

    only_way: bool | None
    is_fault: bool | None
    first_hand: bool | None
    stops: bool | None
    theirs: Impact | None
    ours: Impact | None
    agreed: Impact
    suggested: Impact | None
    talk_first: list[str]
    at: datetime | None

    @classmethod
    def of(cls, ticket: Ticket, kept: Triage | None) -> "TriageOut":
        answers = kept.answers if kept else Answers()
        return cls(
            **{name: getattr(answers, name) for name in QUESTIONS},
            theirs=_named(kept.theirs if kept else None),
            ours=_named(kept.ours if kept else None),
            agreed=ticket.impact or "normal",
            suggested=_named(suggested(answers)),
            talk_first=list(talk_first(answers)),
            at=kept.at if kept else None,
        )


def _named(impact: str | None) -> str | None:
    return None if impact is None else impact or "normal"


def _stored(impact: str | None) -> str | None:
    return "" if impact == "normal" else impact


@router.get("/tickets/{id:public_id}/triage", auth=READ, response=TriageOut)
def read(request: HttpRequest, public_id: str) -> TriageOut:
    """What was asked, and how large it is to each side."""
    ticket = tickets.get(request.auth.reader, public_id)
    return TriageOut.of(ticket, access.latest(ticket))


@router.post("/tickets/{id:public_id}/triage", auth=WRITE, response=TriageOut)
def answer(request: HttpRequest, public_id: str, given: TriageIn) -> TriageOut:
    """Keep the answers as a whole; the last that were kept hold."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    answers = Answers(**{name: getattr(given, name) for name in QUESTIONS})
    kept = verbs.answer(
        ticket, answers, theirs=_stored(given.theirs), ours=_stored(given.ours), by=agent, at=at
    )
    return TriageOut.of(ticket, kept)
