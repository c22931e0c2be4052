"""Full-text search: one small interface, SQLite FTS5 or PostgreSQL behind it.

Rows are written by the verb, never by triggers. Notes are put in by `search.notes`, apart from here.
What a word is, is told here, once: both databases get bare words, so that a part of an address or of a
hyphenated name is found on either, with and without accents.
"""

import re
import unicodedata

from django.db import connection, models

from heard.record import rows
from heard.record.models.message import Message
from heard.record.models.search import NoteSearchRow, SearchRow
from heard.record.models.ticket import Ticket
from heard.record.search import postgres, sqlite

LONGEST = 100_000
MOST = 10
"""Words of a question that are looked for."""
_BETWEEN = re.compile(r"[\W_]+")
_ASCII_BETWEEN = {code: " " for code in range(128) if not chr(code).isalnum()}
_ACCENTS = re.compile("[\u0300-\u036f]+")


def add_message(ticket: Ticket, message: Message) -> None:
    """Make a message findable; the ticket's first also by subject, name and address."""
    text = message.shown
    if message.n == 1:
        person = ticket.requester
        text = "\n".join((ticket.subject, person.name, person.address, text))
    index(SearchRow, ticket, text)


def find(words: str, *, notes: bool, limit: int = 1000) -> list[int]:
    """Ids of tickets whose messages hold all the words (the last may be a beginning), best first.

    Among the newest hits the rank mixes how well the text fits with how new it is.

    Args:
        notes: search notes instead of messages; only ever for agents.
        limit: how many of the newest hits are ranked.
    """
    terms = _words(words).split()[:MOST]
    if not terms:
        return []
    behind = sqlite if connection.vendor == "sqlite" else postgres
    found = behind.find(_table(NoteSearchRow if notes else SearchRow), terms, limit)
    return list(dict.fromkeys(found))


def forget(tickets: list[int]) -> None:
    """Take the rows of tickets out of both indexes, for sample removal and erasure."""
    for model in (SearchRow, NoteSearchRow):
        if connection.vendor == "sqlite":
            sqlite.forget(_table(model), tickets)
        model._default_manager.filter(ticket__in=tickets).delete()


def index(model: type[models.Model], ticket: Ticket, text: str) -> None:
    """Write one row of an index and put its words into the full-text index behind it."""
    words = _words(text[:LONGEST])
    row = rows.insert(model(ticket=ticket, text=words))
    if connection.vendor == "sqlite":
        sqlite.index(_table(model), row.pk, words)


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def _words(text: str) -> str:
    """The words of a text with space between, without accents (those of Latin, Greek and Cyrillic)."""
    if text.isascii():
        return text.translate(_ASCII_BETWEEN)  # fifty times as fast, and most texts are
    return _BETWEEN.sub(" ", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
