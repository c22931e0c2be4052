"""Which desk is overloaded, and whose first words press."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from heard.promise import presses_until
from heard.record.facts import backlog_of, rules_of
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.overload import Overload
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question, Slot

STANDING = Question(
    lambda desk: (
        Overload.objects.filter(desk=desk, ended_at=None).select_related("problem").order_by("-id")[:1]
    )
)

OVERLOADED: Question[int] = Question(
    lambda: Overload.objects.filter(ended_at=None).values_list("desk_id", flat=True)
)


def standing(desk: Desk) -> Overload | None:
    """The overload that a desk is in."""
    return next(iter(STANDING.once(desk.pk)), None)


def waiting(desk: Desk | Slot) -> QuerySet[Ticket]:
    """Open tickets of a desk whose first word is still to be said, missed already or not; the oldest first."""
    unsaid = Q(promise__kind="first") | Q(promise__kind="repair", acknowledged_at=None)
    return Ticket.objects.filter(unsaid, desk=desk, resolved_at=None, sample=False).order_by("id")


def missed(desk: Desk, *, since: datetime) -> QuerySet[Ticket]:
    """Those among them whose time was missed since an instant (UTC), and of which nobody was told singly."""
    late = waiting(desk).filter(promise__kind="repair", promise__made_at__gte=since)
    last = Promise.objects.filter(ticket=OuterRef("ticket"), outcome=Promise.Outcome.LAPSED).order_by("-id")
    # By the time that was missed: the clocks of two workers may differ by more than lies between their acts.
    told = Alert.objects.filter(
        ticket=OuterRef("pk"), kind__in=("lapse", "lapse_again"), at=Subquery(last.values("due_at")[:1])
    )
    near = "desk", "owner", "requester__organization", "promise"
    return late.exclude(Exists(told)).select_related(*near)


def pressing(desk: Desk, at: datetime) -> QuerySet[Ticket]:
    """Those among them that are late at `at` (UTC) or about to be."""
    return _due(desk, presses_until(rules_of(desk), at))


def count_pressing(desk: Desk, at: datetime, *, most: int) -> int:
    """How many press at `at` (UTC), up to `most`: asked of every desk at each turn of the follow-up."""
    return len(_pressing(most).all(desk.pk, presses_until(rules_of(desk), at)))


@lru_cache(maxsize=64)
def _pressing(most: int) -> Question[int]:
    return Question(lambda desk, until: _due(desk, until).order_by().values_list("id", flat=True)[:most])


def _due(desk: Desk | Slot, until: datetime | Slot) -> QuerySet[Ticket]:
    return waiting(desk).filter(owed_at__lte=until, promise__due_at__lte=until)


def backlog(desk: Desk) -> dict[str, Any]:
    """What `first_due` wants to know of a desk. In overload those count as waiting whose time was missed, too."""
    before, people, stands = backlog_of(desk)
    return {"waiting": waiting(desk).count() if stands else before, "people": people, "overloaded": stands}
