"""What one line of a list says of a ticket, for many tickets in a few queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from heard.record.models.chase import Chase
from heard.record.models.message import Message
from heard.record.models.phone import Phone
from heard.record.models.promise import Promise
from heard.record.models.requester import RequesterAddress
from heard.record.models.restatement import Restatement
from heard.record.models.tag import Tagging
from heard.record.models.ticket import FIRST_NUMBER, Ticket
from heard.record.question import Question


class Waiting(NamedTuple):
    """A chase that runs, or whose answer the requester does not know yet: who was asked, when first, when they last
    said something, when they are asked again, since when it is over (UTC)."""

    party: str
    asked_at: datetime
    heard_at: datetime | None
    ping_at: datetime
    answered_at: datetime | None


class Unsettled(NamedTuple):
    """The oldest message of the requester that nobody answered or let stand."""

    said_at: datetime
    read_at: datetime | None


class Line(NamedTuple):
    """One ticket as a list shows it. Instants are UTC; `restated` is "", "half" or "on"; `voices` are the people behind
    the problem that it is about."""

    id: int
    public_id: str
    subject: str
    preview: str
    received_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    resolved_at: datetime | None
    resolution: str
    impact: str
    owed_at: datetime | None
    owed_reason: str
    desk: str
    owner_id: int | None
    owner: str | None
    name: str
    address: str | None
    phone: str | None
    organization: str | None
    promise: str | None
    due_at: datetime | None
    told_at: datetime | None
    event: str | None
    how: str | None
    problem: int | None = None
    is_tagged: bool = False
    voices: int = 0
    restated: str = ""
    waiting: Waiting | None = None
    answered: str = ""
    decided: str = ""
    unsettled: Unsettled | None = None
    missed_at: datetime | None = None
    tags: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number people say."""
        return self.id + FIRST_NUMBER

    @property
    def who(self) -> str:
        """The requester's name, else the address, else the number."""
        return self.name or self.address or self.phone or ""

    @property
    def called(self) -> str:
        """The requester's first name, else the address, else the number."""
        return self.name.split()[0] if self.name.strip() else self.address or self.phone or ""


FIELDS = (
    *("id", "public_id", "subject", "preview", "received_at", "opened_at", "acknowledged_at"),
    *("resolved_at", "resolution", "impact", "owed_at", "owed_reason", "desk__name"),
    *(
        "owner_id",
        "owner__name",
        "requester__name",
        "first_address",
        "first_phone",
        "requester__organization__name",
    ),
    *("promise__kind", "promise__due_at", "promise__told_at", "promise__event", "promise__how", "problem_id"),
    "is_tagged",
)
MOST = 50
"""How many tickets one question is about; fewer are filled up with 0, which is no ticket."""


def _first_address() -> Subquery:
    first = RequesterAddress.objects.filter(requester=OuterRef("requester_id")).order_by("id")
    return Subquery(first.values("address")[:1])


def _first_phone() -> Subquery:
    first = Phone.objects.filter(requester=OuterRef("requester_id")).order_by("id")
    return Subquery(first.values("number")[:1])


TICKETS = Question(
    lambda *ids: (
        Ticket.objects.filter(id__in=ids)
        .annotate(
            first_address=_first_address(),
            first_phone=_first_phone(),
            is_tagged=Exists(Tagging.objects.filter(ticket=OuterRef("pk"))),
        )
        .values_list(*FIELDS)
    ),
    slots=MOST,
)
RESTATED = Question(
    lambda *ids: (
        Restatement.objects.filter(ticket__id__in=ids).order_by("id").values_list("ticket_id", "answer")
    ),
    slots=MOST,
)
DECISION = ("approver__approval__outcome", "approver__approval__ended_at")
DECIDED = ("approved", "declined", "expired")
WAITING = Question(
    lambda *ids: (
        Chase.objects.filter(
            Q(answered_at=None)
            | Q(ticket__last_word_at=None)
            | Q(heard_at__gt=F("ticket__last_word_at"))
            | Q(approver__approval__ended_at__gt=F("ticket__last_word_at")),
            ticket__id__in=ids,
        )
        .order_by("-ping_at", "-id")
        .values_list("ticket_id", *Waiting._fields, *DECISION, "ticket__last_word_at")
    ),
    slots=MOST,
)
UNSETTLED = Question(
    lambda *ids: (
        Message.objects.filter(
            ticket__id__in=ids, kind=Message.Kind.INBOUND, by_person=True, verified=True, settled_at=None
        )
        .order_by("-n")
        .values_list("ticket_id", *Unsettled._fields)
    ),
    slots=MOST,
)
MISSED = Question(
    lambda *ids: (
        Promise.objects.filter(ticket__id__in=ids, outcome=Promise.Outcome.LAPSED)
        .order_by("due_at")
        .values_list("ticket_id", "due_at")
    ),
    slots=MOST,
)
VOICES = Question(
    lambda *problems: (
        Ticket.objects.filter(problem__id__in=problems)
        .exclude(resolution=Ticket.Resolution.SPAM)
        .values_list("problem_id")
        .annotate(people=Count(Coalesce("requester__same_as_id", "requester_id"), distinct=True))
    ),
    slots=MOST,
)
TAGS = Question(
    lambda *ids: (
        Tagging.objects.filter(ticket__id__in=ids).order_by("tag__name").values_list("ticket_id", "tag__name")
    ),
    slots=MOST,
)
LIT = {"": "half", "yes": "on", "no": ""}
"""A restatement is half lit when said, lit when the requester said yes, dark again after "not quite"."""


def lines(ids: Sequence[int]) -> list[Line]:
    """The lines of these tickets, in the order of the ids. Whose they are was asked when the ids were read."""
    found: list[Line] = []
    for start in range(0, len(ids), MOST):
        found += _lines(ids[start : start + MOST])
    return found


def _lines(ids: Sequence[int]) -> list[Line]:
    asked = [*ids, *[0] * (MOST - len(ids))]
    tickets = {row[0]: Line(*row) for row in TICKETS.all(*asked)}
    restated = {ticket: LIT[answer] for ticket, answer in RESTATED.all(*asked)}
    chases = [(row[0], Waiting(*row[1:6]), *row[6:]) for row in WAITING.all(*asked)]
    waiting = {pk: one for pk, one, *_ in chases if one.answered_at is None}
    answered = {
        pk: one.party
        for pk, one, outcome, _, told_at in chases
        if outcome is None and one.heard_at and (told_at is None or one.heard_at > told_at)
    }
    decided = {
        pk: outcome
        for pk, _, outcome, ended_at, told_at in chases
        if outcome in DECIDED and (told_at is None or ended_at > told_at)
    }
    unsettled = {row[0]: Unsettled(*row[1:]) for row in UNSETTLED.all(*asked)}
    repairs = any(line.promise == "repair" for line in tickets.values())
    missed = dict(MISSED.all(*asked)) if repairs else {}
    tags: dict[int, tuple[str, ...]] = {}
    for ticket, name in TAGS.all(*asked) if any(line.is_tagged for line in tickets.values()) else ():
        tags[ticket] = (*tags.get(ticket, ()), name)
    behind = {line.problem for line in tickets.values() if line.problem}
    voices = dict(VOICES.all(*behind, *[0] * (MOST - len(behind)))) if behind else {}
    return [
        tickets[pk]._replace(
            voices=voices.get(tickets[pk].problem or 0, 0),
            restated=restated.get(pk, ""),
            waiting=waiting.get(pk),
            answered=answered.get(pk, ""),
            decided=decided.get(pk, ""),
            unsettled=unsettled.get(pk),
            tags=tags.get(pk, ()),
            missed_at=missed.get(pk) if tickets[pk].promise == "repair" else None,
        )
        for pk in ids
        if pk in tickets
    ]
