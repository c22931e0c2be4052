"""Mails of an mbox as history: threads by Message-ID and References, read by the parser that intake has.

The file is read twice: once for the headers that make threads, then thread by thread, so that it may be larger than
memory. Mails are placed without letters: nobody is answered, and what a machine sent is left out, with the reason.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from typing import BinaryIO

from heard.channels.history.piece import Piece, Reading, Unreadable, believable
from heard.channels.mail import headers
from heard.channels.mail.guard import Parser, Quarantined
from heard.channels.mail.place import WHY_FILED
from heard.record.access import imported as access
from heard.record.actions.imported import brief
from heard.record.arrival import Arrival
from heard.record.past import Past, Said, Unread

ORIGIN = "mbox"
TWICE = "the same mail stands in the file twice"
HERE = "it came or left here while you worked with Heard"
NO_DATE = "it bears no date that can be"
NOBODY = "it names nobody who could have asked"
_BEGINS = re.compile(rb"From .*\d{4}")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_HEAD_LIMIT = 1 << 16  # bytes of a mail's headers that are read for its thread


@dataclass(slots=True)
class Found:
    """Where a mail stands in the file (bytes), and by what it is in a thread."""

    begins: int
    length: int
    key: str
    parents: tuple[str, ...]
    at: datetime | None


class Threads:
    """Which ids belong together: each points at another of its thread, in the end all at one."""

    def __init__(self) -> None:
        self._to: dict[str, str] = {}

    def of(self, one: str) -> str:
        """The id that stands for the thread of this one."""
        while (to := self._to.get(one, one)) != one:
            self._to[one] = one = self._to.get(to, to)
        return one

    def join(self, ids: tuple[str, ...]) -> None:
        """These are one thread."""
        for one in ids[1:]:
            self._to[self.of(one)] = self.of(ids[0])


def pieces(
    path: Path, *, parser: Parser, is_ours: Callable[[str], bool], origin: str, now: datetime
) -> Iterator[Piece]:
    """The threads of a file, in the order in which they begin there.

    Raises:
        Unreadable: it is no mbox.
    """
    with path.open("rb") as file:
        found = list(scan(file, now=now))
        if not found:
            raise Unreadable(f"{path.name} is no mbox: no line begins a mail with “From ”.")
        threads, doubles = _threads(found)
        passed = 0
        for mails in threads:
            passed += len(mails)
            thread = _Thread(
                file, parser, is_ours, origin, now, sorted(mails, key=lambda one: _when(one, now))
            )
            again = sum(doubles.get(mail.key, 0) for mail in mails)
            keys = tuple(brief(mail.key) for mail in thread.mails)
            yield Piece(thread.key, keys, passed / (len(found) or 1), thread.read, again)


def _when(mail: Found, now: datetime) -> datetime:
    return mail.at or now


def _threads(found: list[Found]) -> tuple[list[list[Found]], dict[str, int]]:
    joined = Threads()
    once: dict[str, Found] = {}
    doubles: dict[str, int] = {}
    for mail in found:
        if mail.key in once:
            doubles[mail.key] = doubles.get(mail.key, 0) + 1
            continue
        once[mail.key] = mail
        joined.join((mail.key, *mail.parents))
    groups: dict[str, list[Found]] = {}
    for mail in once.values():
        groups.setdefault(joined.of(mail.key), []).append(mail)
    return list(groups.values()), doubles


def scan(file: BinaryIO, *, now: datetime) -> Iterator[Found]:
    """Each mail of an mbox, by its place; a line that begins one follows an empty line."""
    begins, place, empty = -1, 0, True
    head, whole, in_head, said = bytearray(), hashlib.sha256(), False, b""
    for line in file:
        if empty and _BEGINS.match(line):
            if begins >= 0:
                yield _found(begins, place - begins, bytes(head), whole.hexdigest(), said, now)
            begins, head, whole, in_head, said = place + len(line), bytearray(), hashlib.sha256(), True, line
        elif begins >= 0:
            whole.update(line)
            in_head = in_head and bool(line.strip()) and len(head) < _HEAD_LIMIT
            head += line if in_head else b""
        empty = not line.strip()
        place += len(line)
    if begins >= 0:
        yield _found(begins, place - begins, bytes(head), whole.hexdigest(), said, now)


def _found(begins: int, length: int, head: bytes, digest: str, line: bytes, now: datetime) -> Found:
    read = message_from_bytes(head)
    values = {name: [str(one) for one in read.get_all(name, [])] for name in ("message-id", "date")}
    named = [str(one) for name in ("references", "in-reply-to") for one in read.get_all(name, [])]
    key = headers.message_id(values["message-id"][0]) if values["message-id"] else ""
    at = headers.date(values["date"][0], []) if values["date"] else None
    at = believable(at, now=now) or believable(_of_line(line), now=now)
    return Found(begins, length, key or f"sha256:{digest}", headers.message_ids(named), at)


def _of_line(line: bytes) -> datetime | None:
    """When a mail was put into the file, as the line before it says."""
    words = line.decode("ascii", "replace").split(maxsplit=2)
    return headers.date(_turned(words[2]), []) if len(words) == 3 else None


def _turned(text: str) -> str:
    """ "Mon Nov 23 09:02:00 2026" as mails say it; a zone may stand before or after the year."""
    words = text.split()
    year = next((word for word in words[4:] if re.fullmatch(r"\d{4}", word)), "")
    zone = next((word for word in words[4:] if re.fullmatch(r"[+-]\d{4}", word)), "+0000")
    return f"{words[2]} {words[1]} {year} {words[3]} {zone}" if year and len(words) > 3 else ""


@dataclass(slots=True)
class _Thread:
    """The mails of one thread, the oldest first."""

    file: BinaryIO
    parser: Parser
    is_ours: Callable[[str], bool]
    origin: str
    now: datetime
    mails: list[Found]

    @property
    def key(self) -> str:
        """That of the ticket on which the thread stands already, else that of its first mail."""
        ids = {one for mail in self.mails for one in (mail.key, *mail.parents)}
        return access.key_of_thread(self.origin, ids) or brief(self.mails[0].key)

    def read(self) -> Reading:
        unread: list[Unread] = []
        here = access.mails_here([mail.key for mail in self.mails])
        said: list[tuple[Said, Arrival]] = []
        for mail in self.mails:
            read = self._read(mail) if mail.key not in here else HERE
            if isinstance(read, str):
                unread.append(Unread(1, read))
            else:
                said.append((self._said(mail, read), read))
        if not said:
            return Reading(None, unread)
        asker = self._asker(said)
        if asker is None:
            return Reading(None, [*unread, Unread(len(said), NOBODY)])
        return Reading(self._past(asker, said), unread)

    def _read(self, mail: Found) -> Arrival | str:
        """The mail, or why it stays out."""
        if mail.at is None:
            return NO_DATE
        self.file.seek(mail.begins)
        raw = _ESCAPED.sub(rb"\1", self.file.read(mail.length))
        read = self.parser.parse(raw)
        if isinstance(read, Quarantined):
            return read.reason
        if read.machine:
            return WHY_FILED[read.machine]
        return read if "@" in read.from_address else NOBODY

    def _said(self, mail: Found, read: Arrival) -> Said:
        assert mail.at, "mails without a date stay out"
        is_mail_id = not mail.key.startswith("sha256:")
        return Said(
            key=mail.key,
            at=mail.at,
            address=read.from_address,
            name=read.from_name,
            text=read.text,
            reply=read.reply,
            html=read.html,
            files=read.attachments,
            header_id=mail.key if is_mail_id else "",
            ours=self.is_ours(read.from_address),
        )

    def _asker(self, said: list[tuple[Said, Arrival]]) -> tuple[str, str] | None:
        """Who wrote first that is not us; where only we wrote, to whom."""
        for one, _read in said:
            if not one.ours:
                return one.address, one.name
        return next(((to, "") for _one, read in said for to in read.to if not self.is_ours(to)), None)

    def _past(self, asker: tuple[str, str], said: list[tuple[Said, Arrival]]) -> Past:
        """A mailbox knows no ends: a thread is over with its last mail, and open if nobody answered it."""
        last = said[-1][0]
        return Past(
            origin=self.origin,
            key=self.key,
            address=asker[0],
            name=asker[1],
            subject=said[0][1].subject,
            received_at=said[0][0].at,
            resolved_at=last.at,
            is_open=not any(one.ours for one, _ in said),
            said=tuple(one for one, _ in said),
        )
