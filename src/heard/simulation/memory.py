"""What the judge has seen of every ticket, read from the rows by plain questions of its own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from heard.record.models.agent import Agent
from heard.record.models.chase import Chase
from heard.record.models.due import DoneMoment
from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question


class Promised(NamedTuple):
    """A promise as it was written. All but the last three never change, and those change once."""

    id: int
    kind: str
    agent: int | None
    made_at: datetime
    due_at: datetime | None
    told_at: datetime | None
    words: str
    zone: str
    misses: int
    agreed: str
    outcome: str | None
    ended_at: datetime | None
    ended_by: int | None


class Stands(NamedTuple):
    """A ticket's own row, as far as a machine must not move it."""

    resolved_at: datetime | None
    resolution: str
    promise: int | None
    owner: int | None
    owed_at: datetime | None
    acknowledged_at: datetime | None
    opened_at: datetime | None
    received_at: datetime
    impact: str
    unreached_at: datetime | None


@dataclass
class Seen:
    """One ticket at the last look."""

    stands: Stands
    promises: dict[int, Promised]
    unsettled: list[tuple[int, datetime]]
    owed: list[tuple[int, str, datetime]]
    chases: list[tuple[int, datetime]]
    done: dict[str, tuple[datetime, datetime]]
    told: set[int] = field(default_factory=set)

    @property
    def open(self) -> list[Promised]:
        return [one for one in self.promises.values() if one.outcome is None]


_TICKET: Question[Any] = Question(
    lambda pk: Ticket.objects.filter(pk=pk).values_list(
        "resolved_at", "resolution", "promise__id", "owner", "owed_at", "acknowledged_at", "opened_at",
        "received_at", "impact", "unreached_at",
    )
)  # fmt: skip
_PROMISES: Question[Any] = Question(
    lambda pk: Promise.objects.filter(ticket=pk).order_by("id").values_list(
        "id", "kind", "agent", "made_at", "due_at", "told_at", "words", "zone", "misses", "agreed", "outcome",
        "ended_at", "ended_by",
    )
)  # fmt: skip
_UNSETTLED: Question[Any] = Question(
    lambda pk: Message.objects.filter(
        ticket=pk, kind="inbound", by_person=True, verified=True, settled_at=None
    ).values_list("id", "said_at")
)
_OWED: Question[Any] = Question(
    lambda pk: (
        OwedAnswer.objects.filter(ticket=pk, answered_at=None)
        .order_by()
        .values_list("id", "kind", "asked_at")
    )
)
_CHASES: Question[Any] = Question(
    lambda pk: Chase.objects.filter(ticket=pk, answered_at=None).order_by().values_list("id", "ping_at")
)
_DONE: Question[Any] = Question(
    lambda pk: DoneMoment.objects.filter(ticket=pk).values_list("key", "at", "done_at")
)


def look(ticket: int) -> Seen | None:
    """The ticket as the database has it now; None when there is none."""
    stands = _TICKET.first(ticket)
    if stands is None:
        return None
    return Seen(
        stands=Stands(*stands),
        promises={row[0]: Promised(*row) for row in _PROMISES.all(ticket)},
        unsettled=_UNSETTLED.all(ticket),
        owed=_OWED.all(ticket),
        chases=_CHASES.all(ticket),
        done={key: (at, done_at) for key, at, done_at in _DONE.all(ticket)},
    )


def absent() -> dict[int, datetime | None]:
    """Agents who are disabled (None) or away until an instant."""
    rows = Agent.objects.values_list("id", "is_active", "away_until")
    return {pk: away if active else None for pk, active, away in rows if away or not active}
