"""The simplest forecasts, to be better than: each learns anew as it walks on, from whole waits of tickets alone.

`Aim` is the step of I. Gibbs and E. Candes, Adaptive conformal inference under distribution shift (Advances in Neural
Information Processing Systems 34, 2021): the level that is aimed at moves by what earlier promises turned out to be.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush

import numpy as np

from heard.forecast.forecaster import DAY, FEWEST
from heard.forecast.log import Codes
from heard.forecast.survival import Curve, kaplan_meier
from heard.forecast.waits import Waits

WINDOW = 120 * DAY
CATEGORY = ("category", "event")
"""The column by which tickets are told apart: the first of these that is there; the event is the one they came with."""
STEP = 0.005
"""Gibbs and Candes' own."""
HIGHEST = 0.99


@dataclass(frozen=True, slots=True)
class Plain:
    """A curve over whole waits, from the opening, for tickets of any age; `own` has those of some kinds of tickets, and
    `kinds` the kind of each ticket."""

    curve: Curve
    own: Mapping[int, Curve] = field(default_factory=dict)
    kinds: Codes | None = None

    def within(self, level: float, *, age: float, ticket: int) -> float | None:
        """Seconds from now within which `level` of tickets of that age, and of its kind, end."""
        kind = None if self.kinds is None else int(self.kinds[ticket])
        whole = (self.curve if kind is None else self.own.get(kind, self.curve)).within(level, elapsed=age)
        return None if whole is None else whole - age


type Learn = Callable[[Waits, float], Plain | None]
"""From first waits of tickets and an instant to what they taught; None: too few have ended."""


def finished(waits: Waits, at: float) -> Plain | None:
    """Only tickets that have ended, as if the others did not exist: too quick, and commonly done."""
    return _plain(_curve(waits, waits.ended < at, at))


def kaplan_meier_of(waits: Waits, at: float, *, window: float = np.inf) -> Plain | None:
    """All tickets opened in the last `window` seconds, those still open as censored."""
    return _plain(_curve(waits, (waits.began < at) & (waits.began >= at - window), at))


def kaplan_meier_by_category(waits: Waits, at: float) -> Plain | None:
    """A curve for each category of which enough have ended, all tickets for the others."""
    whole = _curve(waits, waits.began < at, at)
    if whole is None:
        return None
    kind = waits.traits[next(waits.names.index(name) for name in CATEGORY if name in waits.names)]
    known = waits.began < at
    curves = {int(each): _curve(waits, known & (kind == each), at) for each in np.unique(kind[known])}
    kinds = np.empty(len(kind), dtype=np.int64)
    kinds[waits.ticket] = kind
    return Plain(whole, {each: curve for each, curve in curves.items() if curve}, kinds)


def _plain(curve: Curve | None) -> Plain | None:
    return None if curve is None else Plain(curve)


def _curve(waits: Waits, which: np.ndarray, at: float) -> Curve | None:
    ended = waits.ended[which] < at
    if ended.sum() < FEWEST:
        return None
    return kaplan_meier(np.where(ended, waits.ended[which], at) - waits.began[which], ended)


@dataclass
class Aim:
    """A level, moved by `step` whenever it becomes known that a promise was right or not; with no step it stays."""

    level: float
    step: float = 0.0
    aimed: float = field(init=False)
    _known: list[tuple[float, bool]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.aimed = self.level

    def tell(self, *, due: float, ended: float) -> None:
        """A promise for `due` was made on a wait that ends at `ended` (nan: not before the log does).

        It counts at `due`, also where it was right before: else what was right would be known sooner than what was not.
        """
        heappush(self._known, (due, ended <= due))

    def at(self, instant: float) -> float:
        """The level to aim at, from what was known before an instant."""
        while self._known and self._known[0][0] < instant:
            is_right = heappop(self._known)[1]
            self.aimed += self.step * (self.level - is_right)
        return min(max(self.aimed, 1 - HIGHEST), HIGHEST)


@dataclass(frozen=True, slots=True)
class Baseline:
    """How a baseline learns, and by how much it moves its level."""

    learn: Learn
    step: float = 0.0


BASELINES: Mapping[str, Baseline] = {
    "finished": Baseline(finished),
    "kaplan_meier": Baseline(kaplan_meier_of),
    "rolling_kaplan_meier_120d": Baseline(partial(kaplan_meier_of, window=WINDOW)),
    "kaplan_meier_by_category": Baseline(kaplan_meier_by_category),
    "rolling_adaptive_conformal_120d": Baseline(partial(kaplan_meier_of, window=WINDOW), STEP),
}
