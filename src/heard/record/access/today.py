"""What one line of a list says of a ticket, for many tickets in a few queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from heard.record.models.chase import Chase
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import RequesterAddress
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import FIRST_NUMBER, Ticket


class Waiting(NamedTuple):
    """A running chase: who owes us something, last asked when, asked again when (UTC)."""

    party: str
    pinged_at: datetime
    ping_at: datetime


class Unsettled(NamedTuple):
    """The oldest message of the requester that nobody answered or let stand."""

    said_at: datetime
    read_at: datetime | None


class Line(NamedTuple):
    """One ticket as a list shows it. Instants are UTC; `restated` is "", "half" or "on"."""

    id: int
    public_id: str
    subject: str
    preview: str
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    resolution: str
    impact: str
    owed_at: datetime | None
    owed_reason: str
    desk: str
    owner_id: int | None
    owner: str | None
    name: str
    address: str | None
    organization: str | None
    promise: str | None
    due_at: datetime | None
    told_at: datetime | None
    event: str | None
    restated: str = ""
    waiting: Waiting | None = None
    unsettled: Unsettled | None = None
    missed_at: datetime | None = None

    @property
    def number(self) -> int:
        """The number people say."""
        return self.id + FIRST_NUMBER

    @property
    def who(self) -> str:
        """The requester's name, else the address."""
        return self.name or self.address or ""

    @property
    def called(self) -> str:
        """The requester's first name, else the address."""
        return self.name.split()[0] if self.name.strip() else self.address or ""


FIELDS = (
    *("id", "public_id", "subject", "preview", "received_at", "opened_at", "acknowledged_at"),
    *("resolved_at", "resolution", "impact", "owed_at", "owed_reason", "desk__name"),
    *("owner_id", "owner__name", "requester__name", "first_address", "requester__organization__name"),
    *("promise__kind", "promise__due_at", "promise__told_at", "promise__event"),
)


def lines(ids: Sequence[int]) -> list[Line]:
    """The lines of these tickets, in the order of the ids. Whose they are was asked when the ids were read."""
    first = RequesterAddress.objects.filter(requester=OuterRef("requester_id")).order_by("id")
    rows = Ticket.objects.filter(id__in=ids).annotate(first_address=Subquery(first.values("address")[:1]))
    found = {row[0]: Line(*row) for row in rows.values_list(*FIELDS)}
    restated, waiting, unsettled = _restated(ids), _waiting(ids), _unsettled(ids)
    missed = _missed([line.id for line in found.values() if line.promise == "repair"])
    return [
        found[pk]._replace(
            restated=restated.get(pk, ""),
            waiting=waiting.get(pk),
            unsettled=unsettled.get(pk),
            missed_at=missed.get(pk),
        )
        for pk in ids
        if pk in found
    ]


def _restated(ids: Sequence[int]) -> dict[int, str]:
    """Half lit when said, lit when the requester said yes; dark again after "not quite"."""
    lit = {"": "half", "yes": "on", "no": ""}
    rows = Restatement.objects.filter(ticket_id__in=ids).order_by("id").values_list("ticket_id", "answer")
    return {ticket: lit[answer] for ticket, answer in rows}


def _waiting(ids: Sequence[int]) -> dict[int, Waiting]:
    """The chase of each ticket that is asked again first."""
    rows = Chase.objects.filter(ticket_id__in=ids, answered_at=None).order_by("-ping_at", "-id")
    return {row[0]: Waiting(*row[1:]) for row in rows.values_list("ticket_id", *Waiting._fields)}


def _unsettled(ids: Sequence[int]) -> dict[int, Unsettled]:
    rows = Message.objects.filter(
        ticket_id__in=ids, kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
    ).order_by("-n")
    return {row[0]: Unsettled(*row[1:]) for row in rows.values_list("ticket_id", *Unsettled._fields)}


def _missed(ids: Sequence[int]) -> dict[int, datetime]:
    """When the last missed time of each ticket was."""
    if not ids:
        return {}
    rows = Promise.objects.filter(ticket_id__in=ids, outcome=Promise.Outcome.LAPSED).order_by("due_at")
    return dict(rows.values_list("ticket_id", "due_at"))
