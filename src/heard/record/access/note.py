"""Which notes an agent may fetch. Nothing of the requester's pages may import this file."""

from datetime import datetime

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.draft import NoteDraft
from heard.record.models.note import Mention, Note, NoteFile
from heard.record.models.ticket import Ticket


def get(reader: Agent, public_id: str) -> Note:
    """One note.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = Note.objects.filter(ticket__desk__memberships__agent=reader, public_id=public_id).first()
    if found is None:
        raise Absent("note")
    return found


def told_of(reader: Agent, ticket: Ticket, *, at: datetime, mentions: bool) -> Note | None:
    """The note of `at` (UTC) that an alert tells an agent of: one that `mentions` them, or one of somebody else."""
    written = Note.objects.filter(ticket=ticket, written_at=at).select_related("agent")
    found = (
        written.filter(pk__in=Mention.objects.filter(agent=reader).values("note"))
        if mentions
        else written.exclude(agent=reader)
    )
    return found.order_by("pk").last()


def mentioned_in(note: Note) -> list[Agent]:
    """Who is mentioned in it, in the order of its text."""
    return [one.agent for one in Mention.objects.filter(note=note).select_related("agent")]


def file(reader: Agent, public_id: str) -> NoteFile:
    """One file that was put with a note.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = NoteFile.objects.filter(note__ticket__desk__memberships__agent=reader, public_id=public_id)
    if (one := found.first()) is None:
        raise Absent("file")
    return one


def written(ticket: Ticket, agent: Agent) -> NoteDraft | None:
    """The note that an agent is writing on a fetched ticket."""
    return NoteDraft.objects.filter(ticket=ticket, agent=agent).first() if ticket.is_noted_on else None
