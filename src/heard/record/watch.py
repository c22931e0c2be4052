"""Who minds a desk: who has the watch, who should have it by the rota, and what the light is made of."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from heard.hours import to_instant
from heard.promise import Minding, Taken, turns
from heard.promise import rota as rotas
from heard.record import overload
from heard.record.facts import is_away
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.models.watch import Watch
from heard.record.question import Question
from heard.record.rota import rota_of


def _standing(desk: Any, at: Any) -> QuerySet[Watch]:
    running = Q(ended_at=None) | Q(ended_at__gt=at)
    found = Watch.objects.filter(running, desk=desk, taken_at__lte=at, lasts_until__gt=at)
    return found.select_related("agent", "offered_to").order_by("-taken_at", "-id")[:1]


_STANDING = Question(_standing)
_MEMBER = Question(
    lambda desk, agent: Agent.objects.filter(pk=agent, memberships__desk=desk, is_active=True)[:1]
)


def watch_of(desk: Desk, at: datetime) -> Watch | None:
    """The watch that somebody has on a desk at `at` (UTC)."""
    return next(iter(_STANDING.once(desk.pk, at)), None)


def who_has(desk: Desk, at: datetime) -> Agent | None:
    """Who has the watch of a desk at `at` (UTC); None when nobody has."""
    watch = watch_of(desk, at)
    return watch.agent if watch else None


def who_should(desk: Desk, at: datetime) -> Agent | None:
    """Who should have the watch of a desk at `at` (UTC) by its rota; None when it names nobody who is there."""
    agent = rotas.who_should(rota_of(desk, at), at)
    found = next(iter(_MEMBER.once(desk.pk, agent)), None) if agent else None
    return None if is_away(found, at) else found


def minder(desk: Desk, at: datetime) -> Agent | None:
    """Who minds a desk at `at` (UTC): who has the watch; nobody has: who should have it by the rota."""
    return who_has(desk, at) or who_should(desk, at)


def taken_between(desk: Desk, since: datetime, until: datetime) -> tuple[Taken, ...]:
    """The watches of a desk that reach into a stretch of time (UTC), each cut where it ended."""
    reach = Watch.objects.filter(desk=desk, taken_at__lt=until, lasts_until__gt=since)
    rows = reach.order_by("taken_at").values_list("taken_at", "lasts_until", "ended_at")
    return tuple(Taken(taken_at, min(lasts, ended or lasts)) for taken_at, lasts, ended in rows)


def day_begins(desk: Desk, at: datetime) -> datetime:
    """The midnight, UTC, with which the desk's local day of `at` began."""
    day = at.astimezone(ZoneInfo(desk.zone)).date()
    return to_instant(datetime.combine(day, time.min), desk.zone)


_UNOPENED: Question[datetime] = Question(
    lambda desk: (
        Ticket.objects.filter(desk=desk, resolved_at=None, opened_at=None, sample=False)
        .order_by("received_at", "id")
        .values_list("received_at", flat=True)[:1]
    )
)


_FIRST: Question[datetime] = Question(
    lambda desk: Watch.objects.filter(desk=desk).order_by("taken_at").values_list("taken_at", flat=True)[:1]
)


def kept_since(desk: Desk) -> datetime | None:
    """Since when somebody should have the watch of a desk (UTC): its first watch was taken, or a rota asks for it.

    None for a desk that never took one and has no rota: nobody need.
    """
    return min(filter(None, (desk.watched_since, _FIRST.first(desk.pk))), default=None)


def minding_of(desk: Desk, at: datetime) -> Minding:
    """What the light of a desk is made of at `at` (UTC)."""
    has, should, begin, kept = who_has(desk, at), who_should(desk, at), day_begins(desk, at), kept_since(desk)
    return Minding(
        has=has.pk if has else None,
        should=should.pk if should else None,
        should_since=_turn_began(desk, should, begin, at) if should else None,
        kept_since=max(kept, begin) if kept else None,
        taken=taken_between(desk, begin, at),
        unopened_at=_UNOPENED.first(desk.pk),
        overloaded_since=stands.began_at if (stands := overload.standing(desk)) else None,
    )


def _turn_began(desk: Desk, agent: Agent, begin: datetime, at: datetime) -> datetime | None:
    """When the turn of who should have the watch began, at the earliest with the day."""
    until_now = turns(rota_of(desk, begin), begin, at + timedelta(seconds=1))
    return next((turn.starts_at for turn in reversed(until_now) if turn.agent == agent.pk), None)
