"""Notes: written through the API, never read through it."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import BaseModel

from heard.api.schemas import Brief, Id, Strict, Text, agent_brief
from heard.api.token import WRITE
from heard.api.upload import named
from heard.clock import now
from heard.record.access import note as notes
from heard.record.access import ticket as tickets
from heard.record.actions import note as verbs

router = Router(tags=["notes"])


class NewNote(Strict):
    """Words for agents only. `files` were sent ahead to `/files`."""

    text: Text
    files: list[Id] = []


class NoteOut(BaseModel):
    """That it was written, and who was mentioned; what it says is shown on the desk's pages alone."""

    id: str
    n: int
    mentioned: list[Brief]
    written_at: datetime


@router.post("/tickets/{id:public_id}/note", auth=WRITE, response={201: NoteOut})
def write(request: HttpRequest, public_id: str, note: NewNote) -> Status[NoteOut]:
    """Write a note on a ticket; no requester can ever read it, and no robot. An agent's mentions
    colleagues, as @Ada."""
    reader = request.auth.reader
    ticket = tickets.get(reader, public_id)
    with transaction.atomic():
        kept = [
            {"name": one.name, "type": one.type, "digest": one.digest, "size": one.size}
            for one in named(request.auth.token, note.files)
        ]
        made = verbs.write(ticket, text=note.text, by=reader, at=now(), kept=kept)
    people = [agent_brief(one) for one in notes.mentioned_in(made)]
    return Status(201, NoteOut(id=made.public_id, n=made.n, mentioned=people, written_at=made.written_at))
