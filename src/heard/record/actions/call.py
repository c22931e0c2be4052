"""Calls that reached nobody. One that did is a word like any other, said with `spoken` (`message.say`).

Rules: method.md, Meet or beat: "spoke" keeps; no answer keeps nothing unless the letter goes too.
"""

from datetime import datetime

from heard.record import events
from heard.record.actions.settle import settled
from heard.record.models.agent import Agent
from heard.record.models.ticket import Ticket


def tried(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """An agent rang and nobody answered: seen on the timeline, and every time stands as it was told."""
    with settled(ticket, at=at) as own:
        events.add("call.tried", by=by, at=at, ticket=own)
