"""Typed times in tables. Allie types in New York for Zelda in Berlin; the desk is in New York, open 9 to 12
and 13 to 18.

Now is Wednesday 18 November 2026, 15:00:20 UTC: 10:00 in New York, 16:00 in Berlin.
"""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.hours import Calendar, PastTime, Schedule, Typed, UnknownTime, read_time
from heard.hours.languages import LANGUAGES
from heard.hours.said import said_time

DESK, READER = "America/New_York", "Europe/Berlin"
CALENDAR = Calendar(Schedule(DESK, (((540, 720), (780, 1080)),) * 5 + ((), ()), country="US"))
NOW = datetime(2026, 11, 18, 15, 0, 20, tzinfo=UTC)


def read(text: str, *, now: datetime = NOW, reader: str = READER) -> Typed:
    return read_time(text, now=now, calendar=CALENDAR, reader_zone=reader, writer_zone=DESK)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        # a clock time today
        ("5pm", "11-18 16:00"),
        ("5 pm", "11-18 16:00"),
        ("5:30 pm", "11-18 16:30"),
        ("5.30pm", "11-18 16:30"),
        ("5 P.M.", "11-18 16:00"),
        ("17:00", "11-18 16:00"),
        ("17.00", "11-18 16:00"),
        ("1700", "11-18 16:00"),
        ("17", "11-18 16:00"),
        ("by 17", "11-18 16:00"),
        ("back by 5pm", "11-18 16:00"),
        ("17 uhr", "11-18 16:00"),
        ("17uhr", "11-18 16:00"),
        ("17:30 Uhr", "11-18 16:30"),
        ("17 Uhr 30", "11-18 16:30"),
        ("bis um 17 Uhr", "11-18 16:00"),
        ("24:00", "11-18 23:00"),
        ("５ｐｍ", "11-18 16:00"),
        # as it is spoken
        ("half past five", "11-18 16:30"),
        ("um halb sechs", "11-18 16:30"),
        ("viertel vor sechs", "11-18 16:45"),
        ("quarter past five mine", "11-18 22:15"),
        ("tomorrow morning at 9", "11-19 08:00"),
        ("morgen früh um 9", "11-19 08:00"),
        ("tonight at 8", "11-18 19:00"),
        ("heute Abend um 8", "11-18 19:00"),
        ("friday afternoon at 3", "11-20 14:00"),
        ("bis Geschäftsschluss", "11-18 23:00"),
        ("within the next two hours", "11-18 17:01"),
        ("in den nächsten zwei Stunden", "11-18 17:01"),
        ("خلال ساعتين", "11-18 17:01"),
        # today and on
        ("today 16:30", "11-18 15:30"),
        ("heute 16:30", "11-18 15:30"),
        ("5pm today", "11-18 16:00"),
        ("tomorrow noon", "11-19 11:00"),
        ("noon tomorrow", "11-19 11:00"),
        ("tomorrow 9", "11-19 08:00"),
        ("Tomorrow, 9:30", "11-19 08:30"),
        ("tomorrow at 9am", "11-19 08:00"),
        ("tomorrow 0900", "11-19 08:00"),
        ("tomorrow 12am", "11-18 23:00"),
        ("tomorrow 12pm", "11-19 11:00"),
        ("morgen 12 uhr", "11-19 11:00"),
        ("morgen mittag", "11-19 11:00"),
        ("morgen um 9", "11-19 08:00"),
        ("übermorgen 10:00", "11-20 09:00"),
        ("u\u0308bermorgen 10:00", "11-20 09:00"),
        ("day after tomorrow 10:00", "11-20 09:00"),
        ("noon the day after tomorrow", "11-20 11:00"),
        # weekdays, the present day among them
        ("fri 15:00", "11-20 14:00"),
        ("friday 3pm", "11-20 14:00"),
        ("by 3pm on Friday", "11-20 14:00"),
        ("this fri 15:00", "11-20 14:00"),
        ("fr 15:00", "11-20 14:00"),
        ("freitag um 15 uhr", "11-20 14:00"),
        ("15 uhr am freitag", "11-20 14:00"),
        ("Fr. 9.30 Uhr", "11-20 08:30"),
        ("12 am friday", "11-19 23:00"),
        ("wed 17:00", "11-18 16:00"),
        ("mi 17:00", "11-18 16:00"),
        ("do 15:00", "11-19 14:00"),
        ("tue noon", "11-24 11:00"),
        # dates
        ("14 dec 10:00", "12-14 09:00"),
        ("14dec 10:00", "12-14 09:00"),
        ("dec 14 10:00", "12-14 09:00"),
        ("December 14th, 10 am", "12-14 09:00"),
        ("10:00 on the 14th of December", "12-14 09:00"),
        ("the 14th at 10", "12-14 09:00"),
        ("am 14. um 10 uhr", "12-14 09:00"),
        ("14. Dezember 10 Uhr 30", "12-14 09:30"),
        ("14. dez. 10:00", "12-14 09:00"),
        ("14.12. 10:00", "12-14 09:00"),
        ("14.12. 10", "12-14 09:00"),
        ("14.12.26 10 uhr", "12-14 09:00"),
        ("14.12.2026 10:00", "12-14 09:00"),
        ("Mo, 14.12.2026 10:00", "12-14 09:00"),
        ("mon 14 dec 10:00", "12-14 09:00"),
        ("dec 14 1000", "12-14 09:00"),
        ("2026-12-14 10:00", "12-14 09:00"),
        ("2026-12-14T10:00", "12-14 09:00"),
        # spans from now, up to the full minute
        ("2h", "11-18 17:01"),
        ("in 2 hours", "11-18 17:01"),
        ("within 2 hours", "11-18 17:01"),
        ("45m", "11-18 15:46"),
        ("45 min", "11-18 15:46"),
        ("in 30 minutes", "11-18 15:31"),
        ("1h30", "11-18 16:31"),
        ("1h 30m", "11-18 16:31"),
        ("1 hour and 30 minutes", "11-18 16:31"),
        ("1.5h", "11-18 16:31"),
        ("1,5 Std", "11-18 16:31"),
        ("an hour", "11-18 16:01"),
        ("half an hour", "11-18 15:31"),
        ("in einer Stunde", "11-18 16:01"),
        ("in einer halben Stunde", "11-18 15:31"),
        ("2 stunden", "11-18 17:01"),
        # days keep the time of day
        ("2 days", "11-20 15:00"),
        ("in 2 days 10:00", "11-20 09:00"),
        ("in zwei tagen um 10", "11-20 09:00"),
        ("1w", "11-25 15:00"),
        ("in einer woche", "11-25 15:00"),
        # the desk's opening days
        ("1bd", "11-19 15:00"),
        ("2bd", "11-20 15:00"),
        ("3 bd", "11-23 15:00"),
        ("6bd", "11-27 15:00"),  # over Thanksgiving
        ("2 business days", "11-20 15:00"),
        ("in two working days", "11-20 15:00"),
        ("2at", "11-20 15:00"),
        ("2 Arbeitstage", "11-20 15:00"),
        ("in 2 Arbeitstagen", "11-20 15:00"),
        ("1bd 10:00", "11-19 09:00"),
        ("10:00 1bd", "11-19 09:00"),
        # the end of the desk's day
        ("eod", "11-18 23:00"),
        ("end of day", "11-18 23:00"),
        ("by the end of the day", "11-18 23:00"),
        ("Feierabend", "11-18 23:00"),
        ("tomorrow eod", "11-19 23:00"),
        ("eod fri", "11-20 23:00"),
        ("2bd eod", "11-20 23:00"),
    ],
)
def test_what_people_type(text: str, at: str) -> None:
    assert read(text).at == utc(f"2026-{at}")
    assert read(text).at.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "at", "zone", "mine", "form"),
    [
        ("5pm", "11-18 16:00", READER, False, "clock"),
        ("5pm mine", "11-18 22:00", DESK, True, "clock"),
        ("5pm (mine)", "11-18 22:00", DESK, True, "clock"),
        ("5pm my time", "11-18 22:00", DESK, True, "clock"),
        ("17 Uhr meine", "11-18 22:00", DESK, True, "clock"),
        ("17 Uhr meine Zeit", "11-18 22:00", DESK, True, "clock"),
        ("fri 15:00 mine", "11-20 20:00", DESK, True, "day"),
        ("fri 15:00", "11-20 14:00", READER, False, "day"),
        ("2h", "11-18 17:01", READER, False, "span"),
        ("2bd", "11-20 15:00", DESK, False, "business_days"),
        ("1bd 10:00", "11-19 09:00", READER, False, "business_days"),
        ("1bd 10:00 mine", "11-19 15:00", DESK, True, "business_days"),
        ("eod", "11-18 23:00", DESK, False, "end_of_day"),
        ("2026-12-14T10:00+01:00", "12-14 09:00", READER, False, "instant"),
        ("2026-12-14 10:00Z", "12-14 10:00", READER, False, "instant"),
    ],
)
def test_whose_time_it_is(text: str, at: str, zone: str, mine: bool, form: str) -> None:
    assert read(text) == Typed(utc(f"2026-{at}"), zone, mine, form)  # type: ignore[arg-type]


def test_today_is_the_readers_day() -> None:
    """At 23:00 in New York it is tomorrow in Auckland."""
    late = utc("2026-11-19 04:00")
    assert read("noon tomorrow mine", now=late).at == utc("2026-11-19 17:00")
    assert read("18:00 today", now=late, reader="Pacific/Auckland").at == utc("2026-11-19 05:00")
    assert read("thu 18:00", now=late, reader="Pacific/Auckland").at == utc("2026-11-19 05:00")


NOT_A_TIME = """
mine | by | soonish | soon | later | asap | now | shortly | next release | whenever
tonight | this afternoon | tomorrow morning | morgen früh | heute abend | around 5pm | gegen 17 uhr
half 3 | halb | quarter past | friday afternoon | nächste Stunde morgen
midnight | 5ish | 5pm-ish | 5pm? | 5pm or 6pm | fünf uhr
13pm | 0am | 25:00 | 24:01 | 12:60 | 2460 | 17:5 | 5:pm | 17 00 | 170 | 1 2 3 | -2h | - 2h | 14:00 15:00
0h | 0 min | 0bd | h | ah | bd | in 9 | in 5pm | 2mo | 2 months | 9999h | 1.3h | 2 parsecs
12/11 10:00 | 11/12/2026 10:00 | 31 nov 10:00 | 32.1. 10:00 | 1.13. 10:00 | 2026-02-30 10:00
2026-12-14T25:00Z | 2026-12-14T10:00+99:99 | 9999-12-14T10:00Z | 1400-11-18 10:00
fri 14 dec 10:00 | fri sat 10:00 | tomorrow fri 10:00 | may | mar | so | 5pm; drop table | 5pm <b>
"""
TEXTS = [text.strip() for line in NOT_A_TIME.strip().splitlines() for text in line.split("|")]


@pytest.mark.parametrize("text", [*TEXTS, "", " ", "5pm\x00", "x" * 10_000, "9" * 60])
def test_what_is_not_a_time_is_never_guessed(text: str) -> None:
    with pytest.raises(UnknownTime) as refused:
        read(text)
    assert refused.value.text == text
    assert refused.value.offers == ()


@pytest.mark.parametrize(
    ("text", "offers"),
    [
        ("fri", ["11-20 23:00"]),  # a day alone: the desk's closing then
        ("tomorrow", ["11-19 23:00"]),
        ("14 dec", ["12-14 23:00"]),
        ("sat", []),
        ("dec 14 2026", ["12-14 23:00"]),
        ("next fri 15:00", ["11-20 14:00", "11-27 14:00"]),  # people mean either
        ("nächsten Freitag 15 Uhr", ["11-20 14:00", "11-27 14:00"]),
        ("sat eod", ["11-23 23:00"]),  # closed then
    ],
)
def test_what_may_have_been_meant_is_offered(text: str, offers: list[str]) -> None:
    with pytest.raises(UnknownTime) as refused:
        read(text)
    assert refused.value.offers == tuple(utc(f"2026-{offer}") for offer in offers)


@pytest.mark.parametrize(
    ("text", "at", "offers"),
    [
        ("2pm", "11-18 13:00", ["11-19 13:00"]),  # 14:00 in Berlin is over: never tomorrow by itself
        ("noon", "11-18 11:00", ["11-19 11:00"]),
        ("16:00", "11-18 15:00", ["11-19 15:00"]),
        ("today 9:00", "11-18 08:00", ["11-19 08:00"]),
        ("9", "11-18 08:00", ["11-18 20:00", "11-19 08:00"]),  # or did they mean nine in the evening
        ("9:00", "11-18 08:00", ["11-19 08:00"]),
        ("wed 9:00", "11-18 08:00", ["11-25 08:00"]),
        ("18 nov 9:00", "11-18 08:00", []),
        ("18.11.2026 9:00", "11-18 08:00", []),
        ("1 feb 2026 9:00", "02-01 08:00", []),
        ("2026-11-18T15:00Z", "11-18 15:00", []),
        ("9am mine", "11-18 14:00", ["11-19 14:00"]),
    ],
)
def test_what_is_over_is_said_with_what_lies_ahead(text: str, at: str, offers: list[str]) -> None:
    with pytest.raises(PastTime) as past:
        read(text)
    assert past.value.at == utc(f"2026-{at}")
    assert past.value.offers == tuple(utc(f"2026-{offer}") for offer in offers)


def test_the_present_instant_is_past() -> None:
    with pytest.raises(PastTime):
        read("16:00", now=utc("2026-11-18 15:00"))
    assert read("16:01", now=utc("2026-11-18 15:00")).at == utc("2026-11-18 15:01")
    assert read("1m", now=utc("2026-11-18 15:00")).at == utc("2026-11-18 15:01")


def test_the_end_of_a_day_that_is_over() -> None:
    with pytest.raises(PastTime) as past:
        read("eod", now=utc("2026-11-18 23:30"))
    assert (past.value.at, past.value.offers) == (utc("2026-11-18 23:00"), (utc("2026-11-19 23:00"),))


def test_a_date_without_a_year_is_the_next_one() -> None:
    assert read("2 jan 10:00").at == utc("2027-01-02 09:00")
    assert read("29 feb 10:00").at == utc("2028-02-29 09:00")
    assert read("the 31st at 10").at == utc("2026-12-31 09:00")


@pytest.mark.parametrize(
    ("now", "text", "at"),
    [
        ("2026-03-28 12:00", "tomorrow 2:30", "2026-03-29 01:30"),  # skipped: an hour on, shown as 3:30
        ("2026-10-24 12:00", "tomorrow 2:30", "2026-10-25 00:30"),  # twice: the first
        ("2026-10-25 00:30", "2:30", "2026-10-25 01:30"),  # the first is over: the second
        ("2026-10-25 00:10", "1h", "2026-10-25 01:10"),
        ("2026-10-24 12:00", "1d", "2026-10-25 13:00"),  # the same time of day
    ],
)
def test_nights_on_which_clocks_change(now: str, text: str, at: str) -> None:
    assert read(text, now=utc(now)).at == utc(at)


def test_a_second_pass_that_is_over_is_past() -> None:
    with pytest.raises(PastTime):
        read("2:30", now=utc("2026-10-25 01:30"))


def test_now_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="has a zone"):
        read("5pm", now=NOW.replace(tzinfo=None))


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_whole_minute_ahead_or_a_refusal(text: str) -> None:
    try:
        at = read(text).at
    except (UnknownTime, PastTime):
        return
    assert at > NOW
    assert at.timestamp() % 60 == 0


HEAP = """2 9 14 31 17:00 5pm 24:00 noon eod mine tomorrow heute fri next mo dec 14. 14.12. 2026 2026-12-14
2bd at am 3h in uhr the"""
PIECES = st.sampled_from(HEAP.split())


@settings(deadline=None, max_examples=500)
@given(st.lists(PIECES, min_size=1, max_size=5).map(" ".join))
def test_any_heap_of_words_is_a_whole_minute_ahead_or_a_refusal(text: str) -> None:
    try:
        at = read(text).at
    except (UnknownTime, PastTime) as refused:
        assert all(offer > NOW for offer in refused.offers)
        return
    assert at > NOW
    assert at.timestamp() % 60 == 0


@settings(deadline=None)
@given(
    st.integers(1, 300 * 1440),
    st.sampled_from(["en", "de"]),
    st.sampled_from([READER, "Asia/Kathmandu", DESK]),
)
def test_what_letters_say_can_be_typed(minutes: int, language: str, zone: str) -> None:
    """The words a letter uses for an instant are read back as that instant."""
    at = NOW.replace(second=0) + timedelta(minutes=minutes)
    words = said_time(at, zone=zone, language=language, now=NOW)
    again = read(words, reader=zone).at
    assert again == at or at - again == timedelta(hours=1), words  # the second pass of a repeated hour


@pytest.mark.parametrize(
    ("language", "text", "at"),
    [
        ("fr", "17h", "11-18 16:00"),
        ("fr", "17 h 30", "11-18 16:30"),
        ("fr", "à 17 heures", "11-18 16:00"),
        ("fr", "d’ici 17h", "11-18 16:00"),
        ("fr", "au plus tard demain à 9 h", "11-19 08:00"),
        ("fr", "aujourd’hui 16h30", "11-18 15:30"),
        ("fr", "vendredi à 15h", "11-20 14:00"),
        ("fr", "demain midi", "11-19 11:00"),
        ("fr", "le 1er décembre à 10h", "12-01 09:00"),
        ("fr", "le 14 décembre 2026 à 10 h", "12-14 09:00"),
        ("fr", "5h de l'après-midi", "11-18 16:00"),
        ("fr", "8 h du soir", "11-18 19:00"),
        ("fr", "dans 2 heures", "11-18 17:01"),
        ("fr", "dans 2h", "11-18 17:01"),
        ("fr", "d'ici 2 heures", "11-18 17:01"),
        ("fr", "une demi-heure", "11-18 15:31"),
        ("en", "2h", "11-18 17:01"),
        ("de", "1h30", "11-18 16:31"),
        ("es", "hoy a las 16:30", "11-18 15:30"),
        ("es", "17h", "11-18 16:00"),
        ("es", "mañana a las 9", "11-19 08:00"),
        ("es", "el viernes a las 15:00", "11-20 14:00"),
        ("es", "pasado mañana 10:00", "11-20 09:00"),
        ("es", "mañana al mediodía", "11-19 11:00"),
        ("es", "a las 5 de la tarde", "11-18 16:00"),
        ("es", "el 14 de diciembre de 2026 a las 10", "12-14 09:00"),
        ("es", "en 2 horas", "11-18 17:01"),
        ("es", "media hora", "11-18 15:31"),
        ("ar", "الساعة 5:00 مساءً", "11-18 16:00"),
        ("ar", "اليوم 16:30", "11-18 15:30"),
        ("ar", "غدًا الساعة 9:00 صباحًا", "11-19 08:00"),
        ("ar", "غدًا ظهرًا", "11-19 11:00"),
        ("ar", "يوم الجمعة 3:00 م", "11-20 14:00"),
        ("ar", "١٧:٣٠", "11-18 16:30"),
        ("ar", "14 ديسمبر 10:00 ص", "12-14 09:00"),
        ("ar", "بعد 3 ساعات", "11-18 18:01"),
    ],
)
def test_times_of_every_language(language, text, at):
    found = read_time(
        text, now=NOW, calendar=CALENDAR, reader_zone=READER, writer_zone=DESK, language=language
    )
    assert found.at == utc(f"2026-{at}")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "2 de la noche"),
        ("es", "2 de la noche"),
        ("es", "12 de la noche"),
        ("fr", "25h"),
        ("ar", "2 ليلا"),
    ],
)
def test_an_hour_of_the_night_is_not_guessed(language, text):
    with pytest.raises((UnknownTime, PastTime)):
        read_time(text, now=NOW, calendar=CALENDAR, reader_zone=READER, writer_zone=DESK, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hours", [2, 25, 100, 24 * 16])
def test_what_a_page_says_can_be_typed(language, hours):
    """A requester may type a time back as we wrote it."""
    at = NOW.replace(second=0) + timedelta(hours=hours)
    words = said_time(at, zone=READER, language=language, now=NOW)
    found = read_time(
        words, now=NOW, calendar=CALENDAR, reader_zone=READER, writer_zone=DESK, language=language
    )
    assert found.at == at
