"""Verbs on one who is asked to decide: named, and not waited for any more; and what ends an approval.

Nothing is asked here, so every verb that resolves a ticket may call it. They work on an approval whose ticket a verb
has locked and settled (see `approval.py`).
"""

from datetime import datetime

from django.db.models import Q

from heard.hours.languages import Sentence
from heard.promise import has_expired
from heard.record import events
from heard.record.actions import alert, party
from heard.record.actor import HEARD, Actor, agent_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval, Approver
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.party import Party
from heard.record.models.requester import RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.question import Question

Outcome, Decision = Approval.Outcome, Approver.Decision


def name_one(
    approval: Approval,
    *,
    name: str,
    address: str,
    step: int,
    answer_by: datetime,
    days: int,
    by: Actor,
    at: datetime,
    field: str,
    handed_from: Approver | None = None,
) -> Approver:
    """One more who is asked: an agent by their address, else somebody outside, who is a party from now on.

    Raises:
        Refused: no address, the requester's or the asker's own, or somebody who is asked already; at `field`.
    """
    wanted = address.strip().lower()
    if _is_requester(approval.ticket, wanted):
        raise Refused(
            "requester",
            Sentence("%(wanted)s asks for it, and cannot decide about it.", wanted=wanted),
            field=field,
        )
    if wanted == approval.agent.email.lower():
        raise Refused("asker", "Whoever asks cannot decide about it. Name somebody else.", field=field)
    if approval.approvers.filter(address=wanted).exists():
        raise Refused("twice", Sentence("%(wanted)s is asked already.", wanted=wanted), field=field)
    agent = Agent.objects.filter(email__iexact=wanted, is_active=True).first()
    outside = (
        None if agent else _party(name, wanted, by=by, at=at, field=field, sample=approval.ticket.sample)
    )
    return Approver.objects.create(
        approval=approval, step=step, agent=agent, party=outside, name=str(agent or outside),
        address=wanted, answer_by=answer_by, days=days, handed_from=handed_from,
    )  # fmt: skip


def _is_requester(ticket: Ticket, address: str) -> bool:
    person = ticket.requester.person_id
    theirs = Q(requester=person) | Q(requester__same_as=person)
    return RequesterAddress.objects.filter(theirs, address=address).exists()


def _party(name: str, address: str, *, by: Actor, at: datetime, field: str, sample: bool) -> Party:
    found = Party.objects.filter(address=address).exclude(address="").first()
    if found:
        return found
    if not address:
        raise Refused("address", "Give a mail address.", field=field)
    try:
        return party.make(name=name.strip() or address, address=address, by=by, at=at, sample=sample)
    except Refused as refused:
        raise Refused(refused.code, refused.says, field=field) from refused


def stop(chase: Chase, *, at: datetime, answer: str = "", heard: bool = False) -> None:
    """Nothing is waited for any more; what would ask once more, and has not left, is taken back.

    Args:
        heard: whether it ends because they said something, so that it counts how long they took.
    """
    if heard and chase.heard_at is None:
        chase.heard_at = at
    chase.answered_at, chase.answer = at, answer
    chase.save(update_fields=["answered_at", "answer", "heard_at"])
    queued = Letter.objects.filter(chase=chase, state=Letter.State.QUEUED, leased_until=None)
    queued.filter(maybe_twice=False).update(state=Letter.State.RECALLED)


def end(approval: Approval, ticket: Ticket, said: str, *, by: Actor, at: datetime) -> None:
    """Write the end, once. Nobody is asked any more, and whoever owes the requester the news is told."""
    for running in Chase.objects.filter(approver__approval=approval, answered_at=None):
        stop(running, at=at)
    approval.outcome, approval.ended_at, approval.ended_by = said, at, agent_of(by)
    approval.save(update_fields=["outcome", "ended_at", "ended_by"])
    events.add(f"approval.{said}", by=by, at=at, ticket=ticket, approval=approval.pk)
    if said == Outcome.WITHDRAWN:
        return
    told = alert.who_acts(ticket, "decided", at=at)
    if approval.agent.is_active and approval.agent not in told:
        told.append(approval.agent)
    for agent in told:
        if agent != agent_of(by):
            alert.raise_for(ticket, agent, "decided", at=at)


def expire(ticket: Ticket, approval_id: int, *, at: datetime) -> None:
    """The time of a locked ticket's approval is over, and not everybody decided: no decision."""
    found = Approval.objects.select_related("agent").filter(
        pk=approval_id, ticket=ticket, outcome=Outcome.OPEN
    )
    for approval in found:
        if has_expired(approval.ends_at, at):
            end(approval, ticket, Outcome.EXPIRED, by=HEARD, at=at)


_OPEN = Question(
    lambda ticket: Approval.objects.select_related("agent").filter(ticket=ticket, outcome=Outcome.OPEN)
)


def withdraw_all(ticket: Ticket, *, by: Actor, at: datetime) -> int:
    """Nothing is asked any more for a locked ticket that is resolved; how many that were."""
    found = _OPEN.all(ticket.pk)
    for approval in found:
        end(approval, ticket, Outcome.WITHDRAWN, by=by, at=at)
    return len(found)


def leave_behind(agent: Agent, *, at: datetime) -> None:
    """An agent does not come back: where their decision is open, whoever can name somebody else is told."""
    seats = Approver.objects.filter(agent=agent, decision=Decision.NONE, approval__outcome=Outcome.OPEN)
    for one in seats.select_related("approval__ticket__desk", "chase"):
        alert.raise_alert(one.approval.ticket, "cannot_decide", at=at, due_at=at)
        if (chase := one.chase) is not None and chase.is_running:
            stop(chase, at=at)
