"""Drift as a table: three "not yet" in a row, older than one silence budget, with nothing new."""

from datetime import UTC, datetime

import pytest

from heard.hours import Schedule, calendar_for
from heard.promise import Policy, Rules, drift

OFFICE = Schedule(zone="UTC", week=(((540, 1080),),) * 5 + ((), ()))
RULES = Rules(Policy(), calendar_for(OFFICE))


def on(day: int, hour: int = 10) -> datetime:
    """Of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("impact", "fact", "renewed", "since", "rises"),
    [
        ("", on(23), [], None, None),
        ("", on(23), [on(23, 12), on(24)], None, None),
        # Three within one budget: it is drift when the budget is over, at the end of the second opening day after.
        ("", on(23), [on(23, 12), on(23, 14), on(24)], on(25, 18), on(27, 18)),
        ("", on(23), [on(24), on(25), on(26)], on(26), on(30, 18)),
        ("", on(23), [on(24), on(25), on(26), on(27)], on(26), on(30, 18)),
        # What was said before the fact does not count.
        ("", on(25), [on(24), on(25, 12), on(26)], None, None),
        ("", on(26), [on(24), on(25), on(26)], None, None),
        ("blocked", on(23), [on(23, 11), on(23, 12), on(23, 13)], on(23, 14), on(23, 18)),
    ],
)
def test_since_when_it_drifts_and_from_when_it_is_the_leads(impact, fact, renewed, since, rises):
    found = drift(RULES, impact, fact_at=fact, renewed=renewed)
    assert (found.since if found else None, found.rises_at if found else None) == (since, rises)
