"""How waits end when some have not ended yet: Kaplan and Meier's curve, with weights, and what is read from it.

A wait that is still running is censored: we know that it is longer than it has lasted, and no more. Leaving it out
would say that waits are shorter than they are.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heard.forecast.log import Numbers

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Curve:
    """After `seconds[i]` a share of `running[i]` of the waits still goes on. Both sorted; seconds may repeat."""

    seconds: Sequence[float]
    running: Numbers

    def within(self, level: float, *, elapsed: float = 0.0) -> float | None:
        """Seconds, from the beginning of a wait that lasts `elapsed` already, within which `level` of such waits end.

        None where the curve does not come down so far: too many still run.
        """
        goal = (1 - level) * (self.beyond(elapsed) if elapsed else 1.0) + ROUNDING
        at = int(np.searchsorted(-self.running, -goal))
        return float(self.seconds[at]) if at < len(self.seconds) else None

    def beyond(self, seconds: float) -> float:
        """The share of waits longer than that, 0 to 1."""
        at = bisect_right(self.seconds, seconds)
        return float(self.running[at - 1]) if at else 1.0

    def ended(self, seconds: float, *, elapsed: float = 0.0) -> float | None:
        """The share of waits which, having lasted `elapsed`, end within `seconds` of their beginning; or None."""
        beyond = self.beyond(elapsed) if elapsed else 1.0
        return None if beyond <= ROUNDING else 1 - self.beyond(seconds) / beyond


@dataclass(frozen=True, slots=True)
class Lasted:
    """Waits, shortest first; at a tie those that ended come before those that still ran. `order` sorts others alike."""

    seconds: Sequence[float]
    finished: Numbers
    order: np.ndarray

    def curve(self, weights: Numbers) -> Curve:
        """Their curve, each counted by its weight; weights in the same order as `seconds`."""
        at_risk = weights[::-1].cumsum()[::-1]
        ends = weights * self.finished
        return Curve(self.seconds, np.cumprod(1 - np.divide(ends, at_risk, out=ends, where=at_risk > 0)))


def lasted(seconds: Numbers, finished: np.ndarray) -> Lasted:
    """Waits sorted for their curve; `finished` says which have ended."""
    order = np.lexsort((~finished, seconds))
    return Lasted(seconds[order].tolist(), finished[order].astype(float), order)


def kaplan_meier(seconds: Numbers, finished: np.ndarray) -> Curve:
    """The curve of waits that all count the same."""
    sorted_ = lasted(seconds, finished)
    return sorted_.curve(np.ones(len(seconds)))
