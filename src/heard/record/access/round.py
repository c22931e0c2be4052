"""Which small steps of the day are an agent's: the tickets whose next word is theirs to say, and whom to ask again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from heard.promise import parked_look
from heard.record.facts import open_promise_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.draft import Draft
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.ticket import Ticket

MOST = 100
"""Steps in one sitting at most."""
DAY = timedelta(days=1)


def words_of(agent: Agent, *, now: datetime, until: datetime) -> list[Ticket]:
    """Open tickets on which this agent says the next word between `now` and `until`, the end of their day (UTC): a
    promise of theirs from before this day, a check-in (also a missed one), or the look at a parked one. What waits to
    be read or answered is no small step, nor is a time that was told today: with it came a word.
    """
    mine = _mine(agent).filter(_due(now, until) | Q(promise__kind="on_event"))
    near = "desk", "owner", "requester__organization", "promise__agent"
    found = mine.select_related(*near).order_by("promise__due_at", "id")[:MOST]
    return [ticket for ticket in found if _is_on(ticket, until)]


def _due(now: datetime, until: datetime) -> Q:
    today = Q(promise__due_at__gt=now, promise__due_at__lt=until)
    ours = Q(promise__kind="check_in") | Q(promise__kind="word", promise__made_at__lt=until - DAY)
    return today & ours | Q(promise__kind__in=("repair", "first"), promise__step__gt=0)


def _mine(agent: Agent) -> QuerySet[Ticket]:
    """Tickets that an agent has, or whose promise is in their name, and that ask for nothing else first."""
    waiting = Message.objects.filter(
        ticket=OuterRef("pk"), kind=Message.Kind.INBOUND, verified=True, settled_at=None
    )
    owed = OwedAnswer.objects.filter(ticket=OuterRef("pk"), answered_at=None)
    leaving = Draft.objects.filter(ticket=OuterRef("pk"), pressed_at__isnull=False)
    whose = Q(owner=agent) | Q(promise__agent=agent, owner=None)
    theirs = Ticket.objects.filter(whose, desk__memberships__agent=agent, resolved_at=None)
    return theirs.exclude(Exists(waiting) | Exists(owed) | Exists(leaving))


def _is_on(ticket: Ticket, until: datetime) -> bool:
    promise = ticket.standing
    if promise.due_at is not None:
        return True
    return parked_look(rules_of(ticket.desk), open_promise_of(promise)) < until


def asked_of(agent: Agent, *, until: datetime) -> list[Chase]:
    """Chases of the agent's tickets whose party is to be asked again before `until` (UTC)."""
    running = Chase.objects.filter(answered_at=None, ping_at__lt=until, ticket__resolved_at=None)
    mine = running.filter(ticket__owner=agent, ticket__desk__memberships__agent=agent)
    near = "ticket__desk", "ticket__owner", "ticket__requester__organization", "ticket__promise__agent"
    near += ("approver__approval",)
    return list(mine.select_related(*near).order_by("ping_at", "id")[:MOST])


def running_on(tickets: Sequence[Ticket]) -> dict[int, list[Chase]]:
    """The chases that run on these tickets, by ticket id."""
    found: dict[int, list[Chase]] = {ticket.pk: [] for ticket in tickets}
    running = Chase.objects.filter(ticket__in=tickets, answered_at=None)
    for chase in running.select_related("approver__approval").order_by("id"):
        found[chase.ticket_id].append(chase)
    return found


def begun_on(agent: Agent, tickets: Sequence[Ticket]) -> set[int]:
    """On which of these tickets the agent has begun to write something of their own, by id."""
    begun = Draft.objects.filter(agent=agent, ticket__in=tickets).exclude(text="")
    return set(begun.values_list("ticket_id", flat=True))
