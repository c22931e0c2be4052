"""Files as downloads: never shown in place, never guessed at by a browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from heard.record import files
from heard.record.access import Absent


def download(digest: str, *, name: str, content_type: str = "application/octet-stream") -> HttpResponse:
    """The bytes kept under a digest, exactly as they came.

    Raises:
        Absent: the file store has lost them.
    """
    try:
        content = files.read(digest)
    except FileNotFoundError:
        raise Absent("file") from None
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
