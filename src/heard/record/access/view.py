"""Which saved views an agent sees, which they may change, and how many tickets each holds."""

from datetime import datetime

from django.db.models import Q, QuerySet

from heard.query import Unreadable
from heard.record.access import Absent
from heard.record.access.query import found, understood
from heard.record.access.ticket import MANY, Reader, desks_of
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.view import View


def visible_to(reader: Reader) -> QuerySet[View]:
    """One's own, and those shared with one's desks; a robot has none."""
    if isinstance(reader, Robot):
        return View.objects.none()
    own = Q(desk=None, agent=reader)
    return View.objects.filter(own | Q(desk__in=desks_of(reader))).select_related("desk", "agent")


def get(reader: Reader, public_id: str) -> View:
    """One view.

    Raises:
        Absent: there is none, or not for this reader.
    """
    one = visible_to(reader).filter(public_id=public_id).first()
    if one is None:
        raise Absent("view")
    return one


def called(reader: Agent, query: str) -> str:
    """The name of the view that keeps this query, or ""."""
    return visible_to(reader).filter(query=query).values_list("name", flat=True).first() or ""


def may_change(reader: Agent, view: View) -> bool:
    """Whoever made it; of a shared one also the leads of its desk."""
    return view.agent_id == reader.pk or (view.desk_id is not None and reader.leads)


def count(reader: Agent, text: str, *, at: datetime) -> int:
    """How many tickets a query finds for this reader at an instant (UTC), no further than `MANY`."""
    try:
        query = understood(reader, text, at=at)
    except Unreadable:
        return 0
    if not query.terms:
        return 0
    return len(found(reader, query, at=at).values_list("pk")[:MANY])
