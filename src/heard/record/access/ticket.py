"""Which tickets an agent, or a program acting through a token, may fetch; and the lists of them.

A list is read in two steps: the ids of one page from a partial index, then the lines of those ids. The first
step takes the head of each desk and merges the heads, which stays flat however many tickets there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heard.record.access import Absent
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.cadence import Cadence
from heard.record.models.desk import Desk
from heard.record.models.draft import NoteDraft
from heard.record.models.field import DeskField
from heard.record.models.follow import Follow
from heard.record.models.handover import Handover
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.phone import Phone
from heard.record.models.requester import Participant, Requester, RequesterAddress
from heard.record.models.tag import Tagging
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable
from heard.record.question import Question

Reader = Agent | Robot

PAGE = 30
MANY = 100
AROUND = timedelta(minutes=30)
HISTORY = 6


def desks_of(reader: Reader) -> list[int]:
    """Ids of the desks whose tickets a reader sees: an agent's own; a robot's token sees all."""
    if isinstance(reader, Robot):
        return list(Desk.objects.order_by("id").values_list("id", flat=True))
    return list(reader.memberships.order_by("desk_id").values_list("desk_id", flat=True))


def visible_to(reader: Reader) -> QuerySet[Ticket]:
    """Every ticket of the reader's desks."""
    if isinstance(reader, Robot):
        return Ticket.objects.all()
    return Ticket.objects.filter(desk__memberships__agent=reader)


def _whole(found: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """A ticket with all that its page needs."""
    waiting = Message.objects.filter(
        ticket=OuterRef("pk"), kind=Message.Kind.INBOUND, verified=True, settled_at=None
    )
    theirs = RequesterAddress.objects.filter(requester=OuterRef("requester"))
    marked = Exists(Unreachable.objects.filter(address=OuterRef("address"), lifted_at=None))
    by_itself = Letter.objects.filter(ticket=OuterRef("pk"), automatic=True, requester__isnull=False)
    by_itself = by_itself.order_by().values("ticket")
    near = "desk", "owner", "requester__organization", "promise__agent", "opened_by", "resolved_by"
    return found.select_related(*near).annotate(
        is_waiting=Exists(waiting),
        is_talking=Exists(Talk.objects.filter(ticket=OuterRef("pk"), ended_at=None)),
        is_beyond_reach=Exists(theirs) & ~Exists(theirs.filter(~marked)),
        is_offered=Exists(Handover.objects.filter(ticket=OuterRef("pk"), ended_at=None)),
        is_followed=Exists(Follow.objects.filter(ticket=OuterRef("pk"))),
        is_tagged=Exists(Tagging.objects.filter(ticket=OuterRef("pk"))),
        can_be_rung=Exists(Phone.objects.filter(requester=OuterRef("requester"))),
        is_asked_for=Exists(Approval.objects.filter(ticket=OuterRef("pk"))),
        has_company=Exists(
            Participant.objects.filter(ticket=OuterRef("pk")).exclude(requester=OuterRef("requester"))
        ),
        has_fields=Exists(DeskField.objects.filter(desk=OuterRef("desk"), dropped_at=None)),
        has_rhythm=Exists(Cadence.objects.filter(ticket=OuterRef("pk"), ended_at=None)),
        is_noted_on=Exists(NoteDraft.objects.filter(ticket=OuterRef("pk"))),
        automatic_letters=Coalesce(Subquery(by_itself.values(n=Count("pk"))), 0),
        has_absence=Exists(Intake.objects.filter(ticket=OuterRef("pk"), back_on__isnull=False)),
    )[:1]


ANYBODYS = Question(lambda public_id: _whole(Ticket.objects.filter(public_id=public_id)))
THEIRS = Question(
    lambda agent, public_id: _whole(
        Ticket.objects.filter(desk__memberships__agent=agent, public_id=public_id)
    )
)


def get(reader: Reader, public_id: str) -> Ticket:
    """One ticket with what its page needs; `is_waiting` says whether a message waits to be answered or read,
    `is_talking` whether a live conversation goes on, `is_beyond_reach` whether letters to each address of the
    requester come back, `is_offered` whether it is being handed over, `is_asked_for` whether an exception was
    ever asked for, `is_tagged` whether it bears a tag, `is_followed` whether anybody follows it, `has_rhythm` whether
    a cadence was agreed on, `can_be_rung` whether a number of the requester is known, `has_company` whether others
    take part, `has_fields` whether its desk asks for something, `has_absence` whether a mail program said that
    somebody is away, `is_noted_on` whether somebody is writing a note.

    Raises:
        Absent: there is none, or not for this reader.
    """
    if isinstance(reader, Robot):
        ticket = ANYBODYS.first(public_id)
    else:
        ticket = THEIRS.first(reader.pk, public_id)
    if ticket is None:
        raise Absent("ticket")
    return ticket


@dataclass(frozen=True, slots=True)
class Order:
    """One way to walk a list: whose heads are taken, which rows belong, by which instant."""

    whose: str
    belongs: str
    by: str
    newest: bool = False


OWED = Order("desk_id", "resolved_at IS NULL", "owed_at")
OWNED = Order("owner_id", "resolved_at IS NULL", "owed_at")
UNHEARD = Order("desk_id", "resolved_at IS NULL AND opened_at IS NULL", "received_at")
RESOLVED = Order("desk_id", "resolved_at IS NOT NULL", "resolved_at", newest=True)

type Place = tuple[datetime, int]


def page_of(
    order: Order, whose: Sequence[int], *, after: Place | None = None, limit: int = PAGE
) -> list[int]:
    """Ids of the next tickets of a list, in its order.

    Args:
        whose: desk ids, or the owner's id for OWNED.
        after: the instant (UTC) and id of the last ticket already shown; None for the first page.
    """
    if not whose:
        return []
    way, beyond = ("DESC", "<") if order.newest else ("", ">")
    place = f"AND ({order.by}, id) {beyond} (%s, %s)" if after else ""
    head = (
        f"SELECT * FROM (SELECT {order.by} AS place, id FROM record_ticket WHERE {order.whose} = %s"
        f" AND {order.belongs} {place} ORDER BY {order.by} {way}, id {way} LIMIT {int(limit)}) head"
    )
    heads = " UNION ALL ".join(f"{head}{n}" for n in range(len(whose)))
    since = [connection.ops.adapt_datetimefield_value(after[0]), after[1]] if after else []
    with connection.cursor() as cursor:
        cursor.execute(
            f"{heads} ORDER BY place {way}, id {way} LIMIT {int(limit)}",
            [value for each in whose for value in (each, *since)],
        )
        return [row[1] for row in cursor.fetchall()]


def missed(desks: Sequence[int], *, limit: int = PAGE) -> list[int]:
    """Ids of tickets whose time was missed and to whose requesters no person has written since.

    Their repair promise says so: the worker opens it the moment a time lapses.
    """
    if not desks:
        return []
    marks = ", ".join(["%s"] * len(desks))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.ticket_id FROM record_promise p JOIN record_ticket t ON t.id = p.ticket_id"
            f" WHERE p.outcome IS NULL AND p.kind = 'repair' AND t.desk_id IN ({marks})"
            f" ORDER BY p.due_at, p.id LIMIT {int(limit)}",
            list(desks),
        )
        return [row[0] for row in cursor.fetchall()]


def unreached(desks: Sequence[int], *, limit: int = PAGE) -> list[int]:
    """Ids of open tickets whose last word never reached the requester, the longest first."""
    if not desks:
        return []
    marks = ", ".join(["%s"] * len(desks))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM record_ticket WHERE resolved_at IS NULL AND unreached_at IS NOT NULL"
            f" AND desk_id IN ({marks}) ORDER BY unreached_at, id LIMIT {int(limit)}",
            list(desks),
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Counts:
    """How long each list is, no further than `MANY`: beyond that nobody needs the exact number."""

    today: int
    unheard: int
    mine: int
    open: int
    round: int


SMALL_STEPS = (
    "owner_id = %s AND resolved_at IS NULL AND (owed_reason IN ('promise', 'check_in') AND owed_at < %s AND EXISTS"
    " (SELECT 1 FROM record_promise p WHERE p.open_for = record_ticket.id AND (p.kind = 'check_in'"
    " OR p.kind = 'word' AND p.made_at < %s OR p.step > 0))"
    " OR EXISTS (SELECT 1 FROM record_chase c WHERE c.ticket_id = record_ticket.id"
    " AND c.answered_at IS NULL AND c.ping_at < %s))"
)
"""Where the Round has something to do, about: what is exact stands on its page."""


def counts(agent: Agent, *, until: datetime) -> Counts:
    """How many tickets the lists of an agent hold, in one query.

    Args:
        until: the end of the agent's day, UTC: what is owed before it counts as today's.
    """
    desks = "desk_id IN (SELECT desk_id FROM record_membership WHERE agent_id = %s) AND resolved_at IS NULL"
    day_begins, day_end = map(connection.ops.adapt_datetimefield_value, (until - timedelta(days=1), until))
    lists = (
        (f"{desks} AND owed_at < %s", [agent.pk, day_end]),
        (f"{desks} AND opened_at IS NULL", [agent.pk]),
        ("owner_id = %s AND resolved_at IS NULL", [agent.pk]),
        (desks, [agent.pk]),
        (SMALL_STEPS, [agent.pk, day_end, day_begins, day_end]),
    )
    parts = [
        f"(SELECT count(*) FROM (SELECT 1 FROM record_ticket WHERE {where} LIMIT {MANY}) capped)"
        for where, _ in lists
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), [value for _, values in lists for value in values])
        return Counts(*cursor.fetchone())


def around(agent: Agent, at: datetime, *, besides: Ticket) -> int:
    """How many other tickets of an agent are owed a word within half an hour of an instant (UTC)."""
    mine = Ticket.objects.filter(owner=agent, resolved_at=None).exclude(pk=besides.pk)
    return mine.filter(owed_at__gte=at - AROUND, owed_at__lte=at + AROUND).count()


def beside(agent: Agent, ticket: Ticket) -> list[Ticket]:
    """The other open tickets of the same person that the agent sees, the newest first."""
    person = ticket.requester.person_id
    same = Requester.objects.filter(Q(pk=person) | Q(same_as=person)).values("pk")
    theirs = visible_to(agent).filter(requester__in=same, resolved_at=None, sample=ticket.sample)
    return list(theirs.exclude(pk=ticket.pk).select_related("desk").order_by("-received_at", "-id")[:MANY])


def open_of(agent: Agent, person: Requester) -> list[Ticket]:
    """The open tickets of a person that the agent sees, by all their addresses, the newest first."""
    same = Requester.objects.filter(Q(pk=person.person_id) | Q(same_as=person.person_id)).values("pk")
    theirs = visible_to(agent).filter(requester__in=same, resolved_at=None)
    return list(theirs.order_by("-received_at", "-id")[:HISTORY])


def history(agent: Agent, requester: Requester) -> list[Ticket]:
    """The newest tickets of a person, by all their addresses, on the agent's desks; of other desks not even their
    number is told."""
    person = Q(pk=requester.person_id) | Q(same_as=requester.person_id)
    same = Requester.objects.filter(person).values("pk")
    theirs = visible_to(agent).filter(requester__in=same).order_by("-received_at", "-id")
    return list(
        theirs.only("id", "public_id", "subject", "preview", "received_at", "resolved_at", "linked_to")[
            :HISTORY
        ]
    )
