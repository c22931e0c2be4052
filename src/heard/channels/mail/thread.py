"""Which tickets a mail answers, and whether its sender may speak there.

Two keys are secrets: the reply address that we signed, and the Message-ID of a letter of ours. Both went to one
person, so they speak for that person, unless our own mail server knows the sender to be forged. Two keys can be
guessed or were seen by others: Message-IDs of mails that came to us, and the number in the subject. With them, and
for anybody else than whom a secret went to, only a proven sender who takes part in the ticket is believed. All
others are strangers on the thread: agents see what they wrote, it moves nothing. Cc subscribes nobody.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from heard.record import links
from heard.record.arrival import Arrival
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.requester import Participant, Requester, RequesterAddress
from heard.record.models.ticket import FIRST_NUMBER, Ticket
from heard.record.question import Question

_TAG = re.compile(r"\(#(\d{4,15})\)")


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket that a mail answers. `speaker` is the sender as one who takes part in it, None for a stranger.

    `signed`: it came to a reply address that only its receiver knows.
    """

    ticket: Ticket
    verified: bool
    signed: bool = False
    speaker: Requester | None = None


@dataclass(frozen=True, slots=True)
class _Key:
    """What leads to a ticket. `given_to` is the requester who alone was given it; None where it is no secret."""

    ticket: int
    given_to: int | None
    signed: bool = False


_LETTER: Question[int] = Question(
    lambda header_id: Letter.objects.filter(header_id=header_id).values_list("id", flat=True)
)
_LETTER_OF: Question[tuple[int, int | None]] = Question(
    lambda header_id: Letter.objects.filter(
        header_id=header_id, ticket__isnull=False, chase__isnull=True
    ).values_list("ticket_id", "requester_id")
)
_MAILS_OF: Question[int] = Question(
    lambda header_id: (
        Message.objects.filter(header_id=header_id, verified=True)
        .order_by("-id")
        .values_list("ticket_id", flat=True)[:5]
    )
)
_TICKET = Question(lambda pk: Ticket.objects.select_related("desk", "requester").filter(pk=pk))
_WHOSE: Question[tuple[int, int | None]] = Question(
    lambda address: RequesterAddress.objects.filter(address=address).values_list(
        "requester_id", "requester__same_as_id"
    )
)
_PARTICIPANT = Question(
    lambda ticket, person: (
        Participant.objects.select_related("requester")
        .filter(Q(requester=person) | Q(requester__same_as=person), ticket=ticket)
        .order_by("id")[:1]
    )
)


def recipients(arrival: Arrival) -> tuple[str, ...]:
    """Every address the mail was sent to, the surest first: envelope, then headers."""
    found = (*arrival.envelope_to, *arrival.delivered_to, *arrival.to, *arrival.cc)
    return tuple(dict.fromkeys(address.lower() for address in found))


def own_letter(arrival: Arrival) -> bool:
    """Whether this is a letter of ours that came back to us."""
    return bool(arrival.message_id and _LETTER.all(arrival.message_id)) and arrival.bounce is None


def answers_us(arrival: Arrival) -> bool:
    """Whether it came to one of our secrets, or names a letter of ours as what it answers."""
    secrets: tuple[Callable[[str], object], ...] = (
        links.read_reply_address,
        links.read_return_path,
        links.read_agent_address,
        links.read_chase_address,
    )
    if any(read(address) is not None for read in secrets for address in recipients(arrival)):
        return True
    return any(_LETTER.all(one) for one in {arrival.in_reply_to, *arrival.references[-20:]} if one)


def threads_of(arrival: Arrival) -> Iterator[Thread]:
    """The tickets that a mail answers, the surest first, each once. What nobody asks for is not looked up."""
    seen: set[int] = set()
    for key in _keys(arrival):
        ticket = None if key.ticket in seen else _TICKET.first(key.ticket)
        if ticket is not None:
            thread = _judged(ticket, key, arrival)
            seen.update((key.ticket, thread.ticket.pk))
            yield thread
    yield from _tagged(arrival, seen)


class Threads:
    """The threads of a mail, looked up as far as somebody asks, and then remembered."""

    def __init__(self, arrival: Arrival) -> None:
        self._rest, self._found = threads_of(arrival), list[Thread]()

    def __iter__(self) -> Iterator[Thread]:
        yield from self._found
        for thread in self._rest:
            self._found.append(thread)
            yield thread

    @property
    def first(self) -> Thread | None:
        """The surest."""
        return next(iter(self), None)


def needs_proof(arrival: Arrival) -> bool:
    """Whether it would make a difference to know that the sender is who they say."""
    if arrival.sender_is != "unknown":
        return False
    if _TAG.search(arrival.subject):
        return True
    first = next(threads_of(arrival), None)
    return first is not None and not first.verified and first.speaker is not None


def _keys(arrival: Arrival) -> Iterator[_Key]:
    for address in recipients(arrival):
        if secret := links.read_reply_address(address):
            yield _Key(*secret, signed=True)
    ids = [arrival.in_reply_to, *reversed(arrival.references)]
    if arrival.bounce and arrival.bounce.original_message_id:
        ids.insert(0, arrival.bounce.original_message_id)
    ids = list(dict.fromkeys(one for one in ids if one))
    if ids:  # nearly always it is the mail that was answered
        yield from (_Key(*found) for found in _LETTER_OF.all(ids[0]))
        yield from (_Key(ticket, None) for ticket in _MAILS_OF.all(ids[0]))
    yield from _older(ids[1:])


def _older(ids: list[str]) -> Iterator[_Key]:
    """The tickets of further ids, in their order."""
    if not ids:
        return
    found: dict[str, list[_Key]] = {}
    letters = Letter.objects.filter(header_id__in=ids, ticket__isnull=False, chase__isnull=True)
    for header_id, ticket, given_to in letters.values_list("header_id", "ticket_id", "requester_id"):
        found.setdefault(header_id, []).append(_Key(ticket, given_to))
    mails = Message.objects.filter(header_id__in=ids, verified=True).order_by("-id")
    for header_id, ticket in mails.values_list("header_id", "ticket_id")[:100]:
        found.setdefault(header_id, []).append(_Key(ticket, None))
    for one in ids:
        yield from found.get(one, ())


def _judged(ticket: Ticket, key: _Key, arrival: Arrival) -> Thread:
    """Who speaks on the ticket, and whether the key and the sender together prove it."""
    speaker = _speaker(ticket, arrival.from_address)
    known = speaker is not None and speaker.pk == key.given_to
    verified = known and arrival.sender_is != "refuted" or arrival.sender_is == "proven"
    return Thread(ticket.goes_on_in, speaker is not None and verified, key.signed, speaker)


def _tagged(arrival: Arrival, seen: Iterable[int]) -> Iterator[Thread]:
    """The ticket whose number stands in the subject, for a proven sender who takes part in it, else for nobody."""
    numbers = _TAG.findall(arrival.subject) if arrival.sender_is == "proven" else []
    for number in numbers[:3]:
        ticket = _TICKET.first(int(number) - FIRST_NUMBER)
        if ticket is not None and ticket.pk not in seen:
            thread = _judged(ticket, _Key(ticket.pk, None), arrival)
            if thread.verified:
                yield thread


def _speaker(ticket: Ticket, address: str) -> Requester | None:
    """The requester as whom an address takes part in a ticket, also by another address of the same person."""
    found = _WHOSE.first(address.strip().lower())
    if found is None:
        return None
    requester_id, same_as = found
    person = same_as or requester_id
    if ticket.requester.person_id == person:
        return ticket.requester
    participant = _PARTICIPANT.first(ticket.pk, person)
    return participant.requester if participant else None
