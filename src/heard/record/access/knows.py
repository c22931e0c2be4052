"""Who knows: colleagues on the reader's desks who solved what reads like a ticket, or named such a skill."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from heard.record.access.ticket import desks_of
from heard.record.facts import is_away
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.ticket import Ticket
from heard.record.search import near
from heard.record.watch import who_has

MOST = 2
"""Colleagues who are named."""
SKILL = 2
"""A word that a colleague named for themselves counts as much as so many tickets solved."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Knows:
    """A colleague with the reason to ask them: how many like this they solved, the skills that fit; how often they
    were asked in the last seven days, whether they are away, and whether they have the watch."""

    agent: Agent
    solved: int
    skills: tuple[str, ...]
    asked: int
    away: bool
    watch: bool


def who(reader: Agent, ticket: Ticket, *, at: datetime) -> list[Knows]:
    """Whom to ask about a ticket at `at` (UTC): who is there first, then who knows most, then who was asked least.

    Only what lies on the reader's desks speaks for somebody.
    """
    desks, text = desks_of(reader), near.asked_with(ticket)
    colleagues = Agent.objects.filter(memberships__desk__in=desks, is_active=True).distinct()
    solved = _solved(near.alike(text, desks=desks, but=ticket.pk))
    said = near.beginnings(text)
    fit = {one: (solved[one.pk], _fitting(one, said)) for one in colleagues.exclude(pk=reader.pk)}
    known = {one: reason for one, reason in fit.items() if any(reason)}
    asked = _asked(list(known), since=at - WEEK)
    minds = who_has(ticket.desk, at)
    found = [
        Knows(one, count, skills, asked[one.pk], is_away(one, at), one == minds)
        for one, (count, skills) in known.items()
    ]
    found.sort(key=lambda one: (one.away, -one.solved - SKILL * len(one.skills), one.asked, one.agent.name))
    return found[:MOST]


def _solved(tickets: list[int]) -> Counter[int]:
    done = Ticket.objects.filter(
        pk__in=tickets, resolution=Ticket.Resolution.SOLVED, resolved_by__isnull=False
    )
    return Counter(dict(done.order_by().values_list("resolved_by").annotate(Count("id"))))


def _fitting(agent: Agent, said: set[str]) -> tuple[str, ...]:
    """The skills all of whose words stand in what was asked; one like "IT" has none that is compared."""
    return tuple(skill for skill in agent.skill_words if set() < near.beginnings(skill) <= said)


def _asked(agents: list[Agent], *, since: datetime) -> Counter[int]:
    consults = Chase.objects.filter(colleague__in=agents, asked_at__gt=since)
    return Counter(dict(consults.order_by().values_list("colleague").annotate(Count("id"))))
