"""The index of notes, for agents only. A module of its own, so that what a requester's page imports on its
way to the verbs never reaches a note."""

from heard.record import search
from heard.record.models.note import Note
from heard.record.models.search import NoteSearchRow
from heard.record.models.ticket import Ticket


def add(ticket: Ticket, note: Note) -> None:
    """Make a note findable for agents."""
    search.index(NoteSearchRow, ticket, note.text, n=note.n)
