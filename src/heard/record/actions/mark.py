"""Counting: what happened is counted from the log, by its `seq`; a ticket where something happened is counted anew.

So a late truth (a bounce, a "not yet") changes the past days it belongs to, and exactly those. Desks whose opening
hours changed, and those never counted, are walked ticket by ticket; rebuilding is walking all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, F, Max, OuterRef, Sum

from heard.numbers import marks
from heard.record import rows
from heard.record.histories import histories
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.mark import Counting, DeskCounting, Mark
from heard.record.models.prediction import Prediction
from heard.record.models.ticket import Ticket

EVENTS = 500
TICKETS = 200
"""Counted in one transaction: others who write wait for about 0.1 s."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a walk is: ids of tickets passed, of those to pass; both 0 when none is under way."""

    walked: int
    until: int


def count_some() -> bool:
    """Count some of what happened, or walk a piece of a desk; whether there was anything. One worker at a time."""
    with transaction.atomic():
        state = _state()
        return state is not None and (_count_log(state) or _walk_desk())


def judge_some(*, at: datetime) -> bool:
    """Judge some predictions whose time had passed by `at` (UTC) and count their tickets anew; whether there were any.

    One worker at a time. No event says that a time has passed without news, so the clock does.
    """
    with transaction.atomic():
        if _state() is None:
            return False
        due = Prediction.objects.filter(judged_at=None, due_at__lte=at).order_by("due_at")
        found = dict(due.values_list("promise", "promise__ticket")[:TICKETS])
        Prediction.objects.filter(pk__in=found).update(judged_at=at)
        recount(sorted(set(found.values())))
    return bool(found)


def rebuild() -> None:
    """Let every desk be walked from the beginning; `count_some` does it, also after being interrupted."""
    with transaction.atomic():
        for desk, version in Desk.objects.filter(sample=False).values_list("id", "hours_version"):
            _begin(desk, version)


def progress() -> Progress:
    """How far the desks are walked."""
    found = DeskCounting.objects.filter(walked__lte=F("until")).aggregate(
        walked=Sum("walked"), until=Sum("until")
    )
    return Progress(found["walked"] or 0, found["until"] or 0)


def recount(ids: Sequence[int]) -> None:
    """Count these tickets (by id) anew, in the caller's transaction."""
    Mark.objects.filter(ticket__in=ids).delete()
    counted = [
        Mark(
            ticket_id=pk,
            desk_id=mark.desk,
            measure=mark.measure,
            day=mark.day,
            hour=mark.hour,
            agent_id=mark.agent,
            minutes=mark.minutes,
        )
        for pk, history in histories(ids)
        for mark in marks(history)
    ]
    with rows.together():
        for mark in counted:
            rows.add(mark)


def _state() -> Counting | None:
    """The place in the log, locked; None while another worker counts. What lies before the first place is walked."""
    first = Counting.objects.all()
    if connection.features.has_select_for_update_skip_locked:
        first = first.select_for_update(skip_locked=True)
    found = first.first()
    if found is None and not Counting.objects.exists():
        last = Event.objects.aggregate(last=Max("seq"))["last"] or 0
        Counting.objects.get_or_create(pk=1, defaults={"seq": max(last, 0)})
        found = first.first()
    return found


def _count_log(state: Counting) -> bool:
    fresh = list(
        Event.objects.filter(seq__gt=state.seq).order_by("seq").values_list("seq", "ticket_id")[:EVENTS]
    )
    if not fresh:
        return False
    recount(sorted({ticket for _seq, ticket in fresh if ticket}))
    state.seq = fresh[-1][0] or state.seq
    state.save(update_fields=["seq"])
    return True


def _walk_desk() -> bool:
    """Go on with one desk that is not walked to its end, by the hours it has now."""
    counting = DeskCounting.objects.filter(desk=OuterRef("pk"), hours_version=OuterRef("hours_version"))
    done = Exists(counting.filter(walked__gt=F("until")))
    desk = Desk.objects.filter(~done, sample=False).order_by("id").first()
    if desk is None:
        return False
    walk = DeskCounting.objects.filter(desk=desk, hours_version=desk.hours_version).first()
    _walk(walk or _begin(desk.pk, desk.hours_version))
    return True


def _begin(desk: int, version: int) -> DeskCounting:
    fresh = {"hours_version": version, "walked": 0, "until": _last_ticket()}
    walk, _made = DeskCounting.objects.update_or_create(desk_id=desk, defaults=fresh)
    return walk


def _walk(walk: DeskCounting) -> None:
    """The next tickets of a desk; at the end those that left it for another desk, where marks of theirs stayed."""
    theirs = Ticket.objects.filter(desk=walk.desk_id, pk__gt=walk.walked, pk__lte=walk.until)
    ids = list(theirs.order_by("pk").values_list("pk", flat=True)[:TICKETS])
    walk.walked = ids[-1] if ids else walk.until + 1
    if not ids:
        left = Mark.objects.filter(desk=walk.desk_id).exclude(ticket__desk=walk.desk_id)
        ids = sorted(set(left.values_list("ticket_id", flat=True)))
    recount(ids)
    walk.save(update_fields=["walked"])


def _last_ticket() -> int:
    return Ticket.objects.aggregate(last=Max("pk"))["last"] or 0
