"""Notes: for agents only."""

from datetime import datetime

from heard.record import events
from heard.record.actions.settle import settled
from heard.record.actor import Actor, agent_of, robot_of
from heard.record.errors import Refused
from heard.record.models.note import Note
from heard.record.models.ticket import Ticket
from heard.record.search import notes


def write(ticket: Ticket, *, text: str, by: Actor, at: datetime) -> Note:
    """Write a note on a ticket; it ends nothing and no requester can ever read it.

    Raises:
        Refused: no text.
    """
    if not text.strip():
        raise Refused("no_text", "Write a few words first.", field="text")
    with settled(ticket, at=at) as own:
        note = add(own, text=text, by=by, at=at)
        events.add("note.written", by=by, at=at, ticket=own, note=note.pk)
        return note


def add(ticket: Ticket, *, text: str, by: Actor, at: datetime) -> Note:
    """Put a note on a locked ticket, where it can be found."""
    note = Note.objects.create(
        ticket=ticket,
        n=events.next_n(ticket),
        agent=agent_of(by),
        robot=robot_of(by),
        written_at=at,
        text=text,
    )
    notes.add(ticket, note)
    return note
