"""Rows to histories: all that counts of some tickets, read together. The only bridge from rows to `heard.numbers`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from heard.hours import Calendar, calendar_for
from heard.numbers import Chased, History, Opinion, Promised, Restated, Stay, Talked, Word
from heard.record.models.chase import Chase
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.opinion import Opinion as OpinionRow
from heard.record.models.owed import OwedAnswer
from heard.record.models.prediction import Prediction
from heard.record.models.problem import Report
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket

CLOSED = ("ticket.resolved", "ticket.closed", "ticket.merged")
REOPENED = ("ticket.reopened", "ticket.reopened_unreached", "ticket.unmerged")
NOT_COUNTED = (Ticket.Resolution.SPAM, Ticket.Resolution.MERGED)
# Of each list the column that says when it happened.
HAPPENED = {
    "promises": "made_at", "words": "said_at", "wrote": "said_at", "stays": "at", "moved": "at", "talks": "begun_at",
    "owed": "asked_at", "restated": "said_at", "chased": "asked_at", "reports": "at", "opinions": "said_at",
}  # fmt: skip

type Found = dict[int, list[Any]]


def histories(ids: Sequence[int]) -> list[tuple[int, History]]:
    """The histories of real tickets, by id; samples and ids of nothing are left out, and of what was brought in all
    that happened before."""
    tickets = list(Ticket.objects.filter(pk__in=ids, sample=False).select_related("imported"))
    read = _read([ticket.pk for ticket in tickets])
    for ticket in tickets:
        if hasattr(ticket, "imported"):
            _leave_out(read, ticket.pk, before=ticket.imported.brought_at)
    desks = {move.data["before"] for moves in read["moved"].values() for move in moves}
    calendars = _calendars(desks | {ticket.desk_id for ticket in tickets})
    return [
        (ticket.pk, _history(ticket, {name: rows[ticket.pk] for name, rows in read.items()}, calendars))
        for ticket in tickets
    ]


def _leave_out(read: dict[str, Found], ticket: int, *, before: datetime) -> None:
    for name, when in HAPPENED.items():
        read[name][ticket] = [row for row in read[name][ticket] if getattr(row, when) >= before]


def _calendars(desks: set[int]) -> dict[int, Calendar]:
    return {desk.pk: calendar_for(desk.schedule) for desk in Desk.objects.filter(pk__in=desks)}


def _read(ids: Sequence[int]) -> dict[str, Found]:
    events = Event.objects.filter(ticket__in=ids)
    words = Message.objects.filter(ticket__in=ids, by_person=True)
    spam = Ticket.Resolution.SPAM
    reports = Report.objects.filter(ticket__in=ids, problem=F("ticket__problem")).exclude(
        ticket__resolution=spam
    )
    predictions = Prediction.objects.filter(promise__ticket__in=ids, judged_at__isnull=False)
    predictions = predictions.annotate(ticket_id=F("promise__ticket"))
    return {
        "promises": _by_ticket(Promise.objects.filter(ticket__in=ids).select_related("refuted"), "id"),
        "foretold": _by_ticket(predictions, "promise"),
        "words": _by_ticket(_lean(words.exclude(kind=Message.Kind.INBOUND)), "said_at", "id"),
        "wrote": _by_ticket(
            _lean(words.filter(kind=Message.Kind.INBOUND, verified=True, copy_of=None)), "id"
        ),
        "stays": _by_ticket(events.filter(kind__in=CLOSED + REOPENED), "at", "id"),
        "moved": _by_ticket(events.filter(kind="ticket.moved"), "id"),
        "talks": _by_ticket(Talk.objects.filter(ticket__in=ids), "id"),
        "owed": _by_ticket(OwedAnswer.objects.filter(ticket__in=ids).defer("reason"), "id"),
        "restated": _by_ticket(Restatement.objects.filter(ticket__in=ids).defer("text", "correction"), "id"),
        "chased": _by_ticket(Chase.objects.filter(ticket__in=ids).defer("asked", "answer"), "id"),
        "reports": _by_ticket(reports, "id"),
        "opinions": _by_ticket(OpinionRow.objects.filter(ticket__in=ids).select_related("message"), "id"),
    }


def _lean(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.only("ticket_id", "agent_id", "requester_id", "said_at", "way")


def _by_ticket(rows: QuerySet[Any], *order: str) -> Found:
    found: Found = defaultdict(list)
    for row in rows.order_by(*order):
        found[row.ticket_id].append(row)
    return found


def _history(ticket: Ticket, read: dict[str, list[Any]], calendars: dict[int, Calendar]) -> History:
    foretold = {one.promise_id: one.percent for one in read["foretold"]}
    refuted = {one.ended_by_id for one in read["promises"] if one.is_refuted}
    return History(
        received_at=_begins(ticket, read),
        is_counted=ticket.resolution not in NOT_COUNTED and not _is_past(ticket),
        desks=_desks(ticket, read["moved"]),
        calendars=calendars,
        opened=(ticket.opened_at, ticket.opened_by_id) if ticket.opened_at else None,
        acknowledged_at=ticket.acknowledged_at,
        promises=[
            Promised(
                one.kind,
                one.agent_id,
                one.made_at,
                one.due_at,
                one.told_at,
                one.end,
                one.ended_at,
                foretold.get(one.pk),
            )  # fmt: skip
            for one in read["promises"]
        ],
        words=[Word(one.agent_id, one.said_at, one.way, one.pk in refuted) for one in read["words"]],
        stays=[Stay(one.at, one.kind in REOPENED, one.requester_id is not None) for one in read["stays"]],
        talks=[Talked(one.begun_at, one.ended_at) for one in read["talks"]],
        wrote=[(one.said_at, one.requester_id) for one in read["wrote"]],
        nudged=_asked(read["owed"], OwedAnswer.Kind.NUDGE),
        sooner=[at for at, _who in _asked(read["owed"], OwedAnswer.Kind.SOONER)],
        restated=[Restated(one.agent_id, one.said_at, one.answer) for one in read["restated"]],
        chased=[Chased(one.agent_id, one.asked_at, one.answered_at) for one in read["chased"]],
        reports=[one.at for one in read["reports"]],
        opinions=[
            Opinion(one.message.agent_id, one.requester_id, one.said_at, one.answer)
            for one in read["opinions"]
        ],
    )


def _is_past(ticket: Ticket) -> bool:
    """Whether it came, at its time, to another system."""
    return hasattr(ticket, "imported") and ticket.received_at < ticket.imported.brought_at


def _begins(ticket: Ticket, read: dict[str, list[Any]]) -> datetime:
    """Its arrival; of one that came elsewhere, the first thing that happened here."""
    if not _is_past(ticket):
        return ticket.received_at
    here = [one.said_at for one in read["words"]] + [one.at for one in read["stays"]]
    return min(here, default=ticket.received_at)


def _asked(owed: Iterable[OwedAnswer], kind: str) -> list[tuple[Any, int]]:
    return [(one.asked_at, one.requester_id) for one in owed if one.kind == kind]


def _desks(ticket: Ticket, moved: Sequence[Event]) -> list[tuple[Any, int]]:
    """Each move tells which desk it was on before; the last desk is the ticket's."""
    if not moved:
        return [(None, ticket.desk_id)]
    desks = [*(move.data["before"] for move in moved), ticket.desk_id]
    return list(zip([None, *(move.at for move in moved)], desks, strict=True))
