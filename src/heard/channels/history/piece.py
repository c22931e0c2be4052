"""What a reader of a file gives: one ticket at a time, with the keys of its messages before anything is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from heard.hours.languages import Sentence
from heard.record.past import Past, Unread

OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
NO_ADDRESS = Sentence("it names no mail address of a requester")
NO_TIME = Sentence("its time cannot be read; ISO 8601 is understood, and what --dates says")


class Unreadable(Exception):
    """The file as a whole is not what it should be; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a ticket of a file says; `past` is None where nothing of it can come in."""

    past: Past | None
    unread: list[Unread] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    """Attachments that are named but whose bytes are not there, as people find them there."""
    dropped: int = 0
    """Attachments of messages that stay out."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One ticket of a file. `keys` are its messages', each once; `doubles` stand in the file once more. `passed` is how
    far the file is read with it, from 0 to 1. `read` may take a while. `named` counts the attachments that the file
    names without holding them."""

    key: str
    keys: tuple[str, ...]
    passed: float
    read: Callable[[], Reading]
    doubles: int = 0
    named: int = 0


def believable(at: datetime | None, *, now: datetime) -> datetime | None:
    """An instant that a file names, if it can be so: not before 1990, not after now."""
    return at if at and OLDEST <= at <= now else None
