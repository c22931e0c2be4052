"""Which desks an agent, or a program acting through a token, may fetch."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.phones import country_of


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


def country(reader: Agent) -> str:
    """The country whose numbers an agent dials without its code: that of their first desk; "" where none is known."""
    desk = visible_to(reader).order_by("sample", "id").first()
    return country_of(desk) if desk else ""


def led_by(reader: Agent) -> QuerySet[Desk]:
    """The desks whose settings an agent may change: an admin's are all, a lead's their own, others have none."""
    if reader.role == Agent.Role.ADMIN:
        return Desk.objects.order_by("sample", "name")
    theirs = Desk.objects.filter(memberships__agent=reader).order_by("sample", "name")
    return theirs if reader.leads else theirs.none()


def get_led(reader: Agent, public_id: str) -> Desk:
    """One desk, to change its settings.

    Raises:
        Absent: there is none, or its settings are not for this agent.
    """
    found = led_by(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("desk")
    return found


def besides(desk: Desk) -> list[Desk]:
    """The desks that a ticket of this one can go to. Every desk has a public page, so their names are no secret."""
    return list(Desk.objects.filter(sample=desk.sample).exclude(pk=desk.pk).order_by("name", "id"))


def everywhere() -> QuerySet[Desk]:
    """All desks, as far as their names go: where something can be moved to. They are no secret, as above."""
    return Desk.objects.order_by("sample", "name", "id")
