"""What a calendar program may fetch with the secret address of a feed. Altered, revoked and left look the same."""

from datetime import datetime

from heard.record import links
from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.promise import Promise

MOST = 500


def owner(token: str) -> tuple[Agent, Desk | None]:
    """Whose feed it is: an agent's promises (no desk), or the rota of a desk they answer on.

    Raises:
        Absent: the address was altered or revoked, the agent is disabled, or not on that desk any more.
    """
    agent_id, version, desk_id = links.read_feed_token(token) or (0, 0, 0)
    found = Agent.objects.filter(pk=agent_id, feed_version=version, feed_since__isnull=False, is_active=True)
    agent = found.first()
    if agent is None:
        raise Absent("feed")
    if not desk_id:
        return agent, None
    desk = Desk.objects.filter(pk=desk_id, memberships__agent=agent).first()
    if desk is None:
        raise Absent("feed")
    return agent, desk


def promises(agent: Agent, *, at: datetime) -> list[Promise]:
    """The open promises in an agent's name, and the desk's on tickets they own, on desks they still answer on: those
    that lie ahead of `at` (UTC), the first first."""
    theirs = Promise.objects.filter(
        outcome=None, due_at__gt=at, ticket__owner=agent, ticket__desk__memberships__agent=agent
    ) | Promise.objects.filter(
        outcome=None, due_at__gt=at, agent=agent, ticket__desk__memberships__agent=agent
    )
    found = theirs.distinct().select_related("ticket__requester", "agent").order_by("due_at", "id")
    return list(found[:MOST])
