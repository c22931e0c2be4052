"""Verbs on a talk: begun by an agent, kept alive by the requester's page, ended when either leaves."""

from datetime import datetime

from heard.record import events, talks
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket


def begin(ticket: Ticket, *, by: Agent, at: datetime) -> Talk:
    """An agent offers to talk live on the request's page. Nothing is promised by it; the first live word is.

    Raises:
        Refused: the ticket is resolved, or a talk goes on already.
    """
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This request is closed. Write to whoever asked.")
        if talks.open_on(own):
            raise Refused("talking", "A talk goes on here already.")
        talk = Talk.objects.create(ticket=own, agent=by, begun_at=at, here_at=at)
        events.add("talk.begun", by=by, at=at, ticket=own, talk=talk.pk)
        return talk


def here(ticket: Ticket, *, at: datetime) -> bool:
    """A sign that the requester's page is open; whether somebody talks there. No activity is kept but the last sign."""
    return bool(Talk.objects.filter(ticket=ticket, ended_at=None).update(here_at=at))


def leave(ticket: Ticket, *, by: Actor, at: datetime) -> bool:
    """Either leaves: the talk is over, and the agent is asked once for the next word; whether one went on."""
    with settled(ticket, at=at) as own:
        talk = talks.end(own, by=by, at=at)
        if talk and talk.left_by == Talk.LeftBy.REQUESTER:
            alert.raise_for(own, talk.agent, "talk_left", at=at)
        return talk is not None
