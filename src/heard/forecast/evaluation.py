"""The judge: walks forward through a log and asks, at each later opening, what only the past could answer.

Nothing here may look ahead. What is learned at an instant uses what had happened before it; a promise is judged only
if its time came before the log stops; losses are taken up to that stop, so that waits still running count as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np

from heard.forecast.baselines import BASELINES, Aim, Baseline
from heard.forecast.forecaster import DAY, Forecaster, learn
from heard.forecast.log import Log, Numbers
from heard.forecast.waits import Waits, waits_of

MIDDLE = 0.5
ENOUGH_IN_MONTH = 50
AGAIN = DAY
GROWN = 1.01


@dataclass(frozen=True, slots=True)
class Asked:
    """The waits to foretell: places in `waits`, those of tickets opened at the cut or later."""

    waits: Waits
    places: np.ndarray
    cut: float

    def learned(self) -> list[tuple[float, np.ndarray]]:
        """When to learn anew, and the waits asked for until the next time: daily, or sooner on a busy desk."""
        began, steps = self.waits.began, []
        first = 0
        while first < len(self.places):
            at = began[self.places[first]]
            grown = int(np.searchsorted(began, at) * GROWN) + 1
            until = min(at + AGAIN, began[grown] if grown < len(began) else np.inf)
            last = max(int(np.searchsorted(began[self.places], until)), first + 1)
            steps.append((float(at), self.places[first:last]))
            first = last
        return steps


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of the asked waits, in seconds from their beginning; nan: no promise, or no middle."""

    promised: Numbers
    middle: Numbers


def evaluate(log: Log, *, level: float = 0.8, cut: float = 0.5, renewed: bool = False) -> dict[str, Any]:
    """The forecast on a log and the baselines beside it, as docs/forecast.md describes it; all JSON.

    Raises ValueError for a level or cut that is not between 0 and 1.
    """
    if not (0 < level < 1 and 0 < cut < 1):
        raise ValueError("level and cut must lie between 0 and 1")
    asked = asked_of(log, cut=cut, renewed=renewed)
    openings = waits_of(log)
    measure = Measure(log, asked, level)
    said, speed = foretold(log, asked, level)
    return {
        **_counts(log, asked),
        **measure.of(said),
        "by_month": measure.by_month(said),
        **speed,
        "baselines": {
            name: measure.of(plain(openings, asked, how, level)) for name, how in BASELINES.items()
        },
    }


def asked_of(log: Log, *, cut: float, renewed: bool) -> Asked:
    """The waits of tickets from the one at the share `cut` on, in the order of their openings."""
    waits = waits_of(log, renewed=renewed)
    first = int(len(log.cases) * cut)
    return Asked(waits, np.flatnonzero(waits.ticket >= first), float(log.opened[first]))


def _counts(log: Log, asked: Asked) -> dict[str, int]:
    first = int(np.unique(asked.waits.ticket[asked.places])[0])
    open_at_cut = (log.opened < asked.cut) & ~(log.ended < asked.cut)
    return {
        "cases_train": first,
        "censored_at_cut": int(open_at_cut[:first].sum()),
        "cases_test": len(log.cases) - first,
    }


def foretold(log: Log, asked: Asked, level: float) -> tuple[Said, dict[str, float]]:
    """What the forecast says, and how long it took: the first learning, and predictions a second."""
    events, waits = np.sort(log.at), asked.waits
    promised, middle = np.full((2, len(waits)), np.nan)
    forecaster: Forecaster | None = None
    fit, spent = 0.0, 1e-9
    for at, places in asked.learned():
        start = process_time()
        forecaster = learn(waits, events, at, before=forecaster)
        ready = process_time()
        fit = fit or ready - start
        for place in places:
            outlook = forecaster.foretell(
                float(waits.opened[place]), float(waits.began[place]), waits.traits[:, place]
            )
            if outlook is not None:
                promised[place] = _or_nan(outlook.within(level))
                middle[place] = _or_nan(outlook.within(MIDDLE))
        spent += process_time() - ready
    said = Said(promised[asked.places], middle[asked.places])
    return said, {"fit_seconds": round(fit, 4), "predictions_per_second": round(len(asked.places) / spent, 1)}


def plain(openings: Waits, asked: Asked, baseline: Baseline, level: float) -> Said:
    """What a baseline says of the same waits, having learned at the same instants."""
    waits, said = asked.waits, np.full((2, len(asked.waits)), np.nan)
    aims = Aim(level, baseline.step), Aim(MIDDLE, baseline.step)
    for at, places in asked.learned():
        known = baseline.learn(openings, at)
        if known is None:
            continue
        aimed = [aim.at(at) for aim in aims]
        for place in places:
            began, ticket = float(waits.began[place]), int(waits.ticket[place])
            for i, aim in enumerate(aims):
                age = began - float(waits.opened[place])
                said[i, place] = _or_nan(known.within(aimed[i], age=age, ticket=ticket))
                if not np.isnan(said[i, place]):
                    aim.tell(due=began + said[i, place], ended=float(waits.ended[place]))
    promised, middle = said[:, asked.places]
    return Said(promised, middle)


def _or_nan(seconds: float | None) -> float:
    """Whole seconds: a wait of exactly so long is not late by what arithmetic lost."""
    return np.nan if seconds is None else round(seconds)


class Measure:
    """The measures of what was said, in days, the same for every forecast."""

    def __init__(self, log: Log, asked: Asked, level: float) -> None:
        waits, places = asked.waits, asked.places
        self.level = level
        self.room = log.until - waits.began[places]
        self.ended = waits.ended[places] - waits.began[places]
        self.lasted = np.fmin(self.ended, self.room)
        self.months = waits.began[places].astype("datetime64[s]").astype("datetime64[M]")

    def of(self, said: Said) -> dict[str, float | None]:
        """All of them; None where nothing could be judged."""
        promised = ~np.isnan(said.promised)
        judged = said.promised <= self.room
        months = [each["coverage"] for each in self.by_month(said) if each["promises"] >= ENOUGH_IN_MONTH]
        short = self.lasted[promised] - np.minimum(said.promised, self.room)[promised]
        pinball = np.maximum(self.level * short, (self.level - 1) * short) / DAY
        told = ~np.isnan(said.middle)
        off = np.abs(self.lasted - np.minimum(said.middle, self.room))[told] / DAY
        return {
            "promised": _rounded(promised),
            "coverage": _rounded(self._kept(said)[judged]),
            "worst_month": min(months, default=None),
            "median_promise_days": _rounded(said.promised[promised] / DAY, np.median),
            "pinball": _rounded(pinball),
            "mae_days": _rounded(off),
        }

    def by_month(self, said: Said) -> list[dict[str, Any]]:
        """For each month of promises: how many were judged, and the share that was right."""
        judged, kept = said.promised <= self.room, self._kept(said)
        return [
            {
                "month": str(month),
                "promises": int(these.sum()),
                "coverage": _rounded(kept[these]),
            }
            for month in np.unique(self.months)
            if (these := judged & (self.months == month)).any()
        ]

    def _kept(self, said: Said) -> np.ndarray:
        kept: np.ndarray = self.ended <= said.promised
        return kept


def _rounded(values: np.ndarray, of: Callable[[np.ndarray], Any] = np.mean) -> float | None:
    return round(float(of(values)), 4) if len(values) else None
