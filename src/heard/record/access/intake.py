"""Which arrivals an agent, or a program acting through a token, may fetch."""

from django.db.models import Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.intake import Intake


def visible_to(reader: Reader) -> QuerySet[Intake]:
    """Arrivals at the reader's desks; what no desk could be found for goes to leads, admins and robots."""
    theirs = Q(desk_id__in=desks_of(reader))
    if not isinstance(reader, Agent) or reader.leads:
        theirs |= Q(desk=None)
    return Intake.objects.filter(theirs).select_related("desk", "ticket", "message")


def get(reader: Reader, public_id: str) -> Intake:
    """One arrival.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("intake")
    return found
