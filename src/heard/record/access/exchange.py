"""Which telephone exchanges an agent may see and change: an admin all, others none."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.exchange import Exchange


def visible_to(reader: Agent) -> QuerySet[Exchange]:
    """The exchanges that are listened to.

    Raises:
        Absent: not for this agent.
    """
    if reader.role != Agent.Role.ADMIN:
        raise Absent("exchanges")
    return Exchange.objects.filter(dropped_at=None).select_related("desk").order_by("name", "id")


def get(reader: Agent, public_id: str) -> Exchange:
    """One exchange.

    Raises:
        Absent: there is none, or not for this agent.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("exchange")
    return found
