"""Verbs on a chase: asked, asked again, answered."""

from datetime import datetime

from heard.promise import next_ping
from heard.record import events
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.ticket import Ticket


def start(ticket: Ticket, *, party: str, asked: str, by: Agent, at: datetime) -> Chase:
    """Somebody else was asked for something this ticket depends on.

    Raises:
        Refused: nobody named, or nothing asked.
    """
    if not party.strip() or not asked.strip():
        raise Refused(
            "chase", "Say who was asked, and for what.", field="party" if not party.strip() else "asked"
        )
    with settled(ticket, at=at) as own:
        chase = Chase.objects.create(
            ticket=own,
            party=party.strip()[:200],
            asked=asked.strip(),
            agent=by,
            asked_at=at,
            pinged_at=at,
            ping_at=next_ping(rules_of(own.desk), own.impact, at),
        )
        events.add("chase.started", by=by, at=at, ticket=own, chase=chase.pk, personal={"party": chase.party})
        return chase


def ping(chase: Chase, *, by: Agent, at: datetime) -> None:
    """They were asked again; the next time moves on."""
    with settled(chase.ticket, at=at) as own:
        fresh = _running(chase)
        fresh.pinged_at, fresh.pings = at, fresh.pings + 1
        fresh.ping_at = next_ping(rules_of(own.desk), own.impact, at)
        fresh.save()
        events.add("chase.pinged", by=by, at=at, ticket=own, chase=fresh.pk)


def answer(chase: Chase, *, text: str, by: Agent, at: datetime) -> None:
    """They answered: nothing is waited for any more."""
    with settled(chase.ticket, at=at) as own:
        fresh = _running(chase)
        fresh.answered_at, fresh.answer = at, text
        fresh.save()
        events.add("chase.answered", by=by, at=at, ticket=own, chase=fresh.pk)


def _running(chase: Chase) -> Chase:
    fresh = Chase.objects.get(pk=chase.pk)
    if fresh.answered_at:
        raise Refused("answered", "They answered already.")
    return fresh
