"""Which tickets drift, for those who can unblock them: an owner's own, and a lead's whole desks.

Notes are facts here, so nothing of the requester's pages may import this file.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from heard.promise import Drift, drift
from heard.promise.drift import RENEWALS
from heard.record.access import desk as desks
from heard.record.cadence import known, running_on
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.note import Note
from heard.record.models.problem import Report
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

MOST = 200


class Drifting(NamedTuple):
    """A ticket with its drift."""

    ticket: Ticket
    drift: Drift


def drifts(ticket: Ticket, *, at: datetime) -> Drift | None:
    """The drift of a fetched ticket at `at` (UTC); None while there is none."""
    return next((one.drift for one in _drifting([ticket], at)), None)


def of(agent: Agent, *, at: datetime) -> list[Drifting]:
    """What drifts of an agent's own tickets, the longest first."""
    return _drifting(_often_renewed(Ticket.objects.filter(owner=agent)), at)


def risen(lead: Agent, *, at: datetime) -> list[Drifting]:
    """What went on drifting on the desks that somebody leads, though it was offered for a whole silence budget."""
    found = _drifting(_often_renewed(Ticket.objects.filter(desk__in=desks.led_by(lead))), at)
    return [one for one in found if one.drift.rises_at <= at]


def _often_renewed(tickets: QuerySet[Ticket]) -> list[Ticket]:
    """Open tickets among these on which "not yet" was said often enough."""
    renewed = Count("promises", filter=Q(promises__outcome=Promise.Outcome.RENEWED))
    found = tickets.filter(resolved_at=None, sample=False).annotate(renewals=renewed)
    near = "desk", "owner", "requester__organization", "problem", "promise__agent"
    return list(found.filter(renewals__gte=RENEWALS).select_related(*near).order_by("id")[:MOST])


def _drifting(tickets: Sequence[Ticket], at: datetime) -> list[Drifting]:
    """Those that drift at `at`. Whoever is waited for, or parked, has been told something else."""
    waited = [
        one for one in tickets if one.is_open and one.standing.kind not in ("check_in", "closing", "on_event")
    ]
    if not waited:
        return []
    renewed = _ends(waited, Promise.Outcome.RENEWED)
    waited = [one for one in waited if len(renewed.get(one.pk, ())) >= RENEWALS]
    facts, agreed = (_facts(waited), running_on(waited)) if waited else ({}, {})
    found = []
    for one in waited:
        drifting = drift(
            rules_of(one.desk),
            one.impact,
            fact_at=facts[one.pk],
            renewed=renewed[one.pk],
            cadence=known(agreed.get(one.pk)),
        )
        if drifting and drifting.since <= at:
            found.append(Drifting(one, drifting))
    return sorted(found, key=lambda one: one.drift.since)


def _ends(tickets: Sequence[Ticket], outcome: str) -> dict[int, list[datetime]]:
    ends: dict[int, list[datetime]] = {}
    ended = Promise.objects.filter(ticket__in=tickets, outcome=outcome).order_by("ended_at")
    for ticket, at in ended.values_list("ticket_id", "ended_at"):
        ends.setdefault(ticket, []).append(at)
    return ends


def _facts(tickets: Sequence[Ticket]) -> dict[int, datetime]:
    """The last new fact of each ticket."""
    latest = {one.pk: one.received_at for one in tickets}
    kept = Promise.objects.filter(outcome=Promise.Outcome.KEPT)
    for rows, column in (
        (Chase.objects, "asked_at"),
        (Chase.objects, "heard_at"),
        (Chase.objects, "answered_at"),
        (Restatement.objects, "said_at"),
        (Restatement.objects, "answered_at"),
        (Note.objects, "written_at"),
        (Report.objects, "at"),
        (kept, "ended_at"),
    ):
        asked = rows.filter(ticket__in=tickets).order_by().values("ticket").annotate(last=Max(column))
        for ticket, last in asked.values_list("ticket", "last"):
            latest[ticket] = max(latest[ticket], last or latest[ticket])
    for one in tickets:
        if one.problem:
            latest[one.pk] = max(
                latest[one.pk], one.problem.state_at, one.problem.worded_at or one.problem.state_at
            )
    return latest
