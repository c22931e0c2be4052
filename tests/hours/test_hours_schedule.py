"""A schedule refuses what is wrong, in words, and its version follows all that decides the hours."""

from dataclasses import replace
from datetime import date

import pytest

from heard.hours import Schedule

OFFICE = (((540, 720), (780, 1080)),) * 5 + ((), ())
BERLIN = Schedule("Europe/Berlin", OFFICE, country="DE", region="BE")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"zone": "Mars/Olympus"}, "unknown time zone 'Mars/Olympus'"),
        ({"zone": ""}, "unknown time zone"),
        ({"zone": "localtime"}, "unknown time zone"),
        ({"zone": "../../etc/passwd"}, "unknown time zone"),
        ({"week": OFFICE[:6]}, "7 days"),
        ({"week": ((),) * 7}, "at least once a week"),
        ({"week": (*OFFICE[:6], ((540, 720), (700, 800)))}, "Sunday: 11:40 lies before 12:00"),
        ({"week": (*OFFICE[:6], ((780, 800), (540, 600)))}, "Sunday: 09:00 lies before 13:20"),
        ({"week": (*OFFICE[:6], ((720, 720),))}, "Sunday: 12:00 to 12:00"),
        ({"week": (*OFFICE[:6], ((1320, 360),))}, "Sunday: 22:00 to 06:00"),
        ({"week": (*OFFICE[:6], ((1320, 1441),))}, "Sunday"),
        ({"week": (*OFFICE[:6], ((-1, 30),))}, "Sunday"),
        ({"country": "XX"}, "XX"),
        ({"country": "de"}, "two capital letters"),
        ({"country": "HolidayBase"}, "two capital letters"),
        ({"region": "Atlantis"}, "Atlantis"),
        ({"country": "", "region": "BE"}, "without a country"),
        ({"special": ((date(2026, 5, 1), ((600, 500),)),)}, "2026-05-01: 10:00 to 08:20"),
        ({"special": ((date(2026, 5, 1), ()),)}, "list it under closed"),
        ({"special": ((date(2026, 5, 1), ((1, 2),)),) * 2}, "given twice"),
        (
            {"closed": frozenset({date(2026, 5, 1)}), "special": ((date(2026, 5, 1), ((1, 2),)),)},
            "given twice",
        ),
    ],
)
def test_what_is_wrong_is_refused_in_words(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError) as refused:
        replace(BERLIN, **wrong)
    assert words in str(refused.value)


def test_hours_may_touch_and_end_at_midnight() -> None:
    week = (((0, 60), (60, 120), (1380, 1440)),) * 7
    assert Schedule("UTC", week).week == week


def test_equal_schedules_are_one_key_and_one_version() -> None:
    twin = Schedule("Europe/Berlin", OFFICE, country="DE", region="BE")
    assert {BERLIN: "here"}[twin] == "here"
    assert twin.version == BERLIN.version
    assert len(BERLIN.version) == 12


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Europe/Vienna"},
        {"week": (*OFFICE[:6], ((0, 1),))},
        {"region": "BY"},
        {"country": "", "region": ""},
        {"closed": frozenset({date(2026, 12, 24)})},
        {"special": ((date(2026, 12, 24), ((540, 720),)),)},
    ],
)
def test_the_version_follows_the_content(change: dict[str, object]) -> None:
    assert replace(BERLIN, **change).version != BERLIN.version


def test_the_version_is_the_same_in_another_process_and_order() -> None:
    days = [date(2026, 12, day) for day in range(1, 30)]
    one, other = frozenset(days), frozenset(reversed(days))
    assert replace(BERLIN, closed=one).version == replace(BERLIN, closed=other).version


def test_own_days_win_over_holidays_and_week() -> None:
    easter_monday, labour_day, sunday = date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 3)
    usual = dict(BERLIN.days(2026))
    assert easter_monday not in usual
    assert labour_day not in usual
    assert date(2026, 5, 4) in usual
    own = replace(
        BERLIN,
        closed=frozenset({date(2026, 5, 4)}),
        special=((labour_day, ((600, 660),)), (sunday, ((0, 1440),))),
    )
    kept = dict(own.days(2026))
    assert kept[labour_day] == ((600, 660),)
    assert kept[sunday] == ((0, 1440),)
    assert date(2026, 5, 4) not in kept


def test_a_holiday_moved_into_the_old_year_counts() -> None:
    """New Year's Day 2022 was a Saturday; in the United States the Friday before was free."""
    office = Schedule("America/New_York", OFFICE, country="US")
    assert date(2021, 12, 31) not in dict(office.days(2021))
