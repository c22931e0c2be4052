"""How alike texts are, by the rare words they share: for the few hundred texts in which a new fault would show.

Plain full text, made here so that both databases give the same answer. Words are cut to their beginnings, so that
"drone", "drones" and "Drohnenflug", "Drohnenflüge" meet.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from math import log, sqrt

from heard.record.search import words_of

BEGINNING = 6
LONGEST = 1000
"""Characters of a text that are read: what goes wrong stands at its beginning."""
REMEMBERED = 300
"""Texts whose words a process remembers; some megabytes."""


def likeness(asked: str, known: Sequence[str]) -> list[float]:
    """How alike a text is to each of the others, from 0 (nothing shared) to 1 (the same words).

    A word weighs the more the fewer of all these texts have it.
    """
    counted = [_terms(text[:LONGEST]) for text in (asked, *known)]
    having: Counter[str] = Counter()
    for terms in counted:
        having.update(terms.keys())
    of = {count: log((1 + len(counted)) / count) for count in set(having.values())}
    weight = {term: of[count] for term, count in having.items()}
    mine = {term: _often(n) * weight[term] for term, n in counted[0].items()}
    norm = sqrt(sum(value * value for value in mine.values())) or 1.0
    return [_shared(mine, terms, weight) / norm for terms in counted[1:]]


def _shared(mine: dict[str, float], terms: Counter[str], weight: dict[str, float]) -> float:
    """What a text shares with mine, beside all that it says."""
    alike = every = 0.0
    for term, n in terms.items():
        value = weight[term] if n == 1 else _often(n) * weight[term]
        every += value * value
        if term in mine:
            alike += value * mine[term]
    return alike / (sqrt(every) or 1.0)


@cache
def _often(n: int) -> float:
    return 1 + log(n)


@lru_cache(maxsize=REMEMBERED)
def _terms(text: str) -> Counter[str]:
    """The words of a text, cut, with how often each stands in it; not to be changed: the newest are asked for again
    and again."""
    words = words_of(text).lower().split()
    return Counter([word[:BEGINNING] for word in words if len(word) > 2 and not word.isdecimal()])
