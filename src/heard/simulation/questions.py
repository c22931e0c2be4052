"""What the judge asks of the rows, by questions of its own."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from heard.record.models.alert import Alert
from heard.record.models.cadence import Cadence
from heard.record.models.due import DueWork
from heard.record.models.handover import Handover
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.overload import Overload
from heard.record.question import Question

WORD: Question[Any] = Question(
    lambda pk: Message.objects.filter(pk=pk).values_list(
        "ticket", "by_person", "kind", "agent", "text", "said_at"
    )
)
NOTICE: Question[Any] = Question(
    lambda promise: Letter.objects.filter(promise=promise, copy="").values_list(
        "state", "message__by_person", "message__way"
    )
)
UNREAD: Question[int] = Question(
    lambda ticket: Message.objects.filter(ticket=ticket, kind="inbound", read_at=None).values_list("id")[:1]
)
TELLING: Question[int] = Question(
    lambda promise: Letter.objects.filter(promise=promise).values_list("id", flat=True)[:1]
)
LOOK: Question[datetime] = Question(
    lambda ticket: DueWork.objects.filter(ticket=ticket).values_list("look_again_at", flat=True)
)
AGREED: Question[Any] = Question(
    lambda ticket, at: (
        Cadence.objects.filter(ticket=ticket, agreed_at__lte=at)
        .order_by("-id")
        .values_list("rhythm", "until", "ended_at")
    )
)
RUNNING: Question[int] = Question(
    lambda ticket: Cadence.objects.filter(ticket=ticket, ended_at=None).values_list("id", flat=True)
)
ALERTS: Question[Any] = Question(
    lambda ticket, kind, at: Alert.objects.filter(ticket=ticket, kind=kind, at=at).values_list(
        "agent", flat=True
    )
)
OVERLOADED: Question[int] = Question(
    lambda desk, began, ended: (
        Overload.objects.filter(desk=desk, began_at__lte=began)
        .filter(Q(ended_at=None) | Q(ended_at__gte=ended))
        .values_list("id", flat=True)
    )
)
IN_OVERLOAD = ("warn", "rise_watch", "rise_lead")
"""Warnings in whose place the one alert of an overload stands."""
TOLD_OF_MISS: Question[int] = Question(
    lambda ticket, at: Alert.objects.filter(ticket=ticket, at=at, kind__in=MISSES).values_list("id")
)
MISSES = ("lapse", "lapse_again", "check_in_missed", "not_closed")
INSTEAD: dict[str, Question[int]] = {
    "offer": Question(
        lambda ticket, promise, at: Handover.objects.filter(
            ticket=ticket, ticket__promises=promise, offered_at__lte=at
        ).values_list("id", flat=True)
    ),
    "cadence_over": Question(
        lambda ticket, cadence, at: Cadence.objects.filter(
            ticket=ticket, pk=cadence, ended_at__lte=at
        ).values_list("id", flat=True)
    ),
}
"""Moments that are answered by something else than an alert of their own kind."""
