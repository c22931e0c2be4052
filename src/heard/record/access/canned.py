"""Which canned text a reader sees, which they may change, and what fits a ticket."""

from django.db.models import Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.canned import Canned
from heard.record.models.ticket import Ticket

SHOWN = 12


def visible_to(reader: Reader) -> QuerySet[Canned]:
    """One's own, and that of one's desks; a robot sees that of every desk."""
    found = Q(desk__in=desks_of(reader))
    if isinstance(reader, Agent):
        found |= Q(desk=None, agent=reader)
    return Canned.objects.filter(found).select_related("desk", "agent").prefetch_related("texts")


def get(reader: Reader, public_id: str) -> Canned:
    """One canned text.

    Raises:
        Absent: there is none, or not for this reader.
    """
    one = visible_to(reader).filter(public_id=public_id).first()
    if one is None:
        raise Absent("canned")
    return one


def may_change(reader: Agent, canned: Canned) -> bool:
    """Whoever made it; of a shared one also the leads of its desk."""
    return canned.agent_id == reader.pk or (canned.desk_id is not None and reader.leads)


def fitting(reader: Agent, ticket: Ticket, typed: str) -> list[Canned]:
    """One's own and that of the ticket's desk in whose name, folder or words all that was typed occurs; those where it
    begins the name come first."""
    found = visible_to(reader).filter(Q(desk=None) | Q(desk=ticket.desk_id))
    for word in typed.split():
        said = Q(name__icontains=word) | Q(folder__icontains=word) | Q(texts__text__icontains=word)
        found = found.filter(said)
    begins = typed.strip().lower()
    rows = sorted(found.distinct(), key=lambda one: not one.name.lower().startswith(begins))
    return rows[:SHOWN]
