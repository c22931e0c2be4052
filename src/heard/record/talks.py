"""The talk of a locked ticket, its end, and what was said live and is in no letter yet. Verbs call it, no door does."""

from datetime import datetime

from heard.promise import Facts
from heard.record import events
from heard.record.actor import Actor
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket


def open_on(ticket: Ticket) -> Talk | None:
    """The talk that goes on there."""
    return Talk.objects.select_related("agent").filter(ticket=ticket, ended_at=None).first()


def end(ticket: Ticket, *, by: Actor, at: datetime) -> Talk | None:
    """End the ticket's talk, if one goes on: an agent or the requester left."""
    talk = open_on(ticket)
    if talk is None:
        return None
    talk.ended_at = at
    talk.left_by = Talk.LeftBy.AGENT if isinstance(by, Agent) else Talk.LeftBy.REQUESTER
    talk.save(update_fields=["ended_at", "left_by"])
    events.add("talk.ended", by=by, at=at, ticket=ticket, talk=talk.pk)
    return talk


def not_mailed(ticket: Ticket, facts: Facts) -> dict[str, list[list[str]]]:
    """What agents said live since the last letter, oldest first, as first name and text, for the next letter."""
    standing = ticket.promise
    if not facts.talking and not (standing and (standing.how == Promise.How.LIVE or standing.misses)):
        return {}
    words = ticket.messages.filter(by_person=True, agent__isnull=False)
    mailed = words.exclude(way=Message.Way.LIVE).order_by("-n").values_list("n", flat=True).first()
    live = words.filter(way=Message.Way.LIVE, n__gt=mailed or 0).select_related("agent").order_by("n")
    said = [[one.agent.first_name if one.agent else "", one.text] for one in live]
    return {"talked": said} if said else {}
