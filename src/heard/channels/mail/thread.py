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
from heard.record.models.requester import RequesterAddress
from heard.record.models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Thread:
    """The ticket a mail belongs to. `signed`: it came to a reply address that only its receiver knows."""

    ticket: Ticket
    verified: bool
    signed: bool


def recipients(arrival: Arrival) -> tuple[str, ...]:
    """Every address the mail was sent to, the surest first: envelope, then headers."""
    found = (*arrival.envelope_to, *arrival.delivered_to, *arrival.to, *arrival.cc)
    return tuple(dict.fromkeys(address.lower() for address in found))


def own_letter(arrival: Arrival) -> bool:
    """Whether this is a letter of ours that came back to us."""
    known = bool(arrival.message_id) and Letter.objects.filter(header_id=arrival.message_id).exists()
    return known and arrival.bounce is None


def thread_of(arrival: Arrival) -> Thread | None:
    """The ticket that a mail answers, or None for a new request."""
    signed = _signed(recipients(arrival))
    ticket_id = signed or _by_ids(arrival)
    if ticket_id is None:
        return None
    ticket = Ticket.objects.select_related("desk", "requester").filter(pk=ticket_id).first()
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
    found = dict(
        Message.objects.filter(header_id__in=ids, verified=True).values_list("header_id", "ticket_id")
    )
    letters = Letter.objects.filter(header_id__in=ids, ticket__isnull=False, requester__isnull=False)
    found.update(letters.values_list("header_id", "ticket_id"))
    return next((found[one] for one in ids if one in found), None)


def _takes_part(ticket: Ticket, address: str) -> bool:
    """Whether an address belongs to the ticket's requester or to another participant."""
    whose = RequesterAddress.objects.filter(address=address.strip().lower())
    for requester_id in whose.values_list("requester_id", flat=True):
        if requester_id == ticket.requester_id:
            return True
        if ticket.participants.filter(requester_id=requester_id).exists():
            return True
    return False
