"""Which agents an agent may fetch: colleagues of their desks; an admin everybody."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk


def visible_to(reader: Agent) -> QuerySet[Agent]:
    """Everybody for an admin; for the others those who share a desk with them, and themselves."""
    if reader.role == Agent.Role.ADMIN:
        return Agent.objects.order_by("-is_active", "name")
    shared = Agent.objects.filter(memberships__desk__memberships__agent=reader) | Agent.objects.filter(
        pk=reader.pk
    )
    return shared.distinct().order_by("-is_active", "name")


def get(reader: Agent, public_id: str) -> Agent:
    """One agent.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("agent")
    return found


def members(desk: Desk) -> list[Agent]:
    """Those who answer on a desk, by name."""
    return list(Agent.objects.filter(memberships__desk=desk, is_active=True).order_by("name"))


def member(desk: Desk, public_id: str) -> Agent:
    """One of those who answer on a desk.

    Raises:
        Absent: there is none.
    """
    found = Agent.objects.filter(memberships__desk=desk, public_id=public_id, is_active=True).first()
    if found is None:
        raise Absent("agent")
    return found


def everybody() -> QuerySet[Agent]:
    """All who can be asked to answer on a desk: one installation is one company."""
    return Agent.objects.filter(is_active=True).order_by("name")
