"""What a word keeps of the model's draft that it began from: the agent's own words, and that it did."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from heard.record import events
from heard.record.actor import Actor
from heard.record.models.model import ModelDraft
from heard.record.models.ticket import Ticket


def named(draft: ModelDraft | None, **people: Sequence[str]) -> dict[str, Any]:
    """An agent's word as `Message.named` keeps it: whom it went to besides, and what they wrote before the model
    translated it; each only where there is something."""
    found: dict[str, Any] = {how: list(some) for how, some in people.items() if some}
    return {**found, "untranslated": draft.source} if draft and draft.source else found


def tell(ticket: Ticket, draft: ModelDraft | None, *, by: Actor, at: datetime, **what: int) -> None:
    """Leave on the timeline, which agents read, that a word (its `message`) or a `handover` began as a draft by the
    model."""
    if draft:
        events.add("message.drafted", by=by, at=at, ticket=ticket, what=draft.kind, **what)
