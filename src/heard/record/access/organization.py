"""People who ask, and where they work: shared by all agents; only their history is a desk's own."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.models.requester import Requester


def people() -> QuerySet[Requester]:
    """Every requester, with organization and addresses."""
    return Requester.objects.select_related("organization").prefetch_related("addresses")


def person(public_id: str) -> Requester:
    """One requester.

    Raises:
        Absent: there is none.
    """
    found = people().filter(public_id=public_id).first()
    if found is None:
        raise Absent("requester")
    return found
