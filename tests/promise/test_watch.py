"""The rota and the watch as tables: who should have it when, which minutes nobody had, what the light says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heard.hours import Schedule, calendar_for
from heard.promise import (
    Minding,
    Policy,
    Rota,
    Rules,
    Shift,
    Taken,
    Turn,
    lasts_until,
    light,
    missed_since,
    turns,
    untaken,
    untaken_minutes,
    untaken_since,
    who_should,
)

ZONE = "America/New_York"
OFFICE = Schedule(zone=ZONE, week=(((540, 1080),),) * 5 + ((), ()), country="US")
RULES = Rules(Policy(), calendar_for(OFFICE))
ALLIE, BOB, CARLA = 1, 2, 3
WEEK = Rota(
    zone=ZONE,
    shifts=tuple(
        Shift(agent, day, *span)
        for day in range(5)
        for agent, span in ((ALLIE, (540, 780)), (BOB, (780, 1080)))
    ),
)


def t(text: str) -> datetime:
    """ "Mon 9:02" of the week of 23 November 2026 (the 26th is Thanksgiving)."""
    day, clock = text.split()
    number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
    hour, minute = clock.split(":")
    local = datetime(2026, 11, 23, int(hour), int(minute), tzinfo=ZoneInfo(ZONE)) + timedelta(days=number)
    return local.astimezone(UTC)


def had(*spans: tuple[str, str]) -> tuple[Taken, ...]:
    return tuple(Taken(t(since), t(until)) for since, until in spans)


@pytest.mark.parametrize(
    ("at", "who"),
    [
        ("Mon 8:59", None),
        ("Mon 9:00", ALLIE),
        ("Mon 12:59", ALLIE),
        ("Mon 13:00", BOB),
        ("Mon 18:00", None),
        ("Sat 10:00", None),
    ],
)
def test_the_week_says_who_should(at: str, who: int | None) -> None:
    assert who_should(WEEK, t(at)) == who


@pytest.mark.parametrize(
    ("exceptions", "calendars", "who"),
    [
        ([], [CARLA], CARLA),
        ([BOB], [CARLA], BOB),
        ([BOB, CARLA], [], CARLA),
        ([None], [CARLA], None),
    ],
    ids=[
        "a calendar wins over the week",
        "an exception over a calendar",
        "the latest",
        "nobody, by exception",
    ],
)
def test_what_wins(exceptions: list[int | None], calendars: list[int], who: int | None) -> None:
    spans = [
        [Turn(agent, t("Mon 10:00"), t("Mon 11:00")) for agent in group] for group in (calendars, exceptions)
    ]
    rota = Rota(ZONE, WEEK.shifts, tuple(spans[0]), tuple(spans[1]))
    assert who_should(rota, t("Mon 10:30")) == who
    assert who_should(rota, t("Mon 11:00")) == ALLIE


def test_turns_follow_each_other_and_are_joined() -> None:
    rota = Rota(ZONE, WEEK.shifts, exceptions=(Turn(BOB, t("Mon 12:00"), t("Mon 14:00")),))
    found = turns(rota, t("Mon 0:00"), t("Tue 10:00"))
    assert [(turn.agent, turn.starts_at, turn.ends_at) for turn in found] == [
        (ALLIE, t("Mon 9:00"), t("Mon 12:00")),
        (BOB, t("Mon 12:00"), t("Mon 18:00")),
        (ALLIE, t("Tue 9:00"), t("Tue 10:00")),
    ]


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2027-03-14", 23), ("2027-11-07", 25), ("2027-11-08", 24)],
    ids=["spring", "autumn", "a day"],
)
def test_a_shift_of_a_whole_day_is_as_long_as_that_day(day: str, hours: int) -> None:
    rota = Rota(ZONE, tuple(Shift(ALLIE, number, 0, 1440) for number in range(7)))
    start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(ZONE))
    (turn,) = turns(rota, start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC))
    assert turn.ends_at - turn.starts_at == timedelta(hours=hours)


def test_a_shift_in_a_skipped_hour_is_none() -> None:
    rota = Rota(ZONE, (Shift(ALLIE, 6, 120, 180),))
    start = datetime(2027, 3, 14, 0, 0, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    assert turns(rota, start, start + timedelta(hours=20)) == []


@pytest.mark.parametrize(
    ("taken", "ends"),
    [
        ("Mon 9:00", "Mon 18:00"),
        ("Mon 5:30", "Mon 17:30"),
        ("Mon 20:00", "Tue 8:00"),
        ("Sat 10:00", "Sat 22:00"),
    ],
    ids=["to closing", "twelve hours at most", "after closing", "on a closed day"],
)
def test_a_watch_ends_by_itself(taken: str, ends: str) -> None:
    assert lasts_until(RULES, t(taken)) == t(ends)


def test_where_the_desk_never_closes_a_watch_lasts_twelve_hours() -> None:
    always = Rules(Policy(), calendar_for(Schedule(zone=ZONE, week=(((0, 1440),),) * 7)))
    assert lasts_until(always, t("Mon 20:00")) == t("Tue 8:00")


@pytest.mark.parametrize(
    ("taken", "since", "until", "gaps"),
    [
        ([], "Mon 9:00", "Mon 18:00", [("Mon 9:00", "Mon 18:00", 540)]),
        ([("Mon 9:00", "Mon 18:00")], "Mon 0:00", "Tue 0:00", []),
        ([("Mon 9:10", "Mon 18:00")], "Mon 0:00", "Tue 0:00", []),
        ([("Mon 9:11", "Mon 18:00")], "Mon 0:00", "Tue 0:00", [("Mon 9:00", "Mon 9:11", 11)]),
        ([("Mon 9:00", "Mon 12:00")], "Mon 0:00", "Mon 12:10", []),
        ([("Mon 9:00", "Mon 12:00")], "Mon 0:00", "Mon 12:30", [("Mon 12:00", "Mon 12:30", 30)]),
        (
            [("Mon 9:00", "Mon 17:00"), ("Tue 9:08", "Tue 18:00")],
            "Mon 0:00",
            "Tue 18:00",
            [("Mon 17:00", "Mon 18:00", 60)],
        ),
        ([("Wed 9:00", "Wed 18:00")], "Wed 9:00", "Fri 9:30", [("Fri 9:00", "Fri 9:30", 30)]),
        ([("Mon 8:00", "Mon 13:00"), ("Mon 12:00", "Mon 18:00")], "Mon 0:00", "Tue 0:00", []),
    ],
    ids=[
        "nobody all day",
        "somebody all day",
        "within the grace",
        "over it: all of it counts",
        "a short break",
        "a long one",
        "each morning has its own grace",
        "a holiday counts nothing",
        "two at once",
    ],
)
def test_minutes_nobody_had_it(
    taken: list[tuple[str, str]], since: str, until: str, gaps: list[tuple[str, str, int]]
) -> None:
    found = untaken(RULES, had(*taken), t(since), t(until))
    assert [(gap.since, gap.until, gap.seconds // 60) for gap in found] == [
        (t(a), t(b), n) for a, b, n in gaps
    ]
    assert untaken_minutes(found) == sum(n for *_, n in gaps)


def test_the_hour_that_comes_twice_counts_twice() -> None:
    always = Rules(Policy(), calendar_for(Schedule(zone=ZONE, week=(((0, 1440),),) * 7)))
    start = datetime(2027, 11, 7, tzinfo=ZoneInfo(ZONE))
    gaps = untaken(always, (), start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC))
    assert untaken_minutes(gaps) == 25 * 60


KEPT = t("Mon 0:00")


@pytest.mark.parametrize(
    ("minding", "now", "since", "missed"),
    [
        (Minding(kept_since=KEPT), "Mon 8:30", None, None),
        (Minding(kept_since=KEPT), "Mon 9:00", "Mon 9:00", None),
        (Minding(kept_since=KEPT), "Mon 9:09", "Mon 9:00", None),
        (Minding(kept_since=KEPT), "Mon 9:10", "Mon 9:00", "Mon 9:00"),
        (Minding(kept_since=KEPT, has=ALLIE), "Mon 9:30", None, None),
        (
            Minding(kept_since=KEPT, taken=had(("Mon 9:00", "Mon 12:00"))),
            "Mon 12:30",
            "Mon 12:00",
            "Mon 12:00",
        ),
        (Minding(kept_since=t("Mon 9:55")), "Mon 10:00", "Mon 9:55", None),
        (Minding(), "Mon 10:00", None, None),
        (Minding(kept_since=t("Thu 0:00")), "Thu 11:00", None, None),
    ],
    ids=["closed", "opens", "grace", "over", "taken", "put down", "a rota since", "no rota", "a holiday"],
)
def test_since_when_nobody_has_it(minding: Minding, now: str, since: str | None, missed: str | None) -> None:
    assert untaken_since(RULES, minding, t(now)) == (t(since) if since else None)
    assert missed_since(RULES, minding, t(now)) == (t(missed) if missed else None)


@pytest.mark.parametrize(
    ("minding", "now", "reasons"),
    [
        (
            Minding(kept_since=KEPT, has=ALLIE, should=ALLIE, should_since=t("Mon 9:00")),
            "Mon 10:00",
            ["fine taken"],
        ),
        (
            Minding(kept_since=KEPT, has=ALLIE, should=BOB, should_since=t("Mon 13:00")),
            "Mon 13:09",
            ["fine taken"],
        ),
        (
            Minding(kept_since=KEPT, has=ALLIE, should=BOB, should_since=t("Mon 13:00")),
            "Mon 13:10",
            ["warn relief", "fine taken"],
        ),
        (Minding(kept_since=KEPT), "Mon 9:05", ["warn untaken"]),
        (Minding(kept_since=KEPT), "Mon 9:15", ["red untaken"]),
        (Minding(kept_since=KEPT), "Mon 19:00", ["fine closed"]),
        (Minding(), "Mon 10:00", ["fine no_rota"]),
        (Minding(has=BOB, unopened_at=t("Mon 9:00")), "Mon 9:14", ["fine taken"]),
        (Minding(has=BOB, unopened_at=t("Mon 9:00")), "Mon 9:15", ["warn unopened", "fine taken"]),
        (Minding(has=BOB, unopened_at=t("Mon 9:00")), "Mon 10:00", ["red unopened", "fine taken"]),
        (Minding(kept_since=KEPT, unopened_at=t("Mon 9:00")), "Mon 10:00", ["red untaken", "red unopened"]),
    ],
)
def test_the_light_and_its_reasons(minding: Minding, now: str, reasons: list[str]) -> None:
    found = light(RULES, minding, t(now))
    assert [f"{reason.state} {reason.kind}" for reason in found] == reasons


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 600)), max_size=8),
    st.integers(0, 3000),
    st.integers(1, 4000),
)
def test_gaps_agree_with_a_walk_minute_by_minute(
    spans: list[tuple[int, int]], since: int, length: int
) -> None:
    """Without grace the gaps are just the open minutes in which nobody had it."""
    rules = Rules(Policy(watch_grace=0), RULES.calendar)
    start = t("Mon 0:00")

    def at(minute: int) -> datetime:
        return start + timedelta(minutes=minute)

    taken = [Taken(at(begin), at(begin + long)) for begin, long in spans]
    walked = sum(
        rules.calendar.is_open(at(minute)) and not any(one.since <= at(minute) < one.until for one in taken)
        for minute in range(since, since + length)
    )
    assert untaken_minutes(untaken(rules, taken, at(since), at(since + length))) == walked
