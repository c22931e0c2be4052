"""The index of notes, for agents only. A module of its own, so that what a requester's page imports on its
way to the verbs never reaches a note."""

from collections.abc import Iterable

from heard.record import search
from heard.record.models.note import Note
from heard.record.models.search import NoteSearchRow
from heard.record.models.ticket import Ticket


def add(ticket: Ticket, note: Note, files: Iterable[str] = ()) -> None:
    """Make a note findable for agents, also by the names of its files."""
    search.index(NoteSearchRow, ticket, "\n".join((note.text, *files)), n=note.n)
