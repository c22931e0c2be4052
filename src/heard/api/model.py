"""Drafts of the language model: asked for, looked at. What is said with one is a reply like any other."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel

from heard.api.errors import Unable, as_field
from heard.api.schemas import Id, Strict, Text
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import Absent
from heard.record.access import message as messages
from heard.record.access import model as access
from heard.record.access import ticket as tickets
from heard.record.access.ticket import Reader
from heard.record.actions import model as verbs
from heard.record.actor import Robot
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket

router = Router(tags=["model"])


class ModelDraftOut(BaseModel):
    """A draft that the token's agent asked for. While `is_waiting` neither `text` nor `trouble` is known: ask again.

    `from_notes` are words of it that only notes say, `invented` addresses and numbers that nobody wrote: look at them.
    """

    id: str
    ticket: str
    kind: Literal["restatement", "update", "handover", "theirs", "ours"]
    language: str
    asked_at: datetime
    is_waiting: bool
    text: str
    trouble: str
    from_notes: list[str]
    invented: list[str]

    @classmethod
    def of(cls, row: ModelDraft, at: datetime) -> Self:
        plain = ("kind", "language", "asked_at", "text", "from_notes", "invented")
        return cls(
            id=row.public_id,
            ticket=row.ticket.public_id,
            is_waiting=row.is_waiting(at),
            trouble=row.trouble_at(at),
            **{name: getattr(row, name) for name in plain},
        )


class ModelDraftIn(Strict):
    """What to draft: a restatement, an update from the notes, a summary for a handover, `theirs` (the `message`, in the
    agent's language) or `ours` (the `text`, in the requester's)."""

    kind: Literal["restatement", "update", "handover", "theirs", "ours"]
    message: Id | None = None
    text: Text = ""


@router.post("/tickets/{id:public_id}/model", auth=WRITE, response={202: ModelDraftOut})
def ask(request: HttpRequest, public_id: str, wanted: ModelDraftIn) -> Status[ModelDraftOut]:
    """Ask the model for a draft, where the desk allows it; look at it a few seconds later. Nothing is sent."""
    agent, at = agent_of(request), now()
    ticket, message = tickets.get(agent, public_id), None
    if wanted.message:
        with as_field("message"):
            message = messages.get(agent, wanted.message)
            if message.ticket_id != ticket.pk:
                raise Absent("message")
    draft = verbs.ask(ticket, kind=wanted.kind, message=message, source=wanted.text, by=agent, at=at)
    return Status(202, ModelDraftOut.of(draft, at))


@router.get("/model/{id:public_id}", auth=READ, response=ModelDraftOut)
def show(request: HttpRequest, public_id: str) -> ModelDraftOut:
    """One of the drafts that the token's agent asked for in the last day."""
    return ModelDraftOut.of(access.get(agent_of(request), public_id), now())


def drafted_by(reader: Reader, ticket: Ticket, public_id: str | None) -> ModelDraft | None:
    """The model's draft that a reply, or a handover, says it began from.

    Raises:
        Unable: it is none of this agent's on this ticket.
    """
    if not public_id:
        return None
    found = None if isinstance(reader, Robot) else access.used(ticket, reader, public_id)
    if found is None:
        raise Unable(422, "absent", "There is no such draft of yours on this ticket.", "drafted")
    return found
