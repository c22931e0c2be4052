"""Verbs on a broadcast: pressed by a person, stopped, and carried out, a few tickets in one transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from heard.promise import Facts, OpenPromise
from heard.record import events, rows, wake
from heard.record.actions import voice, way
from heard.record.actions.settle import locked_together, set_clock, settle
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.broadcast import Broadcast, BroadcastText, Telling
from heard.record.models.draft import Draft
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.turns import wait_for_turn

BATCH = 10
"""Tickets told in one transaction: whoever else writes waits for a tenth of a second."""
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
LEAVING = timedelta(seconds=20)
log = structlog.get_logger()


@transaction.atomic
def press(
    problem: Problem,
    *,
    texts: Mapping[str, str],
    due_at: datetime,
    solves: bool = False,
    by: Agent,
    at: datetime,
) -> Broadcast:
    """Write to everybody behind a problem: each in their own thread, as of now. The worker carries it out.

    Args:
        texts: what is said, by language; somebody whose language is missing reads the desk's.
        due_at: by when everybody hears again, UTC.
        solves: resolve the tickets on which nothing is owed; only when it is fixed, or will not be.

    Raises:
        Refused: no text, a time that cannot be promised, nobody to write to, or another one still runs.
    """
    own = Problem.objects.select_for_update(of=("self",)).select_related("desk").get(pk=problem.pk)
    check(own, texts=texts, due_at=due_at, solves=solves, at=at)
    broadcast = Broadcast.objects.create(
        problem=own,
        agent=by,
        pressed_at=at,
        begins_at=at + timedelta(seconds=own.desk.policy.undo_seconds),
        due_at=due_at,
        solves=solves,
        state=own.state,
        fixed_in=own.fixed_in,
    )
    for language, text in texts.items():
        if text.strip():
            BroadcastText.objects.create(broadcast=broadcast, language=language[:2], text=text.strip())
    broadcast.tickets = _line_up(broadcast)
    broadcast.save(update_fields=["tickets"])
    events.add("broadcast.pressed", by=by, at=at, desk=own.desk, problem=own.pk, broadcast=broadcast.pk)
    wake.wake()
    return broadcast


def check(
    problem: Problem, *, texts: Mapping[str, str], due_at: datetime | None, solves: bool, at: datetime
) -> None:
    """Refuse what cannot be pressed at `at` (UTC).

    Raises:
        Refused: see `press`.
    """
    if not any(text.strip() for text in texts.values()):
        raise Refused("no_text", "Write a few words first.", field="text")
    if solves and not problem.is_over:
        raise Refused(
            "solves", "It resolves only when the problem is fixed, or will not be fixed.", field="solves"
        )
    anybody = Ticket(desk=problem.desk)
    standing = Facts(received_at=at, promise=OpenPromise(0, "first", at, due_at=None))
    way.check_time(anybody, standing, due_at, at=at)
    if problem.broadcasts.filter(finished_at=None).exists():
        raise Refused("running", "Another word to everybody is still leaving. Wait for it, or stop it.")
    if not told_by(problem).exists():
        raise Refused("nobody", "Nobody is behind this problem who could be written to.")


def told_by(problem: Problem) -> QuerySet[Ticket]:
    """The tickets that a broadcast goes to: the open ones, and the resolved ones when the fault is over."""
    behind = Ticket.objects.filter(problem=problem)
    if not problem.is_over:
        return behind.filter(resolved_at=None)
    silent = (Ticket.Resolution.SPAM, Ticket.Resolution.MERGED, Ticket.Resolution.WITHDRAWN)
    return behind.filter(Q(resolved_at=None) | ~Q(resolution__in=silent))


def _line_up(broadcast: Broadcast) -> int:
    """A row for every ticket, by one statement; how many."""
    chosen, params = told_by(broadcast.problem).order_by("id").values_list("id").query.sql_with_params()
    begins_at = connection.ops.adapt_datetimefield_value(broadcast.begins_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_telling (broadcast_id, ticket_id, not_before, outcome, stumbles, trouble)"
            f" SELECT %s, chosen.id, %s, '', 0, '' FROM ({chosen}) chosen",
            [broadcast.pk, begins_at, *params],
        )
        return int(cursor.rowcount)


@transaction.atomic
def stop(broadcast: Broadcast, *, by: Agent, at: datetime) -> int:
    """Tell nobody else; how many that saves. Who was told, was told.

    Raises:
        Refused: it is over.
    """
    wait_for_turn(f"broadcast {broadcast.pk}")
    own = Broadcast.objects.select_for_update().get(pk=broadcast.pk)
    if own.finished_at:
        raise Refused("over", "It has reached everybody already.")
    waiting = own.tellings.filter(done_at=None)
    count = waiting.update(done_at=at, outcome=Telling.Outcome.STOPPED)
    own.stopped_at, own.stopped_by, own.finished_at = at, by, at
    own.save(update_fields=["stopped_at", "stopped_by", "finished_at"])
    events.add("broadcast.stopped", by=by, at=at, desk=own.problem.desk, broadcast=own.pk)
    wake.wake()
    return count


_NEXT: Question[datetime] = Question(
    lambda: (
        Telling.objects.filter(done_at=None)
        .order_by("not_before", "id")
        .values_list("not_before", flat=True)[:1]
    )
)
_DUE: Question[int] = Question(
    lambda at: (
        Telling.objects.filter(done_at=None, not_before__lte=at)
        .order_by("not_before", "id")
        .values_list("broadcast_id", flat=True)[:1]
    )
)
_SOME = Question(
    lambda broadcast, at: Telling.objects.filter(
        broadcast=broadcast, done_at=None, not_before__lte=at
    ).order_by("id")[:BATCH]
)


def next_due_at() -> datetime | None:
    """When the next ticket of a broadcast wants to be told, UTC; None when none does."""
    return _NEXT.first()


def carry_some(*, at: datetime) -> int | None:
    """Tell up to `BATCH` tickets of a broadcast that is due at `at` (UTC), in one transaction; how many were done, None
    when nothing is due.

    If one raises, nothing of the batch holds, and they are told one by one; the one that raises is moved ahead.
    """
    broadcast = _DUE.first(at)
    if broadcast is None:
        return None
    try:
        return _carry(broadcast, BATCH, at)
    except Exception as trouble:
        log.error("broadcast.stumbled", broadcast=broadcast, trouble=repr(trouble))
        return sum(_carry_one(broadcast, at) for _ in range(BATCH))


def _carry_one(broadcast: int, at: datetime) -> int:
    try:
        return _carry(broadcast, 1, at)
    except Exception as trouble:
        _move_ahead(broadcast, trouble, at)
        return 0


@transaction.atomic
def _carry(broadcast: int, most: int, at: datetime) -> int:
    """Workers take turns, so that nobody waits for a ticket that another one is telling."""
    wait_for_turn(f"broadcast {broadcast}")
    waiting = _SOME.all(broadcast, at)[:most]
    if waiting:
        said = voice.Said.of(Broadcast.objects.select_related("agent", "problem__desk").get(pk=broadcast))
        tickets = locked_together([one.ticket_id for one in sorted(waiting, key=lambda one: one.ticket_id)])
        by_ticket = {one.ticket_id: one for one in waiting}
        drafts = Draft.objects.filter(ticket__in=by_ticket, pressed_at__isnull=False)
        leaving = set(drafts.values_list("ticket_id", flat=True))
        with rows.together():
            for ticket in tickets:
                _reach(ticket, by_ticket[ticket.pk], said, at, has_draft=ticket.pk in leaving)
    if not Telling.objects.filter(broadcast=broadcast, done_at=None).exists():
        _finish(broadcast, at)
    wake.wake()
    return len(waiting)


def _reach(ticket: Ticket, telling: Telling, said: voice.Said, at: datetime, *, has_draft: bool) -> None:
    """One ticket: settled first, like before any verb. A colleague's word that is leaving goes before."""
    was_late = voice.is_late(ticket, at=at)
    settle(ticket, at=at)
    told = was_late and not Telling.objects.filter(pk=telling.pk, done_at=None).exists()
    if has_draft and not told and Draft.objects.filter(ticket=ticket, pressed_at__isnull=False).exists():
        Telling.objects.filter(pk=telling.pk).update(not_before=at + LEAVING)
    elif not told:
        voice.tell(ticket, telling, said, at=at)
    set_clock(ticket, at=at)


def _finish(broadcast: int, at: datetime) -> None:
    own = Broadcast.objects.select_related("problem__desk").get(pk=broadcast)
    if own.finished_at is None:
        own.finished_at = at
        own.save(update_fields=["finished_at"])
        events.add("broadcast.finished", by=HEARD, at=at, desk=own.problem.desk, broadcast=own.pk)


@transaction.atomic
def _move_ahead(broadcast: int, trouble: Exception, at: datetime) -> None:
    for one in _SOME.all(broadcast, at)[:1]:
        one.stumbles += 1
        one.not_before = at + min(FIRST_DELAY * 2 ** min(one.stumbles - 1, 10), LONGEST_DELAY)
        one.trouble = repr(trouble)[:500]
        one.save(update_fields=["stumbles", "not_before", "trouble"])
