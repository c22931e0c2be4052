"""Which trackers an agent may see and change: an admin all, others none; their entries are named on chases."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.tracker import Tracker


def visible_to(reader: Agent) -> QuerySet[Tracker]:
    """The trackers that are listened to.

    Raises:
        Absent: not for this agent.
    """
    if reader.role != Agent.Role.ADMIN:
        raise Absent("trackers")
    return Tracker.objects.filter(dropped_at=None).order_by("name", "id")


def get(reader: Agent, public_id: str) -> Tracker:
    """One tracker.

    Raises:
        Absent: there is none, or not for this agent.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("tracker")
    return found
