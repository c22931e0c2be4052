"""Verbs on a party: somebody outside who is asked, made once and shared by all desks."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions.letter import ADDRESS
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.desk import DeskAddress
from heard.record.models.party import Party
from heard.record.models.requester import Organization


@transaction.atomic
def make(
    *,
    name: str,
    by: Actor,
    at: datetime,
    address: str = "",
    organization: str = "",
    language: str = "",
    zone: str = "",
    sample: bool = False,
) -> Party:
    """Somebody outside whom answers depend on.

    Args:
        address: where pings go; "" for somebody asked in other ways. organization: the firm's name, or "".

    Raises:
        Refused: no name, an address that is none, our own, or another party's; an unknown zone.
    """
    party = Party(created_at=at, sample=sample)
    _set(party, name=name, address=address, organization=organization, language=language, zone=zone)
    party.save()
    if not sample:  # sample data is outside the log, and goes without a trace
        events.add("party.made", by=by, at=at, party=party.pk, personal={"name": party.name})
    return party


@transaction.atomic
def change(party: Party, *, by: Actor, at: datetime, **values: str) -> Party:
    """Change name, address, organization, language or zone; pings go to the new address from now on.

    Raises:
        Refused: as `make` does.
    """
    own = Party.objects.select_for_update().get(pk=party.pk)
    kept = {"organization": own.organization.name if own.organization else ""}
    kept |= {name: getattr(own, name) for name in ("name", "address", "language", "zone")}
    _set(own, **{**kept, **values})
    own.save()
    events.add("party.changed", by=by, at=at, party=own.pk, settings=sorted(values))
    return own


def _set(party: Party, *, name: str, address: str, organization: str, language: str, zone: str) -> None:
    party.name, party.address = name.strip()[:200], address.strip().lower()
    if not party.name:
        raise Refused("name", "Say who it is.", field="name")
    _check_address(party)
    if zone and zone not in available_timezones():
        raise Refused("zone", "Give a time zone by its name, like Europe/Berlin.", field="zone")
    party.zone, party.language = zone, language[:16]
    party.organization = _organization(organization.strip()[:200], sample=party.sample)


def _check_address(party: Party) -> None:
    if not party.address:
        return
    if len(party.address) > 254 or not ADDRESS.fullmatch(party.address):
        raise Refused(
            "address",
            Sentence("%(address)s is no mail address.", address=party.address[:100]),
            field="address",
        )
    if DeskAddress.objects.filter(address=party.address).exists():
        raise Refused("address", "That is a desk's own address.", field="address")
    if Party.objects.filter(address=party.address).exclude(pk=party.pk).exists():
        raise Refused("address", "Somebody has that address already.", field="address")


def _organization(name: str, *, sample: bool) -> Organization | None:
    if not name:
        return None
    found = Organization.objects.filter(name__iexact=name).first()
    return found or Organization.objects.create(name=name, sample=sample)
