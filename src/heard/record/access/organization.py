"""People who ask, and where they work: shared by all agents; only their history is a desk's own."""

from django.db.models import Count, Q, QuerySet

from heard.record.access import Absent
from heard.record.models.requester import Organization, Requester


def people() -> QuerySet[Requester]:
    """Every requester, with organization and addresses."""
    return Requester.objects.select_related("organization", "same_as").prefetch_related("addresses")


def person(public_id: str) -> Requester:
    """One requester.

    Raises:
        Absent: there is none.
    """
    found = people().filter(public_id=public_id).first()
    if found is None:
        raise Absent("requester")
    return found


def by_address(address: str) -> Requester | None:
    """The requester of an address; None when nobody has written from it."""
    return people().filter(addresses__address=address.strip().lower()).first()


def same_person(requester: Requester) -> list[Requester]:
    """All requesters that are one person with this one, who stands for them first."""
    person = requester.person_id
    rows = people().filter(Q(pk=person) | Q(same_as=person)).order_by("id")
    return sorted(rows, key=lambda row: row.pk != person)


def organizations() -> QuerySet[Organization]:
    """Every organization with how many people of it wrote, by name."""
    return Organization.objects.annotate(people=Count("requesters")).order_by("sample", "name")


def organization(public_id: str) -> Organization:
    """One organization.

    Raises:
        Absent: there is none.
    """
    found = Organization.objects.filter(public_id=public_id).first()
    if found is None:
        raise Absent("organization")
    return found
