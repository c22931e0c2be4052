"""Which chases an agent, or a program acting through a token, may fetch; and what stands behind one."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase, Ping
from heard.record.models.message import Message
from heard.record.models.problem import Report, counted
from heard.record.models.ticket import Ticket

NEAR = ("ticket__desk", "ticket__requester__organization", "contact__organization", "colleague", "agent")
NEAR += ("entry__tracker", "approver__approval", "forwarded")


def visible_to(reader: Reader) -> QuerySet[Chase]:
    """Every chase on the reader's desks, with whom it is about."""
    return Chase.objects.filter(ticket__desk_id__in=desks_of(reader)).select_related(*NEAR)


def running(reader: Reader) -> QuerySet[Chase]:
    """Those that nobody has answered, of open tickets, in the order in which they are asked again."""
    open_ones = visible_to(reader).filter(answered_at=None, ticket__resolved_at=None)
    return open_ones.order_by("ping_at", "id")


def get(reader: Reader, ticket: str, pk: int) -> Chase:
    """One chase of a ticket (by the ticket's public id).

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(ticket__public_id=ticket, pk=pk).first()
    if found is None:
        raise Absent("chase")
    return found


def by_id(reader: Reader, public_id: str) -> Chase:
    """One chase by its own id.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("chase")
    return found


def consult(colleague: Agent, public_id: str) -> Chase:
    """What this very colleague was asked, whatever desk the ticket is on.

    Raises:
        Absent: there is none, or somebody else was asked.
    """
    asked = Chase.objects.filter(colleague=colleague, public_id=public_id, approver=None)
    found = asked.select_related(*NEAR).first()
    if found is None:
        raise Absent("consult")
    return found


def asked_of(colleague: Agent) -> list[Chase]:
    """What a colleague was asked and has not answered for good, of open tickets on any desk, the oldest first."""
    open_ones = Chase.objects.filter(
        colleague=colleague, answered_at=None, ticket__resolved_at=None, approver=None
    )
    return list(open_ones.select_related(*NEAR).order_by("asked_at", "id")[:50])


def left_behind(agent: Agent) -> list[Chase]:
    """What an agent sees to that others were asked, of open tickets: somebody else must when they go away."""
    theirs = Chase.objects.filter(agent=agent, answered_at=None, ticket__resolved_at=None, approver=None)
    return list(theirs.select_related(*NEAR).order_by("ping_at", "id")[:100])


def words(chase: Chase) -> list[Ping]:
    """Each ping and each answer, the oldest first."""
    return list(chase.words.select_related("agent", "letter", "intake").order_by("said_at", "id"))


def word(chase: Chase, public_id: str) -> Ping:
    """One of them.

    Raises:
        Absent: there is none on this chase.
    """
    found = chase.words.filter(public_id=public_id).select_related("chase__ticket").first()
    if found is None:
        raise Absent("ping")
    return found


def pings_alone(chase: Chase) -> int:
    """How many pings left without a person since a person pinged, or since they were heard."""
    by_person = chase.words.filter(kind=Ping.Kind.PING, robot="").order_by("-said_at", "-id").first()
    since = max([at for at in (by_person and by_person.said_at, chase.heard_at) if at], default=None)
    alone = chase.words.filter(kind=Ping.Kind.PING).exclude(robot="")
    return (alone.filter(said_at__gt=since) if since else alone).count()


@dataclass(frozen=True, slots=True)
class Behind:
    """Who waits behind a chase: people, the organizations they work at, and what they told us since when (UTC)."""

    people: int
    organizations: int
    reports: int
    since: datetime | None


def behind(chase: Chase) -> Behind:
    """Everybody whose ticket waits for the same: behind the same problem, or for the same entry of a tracker; else
    this ticket alone."""
    own = chase.ticket
    if own.problem_id:
        told = Report.objects.filter(problem=own.problem_id, ticket__problem=own.problem_id)
        counts = counted([own.problem_id])[own.problem_id]
        since = told.aggregate(since=Min("at"))["since"]
        return Behind(counts.people, counts.organizations, counts.reports, since)
    tickets = Ticket.objects.filter(pk=own.pk)
    if chase.entry_id:
        tickets = Ticket.objects.filter(chases__entry=chase.entry_id, sample=own.sample)
    reports = Message.objects.filter(
        ticket__in=tickets.values("pk"), kind=Message.Kind.INBOUND, by_person=True, verified=True
    )
    found = reports.aggregate(
        people=Count("ticket__requester", distinct=True),
        organizations=Count(
            "ticket__requester__organization",
            distinct=True,
            filter=Q(ticket__requester__organization__isnull=False),
        ),
        reports=Count("id"),
        since=Min("said_at"),
    )
    return Behind(**found)
