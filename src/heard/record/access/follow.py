"""Who follows a ticket, for those who may see it; and which of one's follows an alert still stands for."""

from heard.record.follow import FOLLOWERS
from heard.record.models.agent import Agent
from heard.record.models.follow import Follow
from heard.record.models.ticket import Ticket


def of(ticket: Ticket) -> list[Agent]:
    """Who follows it, by name."""
    return FOLLOWERS.all(ticket.pk)


def goes_on(agent: Agent, ticket: Ticket) -> bool:
    """Whether an agent follows a ticket still, or the one in which it goes on."""
    return Follow.objects.filter(agent=agent, ticket__in=[ticket.pk, ticket.goes_on_in.pk]).exists()
