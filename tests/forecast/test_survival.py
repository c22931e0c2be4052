"""Curves against tables worked by hand."""

import numpy as np
import pytest

from heard.forecast.survival import kaplan_meier, lasted


def curve(*waits: str):
    """The curve of waits as people note them: "6" ended after six, "6+" still ran after six."""
    seconds = np.array([float(wait.rstrip("+")) for wait in waits])
    return kaplan_meier(seconds, np.array([not wait.endswith("+") for wait in waits]))


LEUKAEMIA = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
"""Weeks in remission of 21 patients (Freireich and others, 1963), the table that textbooks work by hand."""


@pytest.mark.parametrize(
    ("weeks", "running"),
    [
        (5.9, 1),
        (6, 18 / 21),
        (7, 18 / 21 * 16 / 17),
        (10, 18 / 21 * 16 / 17 * 14 / 15),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
        (35, 0.448),
    ],
)
def test_the_curve_of_the_textbooks(weeks, running):
    assert curve(*LEUKAEMIA).beyond(weeks) == pytest.approx(running, abs=0.0006)


@pytest.mark.parametrize(
    ("waits", "level", "within"),
    [
        ("1 2 3 4 5", 0.8, 4),
        ("1 2 3 4 5", 0.79, 4),
        ("1 2 3 4 5", 0.81, 5),
        ("5 4 3 2 1", 0.2, 1),
        ("1 2 3 4+ 5+", 0.6, 3),
        ("1 2 3 4+ 5+", 0.61, None),
        ("1 2+ 3", 0.9, 3),
        ("2 2 2+ 2+", 0.5, 2),
        ("2 2 2+ 2+", 0.51, None),
        ("3+ 3+", 0.1, None),
        ("0 0 7", 0.6, 0),
    ],
)
def test_the_time_within_which_a_share_has_ended(waits, level, within):
    assert curve(*waits.split()).within(level) == within


def test_at_a_tie_what_still_ran_was_at_risk():
    assert curve("4", "4+").beyond(4) == 0.5
    assert curve("4+", "4").beyond(4) == 0.5


def test_what_has_lasted_so_long_already_is_compared_with_what_lasted_as_long():
    whole = curve(*"1 1 1 1 6 7 8 9".split())
    assert whole.within(0.5) == 1
    assert whole.within(0.5, elapsed=2) == 7
    assert whole.ended(7, elapsed=2) == 0.5
    assert whole.ended(9, elapsed=9) is None
    assert whole.ended(7) == 0.75


def test_leaving_out_what_still_runs_makes_waits_too_short():
    seconds, finished = np.array([1.0, 2, 9, 9, 9]), np.array([True, True, False, False, False])
    assert kaplan_meier(seconds, finished).within(0.8) is None
    assert kaplan_meier(seconds[finished], finished[finished]).within(0.8) == 2


def test_a_weight_of_two_is_two_waits():
    past = lasted(np.array([3.0, 1, 2]), np.array([True, True, False]))
    twice = past.curve(np.array([2.0, 1, 1])[past.order])
    assert twice.beyond(1) == curve("3", "3", "1", "2+").beyond(1)
    assert twice.beyond(2.5) == curve("3", "3", "1", "2+").beyond(2.5)
