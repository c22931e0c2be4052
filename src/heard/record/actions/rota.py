"""Verbs on a desk's rota: its week, single turns that win over it, and calendars it is read from."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions.settle import look_again
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.locker import lock
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.rota import RotaCalendar, Shift, Turn
from heard.record.models.ticket import Ticket

DAY = 1440
LONGEST_TURN = timedelta(days=31)
READ_EVERY, READ_AGAIN = timedelta(hours=1), timedelta(minutes=15)

type Stretch = tuple[Agent, int, int]
"""Who, from and until: minutes of the desk's local day."""


@transaction.atomic
def set_week(desk: Desk, *, week: Sequence[Sequence[Stretch]], by: Actor, at: datetime) -> None:
    """Set who has the watch in every week: seven days, Monday first. Empty days are nobody's.

    Raises:
        Refused: not seven days, a stretch of no day, two at once, or somebody of another desk.
    """
    if len(week) != 7:
        raise Refused("week", "A week has seven days.", field="week")
    members = set(desk.memberships.values_list("agent_id", flat=True))
    for number, day in enumerate(week):
        _check_day(number, day, members)
    desk.shifts.all().delete()
    Shift.objects.bulk_create(
        Shift(desk=desk, agent=agent, weekday=number, starts=starts, ends=ends)
        for number, day in enumerate(week)
        for agent, starts, ends in day
    )
    _changed(desk, by=by, at=at, setting="week")


@transaction.atomic
def add_turn(
    desk: Desk, *, agent: Agent | None, starts_at: datetime, ends_at: datetime, by: Actor, at: datetime
) -> Turn:
    """Let one person (None: nobody) have the watch for once; it wins over the week and over earlier turns.

    Raises:
        Refused: it is over, ends before it starts, is longer than a month, or they do not answer on this desk.
    """
    if not starts_at < ends_at <= starts_at + LONGEST_TURN:
        raise Refused("ends", "A turn ends after it starts, and within a month.", field="ends")
    if ends_at <= at:
        raise Refused("ends", "That time is over.", field="ends")
    if agent and not desk.memberships.filter(agent=agent, agent__is_active=True).exists():
        raise Refused(
            "no_member", Sentence("%(agent)s does not answer on this desk.", agent=agent), field="agent"
        )
    turn = Turn.objects.create(desk=desk, agent=agent, starts_at=starts_at, ends_at=ends_at, made_at=at)
    _changed(desk, by=by, at=at, setting="turn")
    return turn


@transaction.atomic
def drop_turn(turn: Turn, *, by: Actor, at: datetime) -> None:
    """Take a single turn away: what the week says holds again."""
    turn.delete()
    _changed(turn.desk, by=by, at=at, setting="turn")


@transaction.atomic
def add_calendar(desk: Desk, *, name: str, address: str = "", by: Actor, at: datetime) -> RotaCalendar:
    """Read the rota from a calendar from now on; with an address it is asked every hour.

    Args:
        name: what people call it; an address holds a secret, so only its host is named.
    """
    secret = lock({"address": address}) if address else ""
    made = RotaCalendar.objects.create(
        desk=desk, name=name[:255], secret=secret, added_at=at, next_read_at=at if address else None
    )
    _changed(desk, by=by, at=at, setting="calendar")
    return made


@transaction.atomic
def drop_calendar(calendar: RotaCalendar, *, by: Actor, at: datetime) -> None:
    """What was read from a calendar holds no longer."""
    desk = calendar.desk
    calendar.delete()
    _changed(desk, by=by, at=at, setting="calendar")


@transaction.atomic
def read_calendar(
    calendar: RotaCalendar, *, entries: Sequence[tuple[str, datetime, datetime]], at: datetime
) -> None:
    """Put what a calendar says in place of what it said before.

    Args:
        entries: (address or name of somebody, from, until), UTC. Who is nobody's on the desk is kept as a stranger.
    """
    people = _by_name(calendar.desk)
    calendar.turns.all().delete()
    Turn.objects.bulk_create(
        Turn(
            desk=calendar.desk,
            calendar=calendar,
            agent_id=people[who],
            starts_at=starts,
            ends_at=ends,
            made_at=at,
        )
        for who, starts, ends in entries
        if who in people and starts < ends
    )
    calendar.strangers = sorted({who for who, *_ in entries if who not in people})[:20]
    calendar.read_at, calendar.trouble = at, ""
    calendar.next_read_at = at + READ_EVERY if calendar.secret else None
    calendar.save(update_fields=["strangers", "read_at", "trouble", "next_read_at"])


def could_not_read(calendar: RotaCalendar, *, trouble: str, at: datetime) -> None:
    """A calendar could not be had: what it said last holds, and it is asked again."""
    calendar.trouble, calendar.next_read_at = trouble[:500], at + READ_AGAIN if calendar.secret else None
    calendar.save(update_fields=["trouble", "next_read_at"])


def claim_calendars(*, at: datetime) -> list[RotaCalendar]:
    """The calendars to ask now; no other process gets them until their next time."""
    due = RotaCalendar.objects.filter(next_read_at__lte=at)
    return [
        one
        for one in due.select_related("desk")
        if due.filter(pk=one.pk, next_read_at=one.next_read_at).update(next_read_at=at + READ_AGAIN)
    ]


def _by_name(desk: Desk) -> dict[str, int]:
    """Members by mail address, by name, and by first name where only one has it; all in lower case."""
    found: dict[str, int] = {}
    members = [row.agent for row in desk.memberships.select_related("agent") if row.agent.is_active]
    firsts = Counter(agent.first_name.lower() for agent in members)
    for agent in members:
        found |= {agent.email.lower(): agent.pk, agent.name.lower(): agent.pk}
        if firsts[agent.first_name.lower()] == 1:
            found.setdefault(agent.first_name.lower(), agent.pk)
    return found


def leave(desk: Desk, agent: Agent, *, at: datetime) -> None:
    """Somebody answers on a desk no longer: they are in its rota no more."""
    desk.shifts.filter(agent=agent).delete()
    desk.turns.filter(agent=agent, ends_at__gt=at).delete()
    _keep_watch(desk, at=at)


def _check_day(number: int, day: Sequence[Stretch], members: set[int]) -> None:
    before = 0
    for agent, starts, ends in sorted(day, key=lambda stretch: stretch[1]):
        if not 0 <= starts < ends <= DAY:
            raise Refused("week", "A stretch ends after it starts, on the same day.", field=f"day{number}")
        if starts < before:
            raise Refused(
                "week", "Two people at once: let one end as the other begins.", field=f"day{number}"
            )
        if agent.pk not in members:
            raise Refused(
                "no_member",
                Sentence("%(agent)s does not answer on this desk.", agent=agent),
                field=f"day{number}",
            )
        before = ends


def _changed(desk: Desk, *, by: Actor, at: datetime, setting: str) -> None:
    _keep_watch(desk, at=at)
    look_again(Ticket.objects.filter(desk=desk, owner__away_until__gt=at), at=at)
    events.add("rota.changed", by=by, at=at, desk=desk, settings=[setting])


def _keep_watch(desk: Desk, *, at: datetime) -> None:
    """A watch is asked for while there is a rota; its minutes are measured from then on."""
    is_there = desk.shifts.exists() or desk.turns.filter(ends_at__gt=at).exists() or desk.calendars.exists()
    if is_there == (desk.watched_since is not None):
        return
    desk.watched_since = at if is_there else None
    desk.save(update_fields=["watched_since"])
