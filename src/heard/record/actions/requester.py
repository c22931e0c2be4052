"""Verbs on a requester: met by address, named, zone and language, links signed out."""

from datetime import datetime

from django.db import transaction

from heard.hours.zones import is_zone
from heard.record import events, rows
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.requester import Organization, Participant, Requester, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.question import Question

_BY_ADDRESS = Question(
    lambda address: RequesterAddress.objects.select_related("requester__organization").filter(address=address)
)


@transaction.atomic(savepoint=False)
def meet(address: str, *, name: str = "", at: datetime, sample: bool = False) -> tuple[Requester, bool]:
    """Find the requester of an address, or make one.

    Returns:
        The requester, and whether they were known before.
    """
    address = address.strip().lower()
    found = _BY_ADDRESS.first(address)
    if found:
        if name and not found.requester.name:
            found.requester.name = name[:200]
            found.requester.save(update_fields=["name"])
        return found.requester, True
    requester = rows.insert(Requester(name=name[:200], created_at=at, sample=sample))
    rows.insert(RequesterAddress(requester=requester, address=address))
    return requester, False


def change(
    requester: Requester, *, by: Actor, at: datetime, zone: str | None = None, language: str | None = None
) -> None:
    """Set the zone or language a person chose or their browser said; told times stay as told.

    Raises:
        Refused: no such zone.
    """
    if zone and not is_zone(zone):
        raise Refused("zone", f"There is no time zone {zone!r}.", field="zone")
    requester.zone = requester.zone if zone is None else zone
    requester.language = requester.language if language is None else language[:16]
    requester.save(update_fields=["zone", "language"])


@transaction.atomic
def add_address(requester: Requester, *, address: str, by: Actor, at: datetime) -> None:
    """A further address of the same person.

    Raises:
        Refused: it belongs to somebody.
    """
    address = address.strip().lower()
    if RequesterAddress.objects.filter(address=address).exists():
        raise Refused("address", f"{address} belongs to a person already.", field="address")
    RequesterAddress.objects.create(requester=requester, address=address)
    requester.__dict__.pop("address", None)  # it may have been asked for before there was one


def join(requester: Requester, *, organization: str, sample: bool = False) -> Organization:
    """A person works at an organization, made when its name is new."""
    made, _ = Organization.objects.get_or_create(name=organization, defaults={"sample": sample})
    requester.organization = made
    requester.save(update_fields=["organization"])
    return made


@transaction.atomic
def sign_out_others(ticket: Ticket, *, by: Requester, at: datetime) -> Participant:
    """Every older link to this request stops working, on every device but the one that gets the new one."""
    participant = Participant.objects.select_for_update().get(ticket=ticket, requester=by)
    participant.link_version += 1
    participant.save(update_fields=["link_version"])
    events.add("links.revoked", by=by, at=at, ticket=ticket)
    return participant
