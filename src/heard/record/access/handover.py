"""Which handovers an agent may fetch, and what they would leave behind by going away."""

from django.db.models import Q, QuerySet

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.handover import Handover
from heard.record.models.ticket import Ticket
from heard.record.question import Question

STANDING = Question(
    lambda ticket: (
        Handover.objects.filter(ticket=ticket, ended_at=None)
        .select_related("giver", "to")
        .order_by("-id")[:1]
    )
)


def get(reader: Agent, public_id: str) -> Handover:
    """One handover that the agent may take or decline, over or not.

    Raises:
        Absent: there is none, or not for this agent.
    """
    found = _for(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("handover")
    return found


def offered_to(reader: Agent) -> list[Handover]:
    """What waits to be taken: offered to this agent, or to whoever minds their desks; not their own offers."""
    open_now = _for(reader).filter(ended_at=None, ticket__resolved_at=None)
    return list(
        open_now.exclude(giver=reader).exclude(to=None, ticket__owner=reader).order_by("offered_at", "id")
    )


def standing(ticket: Ticket) -> Handover | None:
    """The offer that stands on a fetched ticket."""
    return STANDING.first(ticket.pk)


def left_behind(reader: Agent) -> list[tuple[Ticket, Handover | None]]:
    """Open tickets that an agent has, or on which they promised the next word, each with the offer that stands."""
    theirs = Q(owner=reader) | Q(promise__agent=reader)
    near = "desk", "owner", "requester__organization", "promise__agent"
    tickets = list(
        Ticket.objects.filter(theirs, resolved_at=None).select_related(*near).order_by("owed_at", "id")[:100]
    )
    offers = Handover.objects.filter(ticket__in=tickets, ended_at=None).select_related("to")
    offered = {handover.ticket_id: handover for handover in offers}
    return [(ticket, offered.get(ticket.pk)) for ticket in tickets]


def _for(reader: Agent) -> QuerySet[Handover]:
    mine = Q(to=reader) | Q(to=None)
    near = (
        "giver",
        "to",
        "ticket__desk",
        "ticket__owner",
        "ticket__requester__organization",
        "ticket__promise",
    )
    return Handover.objects.filter(mine, ticket__desk__memberships__agent=reader).select_related(*near)
