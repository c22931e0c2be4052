"""The nouns, one file each. Import them from their own file; Django reads them here."""

from heard.record.models import (  # noqa: F401
    agent,
    alert,
    chase,
    desk,
    draft,
    due,
    event,
    intake,
    letter,
    message,
    note,
    owed,
    promise,
    requester,
    restatement,
    search,
    setting,
    ticket,
    token,
)
