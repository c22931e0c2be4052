"""The calendar in tables: what people expect of it, the nights on which clocks change, and the edges of time.

The bulk of the proof is in test_hours_oracle.py; here are the decisions.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.hours import Calendar, Schedule, calendar_for

HOUR = 3600
LUNCH = ((540, 720), (780, 1080))
OFFICE = (LUNCH,) * 5 + ((), ())
BERLIN = Calendar(Schedule("Europe/Berlin", OFFICE, country="DE", region="BE"))
ROUND_THE_CLOCK = Calendar(Schedule("Europe/Berlin", (((0, 1440),),) * 7))
NIGHT = Calendar(Schedule("Europe/Berlin", (((0, 360), (1320, 1440)),) * 7))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# November 2026 in Berlin is UTC+1: open 8 to 11 and 12 to 17 UTC. The 16th is a Monday.
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-16 08:00", 2, "2026-11-16 10:00"),
        ("2026-11-16 08:00", 3, "2026-11-16 11:00"),  # lunch begins: there, not after it
        ("2026-11-16 08:00", 4, "2026-11-16 13:00"),
        ("2026-11-16 11:30", 1, "2026-11-16 13:00"),
        ("2026-11-16 08:00", 8, "2026-11-16 17:00"),  # closing, not the next opening
        ("2026-11-20 16:50", 1, "2026-11-23 08:50"),  # over the weekend
        ("2026-11-21 12:00", 1, "2026-11-23 09:00"),
        ("2026-11-16 05:00", 0, "2026-11-16 05:00"),
        ("2026-04-02 15:00", 2, "2026-04-07 08:00"),  # Easter, summer time: open 7 to 10 UTC
    ],
)
def test_add(start: str, hours: int, end: str) -> None:
    assert BERLIN.add(utc(start), hours * HOUR) == utc(end)


@pytest.mark.parametrize(
    ("end", "hours", "start"),
    [
        ("2026-11-16 17:00", 1, "2026-11-16 16:00"),
        ("2026-11-16 17:00", 5, "2026-11-16 12:00"),  # the opening after lunch, not the closing before it
        ("2026-11-16 17:00", 8, "2026-11-16 08:00"),
        ("2026-11-16 08:30", 1, "2026-11-13 16:30"),
        ("2026-11-15 12:00", 0, "2026-11-15 12:00"),
    ],
)
def test_subtract(end: str, hours: int, start: str) -> None:
    assert BERLIN.subtract(utc(end), hours * HOUR) == utc(start)


def test_between_is_signed() -> None:
    monday, tuesday = utc("2026-11-16 10:00"), utc("2026-11-17 10:00")
    assert BERLIN.between(monday, tuesday) == 8 * HOUR
    assert BERLIN.between(tuesday, monday) == -8 * HOUR


@pytest.mark.parametrize(
    ("at", "is_open", "within", "opens", "closes", "closed_before"),
    [
        ("07:59:59", False, False, "08:00:00", "11:00:00", None),
        ("08:00:00", True, True, "08:00:00", "11:00:00", "08:00:00"),
        ("10:59:59", True, True, "10:59:59", "11:00:00", "10:59:59"),
        ("11:00:00", False, True, "12:00:00", "17:00:00", "11:00:00"),
        ("11:00:01", False, False, "12:00:00", "17:00:00", "11:00:00"),
        ("16:00:00", True, True, "16:00:00", "17:00:00", "16:00:00"),
    ],
)
def test_an_instant_and_the_hours_around_it(
    at: str, is_open: bool, within: bool, opens: str, closes: str, closed_before: str | None
) -> None:
    def monday(clock: str) -> datetime:
        return utc(f"2026-11-16 {clock}")

    assert BERLIN.is_open(monday(at)) is is_open
    assert BERLIN.within(monday(at)) is within
    assert BERLIN.opens_after(monday(at)) == monday(opens)
    assert BERLIN.closes_after(monday(at)) == monday(closes)
    friday = utc("2026-11-13 17:00")
    assert BERLIN.closes_before(monday(at)) == (monday(closed_before) if closed_before else friday)


@pytest.mark.parametrize(
    ("at", "n", "then"),
    [
        ("2026-11-16 09:30", 1, "2026-11-17 09:30"),
        ("2026-11-16 09:30", 5, "2026-11-23 09:30"),
        ("2026-11-20 17:00", 1, "2026-11-23 17:00"),  # at closing counts as inside
        ("2026-11-16 19:30", 1, "2026-11-17 17:00"),  # evening: pulled back to closing
        ("2026-11-16 11:40", 1, "2026-11-17 11:00"),  # lunch: pulled back as well, never later than said
        ("2026-11-16 12:00", 1, "2026-11-17 12:00"),
        ("2026-11-16 05:00", 1, "2026-11-17 08:00"),  # before the day begins: its first opening
        ("2026-11-21 09:30", 1, "2026-11-23 09:30"),
        ("2026-12-23 09:30", 2, "2026-12-28 09:30"),  # two holidays and a weekend
        ("2026-03-27 09:30", 1, "2026-03-30 08:30"),  # the same time of day after the clocks changed
    ],
)
def test_business_days(at: str, n: int, then: str) -> None:
    assert BERLIN.business_days(utc(at), n) == utc(then)


def test_days() -> None:
    friday = utc("2026-11-20 09:00")
    assert BERLIN.day_end(friday) == utc("2026-11-20 17:00")
    assert BERLIN.day_end(utc("2026-11-21 09:00")) is None
    assert BERLIN.closing_on(date(2026, 11, 20)) == utc("2026-11-20 17:00")
    assert BERLIN.opening_day_end(friday, 2) == utc("2026-11-24 17:00")
    assert BERLIN.opening_day(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert BERLIN.is_opening_day(date(2026, 12, 24))
    assert not BERLIN.is_opening_day(date(2026, 12, 25))
    assert BERLIN.local_date(utc("2026-11-20 23:30")) == date(2026, 11, 21)


@pytest.mark.parametrize("n", [0, -1])
def test_days_count_from_one(n: int) -> None:
    with pytest.raises(ValueError, match="from 1"):
        BERLIN.opening_day_end(utc("2026-11-20 09:00"), n)
    with pytest.raises(ValueError, match="from 1"):
        BERLIN.business_days(utc("2026-11-20 09:00"), n)


def test_a_night_is_one_stretch_but_two_days() -> None:
    evening = utc("2026-11-16 22:00")
    assert NIGHT.closes_after(evening) == utc("2026-11-17 05:00")
    assert NIGHT.day_end(evening) == utc("2026-11-16 23:00")
    assert NIGHT.add(evening, 7 * HOUR) == utc("2026-11-17 05:00")


def test_a_desk_that_never_closes_says_none() -> None:
    now = utc("2026-11-16 22:00")
    assert ROUND_THE_CLOCK.closes_after(now) is None
    assert ROUND_THE_CLOCK.opens_after(now) == now
    assert ROUND_THE_CLOCK.day_end(now) == utc("2026-11-16 23:00")
    assert ROUND_THE_CLOCK.add(now, 1000 * HOUR) == now + timedelta(hours=1000)


def test_a_desk_open_until_its_next_holiday_closes_there() -> None:
    calendar = Calendar(Schedule("Europe/Berlin", (((0, 1440),),) * 7, country="DE"))
    assert calendar.closes_after(utc("2026-05-26 10:00")) == utc("2026-10-02 22:00")


def open_seconds(zone: str, day: str, *hours: tuple[int, int]) -> int:
    """Working seconds around one day with the given hours, in a week that opens else on no day near it."""
    at = date.fromisoformat(day)
    others = tuple(((0, 1),) if n == (at.weekday() + 4) % 7 else () for n in range(7))
    calendar = Calendar(Schedule(zone, others, special=((at, hours),)))
    noon = datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
    return calendar.between(noon - timedelta(hours=48), noon + timedelta(hours=48))


@pytest.mark.parametrize(
    ("zone", "day", "hours", "minutes"),
    [
        ("Europe/Berlin", "2026-03-29", (120, 180), 0),  # the skipped hour does not exist
        ("Europe/Berlin", "2026-03-29", (60, 240), 120),
        ("Europe/Berlin", "2026-03-29", (0, 1440), 23 * 60),
        ("Europe/Berlin", "2026-10-25", (120, 180), 120),  # the repeated hour is worked twice
        ("Europe/Berlin", "2026-10-25", (135, 150), 30),
        ("Europe/Berlin", "2026-10-25", (0, 1440), 25 * 60),
        ("Australia/Lord_Howe", "2026-04-05", (0, 1440), 24 * 60 + 30),
        ("Australia/Lord_Howe", "2026-10-04", (0, 1440), 23 * 60 + 30),
        ("Asia/Beirut", "2026-03-29", (0, 60), 0),  # shifts at midnight
        ("Asia/Beirut", "2026-10-24", (1380, 1440), 120),
        ("Africa/Cairo", "2026-04-24", (0, 120), 60),
        (
            "America/St_Johns",
            "2006-10-29",
            (0, 1),
            2,
        ),  # at 0:01 back into the day before
        ("America/St_Johns", "2006-10-28", (1380, 1440), 60 + 59),
        ("Pacific/Apia", "2011-12-30", (0, 1440), 0),  # a day that never was
    ],
)
def test_the_wall_clock_decides(zone: str, day: str, hours: tuple[int, int], minutes: int) -> None:
    assert open_seconds(zone, day, hours) == minutes * 60


def test_a_day_that_never_was_is_no_opening_day() -> None:
    apia = Calendar(Schedule("Pacific/Apia", (((540, 1020),),) * 7))
    assert not apia.is_opening_day(date(2011, 12, 30))
    assert apia.opening_day(date(2011, 12, 29), 1) == date(2011, 12, 31)


def test_a_skipped_or_repeated_time_of_day() -> None:
    on_the_eve = utc("2026-03-28 01:30")  # 02:30 in Berlin
    assert ROUND_THE_CLOCK.business_days(on_the_eve, 1) == utc("2026-03-29 01:30")  # read as 03:30
    assert ROUND_THE_CLOCK.business_days(utc("2026-10-24 00:30"), 1) == utc("2026-10-25 00:30")  # the first


@pytest.mark.parametrize("year", [1970, 1990, 1991, 2026, 2050, 2099, 2100])
def test_a_century_is_reached_and_agrees_with_itself(year: int) -> None:
    calendar = Calendar(BERLIN.schedule)
    start = datetime(year, 1, 3, 6, tzinfo=UTC)
    for months in range(12):
        at = start + timedelta(days=30 * months)
        assert calendar.between(at, calendar.add(at, 100_000)) == 100_000
        assert calendar.opens_after(at) <= calendar.add(at, 1)


def test_far_questions_reach_from_one_end_to_the_other() -> None:
    calendar = Calendar(BERLIN.schedule)
    start = utc("1990-01-02 08:00")
    work = calendar.between(start, utc("2099-12-30 17:00"))
    assert calendar.add(start, work) == utc("2099-12-30 17:00")
    assert calendar.subtract(utc("2099-12-30 17:00"), work) == start


def test_beyond_the_known_years_it_raises_and_never_guesses() -> None:
    with pytest.raises(ValueError, match="2100"):
        BERLIN.add(utc("2100-12-01 08:00"), 10**9)
    with pytest.raises(ValueError, match="1970"):
        BERLIN.subtract(utc("1970-02-01 08:00"), 10**9)
    with pytest.raises(ValueError, match="2101 is outside"):
        BERLIN.is_open(utc("2101-01-02 08:00"))


@pytest.mark.parametrize("at", [datetime(2026, 1, 5, 9), datetime(2026, 1, 5, 9, 0, 0, 1, tzinfo=UTC)])  # noqa: DTZ001
def test_naive_and_broken_instants_are_refused(at: datetime) -> None:
    for ask in (BERLIN.is_open, BERLIN.opens_after, BERLIN.day_end, lambda at: BERLIN.business_days(at, 1)):
        with pytest.raises(ValueError, match="has a zone and whole seconds"):
            ask(at)


def test_a_desk_closed_for_years_opens_again_in_the_end() -> None:
    years = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(6 * 365))
    calendar = Calendar(Schedule("UTC", OFFICE, closed=years))
    assert calendar.add(utc("2028-06-01 08:00"), HOUR) == utc("2031-12-31 10:00")
    assert Calendar(calendar.schedule).subtract(utc("2028-06-01 08:00"), HOUR) == utc("2025-12-31 17:00")
    assert Calendar(calendar.schedule).opens_after(utc("2028-06-01 08:00")) == utc("2031-12-31 09:00")
    assert Calendar(calendar.schedule).closes_before(utc("2028-06-01 08:00")) == utc("2025-12-31 18:00")
    assert Calendar(calendar.schedule).opening_day(date(2028, 6, 1), 1) == date(2031, 12, 31)


def test_negative_work_is_refused() -> None:
    for ask in (BERLIN.add, BERLIN.subtract):
        with pytest.raises(ValueError, match="negative"):
            ask(utc("2026-11-16 10:00"), -1)


def test_any_zone_may_come_in_and_utc_comes_out() -> None:
    tokyo = timezone(timedelta(hours=9))
    answer = BERLIN.add(utc("2026-11-16 10:00").astimezone(tokyo), 60)
    assert answer == utc("2026-11-16 10:01")
    assert answer.tzinfo is UTC
    assert BERLIN.add(utc("2026-11-16 10:00").astimezone(tokyo), 0).tzinfo is UTC


def test_one_calendar_per_schedule() -> None:
    twin = Schedule("Europe/Berlin", OFFICE, country="DE", region="BE")
    assert calendar_for(twin) is calendar_for(BERLIN.schedule)


def test_threads_that_reach_out_at_once_get_the_same_answers() -> None:
    starts = [datetime(year, 3, 1, 9, tzinfo=UTC) for year in range(1975, 2095, 3)]
    expected = [BERLIN.add(start, 10_000_000) for start in starts]
    shared = Calendar(BERLIN.schedule)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda start: shared.add(start, 10_000_000), starts)) == expected


law = settings(deadline=None)  # the first question lays out years
DESKS = (
    BERLIN,
    NIGHT,
    ROUND_THE_CLOCK,
    Calendar(Schedule("Australia/Lord_Howe", (((60, 150), (165, 600)),) * 7, country="AU", region="NSW")),
    Calendar(Schedule("Asia/Kathmandu", ((), (), (), (), (), ((0, 1440),), ((1439, 1440),)))),
)
desks = st.sampled_from(DESKS)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
work = st.integers(1, 400 * HOUR)


@law
@given(desks, instants, work)
def test_add_does_exactly_the_work(desk: Calendar, start: datetime, seconds: int) -> None:
    end = desk.add(start, seconds)
    assert desk.between(start, end) == seconds
    assert desk.between(start, end - timedelta(seconds=1)) == seconds - 1  # and no later than it must
    assert desk.within(end)


@law
@given(desks, instants, work)
def test_subtract_leaves_exactly_the_work(desk: Calendar, end: datetime, seconds: int) -> None:
    start = desk.subtract(end, seconds)
    assert desk.between(start, end) == seconds
    assert desk.between(start + timedelta(seconds=1), end) == seconds - 1
    assert desk.is_open(start)


@law
@given(desks, instants, work)
def test_add_undoes_subtract(desk: Calendar, at: datetime, seconds: int) -> None:
    opened, closed = desk.opens_after(at), desk.closes_before(at)
    assert desk.subtract(desk.add(opened, seconds), seconds) == opened
    assert desk.add(desk.subtract(closed, seconds), seconds) == closed


@law
@given(desks, instants, instants, work, work)
def test_more_is_never_earlier(desk: Calendar, a: datetime, b: datetime, m: int, n: int) -> None:
    (first, second), (less, more) = sorted((a, b)), sorted((m, n))
    assert desk.add(first, less) <= desk.add(second, less)
    assert desk.add(first, less) <= desk.add(first, more)
    assert desk.subtract(first, more) <= desk.subtract(second, less)
    assert desk.business_days(first, 1) <= desk.business_days(first, 2)


@law
@given(desks, instants, instants, instants)
def test_between_adds_up(desk: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    assert desk.between(a, b) + desk.between(b, c) == desk.between(a, c)
    assert abs(desk.between(a, b)) <= abs((b - a).total_seconds())


@law
@given(desks, instants, work, work)
def test_two_adds_are_one(desk: Calendar, start: datetime, m: int, n: int) -> None:
    assert desk.add(desk.add(start, m), n) == desk.add(start, m + n)


@law
@given(desks, instants, st.integers(1, 30))
def test_business_days_land_inside_hours_on_an_opening_day(desk: Calendar, at: datetime, n: int) -> None:
    due = desk.business_days(at, n)
    assert desk.within(due)
    assert due <= desk.opening_day_end(at, n)
    assert due > at
