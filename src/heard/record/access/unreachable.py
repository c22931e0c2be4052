"""Which unreachable addresses an agent, or a program acting through a token, may see and lift."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.unreachable import Unreachable


def visible_to(reader: Reader) -> QuerySet[Unreachable]:
    """Addresses that a letter of the reader's desks proved unreachable, the newest first."""
    marked = Unreachable.objects.filter(lifted_at=None, letter__ticket__desk_id__in=desks_of(reader))
    return marked.select_related("letter__ticket", "letter__requester").order_by("-id")


def get(reader: Reader, public_id: str) -> Unreachable:
    """One of them.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("unreachable")
    return found
