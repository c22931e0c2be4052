"""Which notes an agent may fetch. Nothing of the requester's pages may import this file."""

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.note import Note


def get(reader: Agent, public_id: str) -> Note:
    """One note.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = Note.objects.filter(ticket__desk__memberships__agent=reader, public_id=public_id).first()
    if found is None:
        raise Absent("note")
    return found
