"""The silence budget as a table, and what an organization's agreed times make of it and of the first word."""

from datetime import UTC, datetime

import pytest

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Facts,
    OpenPromise,
    Policy,
    Pressed,
    Rules,
    budget_end,
    first_due,
    is_capped,
    next_due,
    offers,
)
from heard.promise.promise import refusal

OFFICE = Schedule(zone="UTC", week=(((540, 1080),),) * 5 + ((), ()))
RULES = Rules(Policy(), calendar_for(OFFICE))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """Of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("impact", "agreed", "ends", "capped"),
    [
        ("", 0, on(25, 18), False),
        ("", 240, on(23, 14), True),
        ("", 600, on(24, 11), True),
        # Longer than the desk's own budget: it is never stretched.
        ("", 10_000, on(25, 18), False),
        ("blocked", 600, on(23, 14), False),
        ("blocked", 60, on(23, 11), True),
        ("degraded", 240, on(23, 14), True),
    ],
)
def test_what_was_agreed_caps_the_budget(impact, agreed, ends, capped):
    assert budget_end(RULES, impact, on(23, 10), next_word=agreed) == ends
    assert is_capped(RULES, impact, on(23, 10), next_word=agreed) is capped


@pytest.mark.parametrize(
    ("agreed", "waiting", "due"),
    [
        (0, 0, on(23, 11)),
        (30, 0, on(23, 10, 30)),
        (30, 50, on(23, 10, 30)),
        (600, 0, on(23, 11)),
        (600, 119, on(24, 11)),
    ],
)
def test_what_was_agreed_caps_the_first_word(agreed, waiting, due):
    assert first_due(RULES, on(23, 10), waiting=waiting, agreed=agreed) == due


def test_beyond_it_is_refused_with_offers_within():
    facts = Facts(
        received_at=on(23, 9), promise=OpenPromise(1, "first", on(23, 9), on(23, 10)), next_word=240
    )
    against = refusal(RULES, facts, on(23, 16), on(23, 10))
    assert against and against.code == "too_far" and against.limit == on(23, 14)
    assert against.offers and max(against.offers) <= on(23, 14)
    assert max(offers(RULES, facts, on(23, 10))) <= on(23, 14)
    assert refusal(RULES, facts, on(23, 16), on(23, 10), agreed=True) is None
    assert refusal(RULES, facts, on(23, 14), on(23, 10)) is None


def test_a_word_to_everybody_comes_back_earlier_to_them():
    facts = Facts(
        received_at=on(23, 9), promise=OpenPromise(1, "first", on(23, 9), on(23, 10)), next_word=120
    )
    assert next_due(facts, RULES, Pressed(on(23, 9, 30), on(24, 12))) == on(23, 11, 30)
