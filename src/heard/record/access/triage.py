"""What was asked about a ticket before anybody worked on it."""

from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage


def latest(ticket: Ticket) -> Triage | None:
    """The triage that holds, of a ticket that was fetched for its reader."""
    return Triage.objects.filter(ticket=ticket).select_related("agent").order_by("id").last()
