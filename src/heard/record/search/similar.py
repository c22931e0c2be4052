"""How alike texts are, by the rare words they share: for the few hundred texts in which a new fault would show.

Plain full text, made here so that both databases give the same answer. Words are cut to their beginnings, so that
"drone", "drones" and "Drohnenflug", "Drohnenflüge" meet.
"""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from heard.record.search import words_of

BEGINNING = 6
LONGEST = 1000
"""Characters of a text that are read: what goes wrong stands at its beginning."""


def likeness(asked: str, known: Sequence[str]) -> list[float]:
    """How alike a text is to each of the others, from 0 (nothing shared) to 1 (the same words).

    A word weighs the more the fewer of all these texts have it.
    """
    counted = [_terms(text) for text in (asked, *known)]
    having = Counter(term for terms in counted for term in terms)
    weight = {term: log((1 + len(counted)) / count) for term, count in having.items()}
    vectors = [{term: (1 + log(n)) * weight[term] for term, n in terms.items()} for terms in counted]
    norms = [sqrt(sum(value * value for value in vector.values())) or 1.0 for vector in vectors]
    mine, norm = vectors[0], norms[0]
    return [
        sum(value * vector[term] for term, value in mine.items() if term in vector) / (norm * other)
        for vector, other in zip(vectors[1:], norms[1:], strict=True)
    ]


def _terms(text: str) -> Counter[str]:
    words = words_of(text[:LONGEST]).lower().split()
    return Counter(word[:BEGINNING] for word in words if len(word) > 2 and not word.isdecimal())
