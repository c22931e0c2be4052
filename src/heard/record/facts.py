"""From rows to facts: the only bridge to the engine."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet, Value

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Cadence,
    Deciding,
    Facts,
    OpenPromise,
    Owed,
    Policy,
    Rules,
    Talking,
    Unsettled,
    Waiting,
)
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.cadence import Cadence as Agreed
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.due import DoneMoment
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket
from heard.record.question import Question, Slot
from heard.record.rota import next_turn


def rules_of(desk: Desk) -> Rules:
    """What the desk decides by: its numbers and its working time."""
    return _rules(desk.schedule, tuple(desk.targets.items()))


@lru_cache(maxsize=256)
def _rules(schedule: Schedule, targets: tuple[tuple[str, int], ...]) -> Rules:
    return Rules(Policy(**dict(targets)), calendar_for(schedule))


BACKLOG = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM record_ticket
         WHERE desk_id = %s AND resolved_at IS NULL AND owed_reason = 'first' LIMIT 1000) capped),
       (SELECT count(*) FROM record_membership m JOIN record_agent a ON a.id = m.agent_id
         WHERE m.desk_id = %s AND a.is_active),
       EXISTS (SELECT 1 FROM record_overload WHERE desk_id = %s AND ended_at IS NULL)"""


def backlog_of(desk: Desk) -> tuple[int, int, bool]:
    """Tickets that still wait for a first word (capped, an estimate), people who can give it, and whether the desk
    is overloaded."""
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG, [desk.pk] * 3)
        waiting, people, overloaded = cursor.fetchone()
    return waiting, max(people, 1), bool(overloaded)


def _asked(ticket: Slot) -> QuerySet[Any, tuple[str, int, str, datetime]]:
    """Seven lists in one question: what the requester said and nobody settled, what else is owed an answer, whom
    we wait for, who is to decide by when, which moments were answered, whether somebody talks, and a cadence."""
    unsettled = Message.objects.filter(
        ticket=ticket, kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
    )
    owed = OwedAnswer.objects.filter(ticket=ticket, answered_at=None)
    waiting = Chase.objects.filter(ticket=ticket, answered_at=None)
    deciding = Approval.objects.filter(ticket=ticket, outcome="")
    done = DoneMoment.objects.filter(ticket=ticket)
    talking = Talk.objects.filter(ticket=ticket, ended_at=None)
    agreed = Agreed.objects.filter(ticket=ticket, ended_at=None)
    return _listed(unsettled, "unsettled", "", "said_at").union(
        _listed(owed, "owed", F("kind"), "asked_at"),
        _listed(waiting, "waiting", "", "ping_at"),
        _listed(deciding, "deciding", "", "decide_by"),
        _listed(deciding.filter(ends_at__isnull=False), "ends", "", "ends_at"),
        _listed(done, "done", F("key"), "at"),
        _listed(talking, "talking", "", "here_at"),
        _listed(agreed, "cadence", F("rhythm"), "until"),
        all=True,
    )


def _listed(found: QuerySet[Any], name: str, kind: Any, at: str) -> QuerySet[Any]:
    kind = kind if isinstance(kind, F) else Value(kind)
    return found.order_by().values_list(Value(name), "id", kind, at)


LISTS = Question(_asked)


def facts_of(ticket: Ticket, at: datetime) -> Facts:
    """All that a rule may know of `ticket` at `at` (UTC), read afresh but for the ticket's own row."""
    if not ticket.is_open:
        return Facts(received_at=ticket.received_at, promise=None)
    rows = LISTS.all(ticket.pk)
    ends = {pk: at for name, pk, _, at in rows if name == "ends"}
    return Facts(
        received_at=ticket.received_at,
        promise=open_promise_of(ticket.promise),
        opened_at=ticket.opened_at,
        acknowledged_at=ticket.acknowledged_at,
        last_word_at=ticket.last_word_at,
        unreached_at=ticket.unreached_at,
        owner=ticket.owner_id,
        owner_away=is_away(ticket.owner, at),
        away_from=ticket.owner.away_from if ticket.owner else None,
        turn_at=_turn_at(ticket, at),
        impact=ticket.impact,
        next_word=next_word_of(ticket.requester),
        unsettled=tuple(Unsettled(pk, at) for name, pk, _, at in rows if name == "unsettled"),
        owed=tuple(Owed(pk, kind, at) for name, pk, kind, at in rows if name == "owed"),
        waiting=tuple(Waiting(pk, at) for name, pk, _, at in rows if name == "waiting"),
        deciding=tuple(Deciding(pk, at, ends.get(pk)) for name, pk, _, at in rows if name == "deciding"),
        talking=next((Talking(pk, at) for name, pk, _, at in rows if name == "talking"), None),
        cadence=next((Cadence(pk, rhythm, at) for name, pk, rhythm, at in rows if name == "cadence"), None),
        done=frozenset(key for name, _, key, _ in rows if name == "done"),
    )


def next_word_of(requester: Requester) -> int:
    """Within how many working minutes their organization agreed to hear again; 0 for nothing agreed."""
    return requester.organization.next_word if requester.organization else 0


def _turn_at(ticket: Ticket, at: datetime) -> datetime | None:
    """When the first turn by the rota begins that its owner, who is away, misses."""
    owner = ticket.owner
    if owner is None or owner.away_from is None or not is_away(owner, at):
        return None
    turn_at = next_turn(ticket.desk, owner.pk, owner.away_from)
    return turn_at if turn_at and owner.away_until and turn_at < owner.away_until else None


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
        step=promise.step,
        looked_at=promise.looked_at,
    )


def is_away(agent: Agent | None, at: datetime) -> bool:
    """Whether an agent is away or disabled at an instant (UTC)."""
    if agent is None:
        return False
    away = agent.away_until is not None and agent.away_until > at
    return not agent.is_active or (away and (agent.away_from is None or agent.away_from <= at))
