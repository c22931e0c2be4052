"""Pieces that the readers of JSON files share: objects of a file one by one, and a ticket told by its messages."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heard.channels.history.piece import Piece, Reading, Unreadable, believable
from heard.record.actions.imported import brief
from heard.record.arrival import AttachedFile
from heard.record.past import Past, Said, Unread

NO_ADDRESS = "it names no mail address of a requester"
NO_TIME = "it bears no time that can be"
NOTHING = "nothing is said in it"


def json_objects(path: Path) -> Iterator[tuple[float, dict[str, Any]]]:
    """The objects of a file with how far it is read: one a line, or one or a list of them in all.

    Raises:
        Unreadable: it is no JSON.
    """
    whole = path.stat().st_size or 1
    with path.open("rb") as file:
        first = file.readline()
        file.seek(0)
        if not _is_object(first):
            yield from _together(path, file.read())
            return
        passed = 0
        for line in file:
            passed += len(line)
            if line.strip():
                yield passed / whole, _read(path, line)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _together(path: Path, raw: bytes) -> Iterator[tuple[float, dict[str, Any]]]:
    try:
        read = json.loads(raw)
    except ValueError as wrong:
        raise Unreadable(f"{path.name} is no JSON: {wrong}.") from None
    found = read if isinstance(read, list) else [read]
    for number, one in enumerate(found, 1):
        if not isinstance(one, dict):
            raise Unreadable(f"{path.name} holds no tickets.")
        yield number / len(found), one


def _read(path: Path, line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError as wrong:
        raise Unreadable(f"{path.name} is no JSON: {wrong}.") from None
    if not isinstance(read, dict):
        raise Unreadable(f"{path.name} holds no tickets.")
    return read


def file_of(name: str, type: str, content: str) -> AttachedFile | None:
    """A file that stands in the JSON as base64; None where it cannot be read."""
    try:
        return AttachedFile(name or "file", type or "application/octet-stream", base64.b64decode(content))
    except (binascii.Error, ValueError):
        return None


@dataclass
class Story:
    """A ticket of a JSON file, as its fields say it; times as they stand there."""

    key: str
    subject: str
    address: str
    name: str
    owner: str
    organization: str
    received_at: str
    resolved_at: str
    is_open: bool
    now: datetime
    resolution: str = ""
    number: str = ""
    said: list[Said] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    named: int = 0
    """Attachments that the file names without holding them."""
    missing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of them that were not found, by the key of their message."""

    def add(self, *, key: str, at: str, text: str, html: Any = None, **more: Any) -> None:
        """A message, if its time can be; else why it is left out."""
        when = self._instant(at)
        if when is None:
            self.unread.append(Unread(1, NO_TIME))
            return
        page = str(html).replace("\0", "") if html else None
        self.said.append(Said(key=key, at=when, text=text.replace("\0", ""), html=page, **more))

    def piece(self, origin: str, passed: float) -> Piece:
        """The ticket, to be brought in."""
        keys = [brief(one.key) for one in self.said] + [
            f"unread {number}" for number in range(len(self.unread))
        ]
        once = tuple(dict.fromkeys(keys))
        return Piece(
            brief(self.key), once, passed, lambda: self._reading(origin), len(keys) - len(once), self.named
        )

    def _reading(self, origin: str) -> Reading:
        said = sorted({one.key: one for one in self.said}.values(), key=lambda one: one.at)
        received_at = self._instant(self.received_at) or (said[0].at if said else None)
        if not said or received_at is None or "@" not in self.address:
            why = NOTHING if not said else NO_TIME if received_at is None else NO_ADDRESS
            left = [Unread(len(said), why)] if said else []
            return Reading(None, [*self.unread, *left] or [Unread(0, why)], dropped=self.named)
        ended = self._instant(self.resolved_at) or said[-1].at
        past = Past(
            origin=origin, key=brief(self.key), number=self.number or self.key, address=self.address, name=self.name,
            subject=self.subject, organization=self.organization, owner=self.owner, received_at=received_at,
            resolved_at=max(ended, received_at), is_open=self.is_open, resolution=self.resolution, said=tuple(said),
        )  # fmt: skip
        missing = tuple(name for one in said for name in self.missing.get(one.key, ()))
        found = sum(len(one.files) for one in said) if self.named else 0
        return Reading(past, self.unread, missing, max(self.named - found - len(missing), 0))

    def _instant(self, text: str) -> datetime | None:
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            return None
        return believable((read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC), now=self.now)
