"""What was asked before that reads like a text: found by the text's rare words in the full-text index, then compared.

No table of its own and nothing to keep in step: the index that search has is asked for the dozen words that say most.
How much it finds, and at what price, is measured (`bin/bench similar`, docs/figures.md).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from django.db.models import Max, Value
from django.db.models.functions import Coalesce, NullIf, Substr

from heard.record.models.message import Message
from heard.record.models.problem import Problem
from heard.record.models.search import SearchRow
from heard.record.models.ticket import Ticket
from heard.record.search import _behind, _table, heaviest, words_of
from heard.record.search.similar import LONGEST, _terms, likeness

ALIKE = 0.2
"""Likeness from which something is suggested: measured, two of three are right from here on (docs/figures.md)."""
TERMS = 12
"""Words that are looked for: those that say most."""
COMMON = 500
"""Rows from which on a word is common, and says nothing."""
ROWS = 2
"""Rows that are looked up for each ticket that is wanted, as one ticket can have several of the best."""
FOUND, NEWEST = 30, 30
"""Tickets that are compared: those found by their words, and beside them the newest, among which a new fault shows
even where it is told in other forms of the words, and which say what is usual."""
_USUAL: set[str] = set()
"""Words found to be common. What is common once stays so, as rows only become more."""


class Asked(NamedTuple):
    """What was asked with a ticket: its id, the problem behind it, and the words with their subject."""

    ticket: int
    problem: int | None
    text: str


class Like(NamedTuple):
    """What reads like a text: problems and tickets behind none, by id with their likeness, the most alike first."""

    problems: dict[int, float]
    tickets: dict[int, float]


def tickets(text: str, *, limit: int = FOUND) -> list[int]:
    """Ids of tickets that share the rarest words of a text, whosever they are; the best first.

    Args:
        text: what was asked, its subject on the first line, whose words count twice.
    """
    held = _rarest(text)
    best = heaviest(held, _weights(text, held), ROWS * limit)
    of = dict(SearchRow.objects.filter(pk__in=best).values_list("pk", "ticket_id"))
    return list(dict.fromkeys(of[row] for row in best if row in of))[:limit]


def asked_with(ticket: Ticket) -> str:
    """What was asked with a ticket: the words of its first message under its subject."""
    first = ticket.messages.order_by("n").first()
    return f"{ticket.subject}\n{first.shown if first else ''}"


def asked(text: str, *, desks: Sequence[int]) -> list[Asked]:
    """What was asked on some desks and may be like a text."""
    own = Ticket.objects.filter(desk__in=desks)
    newest = list(own.order_by("-received_at").values_list("id", flat=True)[:NEWEST])
    some = [*tickets(text), *newest]
    first = Message.objects.filter(ticket__in=some, ticket__desk__in=desks, n=1)
    words = Substr(Coalesce(NullIf("reply", Value("")), "text"), 1, LONGEST)
    found = first.values_list("ticket_id", "ticket__problem_id", "ticket__subject", words)
    return [Asked(pk, problem, f"{subject}\n{said}") for pk, problem, subject, said in found]


def like(text: str, *, desk: int, among: Mapping[int, Problem], but: int = 0) -> Like:
    """Which of these problems a text reads like, by their words and by what was asked behind them; and which tickets
    behind no problem.

    Args:
        among: the problems that may be named, by id.
        but: the id of a ticket that is not compared: the text is its own.
    """
    known = [one for one in asked(text, desks=[desk]) if one.ticket != but]
    known += [Asked(0, pk, _named(one)) for pk, one in among.items()]
    problems: dict[int, float] = {}
    free: dict[int, float] = {}
    for one, score in zip(known, likeness(text, [each.text for each in known]), strict=True):
        if score >= ALIKE and one.problem in among:
            problems[one.problem] = max(problems.get(one.problem, 0.0), score)
        elif score >= ALIKE and one.ticket and one.problem is None:
            free[one.ticket] = score
    return Like(_best_first(problems), _best_first(free))


def alike(text: str, *, desks: Sequence[int], but: int) -> list[int]:
    """Ids of the tickets on some desks that read like a text, which is the ticket's `but`."""
    known = [one for one in asked(text, desks=desks) if one.ticket != but]
    scores = likeness(text, [one.text for one in known])
    return [one.ticket for one, score in zip(known, scores, strict=True) if score >= ALIKE]


def beginnings(text: str) -> set[str]:
    """The words of a text as they are compared: cut to their beginnings."""
    return set(_terms(text[:LONGEST]))


def _best_first(scores: dict[int, float]) -> dict[int, float]:
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _rarest(text: str) -> dict[str, list[int]]:
    """The words of a text that are not common, with the rows that hold them."""
    unknown = [word for word in _said(text[:LONGEST]) if word not in _USUAL]
    found = _behind().having(_table(SearchRow), unknown, COMMON)
    _USUAL.update(word for word, ids in found.items() if len(ids) == COMMON)
    return {word: ids for word, ids in found.items() if 0 < len(ids) < COMMON}


def _weights(text: str, held: Mapping[str, Sequence[int]]) -> dict[str, float]:
    """The words of a text that say most, with how much."""
    said, title = _said(text[:LONGEST]), set(_said(text.partition("\n")[0]))
    every = (SearchRow.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    weights = {
        word: (1 + log(said[word])) * log(1 + every / len(ids)) * (2 if word in title else 1)
        for word, ids in held.items()
    }
    return dict(nlargest(TERMS, weights.items(), key=lambda pair: pair[1]))


def _said(text: str) -> Counter[str]:
    return Counter(word for word in words_of(text).lower().split() if len(word) > 2 and not word.isdecimal())


def _named(problem: Problem) -> str:
    words = problem.words.all()
    return "\n".join([problem.title, *(f"{one.title}\n{one.sample_text}" for one in words)])
