"""Each number by hand: one ticket of the Monday of the story, in New York, open 9:00 to 18:00."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cast import NEW_YORK, clock
from heard.hours import Schedule, calendar_for
from heard.numbers import MEASURES, Chased, History, Opinion, Promised, Restated, Stay, Talked, Word, marks

ALLIE, BOB, ZELDA, DESK, OTHER = 1, 2, 3, 10, 11
WEEK = ((540, 1080),)
HOURS = calendar_for(Schedule(zone=NEW_YORK, week=(WEEK, WEEK, WEEK, WEEK, WEEK, (), ())))
BARE = History(
    received_at=clock("9:02"), is_counted=True, desks=[(None, DESK)], calendars={DESK: HOURS, OTHER: HOURS}
)
FIRST = Promised("first", None, clock("9:02"), clock("10:02"), clock("9:02"), None, None)
SOLVES = Word(ALLIE, clock("9:40"), "solves")


def solved(*stays: Stay, word: Word = SOLVES, **more: object) -> History:
    """Solved at 9:40 by Allie, and what came after."""
    stays = (Stay(word.at, is_open=False), *stays)
    return replace(BARE, acknowledged_at=word.at, words=[word], stays=stays, **more)


def again(time: str, *, day: int = 0, by_requester: bool = True) -> Stay:
    return Stay(clock(time, day=day), is_open=True, by_requester=by_requester)


def ended(end: str, at: str, **changes: object) -> History:
    promise = replace(FIRST, end=end, ended_at=clock(at), **changes)
    return replace(BARE, promises=[promise], is_counted=False)


def waited(then: str) -> History:
    """Renewed in time, and kept `then`."""
    first = replace(FIRST, end="renewed", ended_at=clock("9:40"), foretold=68)
    second = Promised("word", ALLIE, clock("9:40"), clock("12:20"), clock("9:40"), "kept", clock(then))
    return replace(BARE, promises=[first, second], is_counted=False)


def opened(time: str, *, day: int = 0) -> History:
    return replace(BARE, opened=(clock(time, day=day), BOB))


TABLE: list[tuple[str, History, dict[str, list[int | None]]]] = [
    ("nothing happened yet", BARE, {"opened": [None], "acknowledged": [None]}),
    ("spam is no request", replace(BARE, is_counted=False), {}),
    ("opened after a minute", opened("9:03"), {"opened": [1], "acknowledged": [None]}),
    ("opened the next morning", opened("9:03", day=1), {"opened": [541], "acknowledged": [None]}),
    ("kept", ended("kept", "9:40"), {"kept": [None], "wait": [60]}),
    ("renewed", ended("renewed", "9:40"), {"renewed": [None], "wait": [60]}),
    ("lapsed", ended("lapsed", "10:02"), {"lapsed": [None], "wait": [60]}),
    ("refuted", ended("refuted", "9:40"), {"refuted": [None], "wait": [60]}),
    ("released", ended("released", "9:40"), {"released": [None], "wait": [60]}),
    ("moved goes on elsewhere", ended("moved", "9:40"), {"wait": [60]}),
    ("nobody was told, and it counts", ended("lapsed", "10:02", told_at=None), {"lapsed": [None]}),
    (
        "news came by the time at which it was said to be likely",
        ended("kept", "9:40", foretold=68),
        {"kept": [None], "wait": [60], "foretold": [68], "came": [68]},
    ),
    (
        "it never arrived",
        ended("refuted", "9:40", foretold=68),
        {"refuted": [None], "wait": [60], "foretold": [68]},
    ),
    (
        "a time that passed had no news",
        ended("lapsed", "10:02", foretold=0),
        {"lapsed": [None], "wait": [60], "foretold": [0]},
    ),
    (
        "nobody waits any more: nothing was foretold of that",
        ended("released", "9:40", foretold=68),
        {"released": [None], "wait": [60]},
    ),
    (
        "“no news” ends no wait: the news after it came in time",
        waited(then="9:50"),
        {"renewed": [None], "kept": [None], "wait": [60, 160], "foretold": [68], "came": [68]},
    ),
    (
        "or too late",
        waited(then="10:03"),
        {"renewed": [None], "kept": [None], "wait": [60, 160], "foretold": [68]},
    ),
    ("parked has no time", ended("kept", "9:40", due_at=None, kind="on_event"), {}),
    ("a check-in asks nobody to wait", ended("kept", "9:40", kind="check_in"), {"kept": [None]}),
    ("a repair", ended("kept", "9:40", kind="repair"), {"kept": [None], "repaired": [None], "wait": [60]}),
    ("a missed repair", ended("lapsed", "10:02", kind="repair"), {"lapsed": [None], "wait": [60]}),
    (
        "first contact",
        solved(),
        {"opened": [None], "acknowledged": [38], "first_contact": [None], "solved": [None], "silence": [38]},
    ),
]


def named(history: History) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for mark in marks(history):
        assert mark.measure in MEASURES
        found.setdefault(mark.measure, []).append(mark.minutes)
    return found


@pytest.mark.parametrize(("history", "counts"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_counts(history: History, counts: dict[str, list[int | None]]) -> None:
    assert named(history) == counts


LIVE = Word(ALLIE, clock("9:50"), "live")
EARLIER = Word(ALLIE, clock("9:30"), "next")


def first(word: Word = SOLVES, *before: Word, since: str = "", **more: object) -> History:
    """Solved by `word`; `before` it others were said, and `since` is when it counts as acknowledged."""
    one = solved(word=word, **more)
    acknowledged_at = clock(since) if since else word.at
    return replace(one, words=[*before, word], acknowledged_at=acknowledged_at)


def at(time: str, *, day: int = 0) -> Word:
    return replace(SOLVES, at=clock(time, day=day))


FIRST_CONTACT = [
    ("at 60 working minutes", first(at("10:02")), True),
    ("on the phone, in the conversation itself", first(at("9:02")), True),
    ("at 61", first(at("10:03")), False),
    ("the night does not count", first(at("9:29", day=1), received_at=clock("17:30")), True),
    ("nor does it help", first(at("9:31", day=1), received_at=clock("17:30")), False),
    ("a new time is no resolution", first(replace(SOLVES, way="next")), False),
    ("it never arrived", first(replace(SOLVES, is_refuted=True)), False),
    ("not yet, within seven days", solved(again("9:40", day=7)), False),
    ("not yet, after seven days", solved(again("9:41", day=7)), True),
    ("an agent opened it again", solved(again("9:50", by_requester=False)), False),
    ("solved at the second word", first(SOLVES, EARLIER, since="9:30"), False),
    ("a word to many came before", first(SOLVES, EARLIER), True),
    (
        "live, begun in time, solved with it",
        first(at("10:30"), LIVE, since="9:50", talks=[Talked(clock("9:45"), clock("10:30"))]),
        True,
    ),
    (
        "live, but solved only later",
        first(at("10:30"), LIVE, since="9:50", talks=[Talked(clock("9:45"), clock("9:55"))]),
        False,
    ),
]


@pytest.mark.parametrize(
    ("history", "is_one"), [row[1:] for row in FIRST_CONTACT], ids=[row[0] for row in FIRST_CONTACT]
)
def test_first_contact_is_strict(history: History, is_one: bool) -> None:
    assert ("first_contact" in named(history)) is is_one


@pytest.mark.parametrize(
    ("stays", "is_early"),
    [
        ([], False),
        ([again("9:00", day=20)], True),
        ([again("9:50", by_requester=False)], False),
        ([again("9:50", by_requester=False), Stay(clock("9:55"), is_open=False), again("10:00")], False),
    ],
)
def test_solved_too_early_is_what_its_requester_opened_again(stays: list[Stay], is_early: bool) -> None:
    found = [mark for mark in marks(solved(*stays)) if mark.measure == "too_early"]
    assert [(mark.day, mark.agent) for mark in found] == [(date(2026, 11, 23), ALLIE)] * is_early


def test_one_person_asks_once_a_day_however_often() -> None:
    repair = Promised("repair", BOB, clock("10:02"), clock("10:40"), None, None, None)
    asked = [(clock("10:03"), ZELDA), (clock("10:30"), ZELDA), (clock("9:00", day=1), ZELDA)]
    wrote = [(clock("9:50"), ZELDA), (clock("10:10"), ZELDA)]
    opinions = [Opinion(ALLIE, ZELDA, clock("12:00", day=1), "asked")]
    late = replace(BARE, promises=[repair], nudged=asked, wrote=wrote, opinions=opinions)
    found = [(mark.day.day, mark.agent) for mark in marks(late) if mark.measure == "had_to_ask"]
    assert found == [(23, BOB), (24, BOB)]
    calm = replace(late, promises=[replace(repair, kind="word")], nudged=[], opinions=[])
    assert "had_to_ask" not in named(calm), "who writes while a time stands did not have to ask"


def test_silence_is_each_stretch_while_it_was_open() -> None:
    words = [
        Word(ALLIE, clock("9:12"), "next"),
        Word(ALLIE, clock("10:12"), "solves"),
        Word(BOB, clock("11:00", day=1), "next"),
    ]
    stays = [Stay(clock("10:12"), is_open=False), again("10:00", day=1)]
    assert named(replace(BARE, words=words, stays=stays))["silence"] == [10, 60, 60]


def test_marks_are_the_desks_of_that_moment_in_its_zone() -> None:
    late = clock("23:30")
    moved = replace(BARE, desks=[(None, DESK), (clock("12:00"), OTHER)], sooner=[clock("11:59"), late])
    found = [(mark.desk, mark.day.day, mark.hour) for mark in marks(moved) if mark.measure == "sooner"]
    assert found == [(DESK, 23, 11), (OTHER, 23, 23)]


def test_the_rest_counts_where_it_stands() -> None:
    at = clock("9:30")
    full = replace(
        BARE,
        restated=[Restated(ALLIE, at, "yes"), Restated(ALLIE, at, "no"), Restated(ALLIE, at, "")],
        chased=[Chased(BOB, at, at + timedelta(minutes=90)), Chased(BOB, at, None)],
        reports=[at],
        opinions=[Opinion(ALLIE, ZELDA, at, "yes"), Opinion(ALLIE, ZELDA, at, "partly")],
    )
    found = named(full)
    assert (found["restated"], found["confirmed"], found["corrected"]) == ([None] * 3, [None], [None])
    assert found["chase"] == [90, None]
    assert (found["report"], found["informed"], found["partly"]) == ([None], [None], [None])
