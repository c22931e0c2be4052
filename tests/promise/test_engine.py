"""The rules as tables: one desk in New York, Monday to Friday 9 to 18, the week of 23 November 2026."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Facts,
    OpenPromise,
    Owed,
    Policy,
    Rules,
    Unsettled,
    Waiting,
    answer_due,
    budget_end,
    due,
    end_of,
    first_due,
    is_acknowledgement,
    is_lapsed,
    look_again_at,
    may_nudge,
    may_ping_alone,
    moments,
    next_ping,
    offers,
    owed_at,
    parked_look,
    refusal,
    repair_due,
    ways,
)

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Schedule(zone="America/New_York", week=(((540, 1080),),) * 5 + ((), ()), country="US")
RULES = Rules(Policy(), calendar_for(OFFICE))


def t(text: str) -> datetime:
    """ "Mon 9:02" of the week of 23 November 2026 (the 26th is Thanksgiving); "+Mon" a week later."""
    day, clock = text.split()
    week = 7 * day.count("+")
    number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day.strip("+"))
    hour, minute = clock.split(":")
    local = datetime(2026, 11, 23, int(hour), int(minute), tzinfo=NEW_YORK) + timedelta(days=number + week)
    return local.astimezone(UTC)


def promise(due: str | None = "Mon 12:00", made: str = "Mon 9:30", **changes: object) -> OpenPromise:
    return replace(OpenPromise(1, "word", t(made), t(due) if due else None, agent=7), **changes)


def facts(standing: OpenPromise | None = None, **changes: object) -> Facts:
    base = Facts(
        received_at=t("Mon 9:00"),
        promise=standing or promise(),
        opened_at=t("Mon 9:05"),
        acknowledged_at=t("Mon 9:30"),
        owner=7,
    )
    return replace(base, **changes)


@pytest.mark.parametrize(
    ("received", "waiting", "people", "expected"),
    [
        ("Mon 9:02", 0, 1, "Mon 10:02"),
        ("Mon 17:30", 0, 1, "Tue 9:30"),
        ("Mon 19:40", 0, 1, "Tue 10:00"),
        ("Wed 17:30", 0, 1, "Fri 9:30"),
        ("Sat 12:00", 0, 1, "+Mon 10:00"),
        ("Mon 9:00", 40, 1, "Mon 12:25"),
        ("Mon 9:00", 40, 4, "Mon 10:00"),
    ],
)
def test_first_word(received: str, waiting: int, people: int, expected: str) -> None:
    assert first_due(RULES, t(received), waiting=waiting, people=people) == t(expected)


@pytest.mark.parametrize(
    ("made", "missed", "misses", "settled", "expected"),
    [
        ("Mon 9:30", "Mon 12:00", 0, "Mon 12:00", "Mon 13:00"),
        ("Mon 11:40", "Mon 12:00", 0, "Mon 12:00", "Mon 12:15"),
        ("Mon 11:00", "Mon 12:00", 0, "Mon 12:00", "Mon 12:30"),
        ("Mon 9:30", "Mon 17:50", 0, "Mon 17:50", "Tue 9:50"),
        ("Mon 12:00", "Mon 13:00", 1, "Mon 13:00", "Mon 15:00"),
        ("Mon 13:00", "Mon 15:00", 2, "Mon 15:00", "Tue 10:00"),
        ("Tue 9:00", "Tue 10:00", 3, "Tue 10:00", "Wed 10:00"),
        ("Wed 9:00", "Wed 10:00", 4, "Wed 10:00", "Fri 10:00"),
    ],
)
def test_repair_widens(made: str, missed: str, misses: int, settled: str, expected: str) -> None:
    lapsed = promise(missed, made, misses=misses)
    assert repair_due(RULES, lapsed, t(settled)) == t(expected)


def test_a_lapse_is_a_fact_of_time() -> None:
    assert not is_lapsed(promise("Mon 12:00"), t("Mon 12:00") - timedelta(seconds=1))
    assert is_lapsed(promise("Mon 12:00"), t("Mon 12:00"))
    assert not is_lapsed(promise(None, kind="on_event"), t("+Fri 12:00"))


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, "Mon 10:00", ["stands", "next", "solves", "waits"]),
        ({}, "Mon 12:00", ["next", "solves", "waits"]),
        ({"promise": promise(kind="first", agent=None)}, "Mon 9:30", ["next", "solves", "waits"]),
        ({"promise": promise(kind="repair", agent=None, misses=1)}, "Mon 9:30", ["next", "solves", "waits"]),
        ({"owed": (Owed(1, "nudge", t("Mon 9:50")),)}, "Mon 10:00", ["next", "solves", "waits"]),
        ({"owed": (Owed(1, "correction", t("Mon 9:50")),)}, "Mon 10:00", ["next", "solves", "waits"]),
        ({"unsettled": (Unsettled(1, t("Mon 9:50")),)}, "Mon 10:00", ["stands", "next", "solves", "waits"]),
        ({"promise": promise(None, kind="on_event")}, "Mon 10:00", ["next", "solves", "waits"]),
    ],
)
def test_three_ways_and_waiting(changes: dict[str, object], now: str, expected: list[str]) -> None:
    assert ways(facts(**changes), t(now)) == expected


@pytest.mark.parametrize(
    ("kind", "way", "end"),
    [
        ("word", "stands", None),
        ("word", "next", "kept"),
        ("word", "renew", "renewed"),
        ("word", "solves", "kept"),
        ("first", "renew", "kept"),
        ("repair", "next", "kept"),
        ("on_event", "next", "kept"),
    ],
)
def test_ends(kind: str, way: str, end: str | None) -> None:
    assert end_of(promise(kind=kind), way) == end


@pytest.mark.parametrize(
    ("impact", "since", "expected"),
    [
        ("", "Mon 10:00", "Wed 18:00"),
        ("", "Tue 10:00", "Fri 18:00"),
        ("", "Sat 10:00", "+Tue 18:00"),
        ("degraded", "Mon 10:00", "Tue 10:00"),
        ("degraded", "Wed 10:00", "Fri 10:00"),
        ("blocked", "Mon 10:00", "Mon 14:00"),
        ("blocked", "Mon 16:00", "Tue 11:00"),
    ],
)
def test_silence_budget(impact: str, since: str, expected: str) -> None:
    assert budget_end(RULES, impact, t(since)) == t(expected)


@pytest.mark.parametrize(
    ("due_at", "agreed", "code"),
    [
        ("Mon 14:00", False, None),
        ("Mon 18:00", False, None),
        ("Wed 18:00", False, None),
        ("Mon 10:00", False, "past"),
        ("Mon 9:59", False, "past"),
        ("Mon 18:01", False, "closed"),
        ("Tue 7:00", False, "closed"),
        ("Fri 10:00", False, "too_far"),
        ("Fri 10:00", True, None),
        ("Thu 10:00", True, "closed"),
    ],
)
def test_refusals_offer_what_would_do(due_at: str, agreed: bool, code: str | None) -> None:
    against = refusal(RULES, facts(), t(due_at), t("Mon 10:00"), agreed=agreed)
    assert (against.code if against else None) == code
    if against:
        assert against.offers
        for offer in against.offers:
            assert refusal(RULES, facts(), offer, t("Mon 10:00")) is None


def test_what_is_told_is_a_whole_minute() -> None:
    """People read minutes, so the ledger holds minutes: the words and the ledger agree (law 4)."""
    odd = t("Mon 9:02") + timedelta(seconds=37)
    assert first_due(RULES, odd) == t("Mon 10:02")
    assert repair_due(RULES, promise("Mon 12:00"), t("Mon 12:00") + timedelta(seconds=9)) == t("Mon 13:00")
    against = refusal(RULES, facts(), t("Mon 14:00") + timedelta(seconds=1), odd)
    assert (against.code, against.offers) == ("seconds", (t("Mon 14:00"),))
    assert all(offer.second == 0 for offer in offers(RULES, facts(impact="blocked"), odd))


@pytest.mark.parametrize("now", ["Mon 8:00", "Mon 10:07", "Mon 17:55", "Wed 17:59", "Thu 12:00", "Sat 3:00"])
@pytest.mark.parametrize("impact", ["", "degraded", "blocked"])
def test_every_offer_can_be_taken(now: str, impact: str) -> None:
    stands = facts(impact=impact)
    found = offers(RULES, stands, t(now))
    assert found
    assert [refusal(RULES, stands, offer, t(now)) for offer in found] == [None] * len(found)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ("Mon 12:00", "promise")),
        ({"promise": promise("Mon 10:00", kind="first")}, ("Mon 10:00", "first")),
        ({"promise": promise("Mon 10:00", kind="first"), "unsettled": (Unsettled(1, t("Mon 9:00")),)},
         ("Mon 10:00", "first")),
        ({"promise": promise(kind="repair"), "acknowledged_at": None, "unsettled": (Unsettled(1, t("Mon 9:00")),)},
         ("Mon 12:00", "promise")),
        ({"unsettled": (Unsettled(1, t("Mon 9:40")),)}, ("Mon 10:40", "reading")),
        ({"unsettled": (Unsettled(1, t("Mon 11:40")),)}, ("Mon 12:00", "promise")),
        ({"owed": (Owed(1, "sooner", t("Mon 9:40")),)}, ("Mon 10:10", "sooner")),
        ({"owed": (Owed(1, "nudge", t("Mon 9:40")),), "unsettled": (Unsettled(1, t("Mon 9:00")),)},
         ("Mon 9:55", "nudge")),
    ],
)  # fmt: skip
def test_owed_next_and_why(changes: dict[str, object], expected: tuple[str, str]) -> None:
    owing = owed_at(facts(**changes), RULES)
    assert owing
    assert (owing.at, owing.reason) == (t(expected[0]), expected[1])


def test_nothing_is_owed_on_a_resolved_ticket() -> None:
    resolved = Facts(received_at=t("Mon 9:00"), promise=None, unsettled=(Unsettled(1, t("Mon 9:40")),))
    assert owed_at(resolved, RULES) is None
    assert moments(resolved, RULES) == []
    assert look_again_at(resolved, RULES, t("Mon 10:00")) is None


def test_a_parked_ticket_is_looked_at_by_a_person() -> None:
    parked = facts(promise(None, kind="on_event"))
    look = parked_look(RULES, parked.promise)
    assert look == datetime(2027, 2, 22, 14, 0, tzinfo=UTC)  # day 90 is a Sunday
    assert owed_at(parked, RULES).at == look
    assert [(m.kind, m.at) for m in moments(parked, RULES)] == [("look", look)]


def kinds(stands: Facts) -> list[tuple[str, datetime]]:
    return [(moment.kind, moment.at) for moment in moments(stands, RULES)]


def test_moments_of_an_unheard_ticket() -> None:
    unheard = facts(promise("Mon 10:00", "Mon 9:00", kind="first", agent=None), opened_at=None, owner=None)
    assert kinds(unheard) == [
        ("rise_watch", t("Mon 9:15")),
        ("rise_lead", t("Mon 9:40")),
        ("warn", t("Mon 9:48")),
        ("lapse", t("Mon 10:00")),
    ]
    opened = replace(unheard, opened_at=t("Mon 9:05"))
    assert [kind for kind, _ in kinds(opened)] == ["warn", "lapse"]


@pytest.mark.parametrize(
    ("made", "due_at", "warned"),
    [
        ("Mon 9:30", "Mon 12:00", "Mon 11:30"),
        ("Mon 9:00", "Mon 18:00", "Mon 17:00"),
        ("Mon 11:30", "Mon 12:00", "Mon 11:50"),
        ("Mon 17:00", "Tue 10:00", "Tue 9:36"),
        ("Mon 17:00", "Tue 9:05", "Mon 17:52"),
        ("Mon 11:55", "Mon 12:00", None),
    ],
)
def test_warning(made: str, due_at: str, warned: str | None) -> None:
    found = dict(kinds(facts(promise(due_at, made))))
    assert found.get("warn") == (t(warned) if warned else None)


def test_handing_up_only_when_the_owner_is_away() -> None:
    assert "hand_up" not in dict(kinds(facts()))
    assert dict(kinds(facts(owner_away=True)))["hand_up"] == t("Mon 11:45")


def test_what_was_handed_up_is_not_warned_of_when_the_owner_is_back() -> None:
    """Seed 1000 of the simulated desk: the owner's absence ended, and the warning before it was open again."""
    handed_up = facts(owner_away=True, done=frozenset({"hand_up:promise.1"}))
    assert due(handed_up, RULES, t("Mon 11:50")) == []
    back = replace(handed_up, owner_away=False)
    assert due(back, RULES, t("Mon 11:50")) == []
    assert look_again_at(back, RULES, t("Mon 11:50")) == t("Mon 12:00")


def test_overtaken_moments_collapse_into_the_last() -> None:
    unheard = facts(promise("Mon 10:00", "Mon 9:00", kind="first", agent=None), opened_at=None)
    assert [moment.kind for moment in due(unheard, RULES, t("Mon 9:20"))] == ["rise_watch"]
    assert [moment.kind for moment in due(unheard, RULES, t("Mon 9:50"))] == ["warn"]
    done = replace(unheard, done=frozenset({"warn:promise.1"}))
    assert due(done, RULES, t("Mon 9:50")) == []
    assert look_again_at(done, RULES, t("Mon 9:50")) == t("Mon 10:00")


def test_reading_and_answers_have_moments_of_their_own() -> None:
    asked = facts(
        promise("Wed 12:00"),
        unsettled=(Unsettled(4, t("Mon 10:00")),),
        owed=(Owed(5, "sooner", t("Mon 10:00")),),
        waiting=(Waiting(6, t("Tue 9:00")),),
    )
    assert kinds(asked)[:5] == [
        ("answer_warn", t("Mon 10:20")),
        ("answer_late", t("Mon 10:30")),
        ("reading_warn", t("Mon 10:48")),
        ("reading_late", t("Mon 11:00")),
        ("ping", t("Tue 9:00")),
    ]


@pytest.mark.parametrize(("kind", "minutes"), [("nudge", 15), ("sooner", 30), ("correction", 30)])
def test_owed_answers(kind: str, minutes: int) -> None:
    assert answer_due(RULES, Owed(1, kind, t("Mon 10:00"))) == t("Mon 10:00") + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("standing", "now", "last", "may"),
    [
        (promise("Mon 12:00"), "Mon 11:59", None, False),
        (promise("Mon 12:00"), "Mon 12:00", None, True),
        (promise("Mon 12:30", kind="repair", misses=1), "Mon 12:05", None, True),
        (promise("Mon 12:30", kind="repair", misses=1), "Mon 12:20", "Mon 12:05", False),
        (promise("Mon 12:30", kind="repair", misses=1), "Mon 12:35", "Mon 12:05", True),
    ],
)
def test_where_is_my_answer(standing: OpenPromise, now: str, last: str | None, may: bool) -> None:
    asked = t(last) if last else None
    assert may_nudge(RULES, facts(standing), t(now), last_nudge_at=asked) is may


@pytest.mark.parametrize(
    ("impact", "expected"), [("", "Wed 10:00"), ("degraded", "Tue 10:00"), ("blocked", "Mon 14:00")]
)
def test_chases_press_harder_with_impact(impact: str, expected: str) -> None:
    assert next_ping(RULES, impact, t("Mon 10:00")) == t(expected)


@pytest.mark.parametrize(
    ("impact", "voices", "days", "expected"),
    [
        ("", 4, 0, "Wed 10:00"),
        ("", 5, 0, "Tue 10:00"),
        ("", 19, 0, "Tue 10:00"),
        ("", 20, 0, "Mon 14:00"),
        ("degraded", 5, 0, "Mon 14:00"),
        ("blocked", 500, 0, "Mon 14:00"),
        ("", 0, 4, "+Mon 10:00"),
        ("", 5, 4, "Wed 10:00"),
        ("degraded", 20, 4, "Mon 14:00"),
        ("", 0, 1, "Tue 10:00"),
    ],
)
def test_chases_press_harder_with_voices_and_at_a_pace_of_their_own(
    impact: str, voices: int, days: int, expected: str
) -> None:
    assert next_ping(RULES, impact, t("Mon 10:00"), voices, days) == t(expected)


@pytest.mark.parametrize(
    ("allowed", "wanted", "alone", "leaves"),
    [(True, True, 0, True), (True, True, 2, True), (True, True, 3, False), (True, False, 0, False),
     (False, True, 0, False)],
)  # fmt: skip
def test_a_ping_leaves_without_a_person_only_where_both_want_it(
    allowed: bool, wanted: bool, alone: int, leaves: bool
) -> None:
    rules = Rules(Policy(chase_alone=allowed), RULES.calendar)
    assert may_ping_alone(rules, wanted=wanted, alone=alone) is leaves


@pytest.mark.parametrize(
    ("by_person", "was_open", "bulk", "before", "counts"),
    [
        (True, True, False, None, True),
        (False, True, False, None, False),
        (True, False, False, None, False),
        (True, True, True, None, False),
        (True, True, False, "Mon 9:00", False),
    ],
)
def test_acknowledgement(
    by_person: bool, was_open: bool, bulk: bool, before: str | None, counts: bool
) -> None:
    earlier = t(before) if before else None
    found = is_acknowledgement(by_person=by_person, was_open=was_open, bulk=bulk, before=earlier)
    assert found is counts


@pytest.mark.parametrize("wrong", [{"first_word": 0}, {"warn_part": -1}, {"repair_most": "60"}])
def test_senseless_numbers_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Policy(**wrong)


instants = st.integers(0, 60 * 24 * 21).map(lambda m: t("Mon 0:00") + timedelta(minutes=m))


@settings(max_examples=300, deadline=None)
@given(made=instants, span=st.integers(1, 3000), now=instants, misses=st.integers(0, 6))
def test_the_clock_always_comes_back(made: datetime, span: int, now: datetime, misses: int) -> None:
    """Whatever stands, an open ticket has a next look; answering what is due never loops at one instant."""
    standing = OpenPromise(9, "word", made, RULES.calendar.add(made, span * 60), agent=7, misses=misses)
    open_ticket = facts(standing, unsettled=(Unsettled(3, made),), owed=(Owed(4, "nudge", made),))
    look = look_again_at(open_ticket, RULES, now)
    assert look is not None
    done = frozenset(moment.key for moment in due(open_ticket, RULES, now))
    again = replace(open_ticket, done=done)
    assert due(again, RULES, now) == []
    assert standing.due_at <= now or look_again_at(again, RULES, now) > now
    repair = repair_due(RULES, standing, max(now, standing.due_at))
    assert repair > max(now, standing.due_at)
    assert RULES.calendar.within(repair)
