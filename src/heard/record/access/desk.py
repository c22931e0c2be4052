"""Which desks an agent, or a program acting through a token, may fetch."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.desk import Desk


def visible_to(reader: Reader) -> QuerySet[Desk]:
    """The reader's desks."""
    return Desk.objects.filter(id__in=desks_of(reader))


def get(reader: Reader, public_id: str) -> Desk:
    """One desk.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("desk")
    return found
