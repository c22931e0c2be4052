"""Alerts: one person who can act is interrupted, with the reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from heard.hours.languages import Sentence
from heard.promise.alert import (
    ESCALATION,
    KINDS,
    ROUTES,
    SORTS,
    Told,
    depends_on_one_route,
    kinds_of,
    routes_of,
)
from heard.record import events, overload, rows
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.facts import is_away
from heard.record.locker import Locked, lock, unlock
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert, AlertChoice
from heard.record.models.broadcast import Broadcast, Telling
from heard.record.models.desk import Desk
from heard.record.models.message import Message
from heard.record.models.problem import Problem
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.turns import wait_for_turn
from heard.record.watch import minder

TO_LEAD = {"rise_lead", "lapse_again"}
SINGLE = {"warn", "rise_watch", "rise_lead"}
"""Warnings of a first word, in whose place the one alert of an overload stands."""
TOGETHER = {
    **dict.fromkeys(("warn", "hand_up"), "warn_many"),
    **dict.fromkeys(("lapse", "lapse_again", "check_in_missed"), "lapse_many"),
    **dict.fromkeys(("reading_warn", "reading_late"), "unread_many"),
}
"""What is told once for all that one broadcast told."""
MISSED = {"lapse", "lapse_again"}
AGAIN = timedelta(hours=1)
"""How long the one alert of an overload stands for first words that are missed; then it is told again for more."""
TO_WATCH = {"hand_up", "offer", "check_in_missed", "not_closed"}


def raise_alert(ticket: Ticket, kind: str, *, at: datetime, due_at: datetime) -> list[Alert]:
    """Tell whoever can act about a moment of the ticket; usually one person. While the desk is overloaded nobody is
    warned of single first words, and of missed ones its one alert tells, all but those whose work has stopped; and of
    many that one broadcast told, each person hears once.

    Args:
        kind: the moment's kind; `due_at` is when it fell due, UTC.
    """
    if kind in SINGLE and ticket.standing.kind == Promise.Kind.FIRST and overload.standing(ticket.desk):
        return []
    if kind in MISSED and _is_bundled(ticket):
        return _raise_overload(ticket.desk, at=at)
    if kind in TOGETHER and (said := _told_last(ticket, kind)):
        return _raise_together(ticket, kind, said.broadcast, at=at)
    return [raise_for(ticket, agent, kind, at=at, due_at=due_at) for agent in who_acts(ticket, kind, at=at)]


def _is_bundled(ticket: Ticket) -> bool:
    """Whether a missed time is one of the many first words of an overload."""
    unsaid = ticket.standing.kind == Promise.Kind.REPAIR and ticket.acknowledged_at is None
    return unsaid and ticket.impact != Ticket.Impact.BLOCKED and overload.standing(ticket.desk) is not None


def _raise_overload(desk: Desk, *, at: datetime) -> list[Alert]:
    """Tell of the overload again, where its alert is older than an hour; what is still missed at its end is told one
    by one (`heard.record.actions.overload`)."""
    wait_for_turn(f"overload {desk.pk}")
    if Alert.objects.filter(desk=desk, kind="overload", raised_at__gt=at - AGAIN).exists():
        return []
    return [raise_on_desk(desk, agent, "overload", at=at) for agent in leads_of(desk, at=at)]


_SAID = Question(
    lambda ticket, said_at: Telling.objects.select_related(
        "broadcast__agent", "broadcast__problem__desk"
    ).filter(ticket=ticket, outcome=Telling.Outcome.NEXT, message__said_at=said_at)[:1]
)
"""The broadcast that was the last word of a person on a ticket."""


def _told_last(ticket: Ticket, kind: str) -> Telling | None:
    """How the last word came to a ticket, if that was a broadcast; what its requester wrote since is told singly."""
    if ticket.problem_id is None or ticket.last_word_at is None:
        return None
    said_at = ticket.last_word_at
    since = ticket.messages.filter(kind=Message.Kind.INBOUND, settled_at=None, said_at__gt=said_at)
    if TOGETHER[kind] == "unread_many" and since.exists():
        return None
    return _SAID.first(ticket.pk, said_at)


def _raise_together(ticket: Ticket, kind: str, broadcast: Broadcast, *, at: datetime) -> list[Alert]:
    """Once for each person and broadcast, however many tickets and workers: whose the ticket is, else who pressed."""
    problem, together = broadcast.problem, TOGETHER[kind]
    raised = []
    for agent in _who_said(ticket, kind, broadcast.agent, at=at):
        told = Alert.objects.filter(
            problem=problem, agent=agent, kind=together, raised_at__gte=broadcast.pressed_at
        )
        if not told.exists():
            wait_for_turn(f"alert {problem.pk}")
            if not told.exists():
                raised.append(raise_on_desk(problem.desk, agent, together, at=at, problem=problem))
    return raised


def _who_said(ticket: Ticket, kind: str, pressed_by: Agent, *, at: datetime) -> list[Agent]:
    """Whom a broadcast's next time concerns on a ticket: what nobody has is theirs who pressed, when they are there."""
    there = pressed_by in _MEMBERS.once(ticket.desk_id, ticket.sample) and not is_away(pressed_by, at)
    if ticket.owner_id is None and there and kind not in TO_LEAD | TO_WATCH:
        return [pressed_by]
    return who_acts(ticket, kind, at=at)


def raise_for(
    ticket: Ticket, agent: Agent, kind: str, *, at: datetime, due_at: datetime | None = None
) -> Alert:
    """Tell one agent about something on the ticket that fell due at `due_at` (UTC; `at` if not given)."""
    events.add("alert.raised", by=HEARD, at=at, ticket=ticket, agent_told=agent.pk, moment=kind)
    raised = Alert(agent=agent, ticket=ticket, kind=kind, at=due_at or at, raised_at=at)
    rows.add(raised)
    return raised


def raise_on_desk(
    desk: Desk,
    agent: Agent,
    kind: str,
    *,
    at: datetime,
    due_at: datetime | None = None,
    problem: Problem | None = None,
) -> Alert:
    """Tell one agent about something on a desk that is about no ticket: its watch, or all behind a problem."""
    events.add("alert.raised", by=HEARD, at=at, desk=desk, agent_told=agent.pk, moment=kind)
    return Alert.objects.create(
        agent=agent, desk=desk, problem=problem, kind=kind, at=due_at or at, raised_at=at
    )


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
    routes: Mapping[str, Sequence[str]],
    week: Sequence[Sequence[tuple[int, int]]] = (),
    quiet: tuple[int, int] | None = None,
    through_quiet: bool = True,
    push: Sequence[str] | None = None,
    weekly: bool | None = None,
    by: Agent,
    at: datetime,
) -> AlertChoice:
    """Choose how somebody is told: routes, working hours, quiet hours, addresses of their own, and whether the weekly
    letter comes (None: stay as it is).

    Args:
        routes: by kind, or by sort for all its kinds that are not named; the defaults for what is left out.

    Raises:
        Refused: no such kind or route, or an escalation would depend on one route; push counts only with an address.
    """
    _check_known(routes)
    choice = AlertChoice.objects.filter(agent=agent).first() or AlertChoice(agent=agent)
    if push is not None:
        choice.secret = lock({"push": list(push)}) if push else ""
    for kind in kinds_of(ESCALATION):
        by_kind = routes_of(Told(routes=routes), kind)
        if depends_on_one_route([route for route in by_kind if route != "push" or choice.secret]):
            says = Sentence(
                "What escalates needs two routes beside the page: desktop, mail, or a chat or push of yours."
            )
            raise Refused("routes", says, field=kind if kind in routes else ESCALATION)
    choice.routes = {name: [one for one in ROUTES if one in chosen] for name, chosen in routes.items()}
    choice.week = [[list(stretch) for stretch in day] for day in week] if any(week) else []
    choice.quiet_from, choice.quiet_until = quiet or (None, None)
    choice.through_quiet = through_quiet
    choice.weekly = choice.weekly if weekly is None else weekly
    choice.save()
    events.add("alert.chosen", by=by, at=at, agent_changed=agent.pk)
    return choice


def choose_routes(
    agent: Agent, *, routes: Mapping[str, Sequence[str]], by: Agent, at: datetime
) -> AlertChoice:
    """Choose the routes of some kinds; all else stays as it is.

    Raises:
        Refused: see `choose`.
    """
    told = told_by(agent)
    return choose(
        agent,
        routes={**told.routes, **routes},
        week=told.week,
        quiet=told.quiet,
        through_quiet=told.through_quiet,
        by=by,
        at=at,
    )


def _check_known(routes: Mapping[str, Sequence[str]]) -> None:
    for name, chosen in routes.items():
        if name not in SORTS + KINDS:
            raise Refused("kind", Sentence("%(name)s is no kind of alert.", name=name), field=name)
        if unknown := [route for route in chosen if route not in ROUTES]:
            says = Sentence("%(route)s is no route: page, desktop, mail or push.", route=unknown[0])
            raise Refused("route", says, field=name)


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


def wants_weekly(agent: Agent) -> bool:
    """Whether the weekly letter comes: as they chose, else to leads."""
    choice = _CHOICE.first(agent.pk)
    return agent.leads if choice is None or choice.weekly is None else choice.weekly


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
