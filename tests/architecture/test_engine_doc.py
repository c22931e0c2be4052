"""The worked example of docs/engine.md ("One ticket, with numbers"), step by step."""

from datetime import UTC, datetime

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Facts,
    OpenPromise,
    Policy,
    Rules,
    Unsettled,
    end_of,
    first_due,
    look_again_at,
    may_nudge,
    moments,
    owed_at,
    reading_due,
    refusal,
    repair_due,
    ways,
)

NINE_TO_FIVE = ((9 * 60, 17 * 60),)
RULES = Rules(
    Policy(),
    calendar_for(Schedule(zone="UTC", week=tuple(NINE_TO_FIVE if day < 5 else () for day in range(7)))),
)


def friday(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)


def monday(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


RECEIVED = Facts(
    received_at=friday(16, 30), promise=OpenPromise(1, "first", friday(16, 30), due_at=monday(9, 30))
)
ALLIES = OpenPromise(2, "word", friday(16, 40), due_at=monday(11, 0), agent=1)
WROTE_BACK = Unsettled(5, monday(10, 0))
ANSWERED = Facts(
    received_at=friday(16, 30), promise=ALLIES, opened_at=friday(16, 40), unsettled=(WROTE_BACK,)
)


def test_the_first_promise():
    assert first_due(RULES, friday(16, 30)) == monday(9, 30)


def test_what_must_happen_and_when():
    told = [(moment.kind, moment.at) for moment in moments(RECEIVED, RULES)]
    assert told == [
        ("rise_watch", friday(16, 45)),
        ("rise_lead", monday(9, 10)),
        ("warn", monday(9, 18)),
        ("lapse", monday(9, 30)),
    ]
    assert look_again_at(RECEIVED, RULES, friday(16, 31)) == friday(16, 45)


def test_allies_word_keeps_the_promise_of_the_desk():
    assert ways(RECEIVED, friday(16, 40)) == ["next", "solves", "waits"]
    assert refusal(RULES, RECEIVED, monday(11, 0), friday(16, 40)) is None
    assert end_of(RECEIVED.promise, "next") == "kept"


def test_a_message_makes_a_reading_duty():
    assert reading_due(RULES, WROTE_BACK) == monday(11, 0)
    assert owed_at(ANSWERED, RULES).at == monday(11, 0)


def test_the_lapse_and_its_repair():
    assert repair_due(RULES, ALLIES, monday(11, 0)) == monday(12, 0)
    assert not may_nudge(RULES, ANSWERED, monday(10, 59), last_nudge_at=None)
    assert may_nudge(RULES, ANSWERED, monday(11, 0), last_nudge_at=None)
