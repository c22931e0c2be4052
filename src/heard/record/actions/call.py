"""Calls and walk-ups: a request taken while speaking, what was said about one that is there, and nobody answered.

Rules: method.md, Meet or beat: "spoke" keeps; no answer keeps nothing unless the letter goes too.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events, fields
from heard.record.actions import intake as intakes
from heard.record.actions import phone as phones
from heard.record.actions import promise, restatement
from heard.record.actions import requester as requesters
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.arrival import Arrival, Door
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.requester import Requester
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.phones import country_of
from heard.record.turns import wait_for_turn

SUBJECT = 80
"""Characters of a subject made from the first words."""
TWICE = timedelta(minutes=1)
"""Within which the same words of the same agent are one call, not two."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rang or came by: somebody known, or what is known of them; "" for what is not."""

    requester: Requester | None = None
    name: str = ""
    number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What they said, in a few words (`subject`) and whole. `once` tells two pressings of a button from two calls."""

    door: Door
    subject: str = ""
    said: str = ""
    once: str = ""

    def arrival(self, caller: Caller) -> Arrival:
        """As any channel hands it over."""
        subject = " ".join(self.subject.split())
        whole = hashlib.sha256(f"{self.once} {caller} {subject} {self.said}".encode()).hexdigest()
        return Arrival(
            door=self.door,
            from_address=caller.number or caller.address,
            from_name=caller.name,
            subject=subject or _shortened(self.said),
            text=self.said or subject,
            message_id=f"{whole[:32]}@{self.door}",
        )


def _shortened(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= SUBJECT else line[:SUBJECT].rsplit(" ", 1)[0] + " …"


@transaction.atomic
def take(caller: Caller, asked: Asked, word: Word, *, desk: Desk, by: Agent, at: datetime) -> Ticket:
    """Somebody rang or came by, and an agent spoke with them: their request, and what was agreed, in one.

    The request is heard, and the first word said, in the same instant; no receipt leaves. Pressed twice it is one.

    Raises:
        Refused: nothing says who it is or what it is about; see `meet` and `message.say`. Then nothing is kept.
    """
    if not (asked.subject.strip() or asked.said.strip()):
        raise Refused("no_text", "Write in a few words what it is about.", field="subject")
    arrival = asked.arrival(caller)
    wait_for_turn(arrival.message_id)
    if asked.once and (before := intakes.before(arrival)):
        return before
    person = meet(caller, desk=desk, by=by, at=at)
    kept = intakes.keep(intakes.as_bytes(arrival), door=arrival.door, at=at)
    ticket = tickets.receive(
        arrival, desk=desk, requester=person, at=at, sample=desk.sample, has_receipt=True
    )
    _settle(kept, Intake.State.TICKET, arrival, ticket.messages.get(), at=at)
    if word.way == "solves" and (lacking := fields.missing(ticket)):
        says = Sentence(
            "This desk wants to know before anything is solved: %(fields)s. Say by when you get back to them; then the"
            " request is there, and this is filled in beside it.",
            fields=", ".join(field.label for field in lacking),
        )
        raise Refused("fields", says, field="way")
    _say(ticket, word, by=by, at=at)
    return ticket


@transaction.atomic
def spoke(ticket: Ticket, asked: Asked, word: Word, *, caller: Caller, by: Agent, at: datetime) -> Ticket:
    """An agent spoke with the requester of a ticket; what they said that was new is put on it first. Pressed twice it
    is one.

    Raises:
        Refused: see `meet` and `message.say`; then nothing is kept.
    """
    wait_for_turn(f"call {ticket.pk}")
    own = ticket.goes_on_in
    same = own.messages.filter(kind=Message.Kind.CALL, agent=by, text=word.text, way=word.way)
    if same.filter(said_at__gte=at - TWICE).exists():
        return own
    meet(caller, desk=own.desk, by=by, at=at)
    if asked.said.strip():
        arrival = asked.arrival(caller)
        kept = intakes.keep(intakes.as_bytes(arrival), door=arrival.door, at=at)
        said = tickets.add_reply(own, arrival, requester=own.requester, at=at, told=True)
        _settle(kept, Intake.State.REPLY, arrival, said, at=at)
    _say(own, word, by=by, at=at)
    return own


def meet(caller: Caller, *, desk: Desk, by: Agent, at: datetime) -> Requester:
    """The requester of a call. What they said of themselves is kept: a further number, the first address.

    Raises:
        Refused: nothing says who it is, or a number or address is none.
    """
    number = phones.read(caller.number, country=country_of(desk))
    address = requesters.clean(caller.address)
    person = caller.requester
    if person is None and not (caller.name.strip() or number or address):
        raise Refused("who", "Say who it is: a name, a number or a mail address.", field="name")
    if person is None and address:
        person = requesters.meet(address, name=caller.name.strip(), at=at, sample=desk.sample)[0]
    elif person is None:
        person = requesters.introduce(name=caller.name, at=at, sample=desk.sample)
    elif address and not person.addresses.filter(address=address).exists():
        requesters.add_address(person, address=address, by=by, at=at)
    if number:
        phones.add(person, number=number, by=by, at=at)
    return person


def _settle(kept: Intake, state: str, arrival: Arrival, said: Message, *, at: datetime) -> None:
    desk, ticket = said.ticket.desk, said.ticket
    intakes.settle(kept, state=state, at=at, arrival=arrival, desk=desk, ticket=ticket, message=said)


def _say(ticket: Ticket, word: Word, *, by: Agent, at: datetime) -> None:
    tickets.open(ticket, by=by, at=at)
    message = promise.say(ticket, word, by=by, at=at)
    if word.said_yes and (restated := Restatement.objects.filter(message=message).first()):
        restatement.confirm(restated, by=by, at=at)


def tried(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """An agent rang and nobody answered: seen on the timeline, and every time stands as it was told."""
    with settled(ticket, at=at) as own:
        events.add("call.tried", by=by, at=at, ticket=own)
