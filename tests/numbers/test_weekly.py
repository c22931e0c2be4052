"""A week beside the four before: named only where chance would hardly make it."""

import pytest

from heard.numbers.weekly import WATCHED, compare


def counted(kept: int, lapsed: int, **more: dict) -> dict:
    return {"kept": {None: kept}, "lapsed": {None: lapsed}, **more}


@pytest.mark.parametrize(
    ("now", "before", "better", "worse", "few"),
    [
        (counted(95, 5), counted(280, 120), ["honoured"], [], False),
        (counted(50, 50), counted(360, 40), [], ["honoured"], False),
        (counted(92, 8), counted(360, 40), [], [], False),
        (counted(9, 0), counted(100, 300), [], [], True),
        (counted(80, 20), counted(9, 0), [], [], True),
        ({}, {}, [], [], True),
        # Sure enough for one share, not for one of seven.
        (counted(96, 4), counted(357, 43), [], [], False),
    ],
)
def test_promises_honoured(now, before, better, worse, few):
    week = compare(now, before)
    assert [one.name for one, _ in week.better] == better
    assert [one.name for one, _ in week.worse] == worse
    assert ("honoured" in [one.name for one in week.few]) is few


def test_more_of_what_is_bad_slips_and_less_is_better():
    bad = {"solved": {None: 100}, "too_early": {None: 40}}
    good = {"solved": {None: 400}, "too_early": {None: 20}}
    assert [one.name for one, _ in compare(bad, good).worse] == ["too_early"]
    assert [one.name for one, _ in compare(good, bad).better] == ["too_early"]


def test_what_is_not_opened_yet_was_not_opened_in_time():
    now, before = {"opened": {5: 40, None: 60}}, {"opened": {5: 390, 16: 10}}
    ((one, both),) = compare(now, before).worse
    assert (one.name, both.now.count, both.now.whole, both.before.count) == ("opened", 40, 100, 390)


def test_at_most_three_and_the_largest_first():
    low = {"kept": {None: 10}, "lapsed": {None: 90}, "acknowledged": {90: 100}, "first_contact": {None: 1}}
    low |= {"restated": {None: 100}, "confirmed": {None: 20}, "informed": {None: 40}, "asked": {None: 60}}
    high = {"kept": {None: 90}, "lapsed": {None: 10}, "acknowledged": {9: 100}, "first_contact": {None: 60}}
    high |= {"restated": {None: 100}, "confirmed": {None: 90}, "informed": {None: 95}, "asked": {None: 5}}
    week = compare(high, low)
    assert [one.name for one, _ in week.better] == ["acknowledged", "honoured", "confirmed"]
    assert week.worse == [] and {one.name for one in week.few} == {"opened", "too_early"}
    assert {one.name for one in WATCHED} >= {one.name for one, _ in week.better}
