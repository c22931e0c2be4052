"""What a forecast is learned from, and the kept one: each wait from a promise made to the next word with news.

News is a promise that was kept: a person's word or a resolution. "No news yet" renews a promise and ends no wait; a
lapse ends none either. Tickets that ended without a word (spam, merged, withdrawn, no answer) teach nothing. What came
from another system has no promises: there each word of the desk is news, and begins the next wait.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import QuerySet

from heard.forecast.kept import Step
from heard.record.access.ticket import Reader, visible_to
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.forecast import Forecast
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

TRAITS = ("kind", "owner", "impact", "waiting", "steps", "age", "organization", "weekday", "hour")
BACK = timedelta(days=730)
MOST = 60_000
MOST_STEPS = 8
DAYS = (0.05, 0.2, 0.5, 1, 2, 4, 7, 14, 30)
ORGANIZATION = "ticket__requester__organization_id"
COLUMNS = (
    "ticket_id",
    "made_at",
    "kind",
    "agent_id",
    "question",
    "outcome",
    "ended_at",
    "ticket__received_at",
    "ticket__impact",
    ORGANIZATION,
)


def newest(desk: Desk) -> Forecast | None:
    """The desk's forecast without its content, which is large; None: nothing was learned yet."""
    return Forecast.objects.filter(desk=desk).defer("content").first()


def stale(*, before: datetime) -> list[Desk]:
    """Real desks that learned nothing since `before` (UTC)."""
    fresh = Forecast.objects.filter(learned_at__gte=before).values("desk")
    return list(Desk.objects.filter(sample=False).exclude(pk__in=fresh).order_by("id"))


def finished(desk: Desk) -> int:
    """How many promises of a desk were kept: too few, and there is nothing to learn."""
    kept = Promise.objects.filter(ticket__desk=desk, outcome=Promise.Outcome.KEPT)
    return kept.filter(ticket__sample=False).count() + _words_of_past(desk).count()


def past(desk: Desk, *, at: datetime) -> list[Step]:
    """The waits of a desk's real tickets in the last two years; those that run have no end."""
    silent = [each for each in Ticket.Resolution if each != Ticket.Resolution.SOLVED]
    found = Promise.objects.filter(ticket__desk=desk, ticket__sample=False, made_at__gte=at - BACK)
    brought = _as_promises(_words_of_past(desk).filter(said_at__gte=at - BACK))
    return [*_steps(found.exclude(ticket__resolution__in=silent)), *brought]


def beginning(ticket: Ticket, *, way: str, by: Agent, at: datetime) -> Step:
    """The wait that a word said now (UTC) by an agent begins: a new time is news, "no news yet" (`renew`) is none."""
    made = _rows(Promise.objects.filter(ticket=ticket))
    organization = ticket.requester.organization_id
    word = (
        ticket.pk,
        at,
        Promise.Kind.WORD,
        by.pk,
        "",
        None,
        None,
        ticket.received_at,
        ticket.impact,
        organization,
    )
    step = _step([*made, word], len(made), _chases({ticket.pk})[ticket.pk])
    return step if way == "renew" else replace(step, opened=step.began)


def alike(reader: Reader, ids: Iterable[int]) -> list[Ticket]:
    """Tickets by their ids, those that the reader may see."""
    return list(
        visible_to(reader).filter(pk__in=list(ids)).only("id", "public_id", "subject").order_by("-id")
    )


def _steps(promises: QuerySet[Promise]) -> Iterator[Step]:
    rows = _rows(promises)
    chases = _chases({row[0] for row in rows})
    for ticket, group in groupby(rows, key=itemgetter(0)):
        made = list(group)
        yield from (_step(made, number, chases[ticket]) for number in range(len(made)))


def _rows(promises: QuerySet[Promise]) -> list[tuple[Any, ...]]:
    """The newest of some promises that have a time, ticket by ticket in the order in which they were made."""
    newest_first = promises.exclude(due_at=None).order_by("-id").values_list(*COLUMNS)[:MOST]
    return sorted(newest_first, key=itemgetter(0, 1))


def _words_of_past(desk: Desk) -> QuerySet[Message]:
    """What the desk said elsewhere to requesters, on tickets that bring no promises along."""
    said = Message.objects.filter(ticket__desk=desk, ticket__imported__isnull=False, ticket__sample=False)
    return said.filter(kind=Message.Kind.OUTBOUND, door="import", ticket__promises=None)


def _as_promises(words: QuerySet[Message]) -> Iterator[Step]:
    """Each word as the news that the one before let wait for; the first of a ticket as that of its arrival."""
    columns = ("ticket_id", "said_at", "agent_id", "ticket__received_at", "ticket__impact", ORGANIZATION)
    rows = words.order_by("-id").values_list(*columns)[:MOST]
    for _, group in groupby(sorted(rows, key=itemgetter(0, 1)), key=itemgetter(0)):
        made: list[tuple[Any, ...]] = []
        since, kind, who = None, Promise.Kind.FIRST, None
        for ticket, said_at, agent, received_at, impact, organization in group:
            end = ("", Promise.Outcome.KEPT, said_at, received_at, impact, organization)
            made.append((ticket, since or received_at, kind, who, *end))
            since, kind, who = said_at, Promise.Kind.WORD, agent
        yield from (_step(made, number, []) for number in range(len(made)))


def _step(made: list[tuple[Any, ...]], number: int, chases: list[Any]) -> Step:
    """The wait from one promise of a ticket on; they wait for this news since the news before it."""
    ticket, made_at, kind, agent, question, _, _, received_at, impact, organization = made[number]
    news = next((each[6] for each in made[number:] if each[5] == Promise.Outcome.KEPT), None)
    since = next((each[6] for each in made[:number][::-1] if each[5] == Promise.Outcome.KEPT), received_at)
    asked = any(begun <= made_at and (end is None or end > made_at) for begun, end in chases)
    age = (made_at - received_at).total_seconds() / 86400
    traits = (
        kind,
        str(agent),
        impact,
        "requester" if question else "party" if asked else "desk",
        str(min(number, MOST_STEPS)),
        str(sum(age > limit for limit in DAYS)),
        str(organization),
        str(made_at.weekday()),
        str(made_at.hour // 4),
    )
    ended = None if news is None else news.timestamp()
    return Step(ticket, since.timestamp(), made_at.timestamp(), ended, traits)


def _chases(tickets: set[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    if len(tickets) < 500:
        rows = Chase.objects.filter(ticket__in=tickets)
    else:
        rows = Chase.objects.filter(ticket_id__gte=min(tickets))
    for ticket, asked_at, answered_at in rows.values_list("ticket_id", "asked_at", "answered_at"):
        found[ticket].append((asked_at, answered_at))
    return found
