"""Which tickets an agent, or a program acting through a token, may fetch."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket

Reader = Agent | Robot


def desks_of(reader: Reader) -> list[int]:
    """Ids of the desks whose tickets a reader sees: an agent's own; a robot's token sees all."""
    if isinstance(reader, Robot):
        return list(Desk.objects.order_by("id").values_list("id", flat=True))
    return list(reader.memberships.order_by("desk_id").values_list("desk_id", flat=True))


def visible_to(reader: Reader) -> QuerySet[Ticket]:
    """Every ticket of the reader's desks."""
    return Ticket.objects.filter(desk_id__in=desks_of(reader))


def get(reader: Reader, public_id: str) -> Ticket:
    """One ticket with what its page needs.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).select_related(
        "desk", "owner", "requester__organization", "promise__agent", "opened_by", "resolved_by"
    )
    ticket = found.filter(public_id=public_id).first()
    if ticket is None:
        raise Absent("ticket")
    return ticket
