"""The fields of a desk, and what a ticket says in them."""

from django.db.models import Count

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.desk import Desk
from heard.record.models.field import FIELDS, DeskField, values_of
from heard.record.models.ticket import Ticket


def of_desk(desk: Desk) -> list[DeskField]:
    """All fields of a fetched desk, dropped ones last; `count` says how many tickets say something there."""
    counted = DeskField.objects.filter(desk=desk).annotate(count=Count("values"))
    return sorted(counted.order_by("place", "id"), key=lambda field: field.dropped_at is not None)


def get(desk: Desk, public_id: str) -> DeskField:
    """One field of a fetched desk; `count` as above.

    Raises:
        Absent: there is none.
    """
    found = next((field for field in of_desk(desk) if field.public_id == public_id), None)
    if found is None:
        raise Absent("field")
    return found


def labels_of(desk: Desk) -> dict[str, str]:
    """The fields that a desk asks for: what each is called, by its name."""
    return {field.name: field.label for field in FIELDS.all(desk.pk)}


def said(ticket: Ticket) -> list[tuple[DeskField, str]]:
    """The fields that the desk of a fetched ticket asks for, each with what the ticket says there; "" for nothing."""
    asked = FIELDS.all(ticket.desk_id)
    values = values_of([ticket.pk]).get(ticket.pk, {}) if asked else {}
    return [(field, values.get(field.name, "")) for field in asked]


def known_to(reader: Reader) -> dict[str, str]:
    """The names of the fields on a reader's desks, with their labels: what they may ask for in a query."""
    asked = DeskField.objects.filter(desk_id__in=desks_of(reader), dropped_at=None)
    return dict(asked.order_by("-id").values_list("name", "label"))
