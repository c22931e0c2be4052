"""Which problems an agent, or a program acting through a token, may fetch: those of their desks; what is behind one;
and which one a new ticket may be about."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from heard.promise import FEWEST
from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.broadcast import Broadcast, Telling
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.problem import Counts, Problem, counted
from heard.record.models.requester import RequesterAddress
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable
from heard.record.search import near

MOST = 5
PAGE = 25
OVER = (Problem.State.FIXED, Problem.State.WONT)


def visible_to(reader: Reader) -> QuerySet[Problem]:
    """Every problem of the reader's desks."""
    return Problem.objects.filter(desk__in=desks_of(reader)).select_related("desk")


def get(reader: Reader, public_id: str) -> Problem:
    """One problem.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).prefetch_related("words").filter(public_id=public_id).first()
    if found is None:
        raise Absent("problem")
    return found


def listed(reader: Reader, *, over: bool, most: int = 100) -> list[tuple[Problem, Counts]]:
    """The newest problems that go on, or that are over, with how many stand behind each."""
    found = visible_to(reader)
    some = list(
        (found.filter(state__in=OVER) if over else found.exclude(state__in=OVER)).order_by("-id")[:most]
    )
    counts = counted([one.pk for one in some])
    return [(one, counts[one.pk]) for one in some]


def tickets(reader: Reader, problem: Problem) -> QuerySet[Ticket]:
    """The tickets behind a problem, on the reader's desks, the newest first."""
    behind = Ticket.objects.filter(problem=problem, desk__in=desks_of(reader))
    return behind.select_related("requester__organization", "owner").order_by("-id")


def unread(reader: Reader, problem: Problem) -> list[Message]:
    """What people behind a problem wrote and nobody answered or let stand, where no earlier answer is owed; the
    oldest first."""
    owed = OwedAnswer.objects.filter(ticket=OuterRef("ticket"), answered_at=None)
    waiting = Message.objects.filter(
        ~Exists(owed), kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None,
        ticket__problem=problem, ticket__resolved_at=None, ticket__desk__in=desks_of(reader),
    )  # fmt: skip
    return list(waiting.select_related("ticket__requester", "ticket__desk").order_by("id")[:PAGE])


def broadcasts(problem: Problem) -> list[Broadcast]:
    """What was said to everybody, the newest first."""
    return list(problem.broadcasts.select_related("agent").prefetch_related("texts")[:20])


def outcomes(broadcast: Broadcast) -> dict[str, int]:
    """How many tickets of a broadcast ended how; those that wait are under ""."""
    return dict(broadcast.tellings.order_by().values_list("outcome").annotate(Count("id")))


def not_told(broadcast: Broadcast) -> list[Telling]:
    """Tickets that were to be told and were not, because there is no way to reach them or the time had passed."""
    kinds = (Telling.Outcome.NO_ROUTE, Telling.Outcome.LATE)
    found = broadcast.tellings.filter(Q(outcome__in=kinds) | Q(done_at=None, stumbles__gt=0))
    return list(found.select_related("ticket__requester").order_by("id")[:PAGE])


@dataclass(frozen=True, slots=True)
class Group:
    """Tickets whose letters are alike but for the name: one language, zone, impact, open or not; one of them."""

    count: int
    example: int


def groups(told: QuerySet[Ticket]) -> list[Group]:
    """The tickets of a broadcast, those together that get the same letter; the largest group first."""

    def said(field: str) -> Coalesce:
        own, firm = f"requester__{field}", f"requester__organization__{field}"
        return Coalesce(NullIf(own, Value("")), NullIf(firm, Value("")), f"desk__{field}")

    alike = told.order_by().annotate(speaks=said("language"), lives=said("zone"))
    found = alike.values("speaks", "lives", "impact", is_open=Q(resolved_at=None))
    some = found.annotate(count=Count("id"), example=Min("id")).order_by("-count", "example")
    return [Group(row["count"], row["example"]) for row in some]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stays as it is on some of the tickets of a broadcast: how many of each."""

    owed: int
    unread: int
    no_route: int


def beside(told: QuerySet[Ticket]) -> Beside:
    """On how many tickets an answer stays owed, a message waits to be read, and whom no letter reaches."""
    owed = OwedAnswer.objects.filter(ticket=OuterRef("pk"), answered_at=None)
    waits = Message.objects.filter(
        ticket=OuterRef("pk"), kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
    )
    marked = Unreachable.objects.filter(address=OuterRef("address"), lifted_at=None)
    reached = RequesterAddress.objects.filter(~Exists(marked), requester=OuterRef("requester"))
    is_open = told.filter(resolved_at=None).order_by()
    return Beside(
        owed=is_open.filter(Exists(owed)).count(),
        unread=is_open.filter(Exists(waits)).count(),
        no_route=told.order_by().filter(~Exists(reached)).count(),
    )


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a ticket may be about: problems with how many stand behind them, and tickets like it behind none."""

    problems: list[tuple[Problem, Counts]]
    tickets: list[Ticket]


def suggested(reader: Reader, ticket: Ticket) -> Suggested:
    """The problems of the ticket's desk that it reads like, best first; and tickets that read like it and are behind
    no problem, where there are enough to make one."""
    going_on = {one.pk: one for one in _going_on(reader, ticket.desk_id)}
    found = near.like(near.asked_with(ticket), desk=ticket.desk_id, among=going_on, but=ticket.pk)
    ranked = list(found.problems)[:MOST]
    counts = counted(ranked)
    some = list(found.tickets)[:MOST]
    free = Ticket.objects.filter(pk__in=some).select_related("requester") if len(some) >= FEWEST - 1 else ()
    return Suggested([(going_on[pk], counts[pk]) for pk in ranked], list(free))


def _going_on(reader: Reader, desk: int) -> QuerySet[Problem]:
    found = visible_to(reader).filter(desk=desk).exclude(state=Problem.State.FIXED)
    return found.prefetch_related("words")
