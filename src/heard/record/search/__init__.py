"""Full-text search: one small interface, SQLite FTS5 or PostgreSQL behind it.

Rows are written by the verb, never by triggers. Notes are put in by `search.notes`, apart from here.
What a word is, is told here, once: both databases get bare words, so that a part of an address or of a
hyphenated name is found on either, with and without accents.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from types import ModuleType

from django.db import connection, models

from heard.record import rows
from heard.record.models.message import Message
from heard.record.models.search import NoteSearchRow, SearchRow
from heard.record.models.ticket import Ticket
from heard.record.search import postgres, sqlite
from heard.record.search.hit import Hit

LONGEST = 100_000
MOST = 10
"""Words of a question that are looked for."""
_BETWEEN = re.compile(r"[\W_]+")
_ASCII_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
_ACCENTS = re.compile("[\u0300-\u036f]+")


type Asked = tuple[str, bool]
"""Words that follow one another, and whether the last of them may be a beginning."""


def add_message(ticket: Ticket, message: Message, files: Iterable[str] = ()) -> None:
    """Make a message findable, also by the names of its files; the ticket's first by subject, name and address, too."""
    text = "\n".join((message.shown, *files))
    if message.n == 1:
        person = ticket.requester
        text = "\n".join((ticket.subject, person.name, person.address, text))
    index(SearchRow, ticket, text, n=message.n)


def find(asked: Sequence[Asked], *, notes: bool, limit: int = 1000) -> list[Hit]:
    """Messages that hold all that is asked for, best first; each term's words follow one another.

    Among the newest hits the rank mixes how well the text fits with how new it is.

    Args:
        notes: search notes instead of messages; only ever for agents.
        limit: how many of the newest hits are ranked.
    """
    terms = _terms(asked)
    return _behind().find(_table(NoteSearchRow if notes else SearchRow), terms, limit) if terms else []


def holding(asked: Sequence[Asked], *, notes: bool) -> tuple[str, list[str]] | None:
    """SQL for the ids of all tickets of which one message holds all that is asked for, with its values; None if there
    is no word in it.

    Args:
        notes: notes instead of messages; only ever for agents.
    """
    terms = _terms(asked)
    return _behind().holding(_table(NoteSearchRow if notes else SearchRow), terms) if terms else None


def _terms(asked: Sequence[Asked]) -> list[Asked]:
    terms = [(" ".join(words_of(text).split()[:MOST]), may_go_on) for text, may_go_on in asked[:MOST]]
    return [(words, may_go_on) for words, may_go_on in terms if words]


def _behind() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgres


def forget(tickets: list[int]) -> None:
    """Take the rows of tickets out of both indexes, for sample removal and erasure."""
    for model in (SearchRow, NoteSearchRow):
        if connection.vendor == "sqlite":
            sqlite.forget(_table(model), tickets)
        model._default_manager.filter(ticket__in=tickets).delete()


def index(model: type[models.Model], ticket: Ticket, text: str, *, n: int = 0) -> None:
    """Write one row of an index and put its words into the full-text index behind it."""
    words = words_of(text[:LONGEST])
    row = rows.insert(model(ticket=ticket, n=n, text=words))
    if connection.vendor == "sqlite":
        sqlite.index(_table(model), row.pk, words)


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def heaviest(held: Mapping[str, Sequence[int]], weights: Mapping[str, float], limit: int) -> list[int]:
    """Of the rows that hold some words, those whose words weigh most together, the best first.

    Args:
        held: ids of rows, by the word that they hold.
        weights: the words that count, with how much.
    """
    scores: dict[int, float] = defaultdict(float)
    for word, weight in weights.items():
        for row in held[word]:
            scores[row] += weight
    return nlargest(limit, scores, key=scores.__getitem__)


def words_of(text: str) -> str:
    """The words of a text with space between, without accents (those of Latin, Greek and Cyrillic)."""
    if text.isascii():
        return text.translate(_ASCII_BETWEEN)  # fifty times as fast, and most texts are
    return _BETWEEN.sub(" ", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
