"""Which ticket a mail belongs to, and whether its sender may speak there.

Two keys attach: a reply address that we signed, and Message-IDs of letters and mails we know. A sender who is
no participant of the ticket is a stranger on the thread: agents see what they wrote, it moves nothing, and
nobody is subscribed by standing in Cc.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from heard.record import links
from heard.record.arrival import Arrival
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.requester import Participant, RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.question import Question


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket a mail belongs to. `signed`: it came to a reply address that only its receiver knows."""

    ticket: Ticket
    verified: bool
    signed: bool


_LETTER: Question[int] = Question(
    lambda header_id: Letter.objects.filter(header_id=header_id).values_list("id", flat=True)
)
_LETTER_OF: Question[int] = Question(
    lambda header_id: Letter.objects.filter(
        header_id=header_id, requester__isnull=False, ticket__isnull=False
    ).values_list("ticket_id", flat=True)
)
_MAIL_OF: Question[int] = Question(
    lambda header_id: (
        Message.objects.filter(header_id=header_id, verified=True)
        .order_by("-id")
        .values_list("ticket_id", flat=True)[:1]
    )
)
_TICKET = Question(lambda pk: Ticket.objects.select_related("desk", "requester").filter(pk=pk))
_WHOSE: Question[int] = Question(
    lambda address: RequesterAddress.objects.filter(address=address).values_list("requester_id", flat=True)
)
_PARTICIPANT: Question[int] = Question(
    lambda ticket, requester: Participant.objects.filter(ticket=ticket, requester=requester).values_list(
        "id", flat=True
    )
)


def recipients(arrival: Arrival) -> tuple[str, ...]:
    """Every address the mail was sent to, the surest first: envelope, then headers."""
    found = (*arrival.envelope_to, *arrival.delivered_to, *arrival.to, *arrival.cc)
    return tuple(dict.fromkeys(address.lower() for address in found))


def own_letter(arrival: Arrival) -> bool:
    """Whether this is a letter of ours that came back to us."""
    return bool(arrival.message_id and _LETTER.all(arrival.message_id)) and arrival.bounce is None


def thread_of(arrival: Arrival) -> Thread | None:
    """The ticket that a mail answers, or None for a new request."""
    signed = _signed(recipients(arrival))
    ticket_id = signed or _by_ids(arrival)
    if ticket_id is None:
        return None
    ticket = _TICKET.first(ticket_id)
    if ticket is None:
        return None
    return Thread(ticket, verified=_takes_part(ticket, arrival.from_address), signed=signed is not None)


def _signed(addresses: Iterable[str]) -> int | None:
    for address in addresses:
        secret = links.read_reply_address(address)
        if secret:
            return secret[0]
    return None


def _by_ids(arrival: Arrival) -> int | None:
    """The ticket of the latest Message-ID that we know: of our letters, or of mails that came before."""
    ids = [arrival.in_reply_to, *reversed(arrival.references)]
    if arrival.bounce and arrival.bounce.original_message_id:
        ids.insert(0, arrival.bounce.original_message_id)
    ids = list(dict.fromkeys(one for one in ids if one))
    if not ids:
        return None
    known = _LETTER_OF.first(ids[0]) or _MAIL_OF.first(
        ids[0]
    )  # nearly always it is the mail that was answered
    return known or _older(ids[1:])


def _older(ids: list[str]) -> int | None:
    """The ticket of the first of many ids that we know."""
    if not ids:
        return None
    found = dict(
        Message.objects.filter(header_id__in=ids, verified=True).values_list("header_id", "ticket_id")
    )
    letters = Letter.objects.filter(header_id__in=ids, ticket__isnull=False, requester__isnull=False)
    found.update(letters.values_list("header_id", "ticket_id"))
    return next((found[one] for one in ids if one in found), None)


def _takes_part(ticket: Ticket, address: str) -> bool:
    """Whether an address belongs to the ticket's requester or to another participant."""
    requester_id = _WHOSE.first(address.strip().lower())
    if requester_id is None:
        return False
    return requester_id == ticket.requester_id or bool(_PARTICIPANT.all(ticket.pk, requester_id))
