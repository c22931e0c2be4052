"""Consults: what an agent was asked by a colleague, with the one ticket that it opens, and their answer."""

from datetime import datetime
from typing import Self

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from heard.api.schemas import Brief, Strict, Text, agent_brief
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import chase as chases
from heard.record.access.timeline import conversation
from heard.record.actions import chase as verbs
from heard.record.errors import Refused
from heard.record.models.chase import Chase

router = Router(tags=["consults"])


class WordOut(BaseModel):
    """One thing said on the ticket or on the consult: by whom, when, and its text."""

    name: str
    said_at: datetime
    text: str


class ConsultOut(BaseModel):
    """What a colleague asked the token's agent. Its id is that of the chase."""

    id: str
    number: int
    subject: str
    asked: str
    asked_by: Brief | None
    asked_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Chase) -> Self:
        return cls(
            id=row.public_id,
            number=row.ticket.number,
            subject=row.ticket.subject,
            asked=row.asked,
            asked_by=agent_brief(row.agent),
            asked_at=row.asked_at,
            answered_at=row.answered_at,
        )


class WholeConsult(ConsultOut):
    """With the newest of the conversation on the ticket, and the words of the consult itself."""

    said: list[WordOut]
    words: list[WordOut]


@router.get("/consults", auth=READ, response=list[ConsultOut])
def consults_list(request: HttpRequest) -> list[ConsultOut]:
    """What the token's agent was asked and has not answered for good, of open tickets; at most 50, the oldest first."""
    return [ConsultOut.of(row) for row in chases.asked_of(agent_of(request))]


@router.get("/consults/{id:public_id}", auth=READ, response=WholeConsult)
def show(request: HttpRequest, public_id: str) -> WholeConsult:
    """One of them, with what was said so far; it shows this one ticket and nothing else of the desk."""
    return _whole(chases.consult(agent_of(request), public_id))


class ConsultAnswer(Strict):
    """What the one who asked reads; the requester never does."""

    text: Text


@router.post("/consults/{id:public_id}/answer", auth=WRITE, response=WholeConsult)
def answer(request: HttpRequest, public_id: str, said: ConsultAnswer) -> WholeConsult:
    """Answer whoever asked: the loop with the requester is theirs to close."""
    agent = agent_of(request)
    found, text = chases.consult(agent, public_id), said.text.strip()
    if not text:
        raise Refused("no_text", "Write a few words first.", field="text")
    verbs.hear(found, text=text, name=agent.name, counts=True, by=agent, at=now())
    return _whole(chases.consult(agent, public_id))


def _whole(found: Chase) -> WholeConsult:
    return WholeConsult(
        **ConsultOut.of(found).model_dump(),
        said=[
            WordOut(name=item.author, said_at=item.at, text=item.reply or item.text)
            for item in conversation(found.ticket)
        ],
        words=[
            WordOut(
                name=word.agent.name if word.agent else word.name or word.robot,
                said_at=word.said_at,
                text=word.text,
            )
            for word in chases.words(found)
        ],
    )
