"""The weekly letter: when a desk opens for the first time in a week, its leads hear how the one before was."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from heard.hours import to_instant
from heard.numbers.weekly import Change, Watched, compare
from heard.record.access import measure as measures
from heard.record.access import weekly as access
from heard.record.access.measure import Asked
from heard.record.actions import weekly as verbs
from heard.record.actions.alert import wants_weekly
from heard.record.facts import rules_of
from heard.record.models.desk import Desk

WEEKS_BEFORE = 4
DAY = timedelta(days=1)
TICKETS = "/desk/numbers/tickets/"


def send_due(at: datetime) -> int:
    """Tell who wants it and was not told yet, of each desk that has opened this week by `at` (UTC); how many were."""
    return sum(_tell(desk, at) for desk in Desk.objects.filter(sample=False).order_by("id"))


def _tell(desk: Desk, at: datetime) -> int:
    today = at.astimezone(ZoneInfo(desk.zone)).date()
    began = today - today.weekday() * DAY
    if at < rules_of(desk).calendar.opens_after(to_instant(datetime.combine(began, time()), desk.zone)):
        return 0
    monday = began - 7 * DAY
    wanting = [agent for agent in access.untold(desk, monday) if agent.leads and wants_weekly(agent)]
    if not wanting:
        return 0
    facts = facts_of(desk, monday)
    if not facts:
        return 0
    return sum(verbs.tell(agent, desk=desk, monday=monday, facts=facts, at=at) for agent in wanting)


def facts_of(desk: Desk, monday: date) -> dict[str, Any]:
    """What got better and what slips in the week that began on a Monday, as JSON; nothing of a week in which nothing
    happened."""
    now = Asked((desk,), monday, monday + 6 * DAY)
    before = Asked((desk,), monday - 7 * WEEKS_BEFORE * DAY, monday - DAY)
    counted = _counts(now)
    if not counted:
        return {}
    week = compare(counted, _counts(before))
    return {
        "better": [_frozen(now, one, both) for one, both in week.better],
        "worse": [_frozen(now, one, both) for one, both in week.worse],
        "few": [one.name for one in week.few],
    }


def _counts(asked: Asked) -> dict[str, Counter[int | None]]:
    found: dict[str, Counter[int | None]] = {}
    for (_day, measure), minutes in measures.sums(asked).items():
        found.setdefault(measure, Counter()).update(minutes)
    return found


def _frozen(now: Asked, one: Watched, both: Change) -> dict[str, Any]:
    measured = [("measure", measure) for measure in one.whole]
    asked = [*measured, ("desk", now.desks[0].public_id), ("since", now.since), ("until", now.until)]
    return {
        "name": one.name,
        "now": [both.now.count, both.now.whole],
        "before": [both.before.count, both.before.whole],
        "path": f"{TICKETS}?{urlencode(asked)}",
    }
