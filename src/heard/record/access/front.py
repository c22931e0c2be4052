"""What a desk's public page may know of its watch and of its waits: whether somebody has it, how far behind opening is,
how long people waited lately, and what it wants to know of each request. No names."""

from datetime import datetime
from typing import NamedTuple

from heard.promise import missed_since, opening_due
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.models.field import FIELDS, DeskField, values_of
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket
from heard.record.watch import minding_of


class Minded(NamedTuple):
    """`is_taken`: somebody has the watch. `is_untaken`: in opening hours nobody has had it for longer than the grace.
    `waits_since`: when the oldest request came that nobody has opened in its time (UTC)."""

    is_taken: bool
    is_untaken: bool
    waits_since: datetime | None


def minded(desk: Desk, *, at: datetime) -> Minded:
    """How a desk is minded at `at` (UTC), as anybody may know it."""
    rules, minding = rules_of(desk), minding_of(desk, at)
    came = minding.unopened_at
    is_behind = came is not None and opening_due(rules, came) <= at
    return Minded(
        minding.has is not None, missed_since(rules, minding, at) is not None, came if is_behind else None
    )


def first_waits(desk: Desk, *, since: datetime, most: int) -> list[tuple[datetime, datetime | None]]:
    """Arrival and first human word (None: still waiting) of the newest real requests since an instant."""
    received = Ticket.objects.filter(desk=desk, received_at__gte=since, sample=False, imported=None)
    real = received.exclude(resolution__in=(Ticket.Resolution.SPAM, Ticket.Resolution.MERGED))
    return list(real.order_by("-received_at").values_list("received_at", "acknowledged_at")[:most])


def asked_for(desk: Desk) -> list[DeskField]:
    """The fields of a desk that requesters are asked for, in their order."""
    return [field for field in FIELDS.all(desk.pk) if field.shown]


def said_in(participant: Participant) -> list[tuple[DeskField, str]]:
    """What a request says in them, if there are any (`has_fields`), for whoever may read all of it."""
    ticket = participant.ticket
    if participant.reads_from or not participant.has_fields:
        return []
    values = values_of([ticket.pk]).get(ticket.pk, {})
    return [(field, values[field.name]) for field in asked_for(ticket.desk) if field.name in values]
