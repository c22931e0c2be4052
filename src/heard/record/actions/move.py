"""Verbs that bring a ticket where it belongs: to another desk with its promise, or to the person who really asks."""

from datetime import datetime

from heard.promise import first_due
from heard.record import events, follow, ledger, search
from heard.record.actions import field, letter, tag
from heard.record.actions.settle import settled
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk, Membership
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant, Requester
from heard.record.models.search import SearchRow
from heard.record.models.ticket import Ticket

OF_THE_DESK = (Promise.Kind.FIRST, Promise.Kind.REPAIR)


def to_desk(ticket: Ticket, *, desk: Desk, by: Actor, at: datetime) -> None:
    """Bring a ticket to another desk; its promise goes along, and an owner who does not answer there goes off.

    A told time stays as told. Only the desk's own promise can change: one that nobody was told is reckoned anew,
    and a told one at whose time the new desk is closed gives way to a new time, which the requester is told.

    Raises:
        Refused: it is there already, or one is a sample and the other is not.
    """
    with settled(ticket, at=at) as own:
        if own.desk_id == desk.pk:
            raise Refused("same_desk", "It is on that desk already.", field="desk")
        if own.sample != desk.sample:
            raise Refused(
                "sample", "A sample ticket stays on a sample desk, a real one on a real desk.", field="desk"
            )
        before, own.desk, own.address = own.desk_id, desk, ""
        if own.owner and not Membership.objects.filter(agent=own.owner, desk=desk).exists():
            own.owner = None
        tag.carry(own, at=at)
        field.carry(own)
        follow.carry(own, by=by, at=at)
        events.add("ticket.moved", by=by, at=at, ticket=own, before=before)
        if own.is_open and own.standing.kind in OF_THE_DESK:
            _reckon_anew(own, by=by, at=at)


def _reckon_anew(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """The desk's own promise by the hours of the desk it came to, where it could not stand there."""
    promise, rules = ticket.standing, rules_of(ticket.desk)
    due_at, told = promise.due_at, promise.told_at is not None
    if told and due_at and rules.calendar.within(due_at):
        return
    new = first_due(rules, at if told else promise.made_at)
    new = new if new > at else first_due(rules, at)
    if new == due_at:
        return
    ledger.end_promise(ticket, Promise.Outcome.MOVED, at=at, by=by)
    made = ledger.open_promise(ticket, kind=promise.kind, due_at=new, at=at, told=told, misses=promise.misses)
    letter.recall(ticket, Letter.Kind.MISSED)
    if told:
        letter.queue(ticket, Letter.Kind.MOVED, at=at, promise=made)


def to_requester(ticket: Ticket, *, requester: Requester, by: Agent, at: datetime) -> None:
    """The request is somebody else's, who wrote what was passed on: from now on they are written to.

    What was promised to the one before is released; the person who really asks gets a receipt with a time. The one
    before takes part no longer, and their links end, until an agent adds them.

    Raises:
        Refused: it is theirs already, the ticket is resolved, or they have no address.
    """
    with settled(ticket, at=at) as own:
        _check_requester(own, requester)
        Participant.objects.filter(ticket=own, requester=own.requester).delete()
        own.requester, own.acknowledged_at = requester, None
        events.add("ticket.requester", by=by, at=at, ticket=own, requester_now=requester.pk)
        search.index(SearchRow, own, f"{requester.name}\n{requester.address}")
        due_at = own.standing.due_at
        ledger.end_promise(own, Promise.Outcome.RELEASED, at=at, by=by)
        for kind in (Letter.Kind.RECEIPT, Letter.Kind.MISSED):
            letter.recall(own, kind)
        told = letter.may_receipt(requester, at=at)
        rules = rules_of(own.desk)
        stands = due_at if due_at and due_at > at else first_due(rules, at)
        made = ledger.open_promise(own, kind=Promise.Kind.FIRST, due_at=stands, at=at, told=told)
        if told:
            letter.queue(own, Letter.Kind.RECEIPT, at=at, promise=made)


def _check_requester(ticket: Ticket, requester: Requester) -> None:
    if requester.person_id == ticket.requester.person_id:
        raise Refused("same_requester", "The request is theirs already.", field="requester")
    if not ticket.is_open:
        raise Refused("resolved", "This ticket is resolved. Write to whoever asked, or wait for their word.")
    if not requester.address:
        raise Refused("no_address", "There is no address to write to.", field="requester")
    if requester.sample != ticket.sample:
        raise Refused("sample", "A sample ticket stays with sample people.", field="requester")
