"""Overload as tables: when it begins and ends, and by when a person writes meanwhile."""

from datetime import UTC, datetime

import pytest

from heard.hours import Schedule, calendar_for
from heard.promise import Minding, Policy, Rules, first_due, is_overloaded, light, presses_until

OFFICE = Schedule(zone="UTC", week=(((540, 1080),),) * 5 + ((), ()))
RULES = Rules(Policy(), calendar_for(OFFICE))


def mon(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pressing", "stands", "overloaded"),
    [
        (0, False, False),
        (10, False, False),
        (11, False, True),
        (10, True, True),
        (6, True, True),
        (5, True, False),
        (0, True, False),
    ],
)
def test_it_begins_with_more_than_ten_and_ends_with_half(pressing, stands, overloaded):
    assert is_overloaded(Policy(), pressing, stands=stands) is overloaded


def test_the_number_is_the_desks():
    assert is_overloaded(Policy(overload_many=3), 4, stands=False)
    assert not is_overloaded(Policy(overload_many=3), 1, stands=True)


@pytest.mark.parametrize(
    ("now", "until"),
    [(mon(9, 0), mon(9, 20)), (mon(17, 50), mon(9, 10).replace(day=24)), (mon(6, 0), mon(9, 20))],
)
def test_a_first_word_presses_within_twenty_minutes_of_opening_time(now, until):
    assert presses_until(RULES, now) == until


@pytest.mark.parametrize(
    ("waiting", "people", "calm", "overloaded"),
    [
        (0, 1, mon(11, 0), mon(11, 5)),
        (11, 1, mon(11, 0), mon(12, 0)),
        (23, 1, mon(12, 0), mon(13, 0)),
        (23, 4, mon(11, 0), mon(11, 30)),
    ],
)
def test_in_overload_the_target_begins_when_those_before_have_had_their_word(
    waiting, people, calm, overloaded
):
    told = {"waiting": waiting, "people": people}
    assert first_due(RULES, mon(10, 0), **told) == calm
    assert first_due(RULES, mon(10, 0), **told, overloaded=True) == overloaded


def test_the_light_says_it_first():
    reasons = light(RULES, Minding(has=1, overloaded_since=mon(9, 40)), mon(10, 0))
    assert [(one.state, one.kind, one.since) for one in reasons] == [
        ("red", "overload", mon(9, 40)),
        ("fine", "taken", None),
    ]
