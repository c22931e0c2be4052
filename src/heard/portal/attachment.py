"""Files: taken in with limits that keep the text beside them, given out as downloads and nothing else."""

from collections.abc import Callable
from datetime import datetime
from functools import partial, wraps
from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from heard.portal.link import in_language, opened, shown
from heard.portal.reader import language_for
from heard.record import files
from heard.record.access import requester as access
from heard.record.arrival import AttachedFile
from heard.record.models.requester import Participant

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
"""Bytes of one file."""
ALTOGETHER = 25 * MEGABYTE
"""Bytes of all files of one message."""
MOST = 8
"""Files with one message."""
HOPELESS = 3 * ALTOGETHER
"""Bytes of a whole request beyond which it is not even read."""
SANDBOX = "default-src 'none'; sandbox"

type View = Callable[..., HttpResponse]


class Measured(FileUploadHandler):
    """Lets go of a file as soon as it is too large, and goes on reading, so that the text beside it is kept."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        request.too_large = []
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on, or skip the rest of a file that is too large by itself or with the others."""
        self.taken += len(raw_data)
        if start + len(raw_data) > LARGEST or self.taken > ALTOGETHER:
            self.taken -= start + len(raw_data)
            self.request.too_large.append(self.file_name or "")
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """The files themselves are kept by the handlers behind this one."""
        return None


def accepts_files(view: View, *, check: Callable[[View], View] | None = csrf_protect) -> View:
    """A page that takes files. The limits stand before anything is read; the check of the form's token follows.

    Args:
        check: the check by the cookie; None where the form carries a token that needs none.
    """
    checked = check(view) if check else view

    @csrf_exempt
    @wraps(view)
    def handle(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > HOPELESS:
            with in_language(request, language_for(request)):
                return shown(request, "portal/too_large.html", {"most": ALTOGETHER}, code=413)
        request.upload_handlers.insert(0, Measured(request))
        return checked(request, *args, **kwargs)

    return handle


def attached(uploads: list[UploadedFile]) -> tuple[AttachedFile, ...]:
    """Uploads as an arrival carries them; a name keeps only what can be shown."""
    return tuple(
        AttachedFile(
            name="".join(c for c in upload.name or "" if c.isprintable())[:255] or "file",
            type=(upload.content_type or "application/octet-stream")[:127],
            content=upload.read(),
        )
        for upload in uploads
    )


@require_safe
@partial(opened, old=True)
def download(request: HttpRequest, participant: Participant, *, at: datetime, file: str) -> HttpResponse:
    """A file of the conversation, as a download that no browser shows in our name."""
    found = access.attachment(participant, file)
    response = FileResponse(
        BytesIO(files.read(found.digest)),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
