"""A cadence as a table: by when the next word is, how far a promise may lie, what is offered, and when it is over."""

from datetime import UTC, date, datetime

import pytest

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Cadence,
    Facts,
    OpenPromise,
    Policy,
    Rules,
    budget_end,
    drift,
    due,
    is_capped,
    next_beat,
    offers,
)
from heard.promise.cadence import ends_with, is_rhythm
from heard.promise.promise import refusal

OFFICE = Schedule(zone="UTC", week=(((540, 1080),),) * 5 + ((), ()), closed=(date(2026, 12, 4),))
RULES = Rules(Policy(), calendar_for(OFFICE))


def on(day: int, hour: int, month: int = 11) -> datetime:
    """Of 2026; 23 November is a Monday, and Friday 4 December a holiday."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


FAR = on(31, 0, 12)


@pytest.mark.parametrize(
    ("rhythm", "since", "until", "beat"),
    [
        ("friday", on(23, 10), FAR, on(27, 18)),
        ("friday", on(26, 17), FAR, on(27, 18)),
        # Said on the day itself: the next one, a week on; it is a holiday, so the opening day before.
        ("friday", on(27, 10), FAR, on(3, 18, 12)),
        ("friday", on(4, 10, 12), FAR, on(11, 18, 12)),
        # Never open on that day: the opening day before it.
        ("sunday", on(23, 10), FAR, on(27, 18)),
        ("sunday", on(28, 10), FAR, on(3, 18, 12)),
        ("1", on(23, 10), FAR, on(24, 18)),
        ("5", on(23, 10), FAR, on(30, 18)),
        # Its last day is before the beat: no beat is left.
        ("friday", on(23, 10), on(27, 0), None),
        ("friday", on(23, 10), on(28, 0), on(27, 18)),
    ],
)
def test_by_when_the_next_word_is(rhythm, since, until, beat):
    assert next_beat(RULES, Cadence(1, rhythm, until), since) == beat


def test_a_weekday_on_which_nobody_ever_works_still_has_beats():
    closed = Schedule(zone="UTC", week=((), ((540, 1080),)) + ((),) * 5)
    rules = Rules(Policy(), calendar_for(closed))
    assert next_beat(rules, Cadence(1, "monday", FAR), on(23, 10)) == on(24, 18)


@pytest.mark.parametrize(
    ("cadence", "impact", "next_word", "ends", "capped"),
    [
        (None, "", 0, on(25, 18), False),
        (Cadence(1, "friday", FAR), "", 0, on(27, 18), False),
        # Shorter than the desk's own is followed, too; and it counts for all of impact and organization.
        (Cadence(1, "1", FAR), "", 0, on(24, 18), False),
        (Cadence(1, "friday", FAR), "blocked", 60, on(27, 18), False),
        # Without a beat left the desk's own counts again.
        (Cadence(1, "friday", on(26, 0)), "", 0, on(25, 18), False),
        (Cadence(1, "friday", on(26, 0)), "", 60, on(23, 11), True),
    ],
)
def test_it_counts_in_place_of_the_budget(cadence, impact, next_word, ends, capped):
    assert budget_end(RULES, impact, on(23, 10), next_word=next_word, cadence=cadence) == ends
    assert is_capped(RULES, impact, on(23, 10), next_word=next_word, cadence=cadence) is capped


def facts(cadence: Cadence | None) -> Facts:
    promise = OpenPromise(1, "word", on(23, 9), on(25, 12), agent=1)
    return Facts(received_at=on(23, 9), promise=promise, opened_at=on(23, 9), cadence=cadence)


def test_its_beat_is_offered_and_needs_nobody_to_agree_again():
    agreed = facts(Cadence(1, "friday", FAR))
    assert offers(RULES, agreed, on(23, 10))[-1] == on(27, 18)
    assert refusal(RULES, agreed, on(27, 18), on(23, 10)) is None
    assert refusal(RULES, facts(None), on(27, 18), on(23, 10)).code == "too_far"
    assert refusal(RULES, agreed, on(30, 12), on(23, 10)).code == "too_far"


def test_it_is_over_once_at_the_end_of_its_last_day():
    until = ends_with(RULES, date(2026, 11, 24))
    assert until == on(25, 0)
    agreed = facts(Cadence(7, "1", until))
    assert "cadence_over:cadence.7" not in {moment.key for moment in due(agreed, RULES, on(24, 23))}
    assert "cadence_over:cadence.7" in {moment.key for moment in due(agreed, RULES, until)}


def test_drift_is_measured_by_what_was_agreed():
    said = [on(day, 12) for day in (23, 24, 25)]
    assert drift(RULES, "", fact_at=on(23, 9), renewed=said).since == on(25, 18)
    agreed = drift(RULES, "", fact_at=on(23, 9), renewed=said, cadence=Cadence(1, "friday", FAR))
    assert agreed.since == on(27, 18)


@pytest.mark.parametrize(
    ("rhythm", "known"),
    [("friday", True), ("1", True), ("20", True), ("21", False), ("0", False), ("05", False), ("Friday", False),
     ("", False), ("weekly", False)],
)  # fmt: skip
def test_what_is_a_rhythm(rhythm, known):
    assert is_rhythm(rhythm) is known
