"""What another system kept of one ticket: frozen, complete, the same from every kind of file.

Every reader of a file builds a `Past` and hands it to `actions.imported.bring`. It holds no row and no open file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from heard.record.arrival import AttachedFile

MOST_OF_KEY = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One message there, or with `private` a note for agents only.

    `key` is its own within its ticket: the same message has the same key however often it is read. `at` is when it was
    said (UTC). `ours` means that the desk said it. `header_id` is the Message-ID of a mail, without angle brackets.
    """

    key: str
    at: datetime
    address: str
    name: str
    text: str
    ours: bool
    reply: str = ""
    html: str | None = None
    files: tuple[AttachedFile, ...] = ()
    header_id: str = ""
    private: bool = False
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened there besides, as an event of ours: its kind, who did it (by address, or a name), and instants and
    words that its sentence names; of an agent the mail address, as `owner`."""

    kind: str
    at: datetime
    address: str
    name: str
    ours: bool
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Past:
    """One ticket there: who asked, what was said in the order of time, and when it was resolved (UTC).

    `origin` names the system and `key` the ticket in it; both together are met once. `number` is what people called it.
    `is_open` is what that system said. `resolution` is solved, withdrawn or spam, where that is known; else it was
    solved if the desk answered (`has_answer`), and withdrawn if not. `desk` is an address of the desk it comes to,
    where the file knows. `fields` are what it says in fields of that desk, by their names.
    """

    origin: str
    key: str
    address: str
    name: str
    subject: str
    received_at: datetime
    resolved_at: datetime
    is_open: bool
    said: tuple[Said, ...]
    number: str = ""
    organization: str = ""
    owner: str = ""
    resolution: str = ""
    desk: str = ""
    opened_at: datetime | None = None
    happened: tuple[Happened, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def has_answer(self) -> bool:
        """Whether the desk said anything to the requester."""
        return any(said.ours and not said.private for said in self.said)


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in a file and cannot be read: how many messages of it, and why, in words for people."""

    messages: int
    why: str
