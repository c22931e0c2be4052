"""The log: what happened, by `seq`. Ids and instants only; personal text is never in it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from heard.api.pages import BIGGEST, LARGEST
from heard.api.schemas import By, Strict
from heard.api.token import READ
from heard.record.access import event as events
from heard.record.models.agent import Agent
from heard.record.models.event import Event
from heard.record.models.field import DeskField
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.tag import Tag

router = Router(tags=["events"])

# What an event may say of itself: plain values, and rows that have a public id. Anything else stays inside.
PLAIN = frozenset(
    ("due", "wanted", "until", "impact", "way", "moment", "state", "role", "scope", "settings", "token")
)
ROWS: dict[str, type[Model]] = {
    "message": Message,
    "promise": Promise,
    "tag": Tag,
    "field": DeskField,
    **dict.fromkeys(("owner", "agent_told", "member", "agent_made", "agent_changed"), Agent),
}


class EventOut(BaseModel):
    """One thing that happened. `data` holds instants, plain words and public ids."""

    seq: int
    id: str
    kind: str
    at: datetime
    by: By
    ticket: str | None
    desk: str | None
    n: int | None
    data: dict[str, Any]


class Log(BaseModel):
    """Some of the log. Go on with `after` set to `last`; `more` says whether there is any now."""

    items: list[EventOut]
    last: int
    more: bool


class After(Strict):
    """From where, and how much."""

    after: int = Field(0, ge=0, le=BIGGEST, description="the seq of the last event already read")
    limit: int = Field(100, ge=1, le=LARGEST)


@router.get("/events", auth=READ, response=Log)
def log(request: HttpRequest, since: Query[After]) -> Log:
    """Events after a number. Numbers have no gaps, but a token sees only those of its desks."""
    rows = events.visible_to(request.auth.reader).filter(seq__gt=since.after)
    found = list(rows[: since.limit + 1])
    shown = found[: since.limit]
    names = _public_ids(shown)
    return Log(
        items=[_shape(event, names) for event in shown],
        last=shown[-1].seq if shown else since.after,
        more=len(found) > since.limit,
    )


def _shape(event: Event, names: dict[tuple[type[Model], int], str]) -> EventOut:
    data = {key: value for key, value in event.data.items() if key in PLAIN}
    for key, model in ROWS.items():
        if key in event.data:
            data[key] = names.get((model, event.data[key]))
    return EventOut(
        seq=event.seq,
        id=event.public_id,
        kind=event.kind,
        at=event.at,
        by=By.of(event),
        ticket=event.ticket.public_id if event.ticket else None,
        desk=event.desk.public_id if event.desk else None,
        n=event.n,
        data=data,
    )


def _public_ids(rows: Sequence[Event]) -> dict[tuple[type[Model], int], str]:
    """The public id of every row that these events speak of, in one query per table."""
    wanted: dict[type[Model], set[int]] = {}
    for model, pk in _spoken_of(rows):
        wanted.setdefault(model, set()).add(pk)
    return {
        (model, pk): public_id
        for model, pks in wanted.items()
        for pk, public_id in model._default_manager.filter(pk__in=pks).values_list("pk", "public_id")
    }


def _spoken_of(rows: Sequence[Event]) -> Iterable[tuple[type[Model], int]]:
    for event in rows:
        for key, model in ROWS.items():
            if isinstance(event.data.get(key), int):
                yield model, event.data[key]
