"""Alerts: one person who can act is interrupted, with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heard.promise.alert import ESCALATION, ROUTES, Told, depends_on_one_route
from heard.record import events, rows
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.facts import is_away
from heard.record.locker import Locked, lock, unlock
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert, AlertChoice
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.watch import minder

TO_LEAD = {"rise_lead", "lapse_again"}
TO_WATCH = {"hand_up", "offer", "check_in_missed", "not_closed"}


def raise_alert(ticket: Ticket, kind: str, *, at: datetime, due_at: datetime) -> list[Alert]:
    """Tell whoever can act about a moment of the ticket; usually one person.

    Args:
        kind: the moment's kind; `due_at` is when it fell due, UTC.
    """
    return [raise_for(ticket, agent, kind, at=at, due_at=due_at) for agent in who_acts(ticket, kind, at=at)]


def raise_for(
    ticket: Ticket, agent: Agent, kind: str, *, at: datetime, due_at: datetime | None = None
) -> Alert:
    """Tell one agent about something on the ticket that fell due at `due_at` (UTC; `at` if not given)."""
    events.add("alert.raised", by=HEARD, at=at, ticket=ticket, agent_told=agent.pk, moment=kind)
    raised = Alert(agent=agent, ticket=ticket, kind=kind, at=due_at or at, raised_at=at)
    rows.add(raised)
    return raised


def raise_on_desk(
    desk: Desk, agent: Agent, kind: str, *, at: datetime, due_at: datetime | None = None
) -> Alert:
    """Tell one agent about something on a desk that is about no ticket: its watch."""
    events.add("alert.raised", by=HEARD, at=at, desk=desk, agent_told=agent.pk, moment=kind)
    return Alert.objects.create(agent=agent, desk=desk, kind=kind, at=due_at or at, raised_at=at)


_MEMBERS = Question(
    lambda desk, sample: Agent.objects.filter(memberships__desk=desk, is_active=True, sample=sample).order_by(
        "memberships__id"
    )
)


def who_acts(ticket: Ticket, kind: str, *, at: datetime) -> list[Agent]:
    """Who is told: the owner when there; else who has the watch, or should have it by the rota; else a lead of the
    desk; nobody leads: all members.

    Nobody real is bothered with a sample ticket. Rises and hand-ups pass the owner by, and what is the lead's passes
    the watch by (method.md, Hear; Defaults: no rota).
    """
    members = _MEMBERS.once(ticket.desk_id, ticket.sample)
    there = [agent for agent in members if not is_away(agent, at)] or members
    owner = next((agent for agent in there if agent.pk == ticket.owner_id), None)
    if owner and kind not in TO_LEAD | TO_WATCH:
        return [owner]
    others = [agent for agent in there if agent.pk != ticket.owner_id]
    minding = None if kind in TO_LEAD else minder(ticket.desk, at)
    if minding in others:
        return [minding]
    leads = [agent for agent in others if agent.leads]
    if leads:
        return leads[:1]
    return [owner] if owner else there


def who_hears(ticket: Ticket, kind: str, *, at: datetime) -> list[Agent]:
    """Who hears at once that a requester asks where their answer is: who acts, and who has the watch (method.md, Meet
    or beat)."""
    minding = minder(ticket.desk, at)
    return list(dict.fromkeys([*who_acts(ticket, kind, at=at), *([minding] if minding else [])]))


def leads_of(desk: Desk, *, at: datetime) -> list[Agent]:
    """Whom a desk's own troubles go to: a lead who is there; nobody leads: all members."""
    members = _MEMBERS.once(desk.pk, desk.sample)
    there = [agent for agent in members if not is_away(agent, at)] or members
    return [agent for agent in there if agent.leads][:1] or there


@transaction.atomic
def choose(
    agent: Agent,
    *,
    routes: dict[str, list[str]],
    week: Sequence[Sequence[tuple[int, int]]] = (),
    quiet: tuple[int, int] | None = None,
    through_quiet: bool = True,
    push: Sequence[str] | None = None,
    by: Agent,
    at: datetime,
) -> AlertChoice:
    """Choose how somebody is told: routes by sort, working hours, quiet hours, and addresses of their own (None: stay).

    Raises:
        Refused: an escalation would depend on one route, or push has no address to go to.
    """
    choice = AlertChoice.objects.filter(agent=agent).first() or AlertChoice(agent=agent)
    if push is not None:
        choice.secret = lock({"push": list(push)}) if push else ""
    escalation = [route for route in routes.get(ESCALATION, []) if route != "push" or choice.secret]
    if depends_on_one_route(escalation):
        says = "What escalates needs two routes beside the page: desktop, mail, or a chat or push of yours."
        raise Refused("routes", says, field="escalation")
    choice.routes = {sort: [one for one in ROUTES if one in chosen] for sort, chosen in routes.items()}
    choice.week = [[list(stretch) for stretch in day] for day in week] if any(week) else []
    choice.quiet_from, choice.quiet_until = quiet or (None, None)
    choice.through_quiet = through_quiet
    choice.save()
    events.add("alert.chosen", by=by, at=at, agent_changed=agent.pk)
    return choice


def told_by(agent: Agent) -> Told:
    """How an agent wants to be told; the defaults where they chose nothing."""
    choice = _CHOICE.first(agent.pk)
    if choice is None:
        return Told(zone=agent.zone)
    quiet = None
    if choice.quiet_from is not None and choice.quiet_until is not None:
        quiet = choice.quiet_from, choice.quiet_until
    week = tuple(tuple((opens, closes) for opens, closes in day) for day in choice.week)
    return Told(agent.zone, choice.routes, week, quiet, choice.through_quiet)


def push_of(agent: Agent) -> list[str]:
    """The addresses of an agent's own chat and push; none where they cannot be read any more."""
    choice = _CHOICE.first(agent.pk)
    try:
        return list(unlock(choice.secret).get("push", [])) if choice else []
    except Locked:
        return []


def see(agent: Agent, *, until: int, at: datetime) -> None:
    """An agent saw their alerts up to one, by its id."""
    Alert.objects.filter(agent=agent, seen_at=None, pk__lte=until).update(seen_at=at)


_CHOICE = Question(lambda agent: AlertChoice.objects.filter(agent=agent)[:1])
