"""Which numbers a reader may see, and the tickets behind each: an agent their own, a lead their desks' and one person's
at a time, a program of a robot the desks'."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import Coalesce

from heard.hours import to_instant
from heard.numbers import said_as
from heard.promise import Gap
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import ticket as tickets
from heard.record.access import watch as watches
from heard.record.access.ticket import Reader
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField, FieldValue, values
from heard.record.models.mark import Mark
from heard.record.models.problem import Problem
from heard.record.models.requester import Organization
from heard.record.models.tag import Tag, Tagging
from heard.record.models.ticket import Ticket

MANY = 200
MEASURED = ("wait", "opened", "acknowledged", "silence", "chase")
"""Measures with minutes."""
PREDICTIONS = ("foretold", "came")
"""Measures with the percent that were said."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which marks: of these desks, from one day to another (both count), of one agent or of all (None), of one
    organization or of all, of the tickets that bear a tag now or of all (""), of those that say a value in a field of
    their desk (its name and the value), or of all."""

    desks: tuple[Desk, ...]
    since: date
    until: date
    agent: Agent | None = None
    organization: Organization | None = None
    tag: str = ""
    says: tuple[str, str] | None = None

    @property
    def marks(self) -> QuerySet[Mark]:
        """The marks."""
        found = Mark.objects.filter(
            desk__in=[desk.pk for desk in self.desks], day__range=(self.since, self.until)
        )
        if self.agent:
            found = found.filter(agent=self.agent)
        if self.organization:
            found = found.filter(ticket__requester__organization=self.organization)
        if self.tag:
            found = found.filter(ticket__taggings__tag__name=self.tag)
        if self.says:
            found = found.filter(ticket__in=_saying(*self.says))
        return found


def may_see_team(reader: Reader) -> bool:
    """Whether a reader sees the numbers of others."""
    return isinstance(reader, Robot) or reader.leads


def desks_of(reader: Reader) -> list[Desk]:
    """The real desks whose numbers a reader can ask for."""
    return list(desks.visible_to(reader).filter(sample=False).order_by("name", "id"))


def people_of(reader: Reader, found: Iterable[Desk]) -> list[Agent]:
    """Whose numbers a reader can ask for, one at a time."""
    if not may_see_team(reader):
        return []
    return list(Agent.objects.filter(memberships__desk__in=list(found)).distinct().order_by("name", "id"))


def organizations_of(found: Iterable[Desk]) -> list[Organization]:
    """The organizations that wrote to these desks."""
    theirs = Ticket.objects.filter(desk__in=list(found)).values("requester__organization")
    return list(Organization.objects.filter(pk__in=theirs, sample=False).order_by("name", "id")[:MANY])


def tags_of(found: Iterable[Desk]) -> list[str]:
    """The tags that tickets of these desks bear."""
    borne = Tagging.objects.filter(tag__desk__in=list(found))
    return list(borne.order_by("tag__name").values_list("tag__name", flat=True).distinct()[:MANY])


def _saying(name: str, value: str) -> QuerySet[FieldValue]:
    """The tickets that say a value in a field that their desk asks for."""
    return values().filter(field__name=name, value=value).values("ticket")


def said_on(found: Iterable[Desk]) -> list[tuple[str, str]]:
    """What tickets of these desks say in fields, by the names of these; where it is too much, what is said most."""
    said = values().filter(field__desk__in=list(found)).values_list("field__name", "value")
    counted = said.annotate(count=Count("*")).order_by("-count", "field__name", "value")[:MANY]
    return sorted((name, value) for name, value, _count in counted)


def fields_of(found: Iterable[int]) -> dict[str, DeskField]:
    """The fields that these desks ask for, by their names; `found` are ids of desks."""
    asked = DeskField.objects.filter(desk__in=list(found), dropped_at=None)
    return {one.name: one for one in asked.order_by("-id")}


def asked(
    reader: Reader,
    *,
    since: date,
    until: date,
    desk: str = "",
    agent: str = "",
    organization: str = "",
    tag: str = "",
    field: str = "",
) -> Asked:
    """What a reader asks for, by public ids, the name of a tag, and a field's name and value ("product:drone"); "" for
    all that they may see.

    Raises:
        Absent: no such desk, person, organization, tag or field, or not for this reader.
    """
    mine = desks_of(reader)
    chosen = [one for one in mine if one.public_id == desk] if desk else mine
    people = [one for one in people_of(reader, chosen) if one.public_id == agent] if agent else []
    firms = list(Organization.objects.filter(public_id=organization)) if organization else []
    if (desk and not chosen) or (organization and not firms):
        raise Absent("desk" if desk and not chosen else "organization")
    if tag and not Tag.objects.filter(desk__in=chosen, name=tag).exists():
        raise Absent("tag")
    name, _between, value = field.partition(":")
    if field and not DeskField.objects.filter(desk__in=chosen, name=name, dropped_at=None).exists():
        raise Absent("field")
    if not may_see_team(reader):
        people = [reader] if isinstance(reader, Agent) and agent in ("", reader.public_id) else []
    if not people and (agent or not may_see_team(reader)):
        raise Absent("agent")
    one, firm = people[0] if people else None, firms[0] if firms else None
    return Asked(tuple(chosen), since, until, one, firm, tag, (name, value) if field else None)


def _hours(gap: Gap, zone: str) -> Counter[int]:
    """The minutes of a gap, hour of the week by hour."""
    found: Counter[int] = Counter()
    at = gap.since
    while at < gap.until:
        local = at.astimezone(ZoneInfo(zone))
        ends = min(gap.until, at + timedelta(minutes=60 - local.minute, seconds=-local.second))
        found[local.weekday() * 24 + local.hour] += int((ends - at).total_seconds()) // 60
        at = ends
    return found


type Sums = dict[tuple[date, str], Counter[int | None]]


def sums(wanted: Asked) -> Sums:
    """How often each measure counts on each day, by the minutes that were measured (None where none were)."""
    found: Sums = {}
    rows = wanted.marks.values_list("day", "measure", "minutes").annotate(count=Count("*")).order_by()
    for day, measure, minutes, count in rows:
        found.setdefault((day, measure), Counter())[minutes] = count
    return found


def by_hour(wanted: Asked, measure: str) -> Counter[int]:
    """How often a measure counts in each hour of the week (0 is Monday midnight)."""
    rows = wanted.marks.filter(measure=measure).values_list("hour").annotate(count=Count("*")).order_by()
    return Counter(dict(rows))


def untaken(wanted: Asked, *, at: datetime) -> Counter[int]:
    """Opening minutes nobody had the watch, by hour of the week; what is ahead of `at` (UTC) does not count yet."""
    found: Counter[int] = Counter()
    for desk in wanted.desks:
        zone = desk.schedule.zone
        first, after = (datetime.combine(day, time()) for day in (wanted.since, wanted.until + DAY))
        since, until = to_instant(first, zone), to_instant(after, zone)
        for gap in watches.gaps(desk, since=since, until=min(until, at)) if since < at else []:
            found += _hours(gap, zone)
    return found


def problems(wanted: Asked, most: int) -> list[tuple[Problem, dict[date, int], int]]:
    """The problems told of most: each with its reports by day, and its voices (distinct people) in that time."""
    told = wanted.marks.filter(measure="report", ticket__problem__isnull=False)
    person = "ticket__requester__same_as", "ticket__requester"
    rows = told.values_list("ticket__problem", "day", *person).annotate(count=Count("*")).order_by()
    days: dict[int, Counter[date]] = {}
    voices: dict[int, set[int]] = {}
    for problem, day, same_as, requester, count in rows:
        days.setdefault(problem, Counter())[day] += count
        voices.setdefault(problem, set()).add(same_as or requester)
    first = sorted(days, key=lambda pk: (-days[pk].total(), pk))[:most]
    named = Problem.objects.in_bulk(first)
    return [(named[pk], dict(days[pk]), len(voices[pk])) for pk in first]


def silent_now(wanted: Asked) -> datetime | None:
    """Since when the open ticket that has been silent longest has heard nothing from a person (UTC)."""
    found = Ticket.objects.filter(desk__in=wanted.desks, resolved_at=None, sample=False)
    found = found.filter(promise__agent=wanted.agent) if wanted.agent else found
    if wanted.organization:
        found = found.filter(requester__organization=wanted.organization)
    if wanted.tag:
        found = found.filter(taggings__tag__name=wanted.tag)
    if wanted.says:
        found = found.filter(pk__in=_saying(*wanted.says))
    heard = Coalesce("last_word_at", "received_at")
    return found.aggregate(since=Min(heard))["since"]


def behind(
    reader: Reader,
    wanted: Asked,
    measures: Sequence[str],
    *,
    hour: int | None = None,
    problem: str = "",
    said: int | None = None,
) -> list[Mark]:
    """The newest marks of these measures (all, if none are named) with their tickets, as far as the reader sees these;
    one more than `MANY` where there are more. `said`: only predictions that were said as so many of ten."""
    found = wanted.marks.filter(ticket__in=tickets.visible_to(reader).values("pk"))
    if measures:
        found = found.filter(measure__in=measures)
    if hour is not None:
        found = found.filter(hour=hour)
    if said is not None:
        found = found.filter(measure__in=PREDICTIONS, minutes__range=said_as(said))
    if problem:
        found = found.filter(ticket__problem__public_id=problem)
    near = "ticket__requester", "agent", "desk"
    return list(found.select_related(*near).order_by("-day", "-hour", "-id")[: MANY + 1])
