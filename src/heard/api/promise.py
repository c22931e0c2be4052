"""Promises: list, and the verbs that renew one or park a ticket."""

from typing import Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.said import Said, said
from heard.api.schemas import Id, Instant, Line, PromiseOut, Strict, Text
from heard.api.token import READ, WRITE, agent_of
from heard.clock import now
from heard.record.access import desk as desks
from heard.record.access import promise as promises
from heard.record.access import ticket as tickets
from heard.record.actions import promise as verbs

router = Router(tags=["promises"])


class PromiseFilters(Paging):
    """Which promises. `state` is open, or how it ended; one whose time has passed is lapsed."""

    ticket: Id | None = None
    desk: Id | None = None
    state: Literal["open", "kept", "renewed", "lapsed", "moved", "released"] | None = None


@router.get("/promises", auth=READ, response=Page[PromiseOut])
def promises_list(request: HttpRequest, filters: Query[PromiseFilters]) -> Page[PromiseOut]:
    """Promises, the newest first."""
    reader, at = request.auth.reader, now()
    rows = promises.visible_to(reader)
    if filters.ticket:
        with as_field("ticket"):
            rows = rows.filter(ticket=tickets.get(reader, filters.ticket))
    if filters.desk:
        with as_field("desk"):
            rows = rows.filter(ticket__desk=desks.get(reader, filters.desk))
    overdue = Q(outcome=None, due_at__lte=at)
    match filters.state:
        case "open":
            rows = rows.filter(outcome=None).exclude(overdue)
        case "lapsed":
            rows = rows.filter(Q(outcome="lapsed") | overdue)
        case str() as outcome:
            rows = rows.filter(outcome=outcome)
    return by_id(rows, filters, lambda promise: PromiseOut.of(promise, ticket=promise.ticket, at=at))


class Renew(Strict):
    """The no-news word and the next time."""

    text: Text
    due_at: Instant


@router.post("/tickets/{id:public_id}/renew", auth=WRITE, response=Said)
def renew(request: HttpRequest, public_id: str, word: Renew) -> Said:
    """Say that there is no news yet, in time, with the next time: the standing promise ends as renewed."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    return said(agent, verbs.renew(ticket, text=word.text, due_at=word.due_at, by=agent, at=at), at)


class Park(Strict):
    """What will not happen, and the event that brings the one letter."""

    text: Text
    event: Line


@router.post("/tickets/{id:public_id}/park", auth=WRITE, response=Said)
def park(request: HttpRequest, public_id: str, word: Park) -> Said:
    """Tell what will not happen and which event brings the one letter; looked at again every 90 days."""
    agent, at = agent_of(request), now()
    ticket = tickets.get(agent, public_id)
    return said(agent, verbs.park(ticket, text=word.text, event=word.event[:200], by=agent, at=at), at)
