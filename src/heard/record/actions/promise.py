"""Verbs that say a word to the requester and what becomes of the promise; and the look at one that is parked."""

from datetime import datetime

from heard.record import events, rows
from heard.record.actions import message
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket


def say(ticket: Ticket, word: Word, *, by: Actor, at: datetime) -> Message:
    """Write to the requester, at once and without undo: API, quick line, and drafts when they leave.

    A robot's word is sent with the way `stands`; it keeps nothing and changes no promise (law 3).

    Raises:
        Refused: nothing was sent; see `message.say`.
    """
    with settled(ticket, at=at) as own:
        return message.say(own, word, by=by, at=at)


def renew(ticket: Ticket, *, text: str, due_at: datetime, by: Actor, at: datetime) -> Message:
    """The no-news word: still nothing, and the next time. Ends the standing promise as renewed.

    Raises:
        Refused: see `message.say`.
    """
    return say(ticket, Word(text=text, way="renew", due_at=due_at), by=by, at=at)


def park(ticket: Ticket, *, text: str, event: str, by: Actor, at: datetime) -> Message:
    """Tell what will not happen and which event brings the one letter; looked at again every 90 days.

    Raises:
        Refused: no text, or no event named.
    """
    return say(ticket, Word(text=text, way="parks", event=event), by=by, at=at)


def look(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """A person looked again at what is parked, and it stays so: the next look is 90 days from now.

    Raises:
        Refused: the ticket is not parked.
    """
    with settled(ticket, at=at) as own:
        if not (own.is_open and own.standing.kind == Promise.Kind.ON_EVENT):
            raise Refused("not_parked", "This is not parked: a time is promised on it.")
        own.standing.looked_at = at
        rows.update(own.standing, "looked_at")
        events.add("promise.looked", by=by, at=at, ticket=own, promise=own.standing.pk)
