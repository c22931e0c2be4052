"""The JSON export of Zendesk as history: one ticket a line, or answers of its API with "tickets" in them.

Fields as its documentation has them: of a ticket id, subject, status, created_at, updated_at, requester, assignee and
comments; of a comment id, author_id, plain_body or body, html_body, public and created_at. Users come in the ticket, or
in "users" beside the tickets. Attachments of a comment are only named there, with id, file_name, content_type, size and
the address of their bytes; the bytes are read from a folder, and nothing is fetched.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from heard.channels.history.lines import Story, json_objects
from heard.channels.history.piece import Piece, Unreadable
from heard.record.arrival import AttachedFile

ORIGIN = "zendesk"
OPEN = frozenset({"new", "open", "pending", "hold"})


def pieces(
    path: Path, *, is_ours: Callable[[str], bool], origin: str, now: datetime, folder: Path | None = None
) -> Iterator[Piece]:
    """The tickets of a file; their attachments are looked for in `folder`, else in that of the file.

    Raises:
        Unreadable: no tickets with their comments are in it.
    """
    people: dict[int, dict[str, Any]] = {}
    for passed, one in json_objects(path):
        people.update(
            _people(
                [*one.get("users", []), *(one.get(name) for name in ("requester", "submitter", "assignee"))]
            )
        )
        tickets = one.get("tickets", [one] if "id" in one else [])
        if not all(isinstance(ticket, dict) and "comments" in ticket for ticket in tickets):
            raise Unreadable(
                f"{path.name} has tickets without “comments”: choose the JSON export of Zendesk, or put the answer of"
                " /tickets/ID/comments into each."
            )
        for ticket in tickets:
            people.update(_people([ticket.get(name) for name in ("requester", "submitter", "assignee")]))
            story = _story(ticket, people, is_ours, now, folder or path.parent)
            yield story.piece(origin, passed)


def _people(found: list[Any]) -> dict[int, dict[str, Any]]:
    return {one["id"]: one for one in found if isinstance(one, dict) and "id" in one}


def _story(
    ticket: dict[str, Any],
    people: dict[int, dict[str, Any]],
    is_ours: Callable[[str], bool],
    now: datetime,
    folder: Path,
) -> Story:
    asker = people.get(ticket.get("requester_id") or (ticket.get("requester") or {}).get("id") or 0, {})
    owner = people.get(ticket.get("assignee_id") or (ticket.get("assignee") or {}).get("id") or 0, {})
    organization = ticket.get("organization") or asker.get("organization") or {}
    story = Story(
        key=str(ticket.get("id", "")), subject=str(ticket.get("subject") or ticket.get("raw_subject") or ""),
        address=str(asker.get("email") or ""), name=str(asker.get("name") or ""), owner=str(owner.get("email") or ""),
        organization=str(organization.get("name") or "") if isinstance(organization, dict) else "",
        received_at=str(ticket.get("created_at") or ""),
        resolved_at=str(ticket.get("solved_at") or ticket.get("closed_at") or ticket.get("updated_at") or ""),
        is_open=ticket.get("status") in OPEN, resolution="spam" if ticket.get("status") == "deleted" else "", now=now,
    )  # fmt: skip
    for number, comment in enumerate(ticket["comments"]):
        author = people.get(comment.get("author_id") or 0, {})
        address = str(author.get("email") or "")
        key = str(comment.get("id") or number)
        files, missing = _files(comment, folder)
        story.named += len(files) + len(missing)
        story.missing[key] = tuple(f"{story.key}: {name}" for name in missing)
        is_asker = comment.get("author_id") == asker.get("id") and bool(asker)
        story.add(
            key=key, at=str(comment.get("created_at") or ""), address=address,
            name=str(author.get("name") or comment.get("author_name") or ""),
            text=str(comment.get("plain_body") or comment.get("body") or ""), html=comment.get("html_body"),
            ours=not is_asker and (author.get("role", "agent") != "end-user" or is_ours(address)),
            private=comment.get("public") is False, files=files,
        )  # fmt: skip
    return story


def _files(comment: dict[str, Any], folder: Path) -> tuple[tuple[AttachedFile, ...], list[str]]:
    """The attachments of a comment whose bytes are in a folder, and the names of the others."""
    found: list[AttachedFile] = []
    missing: list[str] = []
    named = comment.get("attachments")
    for one in named if isinstance(named, list) else []:
        if not isinstance(one, dict):
            continue
        said = str(one.get("file_name") or one.get("filename") or "").replace("\0", "").replace("\\", "/")
        name = PurePosixPath(said).name or "file"
        content = _content(folder, str(one.get("id") or ""), name, one.get("size"))
        if content is None:
            missing.append(name)
        else:
            kind = str(one.get("content_type") or "application/octet-stream")
            found.append(AttachedFile(name, kind, content))
    return tuple(found), missing


def _content(folder: Path, number: str, name: str, size: Any) -> bytes | None:
    """The bytes of an attachment: of ID/NAME, ID-NAME, ID or NAME below the folder, of the size that is said; a bare
    name is believed only where a size is said, for many are called image.png."""
    number = number if number.isdecimal() else ""
    places = [f"{number}/{name}", f"{number}-{name}", number] if number else []
    places += [name] if isinstance(size, int) else []
    root = folder.resolve()
    for place in places:
        try:
            path = (root / place).resolve()
            if (
                path.is_relative_to(root)
                and path.is_file()
                and (not isinstance(size, int) or path.stat().st_size == size)
            ):
                return path.read_bytes()
        except OSError:
            continue
    return None
