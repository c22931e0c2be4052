"""The numbers a second time: ticket by ticket and row by row, by the words of docs/numbers.md, slowly.

It shares no code with `heard.numbers`, so that it can disagree. For the simulated desk, which is one desk.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.prediction import Prediction
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.simulation.open_minutes import OpenMinutes

COUNTS = (
    "kept renewed lapsed refuted released solved too_early first_contact had_to_ask foretold came".split()
)
REOPENED = ["ticket.reopened", "ticket.reopened_unreached", "ticket.unmerged"]
OVER = ["ticket.resolved", "ticket.closed", "ticket.merged", *REOPENED]
WEEK = timedelta(days=7)

type Counted = tuple[str, datetime, int | None]


def naive() -> Counter[tuple[int, str, date, int | None]]:
    """How often each thing counts, of each ticket, on each day, for each agent."""
    found: Counter[tuple[int, str, date, int | None]] = Counter()
    for one in Ticket.objects.all():
        zone = ZoneInfo(one.desk.zone)
        for part in (ends, solved, first_contact, had_to_ask, predictions):
            found.update((one.pk, name, at.astimezone(zone).date(), who) for name, at, who in part(one))
    return found


def ends(one: Ticket) -> Iterator[Counted]:
    for promise in Promise.objects.filter(ticket=one, due_at__isnull=False, outcome__isnull=False):
        if hasattr(promise, "refuted"):
            yield "refuted", promise.ended_at, promise.agent_id
        elif promise.outcome != "moved":
            yield promise.outcome, promise.ended_at, promise.agent_id


def predictions(one: Ticket) -> Iterator[Counted]:
    judged = Prediction.objects.filter(judged_at__isnull=False).values("promise")
    for promise in Promise.objects.filter(ticket=one, pk__in=judged):
        later = Promise.objects.filter(ticket=one, made_at__gte=promise.made_at, pk__gte=promise.pk)
        ends = later.filter(outcome__in=["kept", "released", "moved"], refuted=None)
        over = ends.filter(ended_at__lte=promise.due_at).order_by("id").first()
        if over is None or over.outcome == "kept":
            yield "foretold", promise.due_at, promise.agent_id
        if over and over.outcome == "kept":
            yield "came", promise.due_at, promise.agent_id


def solved(one: Ticket) -> Iterator[Counted]:
    for word in words(one).filter(way="solves"):
        yield "solved", word.said_at, word.agent_id
        then = (
            Event.objects.filter(ticket=one, kind__in=OVER, at__gt=word.said_at).order_by("at", "id").first()
        )
        if then and then.kind == "ticket.reopened" and then.requester_id:
            yield "too_early", word.said_at, word.agent_id


def first_contact(one: Ticket) -> Iterator[Counted]:
    if one.resolution in ("spam", "merged") or not one.acknowledged_at:
        return
    reply = words(one).filter(said_at__gte=one.acknowledged_at).exclude(way="live").first()
    if (
        reply is None
        or reply.way != "solves"
        or Promise.objects.filter(ended_by=reply, refuted__isnull=False).exists()
    ):
        return
    last = reply.said_at + WEEK
    if Event.objects.filter(ticket=one, kind__in=REOPENED, at__gt=reply.said_at, at__lte=last).exists():
        return
    began = reply.said_at
    for talk in one.talks.filter(begun_at__lte=reply.said_at):
        if talk.ended_at is None or talk.ended_at >= reply.said_at:
            began = min(began, talk.begun_at)
    if open_minutes(one.desk.schedule.version, one.desk_id).between(one.received_at, began) < 61 * 60:
        yield "first_contact", one.received_at, reply.agent_id


def had_to_ask(one: Ticket) -> Iterator[Counted]:
    asked = [(owed.asked_at, owed.requester_id) for owed in one.owed_answers.filter(kind="nudge")]
    for heard in Message.objects.filter(ticket=one, kind="inbound", verified=True, copy_of=None):
        standing = stood(one, heard.said_at)
        if standing and standing.kind == "repair":
            asked.append((heard.said_at, heard.requester_id))
    zone, days = ZoneInfo(one.desk.zone), set()
    for when, who in sorted(asked):
        if (who, when.astimezone(zone).date()) not in days:
            days.add((who, when.astimezone(zone).date()))
            standing = stood(one, when)
            yield "had_to_ask", when, standing.agent_id if standing else None


def words(one: Ticket) -> QuerySet[Message]:
    return Message.objects.filter(ticket=one, by_person=True, agent__isnull=False).order_by("said_at", "id")


def stood(one: Ticket, when: datetime) -> Promise | None:
    for promise in Promise.objects.filter(ticket=one, made_at__lte=when).order_by("id"):
        if promise.ended_at is None or when < promise.ended_at:
            return promise
    return None


@lru_cache
def open_minutes(version: str, desk: int) -> OpenMinutes:
    """The hours of a simulated desk, minute by minute."""
    hours = Desk.objects.get(pk=desk).schedule
    days = {**{day: [] for day in hours.closed}, **dict(hours.special)}
    first = Ticket.objects.order_by("received_at")[0].received_at.date()
    return OpenMinutes(hours.zone, hours.week, days, first=first - 2 * WEEK, last=first + 6 * WEEK)
