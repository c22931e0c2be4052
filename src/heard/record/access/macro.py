"""Which macros a reader sees, which they may change, and what fits a ticket."""

from django.db.models import Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.macro import Macro
from heard.record.models.ticket import Ticket

SHOWN = 12


def visible_to(reader: Reader) -> QuerySet[Macro]:
    """One's own, and those of one's desks; a robot sees those of every desk."""
    found = Q(desk__in=desks_of(reader))
    if isinstance(reader, Agent):
        found |= Q(desk=None, agent=reader)
    return Macro.objects.filter(found).select_related("desk", "agent")


def get(reader: Reader, public_id: str) -> Macro:
    """One macro.

    Raises:
        Absent: there is none, or not for this reader.
    """
    one = visible_to(reader).filter(public_id=public_id).first()
    if one is None:
        raise Absent("macro")
    return one


def may_change(reader: Agent, macro: Macro) -> bool:
    """Whoever made it; of a shared one also the leads of its desk."""
    return macro.agent_id == reader.pk or (macro.desk_id is not None and reader.leads)


def fitting(reader: Agent, ticket: Ticket, typed: str) -> list[Macro]:
    """One's own and those of the ticket's desk in whose name or folder all that was typed occurs; those whose name it
    begins come first."""
    found = visible_to(reader).filter(Q(desk=None) | Q(desk=ticket.desk_id))
    for word in typed.split():
        found = found.filter(Q(name__icontains=word) | Q(folder__icontains=word))
    begins = typed.strip().lower()
    return sorted(found, key=lambda one: not one.name.lower().startswith(begins))[:SHOWN]
