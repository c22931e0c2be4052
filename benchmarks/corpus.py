"""The input of the benchmarks: tickets and mails, the same on every run and on every machine.

They are those on which other helpdesks were measured when their generator lies beside the project, so that
figures can stand side by side; else of the same kind and sizes, made here.
"""

import random
import sys
from datetime import timedelta
from functools import cache
from importlib import import_module
from itertools import accumulate
from typing import Any, NamedTuple

from benchmarks.parse import SHARED

SEED = 20261121
COMMON, RARE = "printer", "zyzzyva"
"""A word of a tenth of the tickets, and one of every ten thousandth."""
REQUESTERS = 2000


class Story(NamedTuple):
    """One ticket: what was asked by whom, what was answered, and how old it is."""

    subject: str
    text: str
    reply: str
    requester: int
    header_id: str
    age: timedelta


def story(i: int) -> Story:
    """The `i`th ticket, from 1."""
    shared = _shared()
    if shared:
        made = shared.ticket(i)
        age = timedelta(days=20) if made["overdue"] else shared.now() - made["created"]
        return Story(made["title"], made["body"], made["reply"], _whose(i), made["message_id"][1:-1], age)
    dice = random.Random(SEED * 31 + i)
    said = [dice.choice(_sentences()) for _ in range(11)]
    text = f"{' '.join(said[1:4])}\n\n{' '.join(said[4:8])}"
    text += f"\nThe {COMMON} is involved." * (dice.random() < 0.1) + f"\nSerial number {RARE}." * (
        i % 10000 == 7
    )
    age = timedelta(seconds=dice.randrange(20 * 86400))
    header_id = f"seed-ticket-{i}@customers.example"
    return Story(said[0][:60].rstrip("."), text, " ".join(said[8:]), _whose(i), header_id, age)


def address(requester: int) -> str:
    """Where a requester writes from, numbered from 0."""
    return f"user{requester:04d}@customers.example"


def _whose(i: int) -> int:
    return i * 7919 % REQUESTERS


@cache
def _shared() -> Any:
    """The generator beside the project, or None."""
    if not (SHARED / "corpus.py").exists():
        return None
    sys.path.insert(0, str(SHARED))
    try:
        return import_module("corpus")
    finally:
        sys.path.remove(str(SHARED))


@cache
def _sentences() -> list[str]:
    dice = random.Random(SEED)
    syllables = "ba ce di fo gu ha ki lo me nu pa re si to vu wa xe yo zi tra".split()
    words = ["".join(dice.choices(syllables, k=dice.randint(2, 4))) for _ in range(5000)]
    weights = list(accumulate(1 / (place + 5) for place in range(len(words))))
    made = (dice.choices(words, cum_weights=weights, k=dice.randint(6, 16)) for _ in range(20000))
    return [f"{' '.join(sentence)}.".capitalize() for sentence in made]
