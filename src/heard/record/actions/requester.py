"""Verbs on a requester: met by address, zone and language, one person with another, shared, links signed out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from heard.hours.languages import Sentence
from heard.hours.zones import is_zone
from heard.record import events, rows
from heard.record.actions import proof as proofs
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.proof import Proof
from heard.record.models.requester import Organization, Participant, Requester, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.turns import wait_for_turn

_BY_ADDRESS = Question(
    lambda address: RequesterAddress.objects.select_related(
        "requester__organization", "requester__same_as__organization"
    ).filter(address=address)
)
SHARED = frozenset(
    "info office team mail contact hello admin administration reception sales marketing accounts billing support"
    " help helpdesk service kontakt buero büro empfang verwaltung sekretariat vertrieb buchhaltung zentrale"
    " postmaster webmaster hostmaster abuse noc security".split()
)
"""Local parts at which several people read and write (RFC 2142, and what offices use)."""


@transaction.atomic(savepoint=False)
def meet(address: str, *, name: str = "", at: datetime, sample: bool = False) -> tuple[Requester, bool]:
    """Find the requester of an address, or make one. Of one person with several, the one who stands for all.

    An address at which several people write bears nobody's name.

    Returns:
        The requester, and whether they were known before.
    """
    address = address.strip().lower()
    found = _BY_ADDRESS.first(address)
    if not found:
        wait_for_turn(address)  # two mails of somebody new may be read at the same instant
        found = _BY_ADDRESS.first(address)
    if found:
        person = found.requester.same_as or found.requester
        if name and not person.name and not person.shared_at:
            person.name = name[:200]
            person.save(update_fields=["name"])
        return person, True
    shared = address.partition("@")[0].partition("+")[0] in SHARED
    requester = rows.insert(
        Requester(
            name="" if shared else name[:200], created_at=at, sample=sample, shared_at=at if shared else None
        )
    )
    rows.insert(RequesterAddress(requester=requester, address=address))
    return requester, False


def introduce(*, name: str, at: datetime, sample: bool = False) -> Requester:
    """Somebody met on the phone or at the counter, of whom no address is known."""
    return rows.insert(Requester(name=name.strip()[:200], created_at=at, sample=sample))


def clean(address: str) -> str:
    """A mail address as it is kept; "" for none.

    Raises:
        Refused: it is no mail address.
    """
    address = address.strip().lower()
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise Refused("address", "That is no mail address.", field="address") from None
    return address


def change(
    requester: Requester, *, by: Actor, at: datetime, zone: str | None = None, language: str | None = None
) -> None:
    """Set the zone or language a person chose or their browser said; told times stay as told.

    Raises:
        Refused: no such zone.
    """
    if zone and not is_zone(zone):
        raise Refused(
            "zone",
            Sentence("There is no time zone %(zone)s; one is Europe/Berlin.", zone=repr(zone)),
            field="zone",
        )
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
        raise Refused(
            "address", Sentence("%(address)s belongs to a person already.", address=address), field="address"
        )
    RequesterAddress.objects.create(requester=requester, address=address)
    requester.__dict__.pop("address", None)  # it may have been asked for before there was one


@transaction.atomic
def merge(requester: Requester, *, into: Requester, by: Agent, at: datetime) -> None:
    """Two requesters are one person: from now on `into` stands for both. Nothing said changes its author, so that
    `part` takes it back.

    Raises:
        Refused: they are one already, or each already stands for others.
    """
    own, stands = _locked(requester, into)
    if own.person_id == stands.person_id:
        raise Refused("same_person", "They are one person already.", field="into")
    if own.same_as_id or stands.same_as_id:
        raise Refused(
            "merged", "One of them is one person with somebody else. Part those first.", field="into"
        )
    if own.sample != stands.sample:
        raise Refused("sample", "A sample person is nobody real.", field="into")
    if own.also.exists():
        own, stands = stands, own
    if own.also.exists():
        raise Refused("merged", "Each of them stands for others already. Part those first.", field="into")
    own.same_as = stands
    own.save(update_fields=["same_as"])
    events.add("requester.merged", by=by, at=at, merged=own.pk, into=stands.pk)


@transaction.atomic
def part(requester: Requester, *, by: Agent, at: datetime) -> None:
    """They are two persons after all: what a merge said is taken back, exactly.

    Raises:
        Refused: it is one person with nobody.
    """
    own, _ = _locked(requester, requester)
    if own.same_as_id is None:
        raise Refused("merged", "They are not one person with anybody.")
    events.add("requester.parted", by=by, at=at, merged=own.pk, into=own.same_as_id)
    own.same_as = None
    own.save(update_fields=["same_as"])


@transaction.atomic
def split(requester: Requester, *, address: str, by: Agent, at: datetime) -> Requester:
    """One of the addresses is another person's: who writes from it is somebody of their own from now on.

    What came before stays where it is; a request that is theirs is given to them one by one (move.to_requester).

    Raises:
        Refused: not one of several addresses of this requester.
    """
    own, _ = _locked(requester, requester)
    theirs = own.addresses.filter(address=address.strip().lower()).first()
    if theirs is None or own.addresses.count() < 2:
        raise Refused("address", "That is not one of several addresses of theirs.", field="address")
    made = rows.insert(Requester(created_at=at, sample=own.sample, organization=own.organization))
    theirs.requester = made
    theirs.save(update_fields=["requester"])
    events.add("requester.split", by=by, at=at, split=own.pk, made=made.pk)
    return made


@transaction.atomic
def share(requester: Requester, *, shared: bool, by: Agent, at: datetime) -> None:
    """Say whether several persons write from this address, or one. Several are taken for nobody by name."""
    own, _ = _locked(requester, requester)
    if bool(own.shared_at) != shared:
        own.shared_at = at if shared else None
        own.save(update_fields=["shared_at"])
        events.add("requester.shared" if shared else "requester.unshared", by=by, at=at, person=own.pk)


def _locked(*people: Requester) -> tuple[Requester, Requester]:
    """The rows as the database has them, locked in one order."""
    ids = [person.pk for person in people]
    found = {one.pk: one for one in Requester.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    return found[ids[0]], found[ids[1]]


def join(requester: Requester, *, organization: str, sample: bool = False) -> Organization:
    """A person works at an organization, made when its name is new."""
    made, _ = Organization.objects.get_or_create(name=organization, defaults={"sample": sample})
    requester.organization = made
    requester.save(update_fields=["organization"])
    return made


@transaction.atomic
def sign_out_others(
    ticket: Ticket, *, by: Requester, at: datetime, proof: Proof | None = None
) -> Participant:
    """Every older link to this request stops working, on every device but the one that gets the new one; and every list
    of this person's requests that stands open elsewhere closes.

    Args:
        proof: what this device itself holds the list by.
    """
    participant = Participant.objects.select_for_update().get(ticket=ticket, requester=by)
    participant.link_version += 1
    participant.save(update_fields=["link_version"])
    proofs.end_others(by, but=proof, at=at)
    events.add("links.revoked", by=by, at=at, ticket=ticket)
    return participant
