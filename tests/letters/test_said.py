"""Told times in people's words: English and German, near and far, across zones and date lines."""

from datetime import UTC, datetime

import pytest

from heard.hours.said import said, said_day, said_opening, said_plain, said_time, said_until, zone_name

NOW = datetime(2026, 11, 23, 14, 2, tzinfo=UTC)  # Monday, 9:02 in New York
NEW_YORK = "America/New_York"


def utc(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "at, english, german",
    [
        (utc(23, 19), "2:00 pm today", "heute um 14:00 Uhr"),
        (utc(24, 15), "10:00 am tomorrow", "morgen um 10:00 Uhr"),
        (utc(22, 15), "10:00 am yesterday", "gestern um 10:00 Uhr"),
        (utc(26, 15), "10:00 am on Thursday", "Donnerstag um 10:00 Uhr"),
        (utc(29, 15), "10:00 am on Sunday", "Sonntag um 10:00 Uhr"),
        (utc(30, 15), "10:00 am on Monday 30 November", "Montag, 30. November um 10:00 Uhr"),
        (utc(20, 15), "10:00 am on Friday 20 November", "Freitag, 20. November um 10:00 Uhr"),
        (utc(23, 5), "12:00 am today", "heute um 0:00 Uhr"),
        (utc(23, 17), "12:00 pm today", "heute um 12:00 Uhr"),
        (
            utc(4, 15, month=6, year=2027),
            "11:00 am on Friday 4 June 2027",
            "Freitag, 4. Juni 2027 um 11:00 Uhr",
        ),
    ],
)
def test_clock_and_day(at, english, german):
    assert said_time(at, zone=NEW_YORK, language="en", now=NOW) == english
    assert said_time(at, zone=NEW_YORK, language="de", now=NOW) == german


def test_the_whole_names_the_zone_always():
    assert said(utc(23, 19), zone=NEW_YORK, language="en", now=NOW) == "2:00 pm today (New York time)"
    german = said(utc(23, 19), zone="Europe/Berlin", language="de", now=NOW)
    assert german == "heute um 20:00 Uhr (Ortszeit Berlin)"
    assert said(utc(23, 19), zone="UTC", language="en", now=NOW) == "7:00 pm today (UTC)"


def test_today_is_the_day_of_the_reader():
    """19:00 UTC on Monday is Tuesday in Auckland, where it is Tuesday already; in Berlin it is Monday."""
    assert said_day(utc(23, 19), zone="Pacific/Auckland", language="en", now=NOW) == "today"
    assert said_day(utc(24, 0), zone="Europe/Berlin", language="en", now=NOW) == "tomorrow"
    assert said_day(utc(24, 0), zone=NEW_YORK, language="en", now=NOW) == "today"


def test_a_day_alone_has_its_small_word():
    assert said_day(utc(26, 15), zone=NEW_YORK, language="en", now=NOW) == "on Thursday"
    assert said_day(utc(26, 15), zone=NEW_YORK, language="de", now=NOW) == "am Donnerstag"


def test_a_time_of_today_is_said_plain():
    assert said_plain(utc(23, 19), zone=NEW_YORK, language="en", now=NOW) == "2:00 pm"
    assert said_plain(utc(23, 19), zone=NEW_YORK, language="de", now=NOW) == "14:00 Uhr"
    assert said_plain(utc(22, 19), zone=NEW_YORK, language="en", now=NOW) == "2:00 pm yesterday"


@pytest.mark.parametrize(
    "at, english, german",
    [
        (utc(23, 15), "today at 10:00 am", "heute um 10:00 Uhr"),
        (utc(24, 14), "tomorrow, Tuesday, at 9:00 am", "morgen, Dienstag, um 9:00 Uhr"),
        (utc(26, 14), "on Thursday at 9:00 am", "am Donnerstag um 9:00 Uhr"),
        (utc(30, 14), "on Monday 30 November at 9:00 am", "am Montag, 30. November um 9:00 Uhr"),
    ],
)
def test_an_opening_says_the_day_first(at, english, german):
    assert said_opening(at, zone=NEW_YORK, language="en", now=NOW) == english
    assert said_opening(at, zone=NEW_YORK, language="de", now=NOW) == german


@pytest.mark.parametrize(
    "at, english, german",
    [
        (utc(23, 15), "10:00 am", "10:00 Uhr"),
        (utc(24, 14), "tomorrow 9:00 am", "morgen um 9:00 Uhr"),
        (utc(26, 14), "Thursday 9:00 am", "Donnerstag um 9:00 Uhr"),
        (utc(30, 14), "Monday 30 November 9:00 am", "Montag, 30. November um 9:00 Uhr"),
    ],
)
def test_closed_until(at, english, german):
    assert said_until(at, zone=NEW_YORK, language="en", now=NOW) == english
    assert said_until(at, zone=NEW_YORK, language="de", now=NOW) == german


def test_an_unknown_language_reads_english_and_a_variant_its_own():
    assert said_time(utc(23, 19), zone=NEW_YORK, language="fr", now=NOW) == "2:00 pm today"
    assert said_time(utc(23, 19), zone=NEW_YORK, language="de-AT", now=NOW) == "heute um 14:00 Uhr"


def test_a_zone_is_called_by_its_city():
    assert zone_name("America/Argentina/Buenos_Aires", "en") == "Buenos Aires time"
    assert zone_name("Europe/Vienna", "de") == "Ortszeit Wien"
