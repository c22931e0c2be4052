"""What a desk's own waits taught, in a form that can be stored: values by their names, codes by itself."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heard.forecast.forecaster import Forecaster, Outlook, learn
from heard.forecast.survival import Curve, Lasted
from heard.forecast.waits import Waits
from heard.forecast.week import Week

FORM = 2
"""The form in which it is stored; another one is not read, and learned anew."""
UNSEEN = -1


class OtherForm(Exception):
    """What is stored was written by another version of the program."""


@dataclass(frozen=True, slots=True)
class Step:
    """One wait of a ticket, all instants UTC epoch seconds; `opened` is since when they wait for the news that ends it,
    `ended` is None while it runs. A value per trait."""

    ticket: int
    opened: float
    began: float
    ended: float | None
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A forecaster, and what its codes mean: `codes[row][value]`."""

    forecaster: Forecaster
    codes: tuple[dict[str, int], ...]

    def outlook(self, step: Step, *, at: float) -> Outlook | None:
        """How a wait that runs at an instant goes on; None: too few to say."""
        known = [codes.get(value, UNSEEN) for codes, value in zip(self.codes, step.traits, strict=True)]
        return self.forecaster.foretell(
            step.opened, step.began, np.array(known, dtype=np.int64), elapsed=max(at - step.began, 0.0)
        )

    @property
    def told_by(self) -> tuple[str, ...]:
        """The names of the traits by which waits are told apart, the best first."""
        return tuple(self.forecaster.names[row] for row in self.forecaster.rows)

    def packed(self) -> bytes:
        """All of it as bytes; nothing in them runs when they are read."""
        known, whole = self.forecaster, self.forecaster.whole
        said = {"form": FORM, "names": known.names, "codes": self.codes, "from": known.learned_from}
        arrays: dict[str, Any] = {
            "said": np.frombuffer(json.dumps(said).encode(), dtype=np.uint8),
            "at": np.array(known.at),
            "week": np.array(known.week.done),
            "seconds": np.array(known.waits.seconds),
            "finished": known.waits.finished,
            "order": known.waits.order,
            "whole_seconds": np.array(whole.seconds),
            "whole_running": whole.running,
            "weights": known.weights,
            "tickets": known.tickets,
            "rows": known.rows,
            "traits": known.traits,
        }
        file = io.BytesIO()
        np.savez_compressed(file, **arrays)
        return file.getvalue()


def unpacked(content: bytes) -> Kept:
    """What was packed. Raises OtherForm where another version of the program packed it."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        said = json.loads(kept["said"].tobytes())
        if said["form"] != FORM:
            raise OtherForm
        forecaster = Forecaster(
            at=float(kept["at"]),
            week=Week(kept["week"].tolist()),
            waits=Lasted(kept["seconds"].tolist(), kept["finished"], kept["order"]),
            whole=Curve(kept["whole_seconds"].tolist(), kept["whole_running"]),
            weights=kept["weights"],
            tickets=kept["tickets"],
            names=tuple(said["names"]),
            rows=kept["rows"],
            traits=kept["traits"],
            learned_from=said["from"],
        )
    return Kept(forecaster, tuple(said["codes"]))


def learned(steps: Sequence[Step], names: tuple[str, ...], *, at: float) -> Kept:
    """What these waits teach by an instant; `names` are those of their traits."""
    steps = sorted(steps, key=lambda step: step.began)
    codes: tuple[dict[str, int], ...] = tuple({} for _ in names)
    rows = [
        [known.setdefault(value, len(known)) for known, value in zip(codes, step.traits, strict=True)]
        for step in steps
    ]
    ended = np.array([np.nan if step.ended is None else step.ended for step in steps])
    began = np.array([step.began for step in steps])
    waits = Waits(
        began=began,
        ended=ended,
        ticket=np.array([step.ticket for step in steps], dtype=np.int64),
        opened=np.array([step.opened for step in steps]),
        names=names,
        traits=np.array(rows, dtype=np.int64).reshape(len(steps), len(names)).T,
    )
    events = np.sort(np.concatenate([began, ended[~np.isnan(ended)]]))
    return Kept(learn(waits, events, at), codes)
