"""Who takes part in a fetched ticket."""

from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket


def taking_part(ticket: Ticket) -> list[Participant]:
    """Who takes part besides the requester, in the order they were added."""
    there = ticket.participants.exclude(requester=ticket.requester_id)
    near = "requester__organization", "ticket"
    return list(there.select_related(*near).prefetch_related("requester__addresses").order_by("id"))


def others(participant: Participant) -> list[str]:
    """How everybody else who takes part is called, where there is anybody (`has_company`): the requester first, then in
    the order they were added."""
    if not participant.has_company:
        return []
    there = participant.ticket.participants.exclude(pk=participant.pk).select_related("requester")
    asks = participant.ticket.requester_id
    people = sorted(there.order_by("id"), key=lambda one: one.requester_id != asks)
    return [one.requester.name.strip() or one.requester.called for one in people]
