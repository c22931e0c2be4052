"""The forecast: how long waits like this one last, from those the desk has had, as far as they are known.

Past waits make a Kaplan-Meier curve in which each counts by its age (`HALF`) and by its likeness (`similar`). The
method is in docs/forecast.md, with its sources and its figures.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from heard.forecast.log import Codes, Numbers
from heard.forecast.similar import FAR, SPREAD, Known, chosen
from heard.forecast.survival import ROUNDING, Curve, Lasted, lasted
from heard.forecast.waits import Waits
from heard.forecast.week import Week, week_of

DAY = 86400.0
HALF = 45 * DAY
"""A wait that began so long ago counts half."""
BACK = 730 * DAY
WEEKS_FROM = 120 * DAY
MOST = 12_000
FEWEST = 30
"""With fewer finished waits there is nothing to say."""
GROWN = 1.25
LEANS_ON = 5
REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class Forecaster:
    """What was learned by `at` (UTC epoch seconds). It knows nothing that happened at `at` or later."""

    at: float
    week: Week
    waits: Lasted
    whole: Curve
    """How long tickets take from their opening, whatever they are like."""
    weights: Numbers
    tickets: Codes
    names: tuple[str, ...]
    rows: Codes
    """The rows of the traits that waits are told apart by."""
    traits: Codes
    learned_from: int
    """How many waits there were when the traits were chosen."""
    made: dict[bytes, tuple[Numbers, Curve]] = field(default_factory=dict, repr=False, compare=False)
    """What was foretold from already; some 20 MB at most."""

    @property
    def finished(self) -> int:
        """How many of the past waits have ended."""
        return int(self.waits.finished.sum())

    @property
    def says(self) -> bool:
        """Whether there are enough finished waits to say anything."""
        return self.finished >= FEWEST

    def foretell(
        self, opened: float, began: float, traits: Codes, *, elapsed: float = 0.0
    ) -> "Outlook | None":
        """How a wait goes on that began then, on a ticket opened then, with these traits (one code per name).

        `elapsed` are the seconds it lasts already. None: too few to say.
        """
        if not self.says:
            return None
        near, alike = self._alike(traits)
        work = self.week.to(began)
        since = self.week.to(began + elapsed) - work if elapsed else 0.0
        return Outlook(self, alike, near, work, began, since, work - self.week.to(opened))

    def _alike(self, traits: Codes) -> tuple[Numbers, Curve]:
        """The weights of the past waits and their curve; made once for all waits that are told apart by the same."""
        which = traits[self.rows].tobytes()
        if which not in self.made:
            if len(self.made) >= REMEMBERED:
                self.made.clear()
            near = self._near(traits)
            self.made[which] = near, self.waits.curve(near)
        return self.made[which]

    def _near(self, traits: Codes) -> Numbers:
        if not len(self.rows):
            return self.weights
        apart = np.zeros(len(self.weights), dtype=np.int64)
        for theirs, its in zip(self.traits, traits[self.rows], strict=True):
            apart += theirs != its
        powers = FAR ** np.arange(len(self.rows) + 1.0)
        near: Numbers = self.weights * (powers[apart] + SPREAD / self.weights.sum())
        return near


@dataclass(frozen=True, slots=True)
class Outlook:
    """How one wait goes on, with the past waits it leans on.

    Two curves speak, each as loud: waits alike, from where they began, and whole tickets that got as old. Some ends
    hang on the last step, others on the age; which, no desk can say.
    """

    forecaster: Forecaster
    alike: Curve
    near: Numbers
    work: float
    began: float
    elapsed: float
    age: float

    def within(self, level: float) -> float | None:
        """Seconds from its beginning within which `level` of such waits end; None: nothing honest to say."""
        if not self.age:
            work = self.alike.within(level, elapsed=self.elapsed)
        else:
            work = self._first(level)
        return None if work is None else self.forecaster.week.back(self.work + work) - self.began

    def ended(self, seconds: float) -> float | None:
        """The share of such waits that end within so many seconds of their beginning; None: nothing to say."""
        return self._ended(self.forecaster.week.to(self.began + seconds) - self.work)

    def _ended(self, work: float) -> float | None:
        alike = self.alike.ended(work, elapsed=self.elapsed)
        if not self.age:
            return alike
        whole = self.forecaster.whole.ended(self.age + work, elapsed=self.age + self.elapsed)
        return alike if whole is None else whole if alike is None else (alike + whole) / 2

    def _first(self, level: float) -> float | None:
        """The first seconds of work at which the share reaches the level: it rises only where a curve has a step."""
        found = []
        for steps, before in ((self.alike.seconds, 0.0), (self.forecaster.whole.seconds, self.age)):
            reached = partial(self._reached, level - ROUNDING, before)
            at = bisect_left(steps, True, key=reached)
            if at < len(steps):
                found.append(steps[at] - before)
        return min(found, default=None)

    def _reached(self, level: float, before: float, work: float) -> bool:
        return (self._ended(work - before) or 0.0) >= level

    def leans_on(self) -> Codes:
        """The tickets that count most, those that ended first, each once."""
        order = np.lexsort((-self.near, -self.forecaster.waits.finished))[: 4 * LEANS_ON]
        tickets = dict.fromkeys(self.forecaster.tickets[order].tolist())
        return np.array(list(tickets)[:LEANS_ON], dtype=np.int64)


def learn(waits: Waits, events: Numbers, at: float, *, before: Forecaster | None = None) -> Forecaster:
    """What waits and the instants of events, both in order, teach by `at`: only what had happened before it.

    `before` is what was learned earlier: its choice of traits holds until there are a quarter more waits.
    """
    week = week_of(events[np.searchsorted(events, at - WEEKS_FROM) : np.searchsorted(events, at)])
    places = _recent(waits.began, at)
    began, finished = waits.began[places], waits.ended[places] < at
    seconds = week.all_to(np.where(finished, waits.ended[places], at)) - week.all_to(began)
    weights = 0.5 ** ((at - began) / HALF)
    known = Known(seconds, finished, weights, waits.ticket[places], waits.traits[:, places])
    count = int(np.searchsorted(waits.began, at))
    if before is not None and count < before.learned_from * GROWN:
        rows, learned_from = before.rows, before.learned_from
    else:
        rows = np.array(chosen(known) if finished.sum() >= FEWEST else (), dtype=np.int64)
        learned_from = count
    past = lasted(seconds, finished)
    return Forecaster(
        at=at,
        week=week,
        waits=past,
        whole=_whole(waits, places, known),
        weights=weights[past.order],
        tickets=known.tickets[past.order],
        names=waits.names,
        rows=rows,
        traits=np.ascontiguousarray(known.traits[rows][:, past.order]),
        learned_from=learned_from,
    )


def _whole(waits: Waits, places: np.ndarray, known: Known) -> Curve:
    first = waits.began[places] == waits.opened[places]
    past = lasted(known.seconds[first], known.finished[first])
    return past.curve(known.weights[first][past.order])


def _recent(began: Numbers, at: float) -> np.ndarray:
    """The places of past waits to learn from: not too old, and if they are many every second, third ... of them."""
    first, last = np.searchsorted(began, at - BACK), np.searchsorted(began, at)
    step = -(-(last - first) // MOST) or 1
    return np.arange(first, last)[::-1][::step][::-1]
