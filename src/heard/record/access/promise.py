"""Which promises an agent, or a program acting through a token, may fetch."""

from django.db.models import QuerySet

from heard.record.access.ticket import Reader, desks_of
from heard.record.models.promise import Promise


def visible_to(reader: Reader) -> QuerySet[Promise]:
    """Every promise of the reader's desks, who made it, where, the word that ended it, whether that arrived."""
    found = Promise.objects.filter(ticket__desk_id__in=desks_of(reader))
    return found.select_related("ticket", "agent", "ended_by", "refuted")
