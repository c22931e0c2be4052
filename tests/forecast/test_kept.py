"""What was learned is stored and read back the same, and says nothing from too little."""

import io
import json

import numpy as np
import pytest

from forecast.logs import DAY, START
from heard.forecast.kept import OtherForm, Step, learned, unpacked


def steps(count: int) -> list[Step]:
    """Waits of the quick, half a day, and of the slow, five."""
    made = []
    for i in range(count):
        group, began = ("quick", "slow")[i % 2], START + i * DAY / 4
        lasts = DAY * (0.5 if group == "quick" else 5) * (0.8 + i % 5 / 10)
        made.append(Step(i, began, began, began + lasts, (group, str(i % 3))))
    return made


NAMES = ("group", "other")
NOW = START + 60 * DAY


def asked(known, group: str, days: float) -> float | None:
    step = Step(-1, NOW, NOW, None, (group, "never seen"))
    outlook = known.outlook(step, at=NOW)
    return outlook and outlook.ended(days * DAY)


def test_groups_are_told_apart_and_a_value_never_seen_is_like_none():
    known = learned(steps(200), NAMES, at=NOW)
    assert known.told_by == ("group",)
    assert asked(known, "quick", 1) > 0.8
    assert asked(known, "slow", 1) < 0.2
    assert 0.3 < asked(known, "neither", 1) < 0.7


def test_stored_and_read_it_says_the_same():
    known = learned(steps(200), NAMES, at=NOW)
    again = unpacked(known.packed())
    assert again.told_by == known.told_by
    for group in ("quick", "slow"):
        assert [asked(again, group, days / 4) for days in range(30)] == [
            asked(known, group, days / 4) for days in range(30)
        ]


def test_it_leans_on_tickets_alike_that_have_ended():
    known = learned(steps(200), NAMES, at=NOW)
    leans = known.outlook(Step(-1, NOW, NOW, None, ("slow", "0")), at=NOW).leans_on()
    assert len(set(leans)) == 5
    assert all(ticket % 2 == 1 for ticket in leans)


def test_a_wait_that_lasts_already_is_compared_with_those_that_lasted_as_long():
    known = learned(steps(200), NAMES, at=NOW)
    step = Step(-1, NOW - DAY, NOW - DAY, None, ("slow", "0"))
    later = known.outlook(step, at=NOW).ended(4 * DAY)
    assert later is not None and 0 < later < 0.5


@pytest.mark.parametrize("count", [0, 1, 29])
def test_from_too_little_nothing_is_said(count):
    assert asked(learned(steps(count), NAMES, at=NOW), "quick", 1) is None


def test_another_form_is_not_read():
    file = io.BytesIO()
    np.savez(file, said=np.frombuffer(json.dumps({"form": 0}).encode(), dtype=np.uint8))
    with pytest.raises(OtherForm):
        unpacked(file.getvalue())
