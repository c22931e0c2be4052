"""Verbs on saved views: kept, changed, put higher, dropped."""

from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.query import Unreadable, read
from heard.record import events
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.view import View

MOST = 30


@transaction.atomic
def save(*, name: str, query: str, by: Agent, at: datetime, desk: Desk | None = None) -> View:
    """Keep a query under a name.

    Args:
        desk: with whom it is shared; None: for oneself.

    Raises:
        Refused: no name, a query that cannot be read, or too many.
    """
    name, query = _checked(name, query, by=by, at=at)
    beside = _beside(by, desk)
    if len(beside) >= MOST:
        raise Refused(
            "too_many", Sentence("There are %(most)s already. Drop one first.", most=MOST), field="name"
        )
    place = max((one.place for one in beside), default=0) + 1
    view = View.objects.create(name=name, query=query, agent=by, desk=desk, place=place, made_at=at)
    events.add("view.saved", by=by, at=at, desk=desk, view=view.pk)
    return view


@transaction.atomic
def change(view: View, *, name: str, query: str, by: Agent, at: datetime) -> None:
    """Give it another name or query.

    Raises:
        Refused: no name, or a query that cannot be read.
    """
    view.name, view.query = _checked(name, query, by=by, at=at)
    view.save(update_fields=["name", "query"])
    events.add("view.changed", by=by, at=at, desk=view.desk, view=view.pk)


@transaction.atomic
def raise_up(view: View, *, by: Agent, at: datetime) -> None:
    """Put it before the one above it; the first stays the first."""
    beside = _beside(view.agent, view.desk)
    place = next(n for n, one in enumerate(beside) if one.pk == view.pk)
    if place == 0:
        return
    beside[place - 1], beside[place] = beside[place], beside[place - 1]
    for n, one in enumerate(beside, start=1):
        View.objects.filter(pk=one.pk).exclude(place=n).update(place=n)
    events.add("view.changed", by=by, at=at, desk=view.desk, view=view.pk)


@transaction.atomic
def drop(view: View, *, by: Agent, at: datetime) -> None:
    """It is kept no longer; the tickets stay as they are."""
    events.add("view.dropped", by=by, at=at, desk=view.desk, view=view.pk)
    view.delete()


def _beside(agent: Agent, desk: Desk | None) -> list[View]:
    """Those it stands among: the desk's, or one's own."""
    among = View.objects.filter(desk=desk) if desk else View.objects.filter(desk=None, agent=agent)
    return list(among.select_for_update())


def _checked(name: str, query: str, *, by: Agent, at: datetime) -> tuple[str, str]:
    name, query = " ".join(name.split())[:80], " ".join(query.replace("\0", " ").split())
    if not name:
        raise Refused("no_name", "Give it a name.", field="name")
    if len(query) > 500:
        raise Refused("query", "That is longer than 500 characters.", field="query")
    try:
        if not read(query, now=at, zone=by.zone).terms:
            raise Refused("query", "Say what it shows, like is:late owner:me.", field="query")
    except Unreadable as trouble:
        offer = Sentence(" Did you mean %(offer)s?", offer=trouble.offer) if trouble.offer else ""
        raise Refused(
            "query",
            Sentence("%(word)s: %(says)s%(offer)s", word=trouble.word, says=trouble.says, offer=offer),
            field="query",
        ) from trouble
    return name, query
