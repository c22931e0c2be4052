"""Who follows a locked ticket, whatever changes it: told of what others do there, brought along, dropped."""

from collections.abc import Collection, Sequence
from datetime import datetime

from heard.record import events
from heard.record.actions import alert
from heard.record.actor import Actor, agent_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Membership
from heard.record.models.follow import Follow
from heard.record.models.ticket import Ticket
from heard.record.question import Question

FOLLOWERS = Question(
    lambda ticket: Agent.objects.filter(
        pk__in=Follow.objects.filter(ticket=ticket).values("agent"), is_active=True
    ).order_by("name", "id")
)


def add(ticket: Ticket, agent: Agent, *, by: Actor, at: datetime) -> bool:
    """An agent follows a ticket from now on; False when they did already."""
    _row, made = Follow.objects.get_or_create(ticket=ticket, agent=agent, defaults={"since": at})
    if made:
        events.add("follow.started", by=by, at=at, ticket=ticket, follower=agent.pk)
    return made


def end(ticket: Ticket, agent: Agent, *, by: Actor, at: datetime) -> bool:
    """An agent follows a ticket no longer; False when they did not."""
    gone, _each = Follow.objects.filter(ticket=ticket, agent=agent).delete()
    if gone:
        events.add("follow.ended", by=by, at=at, ticket=ticket, follower=agent.pk)
    return bool(gone)


def tell(ticket: Ticket, kind: str, *, by: Actor, at: datetime, besides: Collection[int] = ()) -> None:
    """Tell all followers of a locked ticket, but whoever did it and those who are told anyway.

    Args:
        kind: the alert's kind.
        besides: ids of agents who hear of it otherwise.
    """
    did = agent_of(by)
    for agent in FOLLOWERS.all(ticket.pk):
        if agent != did and agent.pk not in besides:
            alert.raise_for(ticket, agent, kind, at=at)


def read_ahead(tickets: Sequence[Ticket]) -> None:
    """Ask once who follows these tickets, on which something happens now."""
    FOLLOWERS.ahead([(ticket.pk,) for ticket in tickets])


def hand_on(ticket: Ticket, into: Ticket, *, by: Actor, at: datetime) -> list[int]:
    """The followers of a ticket that goes on in another follow that one; their ids, so that they can go back."""
    gone = [one for one in FOLLOWERS.all(ticket.pk) if end(ticket, one, by=by, at=at)]
    for agent in gone:
        add(into, agent, by=by, at=at)
    return [agent.pk for agent in gone]


def take_back(ticket: Ticket, followers: Sequence[int], *, by: Actor, at: datetime) -> None:
    """They follow again what was taken apart, as far as they still answer on its desk."""
    theirs = Agent.objects.filter(pk__in=followers, is_active=True, memberships__desk=ticket.desk_id)
    for agent in theirs.order_by("id"):
        add(ticket, agent, by=by, at=at)


def carry(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """A ticket came to another desk: who does not answer there may not read it, and follows no longer."""
    there = set(Membership.objects.filter(desk=ticket.desk_id).values_list("agent", flat=True))
    for agent in FOLLOWERS.all(ticket.pk):
        if agent.pk not in there:
            end(ticket, agent, by=by, at=at)
