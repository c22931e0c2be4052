"""Verbs on a problem: made from a ticket, joined and left by tickets, told again, its state and its words."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heard.record import events, rows, wake
from heard.record.actions.settle import settled
from heard.record.actor import Actor, agent_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.problem import Problem, ProblemWords, Report
from heard.record.models.ticket import Ticket

ONCE_IN = timedelta(minutes=10)
"""A second report of one person within this time is the same telling: a button pressed twice."""
WORDS = ("title", "workaround", "watch", "sample_text")
LIMITS = {"title": 200, "watch": 500}


def make(ticket: Ticket, *, title: str, by: Agent, at: datetime) -> Problem:
    """Make a problem of a ticket, which is its first report.

    Raises:
        Refused: no title.
    """
    title = " ".join(title.split())[:200]
    if not title:
        raise Refused("no_title", "Say in a few words what goes wrong.", field="title")
    with transaction.atomic():
        problem = Problem.objects.create(
            desk=ticket.desk,
            title=title,
            made_at=at,
            made_by=by,
            state_at=at,
            state_by=by,
            sample=ticket.sample,
        )
        events.add("problem.made", by=by, at=at, desk=problem.desk, problem=problem.pk)
        join(ticket, problem=problem, by=by, at=at)
    return problem


def join(ticket: Ticket, *, problem: Problem, by: Actor, at: datetime, asks_nothing: bool = False) -> Report:
    """Count a ticket as a report of a problem: its requester is a voice from now on. It changes no promise.

    Args:
        asks_nothing: whether all they wrote is the words that we gave them to say so: nobody need read those.

    Raises:
        Refused: it is behind this problem already, or is another desk's.
    """
    with settled(ticket, at=at) as own:
        if own.problem_id == problem.pk:
            raise Refused("there", "It is behind this problem already.")
        if own.desk_id != problem.desk_id:
            raise Refused("desk", "The problem is another desk's. Move the ticket there first.")
        own.problem = problem
        if asks_nothing:
            own.messages.filter(settled_at=None, kind=Message.Kind.INBOUND).update(
                settled_at=at, settled=Message.Settled.STANDS
            )
        return _report(own, "problem.joined", by=by, at=at)


def leave(ticket: Ticket, *, by: Agent, at: datetime) -> None:
    """It is another fault after all: its reports count no longer.

    Raises:
        Refused: it is behind no problem.
    """
    with settled(ticket, at=at) as own:
        events.add("problem.left", by=by, at=at, ticket=own, problem=_problem_of(own).pk)
        own.problem = None


def again(ticket: Ticket, *, by: Actor, at: datetime) -> Report:
    """It happened again: one more telling of the same voice. It asks nothing and moves no time.

    Raises:
        Refused: the ticket is behind no problem, or this was counted a moment ago.
    """
    with settled(ticket, at=at) as own:
        problem = _problem_of(own)
        if problem.reports.filter(ticket=own, at__gt=at - ONCE_IN).exists():
            raise Refused("counted", "This was counted a moment ago.")
        return _report(own, "problem.again", by=by, at=at)


def _problem_of(ticket: Ticket) -> Problem:
    if ticket.problem is None:
        raise Refused("no_problem", "This ticket is behind no problem.")
    return ticket.problem


def _report(ticket: Ticket, kind: str, *, by: Actor, at: datetime) -> Report:
    problem = _problem_of(ticket)
    told = ticket.messages.filter(kind=Message.Kind.INBOUND, verified=True).order_by("-n").first()
    events.add(kind, by=by, at=at, ticket=ticket, problem=problem.pk)
    return rows.insert(Report(problem=problem, ticket=ticket, at=at, message=told, agent=agent_of(by)))


@transaction.atomic
def set_state(problem: Problem, *, state: str, fixed_in: str = "", by: Agent, at: datetime) -> Problem:
    """Say how far it is: looking, known, fixing, fixed, wont. Nobody is written to; a broadcast does that.

    Args:
        fixed_in: the version or the day; only for a fix.

    Raises:
        Refused: no such state.
    """
    if state not in Problem.State.values:
        raise Refused(
            "state", "It is looked at, known, being fixed, fixed, or will not be fixed.", field="state"
        )
    own = Problem.objects.select_for_update().get(pk=problem.pk)
    fixing = state in (Problem.State.FIXED, Problem.State.FIXING)
    own.state, own.fixed_in = state, " ".join(fixed_in.split())[:100] if fixing else ""
    own.state_at, own.state_by = at, by
    own.save(update_fields=["state", "fixed_in", "state_at", "state_by"])
    events.add("problem.state", by=by, at=at, desk=own.desk, problem=own.pk, state=state)
    wake.wake()
    return own


@transaction.atomic
def word(problem: Problem, *, language: str, by: Agent, at: datetime, **words: str) -> ProblemWords:
    """Write what people read of it in one language: title, workaround, watch (where progress shows), sample_text.

    Raises:
        KeyError: there is no such text.
    """
    if unknown := set(words) - set(WORDS):
        raise KeyError(f"a problem has no {sorted(unknown)}")
    given: dict[str, Any] = {name: text.strip()[: LIMITS.get(name)] for name, text in words.items()}
    found, _ = ProblemWords.objects.update_or_create(problem=problem, language=language[:2], defaults=given)
    Problem.objects.filter(pk=problem.pk).update(worded_at=at)
    events.add("problem.worded", by=by, at=at, desk=problem.desk, problem=problem.pk)
    wake.wake()
    return found


@transaction.atomic
def publish(problem: Problem, *, shown: bool, by: Agent, at: datetime) -> None:
    """Put it on the desk's public page, or take it off."""
    own = Problem.objects.select_for_update().get(pk=problem.pk)
    own.published_at, own.published_by = (at, by) if shown else (None, None)
    own.save(update_fields=["published_at", "published_by"])
    kind = "problem.published" if shown else "problem.hidden"
    events.add(kind, by=by, at=at, desk=own.desk, problem=own.pk)
    wake.wake()
