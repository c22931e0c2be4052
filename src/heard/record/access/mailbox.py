"""Which mailboxes an agent may see and change: an admin all, a lead those of their desks."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.access.desk import led_by
from heard.record.models.agent import Agent
from heard.record.models.mailbox import Mailbox


def visible_to(agent: Agent) -> QuerySet[Mailbox]:
    """Mailboxes added on a page and not dropped."""
    kept = Mailbox.objects.filter(dropped_at=None).select_related("desk").order_by("name")
    return kept if agent.role == Agent.Role.ADMIN else kept.filter(desk__in=led_by(agent))


def get(agent: Agent, public_id: str) -> Mailbox:
    """One mailbox.

    Raises:
        Absent: there is none, or not for this agent.
    """
    found = visible_to(agent).filter(public_id=public_id).first()
    if found is None:
        raise Absent("mailbox")
    return found
