"""An offer to hand a locked ticket over, whoever makes it: a verb of its own, a word that is sent, or an absence."""

from datetime import datetime

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions import alert
from heard.record.actor import Actor, agent_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Membership
from heard.record.models.handover import Handover
from heard.record.models.ticket import Ticket


def may_have(ticket: Ticket, agent: Agent) -> bool:
    """Whether an agent answers on the desk of a ticket."""
    return Membership.objects.filter(agent=agent, desk_id=ticket.desk_id, agent__is_active=True).exists()


def check(ticket: Ticket, to: Agent | None, *, way: str) -> None:
    """Refuse a word that hands its ticket on where nothing is left to do, or to somebody of another desk.

    Raises:
        Refused: see above.
    """
    if to and way in ("solves", "live"):
        says = Sentence("Nothing is left to hand over. Say when they hear next, or leave it.")
        raise Refused("hands_to", says, field="hands_to")
    if to and not may_have(ticket, to):
        raise Refused(
            "no_member", Sentence("%(agent)s does not answer on this desk.", agent=to), field="hands_to"
        )


def offer(
    ticket: Ticket, *, to: Agent | None, summary: str = "", tells: bool = False, by: Actor, at: datetime
) -> Handover:
    """Offer a locked ticket to an agent or to the watch (None), in place of the offer that stands. It stays where it is
    until somebody takes it."""
    end_standing(ticket, Handover.Outcome.REPLACED, by=by, at=at)
    made = Handover.objects.create(
        ticket=ticket, giver=agent_of(by), to=to, summary=summary.strip(), tells=tells, offered_at=at
    )
    kind = "handover.offered" if to else "handover.open"
    events.add(kind, by=by, at=at, ticket=ticket, owner=to.pk if to else None, handover=made.pk)
    if to:
        alert.raise_for(ticket, to, "handover", at=at)
    else:
        alert.raise_alert(ticket, "offer", at=at, due_at=at)
    return made


def end_standing(ticket: Ticket, outcome: str, *, by: Actor, at: datetime) -> None:
    """End the offer that stands on a locked ticket, if one does."""
    standing = Handover.objects.filter(ticket=ticket, ended_at=None)
    standing.update(outcome=outcome, ended_at=at, ended_by=agent_of(by))
