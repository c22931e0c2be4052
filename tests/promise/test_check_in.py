"""Waiting for the requester as tables: the desk of test_engine, the week of 23 November 2026 (26th: holiday)."""

from dataclasses import replace
from datetime import datetime

import pytest

from heard.promise import (
    Notice,
    OpenPromise,
    check_in_due,
    closing_day,
    is_closing_day,
    is_lapsed,
    is_waiting,
    may_announce,
    may_close,
    may_nudge,
    moments,
    owed_at,
    refusal,
    step_after,
    ways,
)
from promise.test_engine import RULES, facts, t

ASKED = OpenPromise(1, "check_in", t("Mon 10:00"), t("Wed 10:00"), agent=7, step=1)
CLOSING = OpenPromise(4, "closing", t("Mon 10:00"), t("+Tue 18:00"), agent=7, step=3)


@pytest.mark.parametrize(
    ("step", "now", "expected"),
    [
        (1, "Mon 10:00", "Wed 10:00"),
        (1, "Wed 10:00", "+Mon 10:00"),  # Thursday is a holiday
        (1, "Sat 12:00", "+Tue 12:00"),
        (1, "Mon 20:00", "Wed 18:00"),  # pulled back to closing
        (2, "Mon 10:00", "+Tue 10:00"),
        (3, "Mon 10:00", "+Tue 10:00"),
    ],
)
def test_when_we_look_in_next(step: int, now: str, expected: str) -> None:
    assert check_in_due(RULES, step, t(now)) == t(expected)


def test_the_closing_day_lasts_until_its_evening() -> None:
    assert closing_day(RULES, t("Mon 10:00")) == t("+Tue 18:00")


@pytest.mark.parametrize(
    ("standing", "now", "expected"),
    [
        (None, "Mon 10:00", 1),
        (replace(ASKED, kind="word", step=0), "Mon 10:00", 1),
        (ASKED, "Mon 15:00", 1),  # twice in a day is one check-in
        (ASKED, "Tue 9:59", 1),
        (ASKED, "Tue 10:00", 2),
        (replace(ASKED, step=2), "Wed 10:00", 3),
        (replace(ASKED, step=3), "Wed 10:00", 3),
        (replace(ASKED, kind="repair", step=2), "Wed 10:00", 3),
    ],
)
def test_how_far_it_is_to_the_notice(standing: OpenPromise | None, now: str, expected: int) -> None:
    assert step_after(RULES, standing, t(now)) == expected


@pytest.mark.parametrize(
    ("standing", "offered"),
    [
        (ASKED, ["waits", "next", "solves"]),
        (replace(ASKED, step=2), ["waits", "next", "solves"]),
        (replace(ASKED, step=3), ["waits", "closes", "next", "solves"]),
        (replace(ASKED, kind="repair", step=3, agent=None), ["waits", "closes", "next", "solves"]),
        (CLOSING, ["waits", "next", "solves"]),
    ],
)
def test_the_notice_is_offered_after_two_check_ins(standing: OpenPromise, offered: list[str]) -> None:
    assert ways(facts(standing), t("Tue 10:00")) == offered
    assert may_announce(standing) == ("closes" in offered)


def test_a_closing_day_is_not_missed_by_passing() -> None:
    assert not is_lapsed(CLOSING, t("+Wed 9:00")) and is_lapsed(ASKED, t("Wed 10:00"))
    assert is_closing_day(CLOSING, t("+Tue 18:00")) and not is_closing_day(CLOSING, t("+Tue 17:59"))
    assert not is_closing_day(ASKED, t("+Tue 18:00")) and not is_closing_day(None, t("+Tue 18:00"))


@pytest.mark.parametrize(
    ("notice", "closes"),
    [
        (Notice(left=True), True),
        (Notice(left=False), False),
        (Notice(left=True, unread=True), False),
        (Notice(left=True, unreached=True), False),
    ],
)
def test_never_while_a_word_may_be_owed(notice: Notice, closes: bool) -> None:
    assert may_close(notice) == closes


@pytest.mark.parametrize(
    ("standing", "kinds", "reason"),
    [(ASKED, ["warn", "lapse"], "check_in"), (CLOSING, ["close"], "closing")],
)
def test_what_happens_by_itself(standing: OpenPromise, kinds: list[str], reason: str) -> None:
    known = facts(standing)
    assert [moment.kind for moment in moments(known, RULES)] == kinds
    owing = owed_at(known, RULES)
    assert owing and (owing.at, owing.reason) == (standing.due_at, reason)


def test_nobody_asks_where_an_answer_is_that_we_wait_for_ourselves() -> None:
    late: datetime = t("Wed 10:01")
    assert is_waiting(ASKED)
    assert not may_nudge(RULES, facts(ASKED), late, last_nudge_at=None)
    assert may_nudge(RULES, facts(replace(ASKED, kind="word", step=0)), late, last_nudge_at=None)


def test_a_later_day_needs_somebody_who_agreed() -> None:
    later, usual = t("+Fri 10:00"), check_in_due(RULES, 2, t("Mon 10:00"))
    assert refusal(RULES, facts(ASKED), usual, t("Mon 10:00"), limit=usual) is None
    against = refusal(RULES, facts(ASKED), later, t("Mon 10:00"), limit=usual)
    assert against and against.code == "too_far"
    assert refusal(RULES, facts(ASKED), later, t("Mon 10:00"), limit=usual, agreed=True) is None
