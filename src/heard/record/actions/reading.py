"""Reading: a requester's message is read, and the time stands."""

from datetime import datetime

from heard.promise import ways
from heard.record import events
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.facts import facts_of
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


def stand(ticket: Ticket, *, by: Agent, at: datetime) -> int:
    """`y`: read, and my time stands. Settles the messages that wait; how many there were.

    Raises:
        Refused: something is owed an earlier answer, or no person's time stands.
    """
    with settled(ticket, at=at) as own:
        facts = facts_of(own, at)
        if own.is_open and "stands" not in ways(facts, at):
            raise Refused("way", "This needs an answer: no time of yours stands, or something is owed first.")
        waiting = own.messages.filter(kind=Message.Kind.INBOUND, settled_at=None)
        waiting.filter(read_at=None).update(read_at=at, read_by=by)
        count = waiting.update(settled_at=at, settled=Message.Settled.STANDS)
        if count:
            events.add("message.read", by=by, at=at, ticket=own)
        return count
