"""Shares, medians, and two times side by side.

The interval of a share is Wilson's score interval (E. B. Wilson, Probable inference, the law of succession, and
statistical inference, J. Am. Stat. Assoc. 22 (1927) 209-212): it stays within 0 and 1 and holds at small counts.
The interval of a difference is Newcombe's, from the two Wilson intervals (R. G. Newcombe, Interval estimation for
the difference between independent proportions, Stat. Med. 17 (1998) 873-890, method 10).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot, sqrt

Z = 1.959963984540054
"""The normal quantile of a 95 % interval."""
FEW = 30
"""Below so many a share is shown with its interval."""
FEWEST = 10
"""Below so many in either time nothing is said of a change."""


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `whole`."""

    count: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1; None of nothing."""
        return self.count / self.whole if self.whole else None

    @property
    def is_of_few(self) -> bool:
        """Whether it is shown with its interval."""
        return 0 < self.whole < FEW


def interval(count: int, whole: int, z: float = Z) -> tuple[float, float]:
    """Wilson's interval of a share; (0, 1) of nothing.

    Raises:
        ValueError: less than none, or more than all.
    """
    if not 0 <= count <= whole:
        raise ValueError(f"{count} of {whole} is no share")
    if not whole:
        return 0.0, 1.0
    p, zz = count / whole, z * z
    middle = (p + zz / (2 * whole)) / (1 + zz / whole)
    half = z * sqrt(p * (1 - p) / whole + zz / (4 * whole * whole)) / (1 + zz / whole)
    low = 0.0 if count == 0 else max(0.0, middle - half)
    return low, 1.0 if count == whole else min(1.0, middle + half)


def tenths(percent: int) -> int:
    """How a likelihood is said, "7 of 10": the nearest tenth, the upper one of two."""
    return (percent + 5) // 10


def said_as(count: int) -> tuple[int, int]:
    """The percents, both included, that are said as so many of ten."""
    return max(count * 10 - 5, 0), min(count * 10 + 4, 100)


def median(counted: Mapping[int | None, int]) -> int | None:
    """The middle of values given with how often each occurs; the upper one of two. None stands for what is not over
    yet, and is longer than anything; so it is None when half or more is not over, or nothing is there."""
    whole, so_far = sum(counted.values()), 0
    for value in sorted(value for value in counted if value is not None):
        so_far += counted[value]
        if so_far * 2 > whole:
            return value
    return None


@dataclass(frozen=True, slots=True)
class Change:
    """A share of one time beside that of the time before. `low` and `high` hold the difference (now less before)."""

    before: Share
    now: Share
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        """Whether the counts say that something changed: enough in both times, and no difference is outside."""
        enough = min(self.before.whole, self.now.whole) >= FEWEST
        return enough and (self.low > 0 or self.high < 0)

    @property
    def difference(self) -> float:
        """Now less before; 0 where there is nothing to compare."""
        return (
            (self.now.value or 0.0) - (self.before.value or 0.0)
            if self.before.whole and self.now.whole
            else 0.0
        )


def change(before: Share, now: Share, z: float = Z) -> Change:
    """Two times side by side, by Newcombe's interval; `z` is the normal quantile that says how sure it is."""
    low_before, high_before = interval(before.count, before.whole, z)
    low_now, high_now = interval(now.count, now.whole, z)
    if not (before.whole and now.whole):
        return Change(before, now, -1.0, 1.0)
    p_before, p_now = before.count / before.whole, now.count / now.whole
    difference = p_now - p_before
    low = difference - hypot(p_now - low_now, high_before - p_before)
    high = difference + hypot(high_now - p_now, p_before - low_before)
    return Change(before, now, low, high)
