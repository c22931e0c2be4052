"""A week learned from when things happened."""

import numpy as np
import pytest

from heard.forecast.week import HOUR, WEEK, week_of

MORNING = 9 * HOUR
OFFICE = np.concatenate([day * 24 * HOUR + np.arange(9, 17) * HOUR + 60 for day in range(5)])
"""Events on five days from 9 to 17 o'clock."""


def test_nights_and_weekends_count_for_little():
    week = week_of(np.tile(OFFICE, 10))
    day, night = week.to(15 * HOUR) - week.to(11 * HOUR), week.to(27 * HOUR) - week.to(23 * HOUR)
    assert day > 10 * night > 0


def test_a_whole_week_is_a_whole_week():
    week = week_of(np.tile(OFFICE, 10))
    assert week.to(MORNING + 3 * WEEK) - week.to(MORNING) == pytest.approx(3 * WEEK)


@pytest.mark.parametrize("instant", [0, 1, MORNING, 5 * WEEK - 1, 1_700_000_000.5])
def test_there_and_back(instant):
    week = week_of(np.tile(OFFICE, 10))
    assert week.back(week.to(instant)) == pytest.approx(instant, abs=0.01)
    assert week.to(instant) == pytest.approx(week.all_to(np.array([instant]))[0])


def test_from_few_events_nothing_is_learned():
    assert week_of(OFFICE).to(12345) == 12345
