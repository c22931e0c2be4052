"""Waits: from something that happened to a ticket until its end; what was known of it when the wait began."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from heard.forecast.log import Codes, Log, Numbers

STEPS = 8
HOURS_SINCE = np.array([0.1, 1, 4, 12, 24, 48, 96, 168, 336, 720])
HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits in the order of their beginning (UTC epoch seconds). `ended` is nan where it is not known to have.

    `traits` has a row per name and a code per wait. `opened` is when the ticket came: for the first wait of a ticket
    the beginning itself.
    """

    began: Numbers
    ended: Numbers
    ticket: Codes
    opened: Numbers
    names: tuple[str, ...]
    traits: Codes

    def __len__(self) -> int:
        return len(self.began)


def waits_of(log: Log, *, renewed: bool = False) -> Waits:
    """One wait from each opening; `renewed`: one from each event before the end of its ticket."""
    ended = log.ended[log.case]
    step = np.arange(len(log.at)) - log.first[log.case]
    kept = (step == 0) | (~(log.at >= ended) if renewed else False)
    traits = {name: codes[kept] for name, codes in log.features.items()}
    if renewed:
        traits |= _past(log, step, kept)
    traits |= {"weekday": log.at[kept] // (24 * HOUR) % 7, "hour": log.at[kept] // (4 * HOUR) % 6}
    order = np.argsort(log.at[kept], kind="stable")
    return Waits(
        began=log.at[kept][order],
        ended=ended[kept][order],
        ticket=log.case[kept][order],
        opened=log.opened[log.case[kept]][order],
        names=tuple(traits),
        traits=np.array([codes[order] for codes in traits.values()], dtype=np.int32),
    )


def _past(log: Log, step: Codes, kept: np.ndarray) -> Mapping[str, Codes]:
    """What a ticket has behind it at each event: the event before, how many there were, how long it is open."""
    before = np.where(step > 0, np.roll(log.features["event"], 1), -1)
    since = (log.at - log.opened[log.case]) / HOUR
    return {
        "event before": before[kept],
        "steps": np.minimum(step, STEPS)[kept],
        "open for": np.searchsorted(HOURS_SINCE, since)[kept],
    }
