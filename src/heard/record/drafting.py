"""What a word keeps of the model's draft that it began from: the agent's own words, and that it did."""

from datetime import datetime
from typing import Any

from heard.record import events
from heard.record.actor import Actor
from heard.record.models.message import Message
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket


def kept(draft: ModelDraft | None) -> dict[str, Any]:
    """For `Message.named`: what the agent wrote before the model translated it; nothing otherwise."""
    return {"untranslated": draft.source if draft else ""}


def tell(ticket: Ticket, message: Message, draft: ModelDraft | None, *, by: Actor, at: datetime) -> None:
    """Leave on the timeline, which agents read, that a word began as a draft by the model."""
    if draft:
        events.add("message.drafted", by=by, at=at, ticket=ticket, message=message.pk, what=draft.kind)
