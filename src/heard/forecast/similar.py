"""Which traits make past waits speak for a new one, found by trying: each trait is kept only if it foretells better.

A past wait counts for a new one by `FAR` for every chosen trait in which they differ. What a choice is worth is the
likelihood it gives to what really happened to some past waits, each foretold from all but those of its own ticket.
Nothing here looks at levels, so no choice can favour one promise over another.
"""

from dataclasses import dataclass

import numpy as np

from heard.forecast.log import Codes, Numbers

FAR = 0.1
"""What a wait with another value counts, beside one with the same."""
SPREAD = 10.0
"""So many waits' worth of all others always counts: where few are alike, all speak."""
TRIED = 200
AGAINST = 3000
STEPS = 16
WORTH = 3.0
"""How much likelier (natural logarithm, over all tried) a trait must make what happened."""
MOST = 6
NEXT = 6
OWN = 0.3
"""A trait with nearly a value for each ticket, such as a number or a time, says nothing of others."""
SURE = 1e-4


@dataclass(frozen=True, slots=True)
class Known:
    """Past waits as known at one instant: seconds, whether ended, weight by age; traits one row each."""

    seconds: Numbers
    finished: np.ndarray
    weights: Numbers
    tickets: Codes
    traits: Codes

    def part(self, places: np.ndarray) -> "Known":
        """Some of them, in that order."""
        return Known(
            self.seconds[places],
            self.finished[places],
            self.weights[places],
            self.tickets[places],
            self.traits[:, places],
        )


def chosen(known: Known) -> tuple[int, ...]:
    """The rows of `traits` worth telling waits apart by, the best first."""
    some = _thinned(known)
    trial = Trial.of(some)
    best, far = trial.likelihood(trial.level), trial.level
    worth = {row: trial.worth(far, row) for row in _telling(some)}
    found: list[int] = []
    while len(found) < MOST and worth:
        row = max(worth, key=lambda each: worth[each])
        if worth[row] < best + WORTH:
            break
        best, far = worth.pop(row), trial.farther(far, row)
        found.append(row)
        likely = sorted(worth, key=lambda each: -worth[each])[:NEXT]
        worth = {each: trial.worth(far, each) for each in likely}
    return tuple(found)


def _thinned(known: Known) -> Known:
    """At most AGAINST of them, evenly over time up to the newest, then by length."""
    step = -(-len(known.seconds) // AGAINST)
    places = np.arange(len(known.seconds))[::-step]
    return known.part(places[np.argsort(known.seconds[places], kind="stable")])


def _telling(known: Known) -> list[int]:
    """The traits that are neither the same for all nor of each ticket its own."""
    most = max(OWN * len(np.unique(known.tickets)), 3)
    return [row for row, codes in enumerate(known.traits) if 1 < len(np.unique(codes)) < most]


@dataclass(frozen=True, slots=True)
class Trial:
    """Some waits (`tried`) to be foretold from all, in steps of time that hold as many ends each."""

    known: Known
    tried: np.ndarray
    own: np.ndarray
    begins: np.ndarray
    step: np.ndarray

    @classmethod
    def of(cls, known: Known) -> "Trial":
        """A trial over waits sorted by length; those tried are spread evenly over them."""
        count = len(known.seconds)
        tried = np.unique(np.linspace(0, count - 1, min(TRIED, count)).astype(np.int64))
        ends = known.seconds[known.finished]
        marks = np.quantile(ends, np.linspace(0, 1, STEPS + 1)[1:-1])
        begins = np.unique(np.searchsorted(known.seconds, marks, side="right"))
        begins = begins[(begins > 0) & (begins < count)]
        own = known.tickets[tried][:, None] == known.tickets
        step = np.searchsorted(begins, np.arange(count), side="right")
        return cls(known, tried, own, np.concatenate([[0], begins]), step)

    @property
    def level(self) -> Numbers:
        """All waits as near to each other as any."""
        return np.ones((len(self.tried), len(self.known.seconds)), dtype=np.float32)

    def farther(self, far: Numbers, row: int) -> Numbers:
        """The same with one trait more to tell by."""
        codes = self.known.traits[row]
        return np.where(codes[self.tried][:, None] == codes, far, far * np.float32(FAR))

    def worth(self, far: Numbers, row: int) -> float:
        """The likelihood with one trait more."""
        return self.likelihood(self.farther(far, row))

    def likelihood(self, far: Numbers) -> float:
        """The logarithm of how likely what happened to the tried was, foretold from the others."""
        known, each = self.known, np.arange(len(self.tried))
        weights = far * known.weights + SPREAD * known.weights / known.weights.sum()
        weights[self.own] = 0
        ends = np.add.reduceat(weights * known.finished, self.begins, axis=1)
        left = np.add.reduceat(weights, self.begins, axis=1)
        at_risk = left[:, ::-1].cumsum(axis=1)[:, ::-1] - (left - ends) / 2
        hazard = np.clip(ends / np.maximum(at_risk, SURE), SURE, 1 - SURE)
        lasts = np.log1p(-hazard).cumsum(axis=1) - np.log1p(-hazard)
        step = self.step[self.tried]
        found = np.where(known.finished[self.tried], np.log(hazard[each, step]), 0)
        return float((lasts[each, step] + found).sum())
