"""Who is away by their own out-of-office reply, and until when. It is offered to agents and moves nothing by itself."""

from dataclasses import dataclass
from datetime import date, datetime, time

from heard.hours import to_instant
from heard.record.facts import rules_of
from heard.record.models.chase import Chase
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.question import Question


@dataclass(frozen=True, slots=True)
class Absence:
    """Said on `said_at` (UTC) by a mail program: back on a day, on which the desk is open from `opens_at` to
    `closes_at` (UTC; the next opening day where it is closed then)."""

    said_at: datetime
    back_on: date
    opens_at: datetime
    closes_at: datetime


_SAID: Question[tuple[str, date, datetime]] = Question(
    lambda ticket: (
        Intake.objects.filter(ticket=ticket, back_on__isnull=False)
        .order_by("received_at", "id")
        .values_list("from_address", "back_on", "received_at")
    )
)
_ADDRESSES: Question[str] = Question(
    lambda requester: RequesterAddress.objects.filter(requester=requester).values_list("address", flat=True)
)
_WROTE: Question[int] = Question(
    lambda ticket, requester, since: Message.objects.filter(
        ticket=ticket, kind="inbound", requester=requester, said_at__gt=since
    ).values_list("id", flat=True)[:1]
)


def said_on(ticket: Ticket, *, at: datetime) -> dict[str, Absence]:
    """What mail programs last said on a ticket, by address in small letters; of those still away at `at` (UTC)."""
    desk = ticket.desk
    found: dict[str, Absence] = {}
    for address, back_on, said_at in _SAID.all(ticket.pk):
        calendar = rules_of(desk).calendar
        opens_at = calendar.opens_after(to_instant(datetime.combine(back_on, time.min), desk.zone))
        closes_at = calendar.day_end(opens_at) or opens_at
        found[address.lower()] = Absence(said_at, back_on, opens_at, closes_at)
    return {address: one for address, one in found.items() if one.opens_at > at}


def of_requester(ticket: Ticket, said: dict[str, Absence]) -> Absence | None:
    """The requester's absence, unless they have written since."""
    addresses = _ADDRESSES.all(ticket.requester_id) if said else []
    found = next((said[one] for one in addresses if one in said), None)
    return None if found and _WROTE.all(ticket.pk, ticket.requester_id, found.said_at) else found


def outlasts(absence: Absence | None, promise: Promise | None) -> bool:
    """Whether a check-in would come before whoever is away is back."""
    if absence is None or promise is None or promise.kind != "check_in" or promise.due_at is None:
        return False
    return promise.due_at < absence.opens_at


def of_party(chase: Chase, said: dict[str, Absence]) -> Absence | None:
    """The absence of whoever is asked on a running chase, unless they have said something since."""
    if not (said and chase.is_running):
        return None
    asked = {
        one.lower() for one in (getattr(chase.contact, "address", ""), getattr(chase.colleague, "email", ""))
    }
    found = next((one for address, one in said.items() if address in asked), None)
    return None if found and chase.heard_at and chase.heard_at > found.said_at else found
