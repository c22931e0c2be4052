"""What a reader finds: by the query language, over subjects, people, messages, names of files and, for agents, notes.

Words are ranked: how well the text fits, mixed with how new it is. Without words the list goes by time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from heard.query import Query
from heard.record import search
from heard.record.access.query import asked_of, beside_words, found, is_about_open
from heard.record.access.ticket import PAGE, Reader
from heard.record.actor import Robot
from heard.record.models.message import Attachment, Message
from heard.record.models.note import Note, NoteFile
from heard.record.models.search import NoteSearchRow, SearchRow
from heard.record.models.ticket import FIRST_NUMBER, Ticket
from heard.record.search.hit import Hit
from heard.record.search.snippet import Part, snippet

NEWEST, PIECE = 1000, 500
EVERYTHING = Q()


@dataclass(frozen=True, slots=True)
class Found:
    """Tickets in their order, and for each that was found by words where they stand: in a message or in a note."""

    ids: list[int]
    more: bool
    messages: dict[int, int] = field(default_factory=dict)
    notes: dict[int, int] = field(default_factory=dict)


def find(
    reader: Reader,
    query: Query,
    *,
    at: datetime,
    skip: int = 0,
    limit: int = PAGE,
    notes: bool = True,
    among: Q = EVERYTHING,
) -> Found:
    """One page of what a query finds on the reader's desks.

    Args:
        at: the instant of asking, UTC.
        skip: how many were shown already.
        notes: whether to look into notes; never for a robot.
        among: what else must hold for a ticket.
    """
    notes = notes and not isinstance(reader, Robot)
    if not query.terms:
        return Found([], False)
    if not query.words:
        rows = found(reader, query, at=at, notes=notes).filter(among)
        ids = _by_time(rows, query, skip, limit)
        return Found(ids[:limit], len(ids) > limit)
    wanted = skip + limit + 1
    rows = beside_words(reader, query, at=at, notes=notes).filter(among)
    asked = [asked_of(query, term) for term in query.words]
    said, noted = _hits(asked, notes, NEWEST)
    ids = _allowed(rows, [*_numbered(query), *said, *noted], wanted)
    if len(ids) < wanted and max(len(said), len(noted)) >= NEWEST // 2:
        # Among the newest hits of everybody a small desk, or a narrow query, may have none: then everywhere.
        everywhere = found(reader, query, at=at, notes=notes).filter(among)
        ids = list(dict.fromkeys([*ids, *_newest(everywhere, wanted)]))
    page = ids[skip : skip + limit]
    return Found(
        page,
        len(ids) > skip + limit,
        {pk: said[pk] for pk in page if pk in said},
        {pk: noted[pk] for pk in page if pk in noted and pk not in said},
    )


def snippets(result: Found, query: Query) -> dict[int, tuple[str, list[Part]]]:
    """For each ticket where the words stand: "message", "file" or "note", and the words around them, marked.

    Only for agents: what stands in a note is shown.
    """
    words = [part for term in query.words for part in search.words_of(term.values[0]).split()]
    told: dict[int, tuple[str, list[Part]]] = {}
    for ticket, text, files in _messages(list(result.messages.values())):
        if parts := snippet(text, words):
            told[ticket] = ("message", parts)
        elif parts := snippet(" · ".join(files), words):
            told[ticket] = ("file", parts)
    placed = list(NoteSearchRow.objects.filter(pk__in=result.notes.values()))
    notes = _behind(placed, Note)
    names: dict[int, list[str]] = {}
    for pk, name in NoteFile.objects.filter(note__in=notes.values()).values_list("note", "name"):
        names.setdefault(pk, []).append(name)
    for row in placed:
        note = notes.get((row.ticket_id, row.n))
        if parts := snippet(note.text if note else row.text, words):
            told[row.ticket_id] = ("note", parts)
        elif note and (parts := snippet(" · ".join(names.get(note.pk, [])), words)):
            told[row.ticket_id] = ("file", parts)
    return told


def _behind[M: (Message, Note)](
    rows: Sequence[SearchRow] | Sequence[NoteSearchRow], model: type[M]
) -> dict[tuple[int, int], M]:
    """What rows of an index were made of, by ticket and place."""
    near = model.objects.filter(ticket__in={row.ticket_id for row in rows}, n__in={row.n for row in rows})
    return {(one.ticket_id, one.n): one for one in near}


def _messages(rows: Sequence[int]) -> Iterator[tuple[int, str, list[str]]]:
    """Ticket, text and names of files of the messages behind rows of the index."""
    placed = list(SearchRow.objects.filter(pk__in=rows))
    said = _behind(placed, Message)
    files: dict[int, list[str]] = {}
    for pk, name in Attachment.objects.filter(message__in=said.values()).values_list("message", "name"):
        files.setdefault(pk, []).append(name)
    for row in placed:
        message = said.get((row.ticket_id, row.n))
        yield (
            row.ticket_id,
            message.shown if message else row.text,
            files.get(message.pk, []) if message else [],
        )


def _numbered(query: Query) -> list[int]:
    """A number alone is a ticket, whatever else it may be."""
    word = query.terms[0].values[0]
    is_number = len(query.terms) == 1 and word.isdecimal() and len(word) < 15
    return [int(word) - FIRST_NUMBER] if is_number else []


def _hits(asked: Sequence[search.Asked], notes: bool, limit: int) -> tuple[dict[int, int], dict[int, int]]:
    """Tickets found by messages and by notes, best first, each with its best row."""
    said = _best(search.find(asked, notes=False, limit=limit))
    return said, _best(search.find(asked, notes=True, limit=limit)) if notes else {}


def _best(hits: Sequence[Hit]) -> dict[int, int]:
    best: dict[int, int] = {}
    for hit in hits:
        best.setdefault(hit.ticket, hit.row)
    return best


def _allowed(rows: QuerySet[Ticket], ids: Sequence[int], wanted: int) -> list[int]:
    """Those that are among the rows, in the same order; asked for in pieces, as databases limit one question."""
    ids, seen = list(dict.fromkeys(ids)), []
    for start in range(0, len(ids), PIECE):
        piece = ids[start : start + PIECE]
        allowed = set(rows.filter(id__in=piece).values_list("id", flat=True))
        seen += [pk for pk in piece if pk in allowed]
        if len(seen) >= wanted:
            break
    return seen[:wanted]


def _newest(rows: QuerySet[Ticket], wanted: int) -> list[int]:
    return list(rows.order_by("-id").values_list("id", flat=True)[:wanted])


def _by_time(rows: QuerySet[Ticket], query: Query, skip: int, limit: int) -> list[int]:
    """Open tickets by when a word is owed; all others the newest first, by their numbers."""
    order = ("owed_at", "id") if is_about_open(query) else ("-id",)
    return list(rows.order_by(*order).values_list("id", flat=True)[skip : skip + limit + 1])
