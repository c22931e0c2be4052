"""All that happens by itself, in one list. If it is not here, it does not happen without a person.

The worker reads this list at its start; a dotted name is a function that does one unit of work at an
instant and
says whether there was one.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing that happens by itself: what it does in a sentence, and how often it is looked at
    (seconds)."""

    run: str
    does: str
    every: int
