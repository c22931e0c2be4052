"""Overload is looked for before anything is settled, so that its one alert comes in place of the single warnings."""

from datetime import datetime

import structlog
from django.db import DatabaseError

from heard.promise import is_overloaded
from heard.record.actions import overload
from heard.record.models.desk import Desk
from heard.record.overload import pressing, standing

log = structlog.get_logger()


def look(at: datetime) -> int:
    """Begin and end the overload of every desk where that is so at `at` (UTC); how many began or ended."""
    return sum(_look(desk, at) for desk in Desk.objects.filter(sample=False))


def _look(desk: Desk, at: datetime) -> bool:
    """A desk that stumbles is reported, so that the clock goes on for all others."""
    try:
        return _changes(desk, at)
    except DatabaseError:
        raise
    except Exception as trouble:
        log.error("overload.stumbled", desk=desk.pk, trouble=repr(trouble))
        return False


def _changes(desk: Desk, at: datetime) -> bool:
    stands, policy = standing(desk) is not None, desk.policy
    enough = pressing(desk, at).values("id")[: policy.overload_many + 1].count()
    if is_overloaded(policy, enough, stands=stands) == stands:
        return False
    return (overload.look(desk, at=at) is not None) != stands
