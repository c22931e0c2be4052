"""Overload is looked for before anything is settled, so that its one alert comes in place of the single warnings."""

from datetime import datetime

import structlog
from django.db import DatabaseError

from heard.promise import is_overloaded
from heard.record.actions import overload
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.overload import OVERLOADED, count_pressing
from heard.record.question import Question

log = structlog.get_logger()
DESKS = Question(lambda: Desk.objects.filter(sample=False).order_by("id"))


def look(at: datetime) -> int:
    """Begin and end the overload of every desk where that is so at `at` (UTC); how many began or ended."""
    overloaded = set(OVERLOADED.all())
    return sum(_look(desk, at, stands=desk.pk in overloaded) for desk in DESKS.all())


def _look(desk: Desk, at: datetime, *, stands: bool) -> bool:
    """A desk that stumbles is reported, so that the clock goes on for all others."""
    try:
        return _changes(desk, at, stands=stands)
    except DatabaseError:
        raise
    except Exception as trouble:
        log.error("overload.stumbled", desk=desk.pk, trouble=repr(trouble))
        return False


def _changes(desk: Desk, at: datetime, *, stands: bool) -> bool:
    policy = rules_of(desk).policy
    enough = count_pressing(desk, at, most=policy.overload_many + 1)
    if is_overloaded(policy, enough, stands=stands) == stands:
        return False
    return (overload.look(desk, at=at) is not None) != stands
