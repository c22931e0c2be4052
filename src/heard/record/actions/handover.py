"""Verbs on a handover: offered, taken, declined; and what somebody leaves behind who does not come back."""

from datetime import datetime

from django.db.models import Q

from heard.hours.languages import Sentence
from heard.promise import handover as rules
from heard.record import drafting, events, follow, handover, ledger
from heard.record.actions import alert, letter, model
from heard.record.actions.settle import settled
from heard.record.actor import HEARD, Actor
from heard.record.errors import Refused
from heard.record.facts import open_promise_of
from heard.record.handover import end_standing, may_have
from heard.record.models.agent import Agent
from heard.record.models.handover import Handover
from heard.record.models.letter import Letter
from heard.record.models.model import ModelDraft
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket


def offer(
    ticket: Ticket,
    *,
    to: Agent | None,
    summary: str = "",
    tells: bool = False,
    drafted: ModelDraft | None = None,
    by: Agent,
    at: datetime,
) -> Handover:
    """Offer a ticket and its promise to a colleague, or to whoever minds the desk (None). It stays where it is until
    somebody takes it; a second offer takes the place of the first.

    Args:
        summary: how it stands, for the one who takes it.
        tells: whether the requester is told by letter when it is taken.
        drafted: the draft of the model that the summary began from.

    Raises:
        Refused: the ticket is resolved, it is theirs already, or they do not answer on this desk or are not there.
    """
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This ticket is resolved: there is nothing to hand over.")
        if to and (to.pk == own.owner_id or not may_have(own, to)):
            raise Refused(
                "no_member",
                Sentence("%(to)s has it already, or does not answer on this desk.", to=to),
                field="to",
            )
        made = handover.offer(own, to=to, summary=summary, tells=tells, by=by, at=at)
        if drafted and made.summary:
            drafting.tell(own, drafted, by=by, at=at, handover=made.pk)
            model.leave(drafted, at=at)
        return made


def take(handover: Handover, *, by: Agent, at: datetime) -> Ticket:
    """Take what was offered: the ticket is theirs, and a promise that was another person's is theirs at the same time.

    Raises:
        Refused: it is over, or was offered to somebody else.
    """
    with settled(handover.ticket, at=at) as own:
        _check_open(handover, by)
        if not own.is_open or not may_have(own, by):
            raise Refused("over", "This is over: the ticket is resolved, or on another desk.")
        before, own.owner = own.owner, by
        end_standing(own, Handover.Outcome.TAKEN, by=by, at=at)
        _into_hands(own, by, by=by, at=at)
        events.add("handover.taken", by=by, at=at, ticket=own, handover=handover.pk)
        if handover.tells and own.standing.due_at and own.standing.agent_id == by.pk:
            after = before.first_name if before else ""
            letter.queue(own, Letter.Kind.TAKEN, at=at, promise=own.promise, before=after)
        hears = handover.giver if handover.giver_id != by.pk else None
        if hears and hears.is_active:
            alert.raise_for(own, hears, "handed_over", at=at)
        follow.tell(own, "follow_handed", by=by, at=at, besides=[hears.pk] if hears else [])
        return own


def decline(handover: Handover, *, by: Agent, at: datetime) -> None:
    """Say no: it stays with who has it, and whoever offered it is told.

    Raises:
        Refused: it is over, or was offered to somebody else.
    """
    with settled(handover.ticket, at=at) as own:
        _check_open(handover, by)
        end_standing(own, Handover.Outcome.DECLINED, by=by, at=at)
        events.add("handover.declined", by=by, at=at, ticket=own, handover=handover.pk)
        if handover.giver and handover.giver.is_active:
            alert.raise_for(own, handover.giver, "declined", at=at)


def _check_open(handover: Handover, by: Agent) -> None:
    fresh = Handover.objects.get(pk=handover.pk)
    if fresh.ended_at:
        raise Refused("over", "Somebody was quicker, or it was offered anew.")
    if fresh.to_id not in (None, by.pk):
        raise Refused("not_yours", Sentence("It was offered to %(to)s.", to=fresh.to))


def _into_hands(ticket: Ticket, agent: Agent | None, *, by: Actor, at: datetime) -> None:
    """The open promise goes on at the same time in another name; what was told stays told."""
    old = ticket.standing
    known = open_promise_of(old)
    if not rules.moves(known, agent.pk if agent else None):
        return
    ledger.end_promise(ticket, Promise.Outcome.MOVED, at=at, by=by)
    ledger.open_promise(
        ticket,
        kind=rules.kind_after(known, agent.pk if agent else None),
        due_at=old.due_at,
        at=at,
        agent=agent,
        told=old.told_at is not None,
        misses=old.misses,
        event=old.event,
        question=old.question,
        step=old.step,
        agreed=old.agreed,
        how=old.how,
    )


def absent(ticket: Ticket, *, at: datetime) -> None:
    """The owner of a locked ticket is not there as the desk opens: it is offered to the watch, and stays theirs."""
    if not Handover.objects.filter(ticket=ticket, ended_at=None).exists():
        handover.offer(ticket, to=None, summary="", tells=False, by=HEARD, at=at)


def leave_behind(agent: Agent, *, by: Actor, at: datetime) -> int:
    """Somebody does not come back: every promise of theirs is the desk's from now on, at the time that was told, and
    offered to the watch; what was offered to them is open to all. How many tickets that were.
    """
    theirs = Q(owner=agent) | Q(promise__agent=agent)
    found = list(Ticket.objects.filter(theirs, resolved_at=None).order_by("id"))
    for ticket in found:
        with settled(ticket, at=at) as own:
            own.owner = None if own.owner_id == agent.pk else own.owner
            if own.is_open:
                _into_hands(own, None, by=by, at=at)
                if own.owner is None:
                    handover.offer(own, to=None, summary="", tells=False, by=by, at=at)
    Handover.objects.filter(to=agent, ended_at=None).update(to=None)
    return len(found)
