"""What an agent may see of the watch: the desks they answer on, with who has it, what is hot and what nobody had."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heard.promise import Gap, Minding, Reason, Turn, light, missed_since, turns, untaken, untaken_since
from heard.record import overload
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access.ticket import Reader
from heard.record.actions.watch import hot
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.overload import Overload
from heard.record.models.rota import Cover, RotaCalendar
from heard.record.models.rota import Turn as SingleTurn
from heard.record.models.ticket import Ticket
from heard.record.models.watch import Watch
from heard.record.rota import rota_of
from heard.record.watch import kept_since, minding_of, taken_between, watch_of, who_should

WEEKS = 4


@dataclass(frozen=True, slots=True)
class Minded:
    """A desk as its watch sees it: the running watch, who should have it, the reasons of the light, what is hot; in
    overload how many wait for their first word."""

    desk: Desk
    watch: Watch | None
    should: Agent | None
    minding: Minding
    reasons: list[Reason]
    hot: list[Ticket]
    overload: Overload | None
    waiting: int


def minded(desk: Desk, *, at: datetime) -> Minded:
    """How the watch of a desk stands at `at` (UTC)."""
    minding = minding_of(desk, at)
    reasons = light(rules_of(desk), minding, at)
    stands = overload.standing(desk)
    waits = overload.waiting(desk).count() if stands else 0
    return Minded(
        desk, watch_of(desk, at), who_should(desk, at), minding, reasons, hot(desk, at=at), stands, waits
    )


def handed(watch: Watch) -> list[Ticket]:
    """What was hot when a watch was offered, as far as it is still open; its desk's members see it anyway."""
    found = Ticket.objects.filter(pk__in=watch.hot, desk=watch.desk_id, resolved_at=None)
    return list(found.order_by("owed_at", "id"))


def gaps(desk: Desk, *, since: datetime, until: datetime) -> list[Gap]:
    """The working time in which nobody had the watch, as far as somebody should (UTC, ascending)."""
    kept = kept_since(desk)
    if kept is None:
        return []
    since = max(since, kept)
    return untaken(rules_of(desk), taken_between(desk, since, until), since, until) if since < until else []


def turns_of(desk: Desk, *, since: datetime, until: datetime) -> list[tuple[Turn, Agent]]:
    """Who should have the watch from `since` to `until` (UTC), in order."""
    people = Agent.objects.in_bulk([row.agent_id for row in desk.memberships.all()])
    found = turns(rota_of(desk, since), since, until)
    return [(turn, people[turn.agent]) for turn in found if turn.agent in people]


def exceptions(desk: Desk, *, at: datetime) -> list[SingleTurn]:
    """The single turns made by people that are not over at `at` (UTC)."""
    return list(
        desk.turns.filter(calendar=None, ends_at__gt=at).select_related("agent").order_by("starts_at", "id")
    )


def exception(desk: Desk, pk: str) -> SingleTurn:
    """One single turn of a desk.

    Raises:
        Absent: there is none.
    """
    found = desk.turns.filter(calendar=None, pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is None:
        raise Absent("turn")
    return found


def calendar(reader: Agent, public_id: str) -> RotaCalendar:
    """One calendar that a rota is read from, for a lead of its desk.

    Raises:
        Absent: there is none, or not for this agent.
    """
    theirs = RotaCalendar.objects.filter(public_id=public_id, desk__in=desks.led_by(reader))
    found = theirs.select_related("desk").first()
    if found is None:
        raise Absent("calendar")
    return found


def covers(desk: Desk, *, at: datetime) -> list[Cover]:
    """What is asked for and not answered yet, at `at` (UTC)."""
    asked = Cover.objects.filter(desk=desk, closed_at=None, ends_at__gt=at)
    return list(asked.select_related("agent", "asked_of"))


def cover(reader: Agent, public_id: str) -> Cover:
    """One asking for cover on the reader's desks.

    Raises:
        Absent: there is none, or not for this agent.
    """
    found = Cover.objects.filter(public_id=public_id, desk__in=desks.visible_to(reader)).first()
    if found is None:
        raise Absent("cover")
    return found


def weeks_back(at: datetime) -> datetime:
    """From when on untaken minutes are shown, UTC."""
    return at - timedelta(weeks=WEEKS)


def watches(reader: Reader, *, at: datetime) -> list[Minded]:
    """The watch of every desk of the reader, samples last."""
    found = desks.visible_to(reader).order_by("sample", "name", "id")
    return [minded(desk, at=at) for desk in found]


def lights(reader: Agent, *, at: datetime) -> list[tuple[Desk, Agent | None, bool]]:
    """The reader's desks that keep a watch or have one: who has it, and whether nobody has had it for too long."""
    found = []
    for desk in desks.visible_to(reader).filter(sample=False).order_by("name", "id"):
        minding, watch = minding_of(desk, at), watch_of(desk, at)
        if watch or untaken_since(rules_of(desk), minding, at):
            is_late = missed_since(rules_of(desk), minding, at) is not None
            found.append((desk, watch.agent if watch else None, is_late))
    return found
