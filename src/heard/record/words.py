"""A draft as the word it will become."""

import re

from heard.record import files
from heard.record.actions.message import Word
from heard.record.arrival import AttachedFile
from heard.record.models.draft import Draft


def addresses_in(typed: str) -> tuple[str, ...]:
    """Addresses as people type them: between commas, semicolons or blanks; each once."""
    return tuple(dict.fromkeys(one.lower() for one in re.split(r"[,;\s]+", typed) if one))


def word_of(draft: Draft) -> Word:
    """What the draft says, its files read back from the store."""
    return Word(
        text=draft.text,
        way=draft.way or "next",
        due_at=draft.due_at,
        restating=draft.restating,
        agreed=draft.agreed,
        event=draft.event,
        spoken=draft.spoken,
        hands_to=draft.hands_to,
        foretold=draft.foretold,
        question=draft.question,
        drafted=draft.drafted,
        cc=addresses_in(draft.cc),
        bcc=addresses_in(draft.bcc),
        files=tuple(
            AttachedFile(name=file["name"], type=file["type"], content=files.read(file["digest"]))
            for file in draft.files
        ),
    )
