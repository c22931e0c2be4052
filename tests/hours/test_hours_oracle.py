"""The calendar and the minute-walking oracle agree: 20,700 questions here, any number with agree.py."""

import pytest

from hours.agree import ODD, differences, shift_days

pytestmark = pytest.mark.filterwarnings("ignore:Requested Holidays are available only")


@pytest.mark.parametrize("zone", ODD)
def test_calendar_and_oracle_agree(zone: str) -> None:
    assert differences(zone, seed=1, cases=1150) == []


def test_the_cases_gather_at_real_shifts() -> None:
    assert len(shift_days("Europe/Berlin")) == 32
    assert len(shift_days("Africa/Casablanca")) >= 10
    assert shift_days("Asia/Kathmandu") == ()
