"""Which events of the log an agent, or a program acting through a token, may fetch."""

from django.db.models import Q, QuerySet

from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.event import Event


def visible_to(reader: Reader) -> QuerySet[Event]:
    """Sealed events of the reader's desks, in order; those of no desk go to admins and robots."""
    theirs = Q(desk_id__in=desks_of(reader))
    if not isinstance(reader, Agent) or reader.role == Agent.Role.ADMIN:
        theirs |= Q(desk=None)
    found = Event.objects.filter(theirs, seq__gt=0).order_by("seq")
    return found.select_related("ticket", "desk", "agent", "requester")


def newest() -> int:
    """The id of the last event of all: while it stands, no list has changed."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0
