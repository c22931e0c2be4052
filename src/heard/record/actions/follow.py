"""Verbs on what an agent follows: begun, ended, and left behind by who may not read it any more."""

from datetime import datetime

from heard.hours.languages import Sentence
from heard.record import follow
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.handover import may_have
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.follow import Follow
from heard.record.models.ticket import Ticket


def start(ticket: Ticket, *, by: Agent, at: datetime) -> bool:
    """Follow a ticket: from now on one is told what others do there. False when one does already.

    Raises:
        Refused: one does not answer on its desk, and so may not read its notes.
    """
    with settled(ticket, at=at) as own:
        if not may_have(own, by):
            says = Sentence("%(agent)s does not answer on this desk.", agent=by)
            raise Refused("no_member", says, field="agent")
        return follow.add(own, by, by=by, at=at)


def end(ticket: Ticket, *, by: Agent, at: datetime) -> bool:
    """Follow it no longer. False when one did not."""
    with settled(ticket, at=at) as own:
        return follow.end(own, by, by=by, at=at)


def leave(agent: Agent, *, by: Actor, at: datetime, desk: Desk | None = None) -> None:
    """Somebody answers on a desk no longer (None: on none): they follow nothing there."""
    theirs = Follow.objects.filter(agent=agent).select_related("ticket__desk")
    for one in theirs.filter(ticket__desk=desk) if desk else theirs:
        follow.end(one.ticket, agent, by=by, at=at)
