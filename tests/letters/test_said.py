"""Told times in people's words: every language, near and far, across zones and date lines."""

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
    assert said_time(utc(23, 19), zone=NEW_YORK, language="it", now=NOW) == "2:00 pm today"
    assert said_time(utc(23, 19), zone=NEW_YORK, language="de-AT", now=NOW) == "heute um 14:00 Uhr"


def test_a_zone_is_called_by_its_city():
    assert zone_name("America/Argentina/Buenos_Aires", "en") == "Buenos Aires time"
    assert zone_name("Europe/Vienna", "de") == "Ortszeit Wien"


def day_of(at: datetime, language: str) -> str:
    return said(at, zone=NEW_YORK, language=language, now=NOW)


@pytest.mark.parametrize(
    "at, french, spanish, arabic",
    [
        (
            utc(23, 19),
            "aujourd’hui à 14 h (heure de New York)",
            "hoy a las 14:00 (hora de Nueva York)",
            "اليوم الساعة 2:00 بعد الظهر (بتوقيت نيويورك)",
        ),
        (
            utc(24, 15, 30),
            "demain à 10 h 30 (heure de New York)",
            "mañana a las 10:30 (hora de Nueva York)",
            "غدًا الساعة 10:30 صباحًا (بتوقيت نيويورك)",
        ),
        (
            utc(22, 15),
            "hier à 10 h (heure de New York)",
            "ayer a las 10:00 (hora de Nueva York)",
            "أمس الساعة 10:00 صباحًا (بتوقيت نيويورك)",
        ),
        (
            utc(26, 18),
            "jeudi à 13 h (heure de New York)",
            "el jueves a las 13:00 (hora de Nueva York)",
            "يوم الخميس الساعة 1:00 بعد الظهر (بتوقيت نيويورك)",
        ),
        (
            utc(30, 15),
            "le lundi 30 novembre à 10 h (heure de New York)",
            "el lunes 30 de noviembre a las 10:00 (hora de Nueva York)",
            "يوم الاثنين 30 نوفمبر الساعة 10:00 صباحًا (بتوقيت نيويورك)",
        ),
        (
            utc(1, 6, month=12),
            "le mardi 1er décembre à 1 h (heure de New York)",
            "el martes 1 de diciembre a la 1:00 (hora de Nueva York)",
            "يوم الثلاثاء 1 ديسمبر الساعة 1:00 ليلًا (بتوقيت نيويورك)",
        ),
        (
            utc(4, 16, month=6, year=2027),
            "le vendredi 4 juin 2027 à 12 h (heure de New York)",
            "el viernes 4 de junio de 2027 a las 12:00 (hora de Nueva York)",
            "يوم الجمعة 4 يونيو 2027 الساعة 12:00 ظهرًا (بتوقيت نيويورك)",
        ),
        (
            utc(23, 5),
            "aujourd’hui à 0 h (heure de New York)",
            "hoy a las 0:00 (hora de Nueva York)",
            "اليوم الساعة 12:00 بعد منتصف الليل (بتوقيت نيويورك)",
        ),
    ],
)
def test_the_whole_in_french_spanish_and_arabic(at, french, spanish, arabic):
    assert (day_of(at, "fr"), day_of(at, "es"), day_of(at, "ar")) == (french, spanish, arabic)


@pytest.mark.parametrize(
    "language, first, second",
    [
        ("en", "1:30 am tomorrow", "2:30 am tomorrow"),
        ("de", "morgen um 1:30 Uhr", "morgen um 2:30 Uhr"),
        ("fr", "demain à 1 h 30", "demain à 2 h 30"),
        ("es", "mañana a la 1:30", "mañana a las 2:30"),
        ("ar", "غدًا الساعة 1:30 ليلًا", "غدًا الساعة 2:30 ليلًا"),
    ],
)
def test_the_night_the_clocks_go_back(language, first, second):
    """Paris, 24 to 25 October 2026: 1:30 summer time; an hour later 2:30, and 2:30 once more in winter time."""
    now = utc(24, 12, month=10)
    times = [
        said_time(at, zone="Europe/Paris", language=language, now=now)
        for at in (utc(24, 23, 30, month=10), utc(25, 0, 30, month=10), utc(25, 1, 30, month=10))
    ]
    assert times == [first, second, second]


@pytest.mark.parametrize(
    "language, until, opening, day",
    [
        ("fr", "demain à 9 h", "demain, mardi, à 9 h", "demain"),
        ("es", "mañana a las 9:00", "mañana, martes, a las 9:00", "mañana"),
        ("ar", "غدًا الساعة 9:00 صباحًا", "غدًا، الثلاثاء، الساعة 9:00 صباحًا", "غدًا"),
    ],
)
def test_an_opening_in_french_spanish_and_arabic(language, until, opening, day):
    how = {"zone": NEW_YORK, "language": language, "now": NOW}
    at = utc(24, 14)
    assert (said_until(at, **how), said_opening(at, **how), said_day(at, **how)) == (until, opening, day)


@pytest.mark.parametrize(
    "zone, language, name",
    [
        ("Europe/Athens", "fr", "heure d’Athènes"),
        ("Africa/Cairo", "fr", "heure du Caire"),
        ("America/Havana", "fr", "heure de La Havane"),
        ("Africa/Cairo", "ar", "بتوقيت القاهرة"),
        ("UTC", "ar", "بالتوقيت العالمي UTC"),
        ("UTC", "es", "UTC"),
    ],
)
def test_a_zone_in_french_spanish_and_arabic(zone, language, name):
    assert zone_name(zone, language) == name
