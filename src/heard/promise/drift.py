"""Drift: "not yet" said again and again, and nothing new behind it. An offer to the owner, later the lead's.

Rules: method.md, Follow through (drift).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import Cadence, Rules
from heard.promise.silence import budget_end

RENEWALS = 3
"""No-news words in a row from which it is drift."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Since when a ticket drifts, from when on it is the lead's, UTC, and how often "not yet" was said."""

    since: datetime
    rises_at: datetime
    renewals: int


def drift(
    rules: Rules,
    impact: str,
    *,
    fact_at: datetime,
    renewed: Sequence[datetime],
    cadence: Cadence | None = None,
) -> Drift | None:
    """Whether a ticket drifts, or will: after three renewals without a new fact, once a silence budget is over.

    Args:
        fact_at: the last new fact, UTC: something a party answered, a restatement, what became of the problem, a note,
            a word with news, somebody asked; at the earliest the arrival.
        renewed: when the no-news words were said, UTC, ascending.
    """
    since_fact = [at for at in renewed if at > fact_at]
    if len(since_fact) < RENEWALS:
        return None
    since = max(since_fact[RENEWALS - 1], budget_end(rules, impact, fact_at, cadence=cadence))
    return Drift(since, budget_end(rules, impact, since, cadence=cadence), len(since_fact))
