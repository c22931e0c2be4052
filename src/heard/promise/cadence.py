"""Cadence: a rhythm of words agreed with a requester for one ticket, in place of the silence budget.

Rules: method.md, Estimate (a cadence agreed with them) and Follow through. Each beat asks for a word by the end of an
opening day. No beat lies after the last day; from then on the desk's own budget counts again.
"""

from datetime import date, datetime, time, timedelta

from heard.hours.zones import to_instant
from heard.promise.facts import Cadence, Rules

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_DAYS = 20
"""Business days between two words at most: about a month."""
LONGEST = timedelta(days=366)
WEEKS = 8
"""How many weeks in a row a weekday may be closed before the rhythm is taken as five business days."""


def is_rhythm(rhythm: str) -> bool:
    """Whether this is a rhythm: a weekday in English, or a number of business days from 1 to 20."""
    return rhythm in WEEKDAYS or rhythm in {str(days) for days in range(1, MOST_DAYS + 1)}


def ends_with(rules: Rules, last_day: date) -> datetime:
    """When a cadence with this last day is over, UTC: at the midnight after it in the desk's zone."""
    return to_instant(datetime.combine(last_day + timedelta(days=1), time()), rules.calendar.schedule.zone)


def next_beat(rules: Rules, cadence: Cadence | None, since: datetime) -> datetime | None:
    """By when the next word is said when the last was at `since`, UTC; None when no beat is left.

    Where the desk is closed on the agreed weekday, it is the opening day before.
    """
    if cadence is None:
        return None
    beat = _beat(rules, cadence.rhythm, since)
    return beat if beat <= cadence.until else None


def _beat(rules: Rules, rhythm: str, since: datetime) -> datetime:
    calendar = rules.calendar
    if rhythm not in WEEKDAYS:
        return calendar.opening_day_end(since, int(rhythm))
    today = calendar.local_date(since)
    first = (WEEKDAYS.index(rhythm) - today.weekday() - 1) % 7 + 1
    closings = (_closing_by(rules, today, first + 7 * week) for week in range(WEEKS))
    return next((closing for closing in closings if closing), calendar.opening_day_end(since, 5))


def _closing_by(rules: Rules, today: date, ahead: int) -> datetime | None:
    """The end of the last opening day after `today` and up to so many days ahead; None when there is none."""
    days = (today + timedelta(days=ahead - back) for back in range(ahead))
    return next((closing for day in days if (closing := rules.calendar.closing_on(day))), None)
