"""A week as a desk lives it: how much of the work falls into each of its hours, learned from when things happened.

Durations are compared in this time, so that a night or a weekend in a wait counts for the little that happens in it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heard.forecast.log import Numbers

HOUR = 3600.0
HOURS = 168
WEEK = HOURS * HOUR
EVEN = 0.05
"""The part of all work spread evenly over the week: no hour counts for nothing."""
ENOUGH = 200


MARKS = np.arange(HOURS + 1) * HOUR


@dataclass(frozen=True, slots=True)
class Week:
    """`done[i]` seconds of work lie before hour i of a week that begins on a Thursday at 0:00 UTC, as epochs do."""

    done: Sequence[float]

    def all_to(self, instants: Numbers) -> Numbers:
        """UTC epoch seconds as seconds of work; a whole week has as many of each."""
        weeks, rest = np.divmod(instants, WEEK)
        return weeks * WEEK + np.interp(rest, MARKS, self.done)

    def to(self, instant: float) -> float:
        """The same for one instant."""
        weeks, rest = divmod(instant, WEEK)
        hour, rest = divmod(rest, HOUR)
        begin, end = self.done[int(hour)], self.done[int(hour) + 1]
        return weeks * WEEK + begin + (end - begin) * rest / HOUR

    def back(self, work: float) -> float:
        """The way back: seconds of work as UTC epoch seconds."""
        weeks, rest = divmod(work, WEEK)
        hour = min(bisect_right(self.done, rest), HOURS) - 1
        begin, end = self.done[hour], self.done[hour + 1]
        return weeks * WEEK + (hour + (rest - begin) / (end - begin)) * HOUR


def week_of(events: Numbers) -> Week:
    """The week in which these events (UTC epoch seconds) happened; an even one where they are too few."""
    if len(events) < ENOUGH:
        return Week(MARKS.tolist())
    counts = np.bincount((events // HOUR % HOURS).astype(np.int64), minlength=HOURS)
    smooth = (np.roll(counts, -1) + counts + np.roll(counts, 1)) / 3
    share = (1 - EVEN) * smooth / smooth.mean() + EVEN
    return Week(np.concatenate([[0.0], share.cumsum() * HOUR]).tolist())
