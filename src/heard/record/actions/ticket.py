"""Verbs on a ticket: receive, open, take, set impact, release, reopen, agree."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heard.hours.languages import Sentence
from heard.promise import Facts, is_only_thanks, look_again_at, owed_at
from heard.promise.facts import Unsettled
from heard.record import cadence, events, follow, ledger, links, overload, rows, wake
from heard.record.actions import approver, letter, message, restatement
from heard.record.actions.settle import settled
from heard.record.actor import HEARD, Actor
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.facts import open_promise_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.desk import ADDRESSES, Desk, Membership
from heard.record.models.due import DueWork
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


@transaction.atomic(savepoint=False)
def receive(
    arrival: Arrival,
    *,
    desk: Desk,
    requester: Requester,
    at: datetime,
    sample: bool = False,
    continues: Ticket | None = None,
    linked_to: int | None = None,
    has_receipt: bool = False,
    is_unaddressed: bool = False,
    named: dict[str, Any] | None = None,
    how: str = "write",
    is_told: bool = False,
) -> Ticket:
    """Make a ticket of an arrival: its first promise, its message and its receipt in one transaction.

    Args:
        continues: the resolved ticket this one goes on from, when that is too long ago to reopen.
        linked_to: the ticket that the same mail made on another desk, by its id.
        has_receipt: whether none leaves: that ticket has one already, or a machine wrote, which reads none.
        is_unaddressed: whether it was sent to no address of a desk, and so may be on the wrong one.
        named: whom the mail names besides its requester, as `Message.named` has it.
        is_told: whether the door itself shows them at once by when they hear.
        how: the way of the first word: "write", or "ring" where they asked for a call or rang in vain.
    """
    ticket = Ticket(
        desk=desk,
        requester=requester,
        subject=arrival.subject[:500],
        received_at=at,
        address=_written_to(arrival, desk),
        resolved_at=at,
        resolution=Ticket.Resolution.WITHDRAWN,
        sample=sample,
        continues=continues,
        linked_to_id=linked_to,
    )
    rows.insert(ticket)
    writes = bool(requester.address) and not has_receipt and letter.may_receipt(requester, at=at)
    waits = overload.backlog(desk)
    ledger.desk_promise(ticket, at=at, told=writes or is_told, how=how, **waits)
    ticket.resolved_at, ticket.resolution = None, ""
    said = message.add(ticket, arrival, requester=requester, at=at, named=named)
    events.add("ticket.received", by=requester, at=at, ticket=ticket, due=ticket.standing.due_at)
    if is_unaddressed:
        events.add("ticket.unaddressed", by=HEARD, at=at, ticket=ticket)
    _start_clock(ticket, said, at=at)
    if writes:
        late: dict[str, Any] = {"overloaded": True} if waits["overloaded"] else {}
        if how == "ring":
            late["rings"] = "back" if arrival.door == "phone" else "asked"
        letter.queue(ticket, Letter.Kind.RECEIPT, at=at, promise=ticket.promise, first=said, **late)
    elif requester.address and not has_receipt:
        letter.fold(ticket, at=at)
    return ticket


def _written_to(arrival: Arrival, desk: Desk) -> str:
    """The desk's address that a mail was written to, where it has several; else ""."""
    ours = ADDRESSES.all(desk.pk)
    if len(ours) < 2:
        return ""
    named = (*arrival.envelope_to, *arrival.delivered_to, *arrival.to, *arrival.cc)
    return next((address for one in named if (address := links.without_plus(one)) in ours), "")


def _start_clock(ticket: Ticket, said: Message, *, at: datetime) -> None:
    """The facts of a new ticket are all known here, so none are read again."""
    facts = Facts(
        received_at=at, promise=open_promise_of(ticket.standing), unsettled=(Unsettled(said.pk, at),)
    )
    rules = rules_of(ticket.desk)
    owing, look = owed_at(facts, rules), look_again_at(facts, rules, at)
    assert owing and look, "an open ticket owes a word"
    ticket.owed_at, ticket.owed_reason = owing.at, owing.reason
    rows.update(ticket)
    rows.insert(DueWork(ticket=ticket, look_again_at=look))
    wake.wake()


def add_reply(
    ticket: Ticket,
    arrival: Arrival,
    *,
    requester: Requester,
    at: datetime,
    verified: bool = True,
    told: bool = False,
    named: dict[str, Any] | None = None,
) -> Message:
    """Put a requester's reply on their ticket: it ends parking, reopens, and opens a reading duty. A merged one goes on
    in another ticket, and so does the reply.

    Only thanks reopens nothing; a plain yes or no answers a restatement that waits for one.

    Args:
        told: whether the door shows them at once the time of a promise that opens here, as their page does.
        verified: False for mail that nothing proves to be of a participant: agents see it, it moves nothing.
        named: whom the mail names besides its requester, as `Message.named` has it.
    """
    with settled(ticket.goes_on_in, at=at) as own:
        said = message.add(own, arrival, requester=requester, at=at, verified=verified, named=named)
        if verified:
            _follow(own, said, by=requester, at=at, told=told)
        return said


def accept(message: Message, *, by: Agent, at: datetime) -> None:
    """The sender of an unverified message is who they say, an agent finds: it counts from now on.

    Raises:
        Refused: it counts already.
    """
    with settled(message.ticket, at=at) as own:
        said = own.messages.select_related("requester").get(pk=message.pk)
        if said.verified or said.requester is None:
            raise Refused("verified", "This message counts already.")
        said.verified = True
        said.save(update_fields=["verified"])
        events.add("message.accepted", by=by, at=at, ticket=own, message=said.pk)
        _follow(own, said, by=said.requester, at=at, told=False)


def _follow(ticket: Ticket, said: Message, *, by: Requester, at: datetime, told: bool) -> None:
    """What a requester's word brings about. Whoever writes has been reached, or has found another way."""
    ticket.unreached_at = None
    if is_only_thanks(said.shown):
        said.settled_at, said.settled = at, Message.Settled.STANDS
        said.save(update_fields=["settled_at", "settled"])
    elif not ticket.is_open:
        _reopen(ticket, by=by, at=at, told=told)
    elif ticket.standing.kind == Promise.Kind.ON_EVENT or ticket.standing.step:  # parked, or waiting for them
        ledger.end_promise(ticket, Promise.Outcome.RELEASED, at=at, by=by)
        ledger.desk_promise(ticket, at=at, told=told)
    if ticket.is_open and not by.shared_at:  # who of several said yes, only an agent can tell
        restatement.read_mail(ticket, said.shown, by=by, at=at)
    follow.tell(ticket, "follow_wrote", by=by, at=at)


def may_reopen(ticket: Ticket, *, at: datetime) -> bool:
    """Whether a reply reopens: up to 30 days after resolving; later it becomes a new linked ticket."""
    limit = timedelta(days=ticket.desk.policy.reopen_days)
    return ticket.resolved_at is None or at <= ticket.resolved_at + limit


def _reopen(ticket: Ticket, *, by: Actor, at: datetime, told: bool = False) -> None:
    message.check_not_merged(ticket)
    promise = ledger.desk_promise(ticket, at=at, told=told)
    ticket.unreached_at = None
    ticket.resolved_at, ticket.resolution, ticket.resolved_by, ticket.agreed_at = None, "", None, None
    events.add("ticket.reopened", by=by, at=at, ticket=ticket, due=promise.due_at)


def open(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """A person has it in view: Heard. Reads every message so far; does nothing the second time."""
    with settled(ticket, at=at) as own:
        own.messages.filter(kind=Message.Kind.INBOUND, read_at=None).update(read_at=at, read_by=by)
        if own.opened_at is None:
            own.opened_at, own.opened_by = at, by
            events.add("ticket.opened", by=by, at=at, ticket=own)


def give(ticket: Ticket, *, owner: Agent | None, by: Actor, at: datetime) -> None:
    """Set who has the ticket (None: nobody). The promise stays whose it is; only a person's word makes one.

    Raises:
        Refused: the owner does not answer on this desk, or is disabled.
    """
    if (
        owner
        and not Membership.objects.filter(agent=owner, desk_id=ticket.desk_id, agent__is_active=True).exists()
    ):
        raise Refused(
            "no_member", Sentence("%(agent)s does not answer on this desk.", agent=owner), field="owner"
        )
    with settled(ticket, at=at) as own:
        own.owner = owner
        if owner:
            events.add("ticket.taken", by=by, at=at, ticket=own, owner=owner.pk)
            follow.tell(own, "follow_handed", by=by, at=at)
        else:
            events.add("ticket.freed", by=by, at=at, ticket=own)


def set_impact(ticket: Ticket, *, impact: str, by: Actor, at: datetime) -> None:
    """Set the agreed impact: "", degraded or blocked. Later times are promised by it; told ones stay.

    Raises:
        Refused: no such impact.
    """
    if impact not in Ticket.Impact.values:
        raise Refused("impact", "Impact is normal, degraded or blocked.", field="impact")
    with settled(ticket, at=at) as own:
        own.impact = impact
        events.add("ticket.impact", by=by, at=at, ticket=own, impact=impact or "normal")


def release(ticket: Ticket, *, resolution: str, by: Agent, at: datetime) -> None:
    """Resolve without a word: spam or withdrawn. The open promise is released, no letter leaves.

    Raises:
        Refused: another resolution, or the ticket is resolved already.
    """
    if resolution not in (Ticket.Resolution.SPAM, Ticket.Resolution.WITHDRAWN):
        raise Refused("resolution", "Without a word a ticket is spam or withdrawn.", field="resolution")
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This ticket is resolved already.")
        ledger.end_promise(own, Promise.Outcome.RELEASED, at=at, by=by)
        own.promise = None
        own.resolved_at, own.resolution, own.resolved_by = at, resolution, by
        letter.recall(own, Letter.Kind.MISSED)
        letter.recall(own, Letter.Kind.RECEIPT)
        approver.withdraw_all(own, by=by, at=at)
        cadence.end(own, by=by, at=at)
        events.add("ticket.resolved", by=by, at=at, ticket=own)
        follow.tell(own, "follow_solved", by=by, at=at)


def agree(ticket: Ticket, *, by: Requester, at: datetime) -> None:
    """The requester says: yes, it works. Solved was our belief until now.

    Raises:
        Refused: the ticket is open.
    """
    with settled(ticket, at=at) as own:
        if own.is_open:
            raise Refused("open", "This request is still open.")
        if own.agreed_at is None:
            own.agreed_at = at
            events.add("ticket.agreed", by=by, at=at, ticket=own)


def reopen(ticket: Ticket, *, by: Requester, at: datetime) -> None:
    """The requester says: not yet. Open again with its first arrival time; a person writes by a new time.

    Raises:
        Refused: the ticket is open already.
    """
    with settled(ticket, at=at) as own:
        if own.is_open:
            raise Refused("open", "This request is open already.")
        _reopen(own, by=by, at=at, told=True)
