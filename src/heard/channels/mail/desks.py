"""Which desks a mail is for: by whom it was delivered to, else by its headers, else by the mailbox it came by.

The order is method.md's: envelope, Delivered-To, To and Cc, mailbox, and last the default desk, marked. The first of
these that names a desk decides, with every desk it names.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from heard.channels.mail.mailbox import desk_of
from heard.channels.mail.thread import recipients
from heard.hours.languages import Sentence
from heard.record import links
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk, DeskAddress
from heard.record.models.intake import Intake
from heard.record.models.ticket import Ticket
from heard.record.question import Question

NO_ADDRESS = Sentence("sent to no address of a desk; the first desk has it")

_ADDRESSES: Question[tuple[str, int]] = Question(
    lambda: DeskAddress.objects.order_by("id").values_list("address", "desk_id")
)
_DESK = Question(lambda pk: Desk.objects.filter(pk=pk))
_DESK_OF: Question[int] = Question(
    lambda ticket: Ticket.objects.filter(pk=ticket).values_list("desk_id", flat=True)
)


class NoDesk(Exception):
    """There is no desk yet, so the mail waits as it is."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """`desks` are those the mail is for, at least one, each with its address in the mail ("": none names it);
    `named` are the ids of all that any recipient names; `why` says why the default desk has it, else ""."""

    desks: tuple[tuple[Desk, str], ...]
    named: frozenset[int]
    why: str = ""


class Desks:
    """The desks by their addresses, as they are now."""

    def __init__(self) -> None:
        self._by_address = dict(_ADDRESSES.all())

    def owns(self, address: str) -> bool:
        """Whether an address, with or without something behind a plus, is a desk's."""
        return self._of(address.lower()) is not None

    def has(self, address: str) -> bool:
        """Whether this very address is a desk's."""
        return address.lower() in self._by_address

    def addressed(self, arrival: Arrival, intake: Intake) -> Addressed:
        """The desks that a mail is for.

        Raises:
            NoDesk: nothing is set up yet.
        """
        named = {address: self._of(address) for address in recipients(arrival)}
        every = frozenset(one for one in named.values() if one)
        for level in (arrival.envelope_to, arrival.delivered_to, (*arrival.to, *arrival.cc)):
            found = self._first_of_each(named, (address.lower() for address in level))
            if found:
                return Addressed(tuple((_DESK.all(desk)[0], where) for desk, where in found.items()), every)
        if desk := desk_of(intake):
            return Addressed(((desk, ""),), every)
        first = Desk.objects.order_by("sample", "id").first()
        if first is None:
            raise NoDesk
        return Addressed(((first, ""),), every, NO_ADDRESS)

    def _first_of_each(self, named: dict[str, int | None], level: Iterable[str]) -> dict[int, str]:
        found: dict[int, str] = {}
        for address in level:
            if desk := named[address]:
                found.setdefault(
                    desk, address if address in self._by_address else links.without_plus(address)
                )
        return found

    def _of(self, address: str) -> int | None:
        """The desk of an address. A signed reply address is of the desk that has the ticket now."""
        if secret := links.read_reply_address(address):
            return next(iter(_DESK_OF.all(secret[0])), None)
        return self._by_address.get(address) or self._by_address.get(links.without_plus(address))
