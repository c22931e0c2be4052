"""From rows to facts: the only bridge to the engine."""

from datetime import datetime
from functools import lru_cache

from django.db import connection

from heard.hours import Schedule, calendar_for
from heard.promise import Facts, OpenPromise, Owed, Policy, Rules, Unsettled, Waiting
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.due import DoneMoment
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question


def rules_of(desk: Desk) -> Rules:
    """What the desk decides by: its numbers and its working time."""
    return _rules(desk.schedule, desk.policy)


@lru_cache(maxsize=256)
def _rules(schedule: Schedule, policy: Policy) -> Rules:
    return Rules(policy, calendar_for(schedule))


BACKLOG = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM record_ticket
         WHERE desk_id = %s AND resolved_at IS NULL AND owed_reason = 'first' LIMIT 1000) capped),
       (SELECT count(*) FROM record_membership m JOIN record_agent a ON a.id = m.agent_id
         WHERE m.desk_id = %s AND a.is_active)"""


def backlog_of(desk: Desk) -> tuple[int, int]:
    """Tickets that still wait for a first word, and people who can give it; capped, it is an estimate."""
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG, [desk.pk, desk.pk])
        waiting, people = cursor.fetchone()
    return waiting, max(people, 1)


UNSETTLED: Question[tuple[int, datetime]] = Question(
    lambda ticket: Message.objects.filter(
        ticket=ticket, kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
    ).values_list("id", "said_at")
)
OWED: Question[tuple[int, str, datetime]] = Question(
    lambda ticket: OwedAnswer.objects.filter(ticket=ticket, answered_at=None).values_list(
        "id", "kind", "asked_at"
    )
)
WAITING: Question[tuple[int, datetime]] = Question(
    lambda ticket: Chase.objects.filter(ticket=ticket, answered_at=None).values_list("id", "ping_at")
)
DONE: Question[str] = Question(
    lambda ticket: DoneMoment.objects.filter(ticket=ticket).values_list("key", flat=True)
)


def facts_of(ticket: Ticket, at: datetime) -> Facts:
    """All that a rule may know of `ticket` at `at` (UTC), read afresh but for the ticket's own row."""
    if not ticket.is_open:
        return Facts(received_at=ticket.received_at, promise=None)
    return Facts(
        received_at=ticket.received_at,
        promise=open_promise_of(ticket.promise),
        opened_at=ticket.opened_at,
        acknowledged_at=ticket.acknowledged_at,
        last_word_at=ticket.last_word_at,
        owner=ticket.owner_id,
        owner_away=is_away(ticket.owner, at),
        impact=ticket.impact,
        unsettled=tuple(Unsettled(*row) for row in UNSETTLED.all(ticket.pk)),
        owed=tuple(Owed(*row) for row in OWED.all(ticket.pk)),
        waiting=tuple(Waiting(*row) for row in WAITING.all(ticket.pk)),
        done=frozenset(DONE.all(ticket.pk)),
    )


def open_promise_of(promise: Promise) -> OpenPromise:
    """The engine's view of an open promise."""
    return OpenPromise(
        id=promise.pk,
        kind=promise.kind,
        made_at=promise.made_at,
        due_at=promise.due_at,
        told_at=promise.told_at,
        agent=promise.agent_id,
        misses=promise.misses,
    )


def is_away(agent: Agent | None, at: datetime) -> bool:
    """Whether an agent is away or disabled at an instant (UTC)."""
    if agent is None:
        return False
    return not agent.is_active or (agent.away_until is not None and agent.away_until > at)
