"""Files that a program sends ahead, and then names in a reply, a note or a new ticket."""

from collections.abc import Sequence

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile
from pydantic import BaseModel

from heard.api.errors import Unable
from heard.api.token import WRITE
from heard.clock import now
from heard.record import files
from heard.record.actions import upload as verbs
from heard.record.arrival import AttachedFile
from heard.record.ids import new_public_id
from heard.record.models.token import Token
from heard.record.models.upload import Upload

router = Router(tags=["files"])

MOST = 10
"""Files of one word."""
WAITING = 200
"""Files of one token that wait to be named."""
MEGABYTES = 20
LARGEST = MEGABYTES * 1024 * 1024


class FileOut(BaseModel):
    """A file that waits, for a day: `id` stands for it in `files`. `type` is as it was sent, `size` in bytes."""

    id: str
    name: str
    type: str
    size: int


@router.post("/files", auth=WRITE, response={201: FileOut})
def send(request: HttpRequest, file: File[UploadedFile]) -> Status[FileOut]:
    """Send a file ahead, as the part `file` of multipart/form-data. It goes with one word of this token."""
    size = file.size or 0
    if not size:
        raise Unable(422, "empty", "There is nothing in this file.", "file")
    if size > LARGEST:
        raise Unable(422, "too_large", f"A file may have {MEGABYTES} MB.", "file")
    came = AttachedFile(
        name=(file.name or "file").replace("\0", "")[:255],
        type=(file.content_type or "application/octet-stream").replace("\0", "")[:127],
        content=file.read(),
    )
    kept = verbs.keep(
        verbs.of_token(request.auth.token),  # type: ignore[attr-defined]
        file=came,
        mark=new_public_id(),
        at=now(),
        most=WAITING,
        altogether=WAITING * LARGEST,
    )
    return Status(201, FileOut(id=kept.mark, name=kept.name, type=kept.type, size=kept.size))


def named(token: Token, ids: Sequence[str]) -> list[Upload]:
    """The files that a word names; they wait no longer.

    Raises:
        Unable: too many.
        Refused: one of them does not wait for this token.
    """
    if len(ids) > MOST:
        raise Unable(422, "files", f"Up to {MOST} files go with one word.", "files")
    return verbs.take(verbs.of_token(token), ids) if ids else []


def attached(token: Token, ids: Sequence[str]) -> tuple[AttachedFile, ...]:
    """The same with their bytes, as a message takes them."""
    return tuple(AttachedFile(one.name, one.type, files.read(one.digest)) for one in named(token, ids))
