"""Verbs on an approval: asked for, decided, handed to somebody else, withdrawn, given to another agent.

Only those who are asked decide, each once. No door of a program leads to `decide`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from heard.hours.languages import Sentence
from heard.promise import outcome, turn
from heard.record import events
from heard.record.actions import alert
from heard.record.actions import approver as seats
from heard.record.actions import ping as words
from heard.record.actions.chase import LONGEST_PACE
from heard.record.actions.settle import settled
from heard.record.actor import HEARD, Actor
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval, Approver
from heard.record.models.chase import Chase
from heard.record.models.ticket import Ticket

STEPS_MOST, STEP_MOST = 3, 5
"""How many steps, and how many people in one, an exception can need."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to be asked, as they were typed."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """Who must agree together, by when (UTC), and how often they are asked again, in business days (0: the desk's)."""

    who: Sequence[Named]
    answer_by: datetime
    days: int = 0


def ask(
    ticket: Ticket,
    *,
    asked: str,
    policy: str,
    why: str,
    told_as: str,
    steps: Sequence[Step],
    by: Agent,
    at: datetime,
    for_whom: str = "",
    excerpt: str = "",
    ends_at: datetime | None = None,
    alone: bool = False,
) -> Approval:
    """Ask for an exception: those of the first step are written to now, the others when it is their turn.

    Args:
        told_as: who decides, as the requester reads it. for_whom: the requester when not given.
        excerpt: what they may read of the conversation; nothing else of it is shown to them.
        ends_at: when it ends without a decision, UTC; None for never.
        alone: whether they may be asked again without a person, where the desk allows that.

    Raises:
        Refused: something is missing or makes no sense. The field is `asked`, `policy`, `why`, `told_as`, `ends`, or
            `who1`, `by1`, `days1` of the first step, and so on.
    """
    said = {"asked": asked, "policy": policy, "why": why, "told_as": told_as}
    said = {name: text.strip() for name, text in said.items()}
    _check_said(said)
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This ticket is resolved: open it before you ask for an exception.")
        _check_times(own, steps, ends_at, at)
        approval = Approval(ticket=own, agent=by, alone=alone, asked_at=at, ends_at=ends_at, **said)
        approval.for_whom = for_whom.strip()[:200] or str(own.requester)
        approval.excerpt, approval.decide_by = excerpt.strip(), steps[0].answer_by
        approval.save()
        for n, step in enumerate(steps, 1):
            for one in step.who:
                seats.name_one(
                    approval, name=one.name, address=one.address, step=n, answer_by=step.answer_by,
                    days=step.days, by=by, at=at, field=f"who{n}",
                )  # fmt: skip
        events.add("approval.asked", by=by, at=at, ticket=own, approval=approval.pk)
        _ask_turn(approval, own, by=by, at=at)
        return approval


MISSING = {
    "asked": Sentence("Say what exactly is asked, in one line."),
    "policy": Sentence("Say which rule it departs from."),
    "why": Sentence("Say why: whoever decides knows nothing else."),
    "told_as": Sentence("Say who decides, as the requester may read it."),
}
LONGEST = {"asked": 300, "policy": 500, "why": 20_000, "told_as": 100}


def _check_said(said: dict[str, str]) -> None:
    for name, text in said.items():
        if not text:
            raise Refused("missing", MISSING[name], field=name)
        if len(text) > LONGEST[name]:
            raise Refused(
                "too_long", Sentence("Use at most %(most)s characters.", most=LONGEST[name]), field=name
            )


def _check_times(ticket: Ticket, steps: Sequence[Step], ends_at: datetime | None, at: datetime) -> None:
    """Each step has somebody and a time: ahead, in the desk's hours, and not before the step before it."""
    if not steps or not steps[0].who:
        raise Refused("nobody", "Name at least one who decides.", field="who1")
    if len(steps) > STEPS_MOST:
        raise Refused("steps", Sentence("At most %(most)s steps.", most=STEPS_MOST), field="who1")
    calendar, before = rules_of(ticket.desk).calendar, at
    for n, step in enumerate(steps, 1):
        if not 1 <= len(step.who) <= STEP_MOST:
            says = Sentence("Name one to %(most)s people in each step.", most=STEP_MOST)
            raise Refused("nobody", says, field=f"who{n}")
        if step.answer_by <= at:
            raise Refused("past", "That time has passed. Give one that lies ahead.", field=f"by{n}")
        if step.answer_by < before:
            raise Refused("order", "Give a time after that of the step before.", field=f"by{n}")
        if not calendar.within(step.answer_by):
            raise Refused("closed", "The desk is closed then. Give a time in its hours.", field=f"by{n}")
        if not 0 <= step.days <= LONGEST_PACE:
            says = Sentence("Give up to %(most)s business days.", most=LONGEST_PACE)
            raise Refused("days", says, field=f"days{n}")
        before = step.answer_by
    if ends_at is not None and ends_at < before:
        raise Refused("ends", "It cannot end before the last of them is to have decided.", field="ends")


@contextmanager
def _asked(approval: Approval, at: datetime) -> Iterator[tuple[Approval, Ticket]]:
    """An open approval and its ticket, locked and settled.

    Raises:
        Refused: it is over.
    """
    with settled(approval.ticket, at=at) as own:
        fresh = Approval.objects.select_related("agent").get(pk=approval.pk)
        fresh.ticket = own
        if not fresh.is_open(at):
            raise Refused("over", "This is over; nothing is asked any more.")
        yield fresh, own


def _seat(approver: Approver) -> Approver:
    """One who is asked, as the database has it.

    Raises:
        Refused: they decided already.
    """
    fresh = Approver.objects.select_related("chase", "agent", "party").get(pk=approver.pk)
    if fresh.decision:
        raise Refused("decided", "That is decided already.")
    return fresh


def decide(approver: Approver, *, agrees: bool, reason: str = "", by: Agent | None, at: datetime) -> Approval:
    """One who is asked says yes or no, once. The first no ends it; the last yes approves.

    Args:
        by: the agent who is asked; None for somebody outside, whose link it was.

    Raises:
        Refused: a no without a reason, not their turn, not theirs, decided already, or over.
    """
    if not agrees and not reason.strip():
        raise Refused("reason", "Say why not, so that whoever asks can go on from there.", field="reason")
    with _asked(approver.approval, at) as (approval, own):
        seat = _seat(approver)
        if seat.agent_id != (by.pk if by else None) or (by and not by.is_active):
            raise Refused("not_yours", "Somebody else is asked to decide this.")
        if seat.chase is None:
            raise Refused("turn", "It is not your turn yet; you get a letter when it is.")
        seat.decision = Approver.Decision.AGREED if agrees else Approver.Decision.DECLINED
        seat.decided_at, seat.reason = at, reason.strip()
        seat.save(update_fields=["decision", "decided_at", "reason"])
        seats.stop(seat.chase, at=at, answer=seat.reason, heard=True)
        if agrees:
            events.add(
                "approval.agreed", by=by or HEARD, at=at, ticket=own, approval=approval.pk, approver=seat.pk
            )
        _go_on(approval, own, by=by or HEARD, at=at)
        return approval


def hand_on(
    approver: Approver, *, name: str = "", address: str, why: str, by: Agent | None, at: datetime
) -> Approver:
    """Somebody else decides in their place: named by themselves once, or by an agent of the desk whenever it must be.

    Args:
        by: the agent who names them; None for somebody outside, whose link it was.

    Raises:
        Refused: no reason, nobody who may decide, it was handed to them already, or it is over.
    """
    if not why.strip():
        raise Refused("why", "Say why somebody else decides.", field="why")
    with _asked(approver.approval, at) as (approval, own):
        seat = _seat(approver)
        themselves = seat.agent_id == (by.pk if by else None)
        if themselves and seat.handed_from_id:
            raise Refused("handed", "It was handed to you. Decide, or say no and why.", field="address")
        other = seats.name_one(
            approval, name=name, address=address, step=seat.step, answer_by=seat.answer_by,
            days=seat.days, handed_from=seat, by=by or HEARD, at=at, field="address",
        )  # fmt: skip
        seat.decision, seat.decided_at, seat.reason = Approver.Decision.HANDED, at, why.strip()
        seat.save(update_fields=["decision", "decided_at", "reason"])
        if seat.chase and seat.chase.is_running:
            seats.stop(seat.chase, at=at, heard=themselves)
        events.add(
            "approval.handed", by=by or HEARD, at=at, ticket=own, approval=approval.pk, approver=other.pk
        )
        if seat.step == approval.step:
            _ask_turn(approval, own, by=by or HEARD, at=at)
        return other


def _ask_turn(approval: Approval, ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Ask everybody of the step whose turn it is; a time that has passed meanwhile becomes the next business day's,
    or the end where that is sooner."""
    waiting = approval.approvers.filter(step=approval.step, decision=Approver.Decision.NONE, chase=None)
    for one in waiting.select_related("party", "agent"):
        if one.answer_by <= at:
            later = rules_of(ticket.desk).calendar.business_days(at, 1)
            one.answer_by = min(later, approval.ends_at or later)
        approval.decide_by = one.answer_by
        _ask(one, approval, ticket, by=by, at=at)
    approval.save(update_fields=["step", "decide_by"])


def _ask(one: Approver, approval: Approval, ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """Write to one of them, and ask again until they decide. Who does not work here any more is not written to:
    whoever can name somebody else is told."""
    if one.cannot:
        alert.raise_alert(ticket, "cannot_decide", at=at, due_at=at)
        return
    chase = Chase(ticket=ticket, party=one.name, contact=one.party, colleague=one.agent, agent=approval.agent)
    chase.asked, chase.days, chase.alone = approval.asked, one.days, approval.alone
    chase.asked_at = chase.pinged_at = at
    chase.ping_at = words.pace_of(chase, ticket, at)
    chase.save()
    one.chase, one.approval = chase, approval
    one.save(update_fields=["chase", "answer_by"])
    chase.approver = one
    words.say(chase, ticket, text=approval.asked, sends=True, by=by, at=at)


def _go_on(approval: Approval, ticket: Ticket, *, by: Actor, at: datetime) -> None:
    """After a decision: the end, if that is one; else the next step is asked when this one is through."""
    found = [one.seat for one in approval.approvers.all()]
    if said := outcome(found):
        seats.end(approval, ticket, said, by=by, at=at)
    elif turn(found) != approval.step:
        approval.step = turn(found)
        events.add("approval.turn", by=HEARD, at=at, ticket=ticket, approval=approval.pk, step=approval.step)
        _ask_turn(approval, ticket, by=HEARD, at=at)


def withdraw(approval: Approval, *, by: Agent, at: datetime) -> None:
    """It is not asked any more.

    Raises:
        Refused: it is over already.
    """
    with _asked(approval, at) as (fresh, own):
        seats.end(fresh, own, Approval.Outcome.WITHDRAWN, by=by, at=at)


def give(approval: Approval, *, agent: Agent, by: Actor, at: datetime) -> None:
    """Another agent sees to it, and hears of the decision.

    Raises:
        Refused: the agent does not answer on this desk, is one of those who decide, or it is over.
    """
    with _asked(approval, at) as (fresh, own):
        if not agent.is_active or not agent.memberships.filter(desk=own.desk_id).exists():
            raise Refused(
                "agent", Sentence("%(agent)s does not answer on this desk.", agent=agent.name), field="agent"
            )
        if fresh.approvers.filter(agent=agent).exists():
            raise Refused(
                "agent", Sentence("%(name)s is one of those who decide.", name=agent.name), field="agent"
            )
        fresh.agent = agent
        fresh.save(update_fields=["agent"])
        events.add("approval.given", by=by, at=at, ticket=own, approval=fresh.pk, agent_given=agent.pk)
