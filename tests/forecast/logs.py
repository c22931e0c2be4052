"""Made-up logs whose right answers are known."""

from collections.abc import Callable

import numpy as np

from heard.forecast import Log, laid_out

DAY = 86400.0
START = 1_700_000_000.0

type Lasts = Callable[[int, np.random.Generator], float]


def made(
    tickets: int,
    lasts: Lasts,
    *,
    group: Callable[[int], str] = lambda i: "",
    column: str = "group",
    until: float = np.inf,
    seed: int = 1,
) -> Log:
    """Eight tickets a day; ticket i lasts `lasts(i)` days; the log stops `until` days after it began."""
    random = np.random.default_rng(seed)
    rows, ends = [], {}
    for i in range(tickets):
        opened = START + i * DAY / 8
        ended = opened + lasts(i, random) * DAY
        rows.append((f"t{i}", opened, "opened", (group(i),)))
        if ended <= START + until * DAY:
            rows.append((f"t{i}", ended, "solved", (group(i),)))
            ends[f"t{i}"] = ended
    kept = [row for row in rows if row[1] <= START + until * DAY]
    return laid_out(kept, names=(column,), ends=ends)
