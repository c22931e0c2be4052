"""Verbs on an overload: it begins and ends by itself; a person makes a problem of it, so that all can be told."""

from datetime import datetime, timedelta

from django.db import transaction

from heard.promise import is_overloaded
from heard.record import events, wake
from heard.record.actions import alert
from heard.record.actions import problem as problems
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.overload import Overload
from heard.record.models.problem import Problem
from heard.record.models.promise import Promise
from heard.record.overload import missed, pressing, waiting

APART = timedelta(hours=1)
"""By how much the clocks of two workers may differ: what one of them missed while it stood was missed in it."""


@transaction.atomic
def look(desk: Desk, *, at: datetime) -> Overload | None:
    """Begin or end the overload of a desk, where that is so at `at` (UTC); the one that stands now. As it begins, a
    lead is told, once."""
    own = Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    standing = Overload.objects.filter(desk=own, ended_at=None).first()
    count = pressing(own, at).count()
    if not is_overloaded(own.policy, count, stands=standing is not None):
        if standing:
            standing.ended_at = max(at, standing.began_at)
            standing.save(update_fields=["ended_at"])
            events.add("overload.ended", by=HEARD, at=at, desk=own, overload=standing.pk)
            _tell_of_missed(own, since=standing.began_at - APART, at=at)
            wake.wake()
        return None
    if standing is None:
        standing = Overload.objects.create(desk=own, began_at=at, pressing=count)
        events.add("overload.began", by=HEARD, at=at, desk=own, overload=standing.pk, pressing=count)
        for agent in alert.leads_of(own, at=at):
            alert.raise_on_desk(own, agent, "overload", at=at)
        wake.wake()
    return standing


def _tell_of_missed(desk: Desk, *, since: datetime, at: datetime) -> None:
    """Each first word that was missed meanwhile and is still to be said is somebody's from now on: what the one alert
    stood for is told singly, so that nothing is lost with it."""
    for ticket in missed(desk, since=since):
        kind = "lapse_again" if ticket.standing.misses > 1 else "lapse"
        last = ticket.promises.filter(outcome=Promise.Outcome.LAPSED).order_by("id").last()
        alert.raise_alert(ticket, kind, at=at, due_at=last.due_at if last and last.due_at else at)


def gather(desk: Desk, *, title: str, by: Agent, at: datetime) -> Problem:
    """Make a problem of all whose first word is still to be said; pressed again, whoever came since stands behind it,
    too. Telling them is a broadcast, which a person writes.

    Raises:
        Refused: the desk is not overloaded any more, nobody waits, or no title.
    """
    problem = _problem(desk, title=title, by=by, at=at)
    for ticket in waiting(desk).filter(problem=None):
        problems.join(ticket, problem=problem, by=by, at=at)
    return problem


@transaction.atomic
def _problem(desk: Desk, *, title: str, by: Agent, at: datetime) -> Problem:
    """The one of this overload, however many press at once."""
    Desk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
    standing = Overload.objects.select_related("problem").filter(desk=desk, ended_at=None).first()
    if standing is None:
        raise Refused("over", "The desk is not overloaded any more: answer those who wait one by one.")
    if standing.problem is None:
        first = waiting(desk).filter(problem=None).first()
        if first is None:
            raise Refused("nobody", "All who wait stand behind a problem already. Tell them there.")
        standing.problem = problems.make(first, title=title, by=by, at=at)
        standing.save(update_fields=["problem"])
    return standing.problem
