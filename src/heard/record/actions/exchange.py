"""Verbs on a telephone exchange: added, dropped; and what it tells: somebody rang in vain, or left a message."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heard.hours.languages import Sentence, spoken
from heard.hours.said import said_clock
from heard.record import events
from heard.record.actions import intake as intakes
from heard.record.actions import phone as phones
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.actions.settle import settled
from heard.record.actions.tracker import new_secret
from heard.record.actor import Actor
from heard.record.arrival import Arrival, AttachedFile
from heard.record.errors import Refused
from heard.record.locker import lock
from heard.record.models.desk import Desk
from heard.record.models.exchange import Exchange
from heard.record.models.intake import Intake
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of
from heard.record.phones import NotANumber, country_of, normal, said
from heard.wording.rang import Kind, said_rang

WITHHELD = Sentence("The number was withheld and nothing was said: there is nobody to ring back.")


@dataclass(frozen=True, slots=True)
class Rang:
    """One call that reached nobody, as the exchange tells it: `at` by its clock, UTC; `number` "" where withheld."""

    kind: Kind
    at: datetime
    number: str = ""
    name: str = ""
    recording: AttachedFile | None = None


@transaction.atomic
def add(*, name: str, desk: Desk, by: Actor, at: datetime) -> tuple[Exchange, str]:
    """Let an exchange tell a desk of calls; it and the secret of its webhook, which is shown this once.

    Raises:
        Refused: it has no name.
    """
    if not name.strip():
        raise Refused("name", "Say what it is called.", field="name")
    secret = new_secret("webhook")
    made = Exchange.objects.create(
        name=name.strip()[:200], desk=desk, secret=lock({"secret": secret}), added_at=at
    )
    events.add("exchange.added", by=by, at=at, desk=desk, exchange=made.pk)
    return made, secret


@transaction.atomic
def drop(exchange: Exchange, *, by: Actor, at: datetime) -> None:
    """It is listened to no longer, and its secret is forgotten; what it told stays."""
    Exchange.objects.filter(pk=exchange.pk, dropped_at=None).update(dropped_at=at, secret="")
    events.add("exchange.dropped", by=by, at=at, desk=exchange.desk, exchange=exchange.pk)


@transaction.atomic
def take(exchange: Exchange, rang: Rang, *, raw: bytes, key: str, at: datetime) -> bool:
    """Let a proven call count, once: on the open ticket of whose number it is, or as a new one with a promise to ring
    back; False when it came before. A missed call of a withheld number is filed: nobody can be rung back.

    Args:
        raw: the webhook's body, to be kept. key: what makes this call that one and no other.
    """
    own = Exchange.objects.select_for_update(of=("self",)).select_related("desk").get(pk=exchange.pk)
    message_id = f"{key}@{own.public_id}.phone"
    if Intake.objects.filter(header_id=message_id, door="phone").exists():
        return False
    Exchange.objects.filter(pk=own.pk).update(heard_at=at, trouble="")
    kept, number = intakes.keep(raw, door="phone", at=at), _number(rang, own.desk)
    if not number and rang.recording is None:
        bare = Arrival(door="phone", from_address="", from_name=rang.name, message_id=message_id)
        intakes.settle(kept, state=Intake.State.FILED, reason=WITHHELD, at=at, arrival=bare, desk=own.desk)
        return True
    person = _who(rang, number, own.desk, at=at)
    arrival = _arrival(rang, number, person, own.desk, message_id)
    open_one = _open_ticket(person, own.desk)
    if open_one:
        message = tickets.add_reply(open_one, arrival, requester=open_one.requester, at=at)
        with settled(message.ticket, at=at) as ticket:
            events.add("call.missed", by=person, at=at, ticket=ticket)
    else:
        made = tickets.receive(
            arrival, desk=own.desk, requester=person, at=at, sample=own.desk.sample, how="ring"
        )
        message = made.messages.get()
    state = Intake.State.REPLY if open_one else Intake.State.TICKET
    intakes.settle(
        kept, state=state, at=at, arrival=arrival, desk=own.desk, ticket=message.ticket, message=message
    )
    return True


def _number(rang: Rang, desk: Desk) -> str:
    """The number in its one form; "" for words like "anonymous"."""
    try:
        return normal(rang.number, country=country_of(desk))
    except NotANumber:
        return ""


def _who(rang: Rang, number: str, desk: Desk, *, at: datetime) -> Requester:
    if number:
        return phones.meet(number, name=rang.name, at=at, sample=desk.sample)[0]
    return requesters.introduce(name=rang.name or WITHHELD.partition(" was")[0], at=at, sample=desk.sample)


def _arrival(rang: Rang, number: str, person: Requester, desk: Desk, message_id: str) -> Arrival:
    language = spoken(language_of(person, desk))
    subject, text = said_rang(
        rang.kind,
        language=language,
        time=said_clock(rang.at, zone=zone_of(person, desk), language=language),
        number=said(number, country=country_of(desk)) if number else "",
    )
    return Arrival(
        door="phone",
        from_address=number,
        from_name=rang.name,
        subject=subject,
        text=text,
        message_id=message_id,
        attachments=(rang.recording,) if rang.recording else (),
    )


def _open_ticket(person: Requester, desk: Desk) -> Ticket | None:
    """The newest open ticket of a person on this desk, by whichever of their histories."""
    theirs = Q(requester=person) | Q(requester__same_as=person)
    return Ticket.objects.filter(theirs, desk=desk, resolved_at=None).order_by("-received_at", "-id").first()
