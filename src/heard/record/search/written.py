"""The index of written help, in two tables: guides, and what is public of them. Which of them, the caller says.

Words are kept cut to their beginnings, so that "printer" and "printing" meet. Of short words only those written in
capitals are kept, like VPN; a question may write them small. A row begins with its title. Found by the
rare words of a text, then compared; how long that takes is in docs/figures.md.
"""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt
from typing import Any

from django.db import connection, models

from heard.record import rows
from heard.record.search import _behind, _table, heaviest, sqlite, words_of

LONGEST = 1000
"""Characters of a question that are read."""
KEPT = 50_000
"""Characters of a text that can be found."""
BEGINNING, SHORT = 5, 3
FIRST = 80
"""Words of a row that are compared: its title and what it is for stand at its beginning."""
ASKED, TERMS, FOUND, COMMON = 24, 12, 25, 1000
"""Words of a question that are read, the rarest of them that are looked for, rows that are compared, and rows from
which on a word is no longer counted."""
FEW = 10
"""So many rows are thought of beside those there are, so that of three guides every word is not a common one."""
ALIKE = 0.16
"""Likeness from which a guide is suggested."""
LITTLE = 0.5
"""What a word of four letters weighs beside a longer one: many of them are "when", "with" and "come"."""


def put(model: type[models.Model], of: int, *, language: str, title: str, text: str) -> None:
    """Make the words in one language findable, in place of what they were."""
    take(model, of, language=language)
    words = said_by(title, text)
    row: Any = rows.insert(model(of_id=of, language=language, text=words))
    if connection.vendor == "sqlite":
        sqlite.index(_table(model), row.pk, words)


def said_by(title: str, text: str) -> str:
    """The words of a row, as they are kept."""
    said = words_of(f"{title}\n{text[:KEPT]}").split()
    return " ".join(_cut_one(word.lower()) for word in said if len(word) > SHORT or _is_name(word))


def take(model: type[models.Model], of: int, *, language: str = "") -> None:
    """Find it no longer: in one language, or in all."""
    gone = model._default_manager.filter(of=of, **({"language": language} if language else {}))
    if connection.vendor == "sqlite":
        sqlite.forget(_table(model), list(gone.values_list("pk", flat=True)), column="id")
    gone.delete()


def find(model: type[models.Model], text: str) -> list[int]:
    """Ids of what holds words of a question, the best first."""
    return list(dict.fromkeys(of for _row, of, _words in _candidates(model, text)))


def like(model: type[models.Model], text: str) -> list[int]:
    """Ids of what a text reads like, the most alike first."""
    found = _candidates(model, text)
    known = [Counter(words.split()[:FIRST]) for _row, _of, words in found]
    having = Counter(term for words in known for term in words)
    asked = Counter(term for term in _asked(text) if len(term) > SHORT or term in having)
    weights = {
        term: log(1 + (len(known) + FEW) / (1 + having[term])) * (LITTLE if len(term) == SHORT + 1 else 1)
        for term in {*asked, *having}
    }
    scores: dict[int, float] = {}
    for (_row, of, _words), words in zip(found, known, strict=True):
        scores[of] = max(scores.get(of, 0.0), _likeness(asked, words, weights))
    return [of for of in sorted(scores, key=lambda of: -scores[of]) if scores[of] >= ALIKE]


def _candidates(model: type[models.Model], text: str) -> list[tuple[int, int, str]]:
    """Rows with the rarest words of a text, the best first: id, of what, and the words."""
    asked = list(dict.fromkeys(_asked(text)))
    some = [term for term in asked if len(term) > SHORT][:ASKED]
    some += [term for term in asked if len(term) <= SHORT][:ASKED]
    held = _behind().having(_table(model), some, COMMON)
    rare = sorted((len(ids), term) for term, ids in held.items() if ids)[:TERMS]
    if not rare:
        return []
    every = model._default_manager.count() + FEW
    best = heaviest(held, {term: log(1 + every / count) for count, term in rare}, FOUND)
    there = {
        row[0]: row for row in model._default_manager.filter(pk__in=best).values_list("pk", "of", "text")
    }
    return [there[pk] for pk in best if pk in there]


def _likeness(asked: Counter[str], known: Counter[str], weights: Mapping[str, float]) -> float:
    """From 0 (nothing shared) to 1 (the same words)."""
    mine, theirs = (
        {term: (1 + log(n)) * weights[term] for term, n in each.items()} for each in (asked, known)
    )
    norms = sqrt(
        sum(value * value for value in mine.values()) * sum(value * value for value in theirs.values())
    )
    return sum(value * theirs[term] for term, value in mine.items() if term in theirs) / (norms or 1.0)


def _asked(text: str) -> list[str]:
    """The words of a question, as rows keep them; which of the short ones are names, only the rows know."""
    return [_cut_one(word) for word in words_of(text[:LONGEST]).lower().split() if len(word) > 1]


def _cut_one(word: str) -> str:
    return word[:BEGINNING].removesuffix("s") if len(word) > SHORT else word


def _is_name(word: str) -> bool:
    """Whether a short word is more than one of those that stand everywhere: VPN, 2FA."""
    return len(word) > 1 and word.isupper()
