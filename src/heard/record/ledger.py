"""The ledger: promises opened, ended and lapsed on a locked ticket. Verbs call it, doors never do."""

from datetime import datetime

from heard.hours.said import said
from heard.promise import first_due, repair_due
from heard.record import events, rows
from heard.record.actor import HEARD, Actor
from heard.record.facts import open_promise_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.prediction import Prediction
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of


def open_promise(
    ticket: Ticket,
    *,
    kind: str,
    due_at: datetime | None,
    at: datetime,
    agent: Agent | None = None,
    told: bool = True,
    misses: int = 0,
    event: str = "",
    question: str = "",
    step: int = 0,
    agreed: str = "",
    how: str = "write",
    foretold: int | None = None,
) -> Promise:
    """Write the ticket's next promise; the one before must have ended. Words and zone are the requester's.

    Args:
        told: whether the requester hears of it in this transaction; else its lapse writes nothing to them.
        foretold: how likely news by its time was said to be beside it, in percent.
    """
    zone, language = zone_of(ticket.requester, ticket.desk), language_of(ticket.requester, ticket.desk)
    promise = Promise(
        ticket=ticket,
        kind=kind,
        agent=agent,
        how=how,
        made_at=at,
        due_at=due_at,
        event=event,
        question=question,
        step=step,
        agreed=agreed,
        told_at=at if told else None,
        words=said(due_at, zone=zone, language=language, now=at) if due_at else "",
        zone=zone,
        calendar_version=ticket.desk.schedule.version,
        misses=misses,
    )
    ticket.promise = rows.insert(promise)
    if foretold is not None and due_at is not None:
        Prediction.objects.create(promise=promise, percent=foretold, due_at=due_at)
    return promise


def tell(promise: Promise, *, at: datetime) -> None:
    """The requester hears of an open promise by a letter of this transaction, if they did not before."""
    if promise.told_at is None:
        promise.told_at = at
        rows.update(promise, "told_at")


def end_promise(
    ticket: Ticket, outcome: str, *, at: datetime, by: Actor, message: Message | None = None
) -> Promise:
    """Write the end of the ticket's open promise, once, and its event."""
    promise = ticket.standing
    promise.outcome, promise.ended_at, promise.ended_by = outcome, at, message
    rows.update(promise, "outcome", "ended_at", "ended_by")
    events.add(f"promise.{outcome}", by=by, at=at, ticket=ticket, promise=promise.pk, due=promise.due_at)
    return promise


def desk_promise(
    ticket: Ticket,
    *,
    at: datetime,
    told: bool,
    waiting: int = 0,
    people: int = 1,
    overloaded: bool = False,
    since: datetime | None = None,
    how: str = "write",
) -> Promise:
    """The desk's own "a person will write to you", or ring: for a new ticket, and when one opens again."""
    due_at = first_due(
        rules_of(ticket.desk),
        since or at,
        waiting=waiting,
        people=people,
        overloaded=overloaded,
        agreed=ticket.requester.organization.first_word if ticket.requester.organization else 0,
    )
    return open_promise(ticket, kind=Promise.Kind.FIRST, due_at=due_at, at=at, told=told, how=how)


def lapse(ticket: Ticket, *, at: datetime, told: bool) -> tuple[Promise, datetime, Promise]:
    """End a promise whose time has passed, at its due time, and open the repair from `at` (UTC).

    What we wait for from the requester goes along, and whoever was to be rung still is. Nobody is sent to come by in
    so short a time: they are written to.

    Args:
        told: whether a letter of this transaction tells the requester of the repair.

    Returns:
        The lapsed promise, when it was due, and the repair promise.

    Raises:
        ValueError: the promise waits for an event; it has no time to miss.
    """
    missed = ticket.standing
    missed_at = missed.due_at
    if missed_at is None:
        raise ValueError("a parked promise has no time to miss")
    due_at = repair_due(rules_of(ticket.desk), open_promise_of(missed), at)
    end_promise(ticket, Promise.Outcome.LAPSED, at=missed_at, by=HEARD)
    repair = open_promise(
        ticket,
        kind=Promise.Kind.REPAIR,
        due_at=due_at,
        at=at,
        told=told,
        misses=missed.misses + 1,
        question=missed.question,
        step=missed.step,
        how=Promise.How.RING if missed.how == Promise.How.RING else Promise.How.WRITE,
    )
    return missed, missed_at, repair
