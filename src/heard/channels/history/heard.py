"""An export of Heard as history: its desks, agents and people first, then ticket by ticket (docs/history.md).

The folder, or the zip that is unpacked for the time of reading, is read twice: once for where the lines of each ticket
stand, then ticket by ticket.
"""

import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from heard.channels.history.piece import Piece, Reading, Unreadable
from heard.record.actions import imported
from heard.record.actor import Actor
from heard.record.arrival import AttachedFile
from heard.record.events import KINDS
from heard.record.past import Happened, Past, Said, Unread

ORIGIN = "heard"
FORM = 1
NOTHING = "nothing is said in it"
NO_ADDRESS = "it names no mail address of a requester"
OF_TICKETS = ("messages", "notes", "events")
KEPT_DATA = ("due", "wanted", "impact", "number", "known_as")
"""What a sentence names and means the same elsewhere; ids do not."""
_MEMBER = re.compile(r"heard\.json|[a-z]+\.jsonl|files/[0-9a-f]{64}")


@contextmanager
def folder_of(path: Path) -> Iterator[Path]:
    """The folder of an export; of a zip, unpacked until the end of the block.

    Raises:
        Unreadable: it is no export, or of another form.
    """
    with TemporaryDirectory(prefix="heard-import-") as temporary:
        folder = path
        if path.is_file():
            folder = Path(temporary)
            _unpack(path, folder)
        try:
            said = json.loads((folder / "heard.json").read_bytes())
        except (OSError, ValueError):
            raise Unreadable(f"{path.name} is no export of Heard: it has no heard.json.") from None
        if said.get("form") != FORM:
            raise Unreadable(f"{path.name} was written by another version of Heard, and cannot be read.")
        yield folder


def _unpack(path: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(path) as whole:
            for name in whole.namelist():
                if _MEMBER.fullmatch(name):
                    whole.extract(name, folder)
    except zipfile.BadZipFile:
        raise Unreadable(f"{path.name} is no zip.") from None


def lines(folder: Path, noun: str) -> Iterator[dict[str, Any]]:
    """The rows of a noun."""
    path = folder / f"{noun}.jsonl"
    if path.exists():
        with path.open("rb") as file:
            for line in file:
                yield json.loads(line)


def settle_in(folder: Path, *, by: Actor, at: datetime) -> None:
    """Make the desks, agents and people of an export that are not here yet. Agents have no password."""
    for row in lines(folder, "agents"):
        imported.know_agent(row, by=by, at=at)
    for row in lines(folder, "desks"):
        imported.know_desk(row, by=by, at=at)
    names = {row["public_id"]: row["name"] for row in lines(folder, "organizations")}
    for row in lines(folder, "requesters"):
        if row["addresses"]:
            organization = names.get(row["organization"] or "", "")
            imported.know_person(row, organization=organization, at=datetime.fromisoformat(row["created_at"]))


def pieces(folder: Path, *, origin: str, now: datetime) -> Iterator[Piece]:
    """The tickets of an export, the oldest first."""
    book = _Book(folder)
    whole = (folder / "tickets.jsonl").stat().st_size or 1
    with (folder / "tickets.jsonl").open("rb") as file:
        for line in iter(file.readline, b""):
            ticket = json.loads(line)
            passed = file.tell() / whole
            keys = tuple(
                row["public_id"]
                for noun in ("messages", "notes")
                for row in book.of(noun, ticket["public_id"])
            )
            yield Piece(ticket["public_id"], keys, passed, _reader(book, ticket, origin, now))


def _reader(book: "_Book", ticket: dict[str, Any], origin: str, now: datetime) -> Any:
    return lambda: _read(book, ticket, origin, now)


class _Book:
    """Where the lines of each ticket stand in the files, and what people and desks are called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places: dict[str, dict[str, list[int]]] = {noun: self._places(noun) for noun in OF_TICKETS}
        self.people = {row["public_id"]: row for row in lines(folder, "requesters")}
        self.desks = {row["public_id"]: row for row in lines(folder, "desks")}
        self.agents = {row["email"]: row["name"] for row in lines(folder, "agents")}

    def _places(self, noun: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        path, place = self.folder / f"{noun}.jsonl", 0
        if path.exists():
            with path.open("rb") as file:
                for line in file:
                    if ticket := json.loads(line)["ticket"]:
                        found[ticket].append(place)
                    place += len(line)
        return found

    def of(self, noun: str, ticket: str) -> Iterator[dict[str, Any]]:
        """The rows of a ticket."""
        places = self.places[noun].get(ticket, [])
        if places:
            with (self.folder / f"{noun}.jsonl").open("rb") as file:
                for place in places:
                    file.seek(place)
                    yield json.loads(file.readline())

    def who(self, row: dict[str, Any]) -> tuple[str, str]:
        """Address and name of who said or did something."""
        if row.get("agent"):
            return row["agent"], self.agents.get(row["agent"], "")
        person = self.people.get(row.get("requester") or "", {})
        return next(iter(person.get("addresses", [])), ""), person.get("name", "") or row.get("robot", "")

    def file(self, digest: str) -> bytes | None:
        """The bytes under a digest; None where they are missing."""
        path = self.folder / "files" / digest
        return path.read_bytes() if re.fullmatch(r"[0-9a-f]{64}", digest) and path.is_file() else None


def _read(book: _Book, ticket: dict[str, Any], origin: str, now: datetime) -> Reading:
    rows = list(book.of("messages", ticket["public_id"]))
    said = [_said(book, row) for row in rows] + [
        _note(book, row) for row in book.of("notes", ticket["public_id"])
    ]
    address, name = book.who({"requester": ticket["requester"]})
    if not said or not address:
        return Reading(None, [Unread(len(said), NO_ADDRESS if said else NOTHING)])
    desk = book.desks.get(ticket["desk"], {})
    resolution = ticket["resolution"]
    past = Past(
        origin=origin, key=ticket["public_id"], number=str(ticket["number"]), address=address, name=name,
        subject=ticket["subject"], received_at=_at(ticket["received_at"]) or now, opened_at=_at(ticket["opened_at"]),
        resolved_at=_at(ticket["resolved_at"]) or max(one.at for one in said), is_open=ticket["resolved_at"] is None,
        resolution=resolution if resolution in ("solved", "spam", "") else "withdrawn", owner=ticket["owner"] or "",
        desk=next(iter(desk.get("addresses", [])), ""), said=tuple(sorted(said, key=lambda one: one.at)),
        fields=tuple(ticket.get("fields", {}).items()),
        happened=tuple(one for row in book.of("events", ticket["public_id"]) if (one := _happened(book, row))),
    )  # fmt: skip
    return Reading(past)


def _said(book: _Book, row: dict[str, Any]) -> Said:
    address, name = book.who(row)
    page = book.file(row["html"])
    files = [(one, book.file(one["digest"])) for one in row["attachments"]]
    return Said(
        key=row["public_id"], at=_at(row["said_at"]) or datetime.min.replace(tzinfo=UTC), address=address, name=name,
        text=row["text"], reply=row["reply"], html=page.decode("utf-8", "replace") if page else None,
        ours=row["kind"] != "inbound", spoken=row["kind"] == "call", header_id=row["header_id"],
        files=tuple(
            AttachedFile(one["name"], one["type"], content, one["inline"], one["content_id"])
            for one, content in files
            if content is not None
        ),
    )  # fmt: skip


def _note(book: _Book, row: dict[str, Any]) -> Said:
    address, name = book.who(row)
    at = _at(row["written_at"]) or datetime.min.replace(tzinfo=UTC)
    files = [(one, book.file(one["digest"])) for one in row.get("attachments", ())]
    return Said(
        key=row["public_id"], at=at, address=address, name=name, text=row["text"], ours=True, private=True,
        files=tuple(AttachedFile(one["name"], one["type"], content) for one, content in files if content is not None),
    )  # fmt: skip


def _happened(book: _Book, row: dict[str, Any]) -> Happened | None:
    """What the timeline shows; the log speaks of letters and alerts, which stay behind."""
    kind, at = KINDS.get(row["kind"]), _at(row["at"])
    if kind is None or kind.audience != "timeline" or at is None:
        return None
    address, name = book.who(row)
    data = {key: value for key, value in row["data"].items() if key in KEPT_DATA}
    if row.get("owner"):
        data["owner"] = row["owner"]
    return Happened(row["kind"], at, address, name, bool(row.get("agent")), data)


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
