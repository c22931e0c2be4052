"""The simplest forecasts, to be better than: each learns anew as it walks on, and tells no ticket from another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from heard.forecast.forecaster import DAY, FEWEST
from heard.forecast.survival import Curve, kaplan_meier
from heard.forecast.waits import Waits

WINDOW = 120 * DAY

type Learn = Callable[[Waits, float], Curve | None]
"""From first waits of tickets and an instant to the curve of whole waits; None: too few have ended."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A curve over whole waits, from the opening, for tickets of any age."""

    curve: Curve

    def within(self, level: float, *, age: float) -> float | None:
        """Seconds from now within which `level` of tickets of that age end."""
        whole = self.curve.within(level, elapsed=age)
        return None if whole is None else whole - age


def finished(waits: Waits, at: float) -> Curve | None:
    """Only tickets that have ended, as if the others did not exist: too quick, and commonly done."""
    ended = waits.ended < at
    return _curve(waits, ended, at)


def kaplan_meier_of(waits: Waits, at: float, *, window: float = np.inf) -> Curve | None:
    """All tickets opened in the last `window` seconds, those still open as censored."""
    return _curve(waits, (waits.began < at) & (waits.began >= at - window), at)


def _curve(waits: Waits, which: np.ndarray, at: float) -> Curve | None:
    ended = waits.ended[which] < at
    if ended.sum() < FEWEST:
        return None
    return kaplan_meier(np.where(ended, waits.ended[which], at) - waits.began[which], ended)


BASELINES: Mapping[str, Learn] = {
    "finished": finished,
    "kaplan_meier": kaplan_meier_of,
    "rolling_kaplan_meier_120d": partial(kaplan_meier_of, window=WINDOW),
}
