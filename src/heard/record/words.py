"""A draft as the word it will become."""

from heard.record import files
from heard.record.actions.message import Word
from heard.record.arrival import AttachedFile
from heard.record.models.draft import Draft


def word_of(draft: Draft) -> Word:
    """What the draft says, its files read back from the store."""
    return Word(
        text=draft.text,
        way=draft.way or "next",
        due_at=draft.due_at,
        restating=draft.restating,
        agreed=draft.agreed,
        event=draft.event,
        files=tuple(
            AttachedFile(name=file["name"], type=file["type"], content=files.read(file["digest"]))
            for file in draft.files
        ),
    )
