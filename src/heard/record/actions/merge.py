"""Two tickets of one requester become one, with the earlier of their times; and are taken apart again.

Rules: method.md, Follow through (merge, un-merge).
"""

from datetime import datetime

from heard.hours.languages import Sentence
from heard.record import cadence, events, follow, ledger, rows
from heard.record.actions import letter, split
from heard.record.actions.settle import both_settled
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket

AUTOMATIC = (Letter.Kind.RECEIPT, Letter.Kind.MISSED)


def merge(ticket: Ticket, *, into: Ticket, by: Agent, at: datetime) -> None:
    """Go on with a ticket in another of the same requester. The earlier due is told there, once, by letter.

    What nobody answered yet goes along: messages (as copies), owed answers, chases, approvals, and who takes part.

    Raises:
        Refused: it is the same ticket, one of them is resolved, a word is just leaving, they are two people's, or one
            is a sample and the other is not.
    """
    if ticket.pk == into.pk:
        raise Refused("same", "Choose another request.", field="into")
    with both_settled(ticket, into, at=at) as (own, survivor):
        _check(own, survivor)
        gone = ledger.end_promise(own, Promise.Outcome.MOVED, at=at, by=by)
        for kind in AUTOMATIC:
            letter.recall(own, kind)
        owed, chases, approvals = _hand_on(own, survivor, at=at)
        _end(own, survivor, by=by, at=at)
        events.add(
            "ticket.merged",
            by=by,
            at=at,
            ticket=own,
            into=survivor.pk,
            number=survivor.number,
            owed=owed,
            chases=chases,
            approvals=approvals,
            followers=follow.hand_on(own, survivor, by=by, at=at),
        )
        events.add("ticket.absorbed", by=by, at=at, ticket=survivor, merged=own.pk, number=own.number)
        _keep_the_earlier(survivor, gone, by=by, at=at)


def _check(ticket: Ticket, into: Ticket) -> None:
    for one in (ticket, into):
        if not one.is_open:
            raise Refused(
                "resolved",
                Sentence("#%(number)s is resolved: nothing is promised on it.", number=one.number),
                field="into",
            )
        if one.drafts.filter(pressed_at__isnull=False).exists():
            raise Refused(
                "leaving",
                Sentence("A word is just leaving #%(number)s. Merge when it has left.", number=one.number),
            )
    if ticket.requester.person_id != into.requester.person_id:
        raise Refused(
            "two_requesters",
            "Two people asked. Each keeps a request and a promise of their own; make a problem of both.",
            field="into",
        )
    if ticket.sample != into.sample:
        raise Refused("sample", "A sample ticket stays with sample tickets.", field="into")


def _hand_on(ticket: Ticket, into: Ticket, *, at: datetime) -> tuple[list[int], list[int], list[int]]:
    """Bring along what is not done; the ids of owed answers, chases and approvals, so that they can go back."""
    unsettled = ticket.messages.filter(
        kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
    )
    for waiting in unsettled.order_by("n"):
        if not into.messages.filter(copy_of=waiting).update(settled_at=None, settled=""):
            split.copy(waiting, to=into)
    unsettled.update(settled_at=at, settled=Message.Settled.COPIED)
    owed = list(ticket.owed_answers.filter(answered_at=None).values_list("pk", flat=True))
    ticket.owed_answers.filter(pk__in=owed).update(ticket=into)
    chases = list(ticket.chases.filter(answered_at=None).values_list("pk", flat=True))
    ticket.chases.filter(pk__in=chases).update(ticket=into)
    approvals = list(ticket.approvals.filter(outcome="").values_list("pk", flat=True))
    ticket.approvals.filter(pk__in=approvals).update(ticket=into)
    there = {into.requester_id, *into.participants.values_list("requester_id", flat=True)}
    joining = [one for one in ticket.participants.all() if one.requester_id not in there]
    for one in joining:
        rows.insert(Participant(ticket=into, requester_id=one.requester_id, since=at, seen_from=at))
    return owed, chases, approvals


def _end(ticket: Ticket, into: Ticket, *, by: Agent, at: datetime) -> None:
    cadence.end(ticket, by=by, at=at)
    ticket.promise, ticket.merged_into = None, into
    into.problem_id = into.problem_id or ticket.problem_id  # still a voice, and still told
    ticket.resolved_at, ticket.resolution, ticket.resolved_by = at, Ticket.Resolution.MERGED, by


def _keep_the_earlier(ticket: Ticket, gone: Promise, *, by: Agent, at: datetime) -> None:
    """The earlier of the two times stands, whoever promised it; a told one that changes its ticket is told again.

    A closing day is no time for a word: it gives way to the other's, and comes along as a check-in.
    """
    standing, told = ticket.standing, bool(ticket.requester.address)
    closes = standing.kind == Promise.Kind.CLOSING
    if gone.due_at and (standing.due_at is None or closes or gone.due_at < standing.due_at):
        ledger.end_promise(ticket, Promise.Outcome.MOVED, at=at, by=by)
        ledger.open_promise(
            ticket,
            kind=Promise.Kind.CHECK_IN if gone.kind == Promise.Kind.CLOSING else gone.kind,
            question=gone.question,
            step=gone.step,
            due_at=gone.due_at,
            at=at,
            agent=gone.agent,
            told=told,
            misses=max(gone.misses, standing.misses),
            agreed=gone.agreed,
            how=gone.how,
        )
        letter.recall(ticket, Letter.Kind.MISSED)
    elif told and standing.due_at:
        ledger.tell(standing, at=at)
    letter.queue(ticket, Letter.Kind.MERGED, at=at, promise=ticket.promise, beside=gone.ticket_id)


def unmerge(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """They were two after all: the merged one is open again, with a new promise that its requester is told.

    What it brought along and nobody answered meanwhile goes back.

    Raises:
        Refused: it is not merged.
    """
    into = Ticket.objects.filter(merged=ticket).first()
    if into is None:
        raise Refused("not_merged", "This request is not merged into another.")
    with both_settled(ticket, into, at=at) as (own, survivor):
        if own.merged_into_id != survivor.pk:
            raise Refused("not_merged", "This request is not merged into that one any more.")
        _take_back(own, survivor, by=by, at=at)
        promise = ledger.desk_promise(own, at=at, told=bool(own.requester.address))
        own.merged_into = None
        own.resolved_at, own.resolution, own.resolved_by = None, "", None
        events.add("ticket.unmerged", by=by, at=at, ticket=own, due=promise.due_at)
        events.add("ticket.parted", by=by, at=at, ticket=survivor, unmerged=own.pk, number=own.number)
        letter.queue(own, Letter.Kind.SPLIT, at=at, promise=promise, beside=survivor.pk)


def _take_back(ticket: Ticket, survivor: Ticket, *, by: Agent, at: datetime) -> None:
    merged = ticket.events.filter(kind="ticket.merged").order_by("-pk")[0].data
    survivor.owed_answers.filter(pk__in=merged["owed"], answered_at=None).update(ticket=ticket)
    survivor.chases.filter(pk__in=merged["chases"], answered_at=None).update(ticket=ticket)
    survivor.approvals.filter(pk__in=merged.get("approvals", ()), outcome="").update(ticket=ticket)
    follow.take_back(ticket, merged.get("followers", ()), by=by, at=at)
    copies = survivor.messages.filter(copy_of__ticket=ticket, settled_at=None)
    ticket.messages.filter(copies__in=copies).update(settled_at=None, settled="")
    copies.update(settled_at=at, settled=Message.Settled.COPIED)
