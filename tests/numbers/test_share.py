"""Shares and medians, by worked examples."""

import pytest

from heard.numbers import Share, change, interval, median


@pytest.mark.parametrize(
    ("count", "whole", "low", "high"),
    [
        # Newcombe 1998 (Stat. Med. 17, 857-872), table I, method 3.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_of_a_share(count: int, whole: int, low: float, high: float) -> None:
    assert interval(count, whole) == pytest.approx((low, high), abs=5e-5)


def test_no_share_is_more_than_all() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        interval(3, 2)


@pytest.mark.parametrize(
    ("before", "now", "low", "high"),
    [
        # Newcombe 1998 (Stat. Med. 17, 873-890), table II, method 10: 56/70 against 48/80, 9/10 against 3/10.
        ((48, 80), (56, 70), 0.0524, 0.3339),
        ((3, 10), (9, 10), 0.1705, 0.8090),
        ((0, 10), (10, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_change(
    before: tuple[int, int], now: tuple[int, int], low: float, high: float
) -> None:
    found = change(Share(*before), Share(*now))
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.is_known


@pytest.mark.parametrize(
    ("before", "now"),
    [((1, 9), (9, 9)), ((9, 10), (8, 10)), ((0, 0), (10, 10)), ((50, 100), (55, 100))],
)
def test_few_counts_and_small_differences_say_nothing(before: tuple[int, int], now: tuple[int, int]) -> None:
    assert not change(Share(*before), Share(*now)).is_known


@pytest.mark.parametrize(
    ("counted", "middle"),
    [
        ({}, None),
        ({5: 1}, 5),
        ({5: 1, 7: 1}, 7),
        ({5: 2, 7: 1}, 5),
        ({5: 2, None: 1}, 5),
        ({5: 1, None: 1}, None),
        ({0: 1, 1: 1, 9: 1}, 1),
    ],
)
def test_what_is_not_over_is_longer_than_anything(counted: dict[int | None, int], middle: int | None) -> None:
    assert median(counted) == middle
