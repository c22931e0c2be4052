"""What came with a message: its whole text; its files as downloads, or as a picture that we drew."""

import re

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.record import drawing, files
from heard.record.access import Absent
from heard.record.access import message as messages
from heard.record.actions import ticket as verbs

CLOSED = "default-src 'none'; sandbox"
DAY = 24 * 3600
"""Seconds that a browser keeps a drawn picture: the file under an id never changes."""


@require_safe
@door
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a folded message; with ?whole=1 all of it, the quotes too."""
    message = messages.get(request.user, public_id)
    shown = message.text if "whole" in request.GET else message.shown
    context = {"text": shown, "files": message.attachments.all()}
    # A bare line end beside the elements would trip the script that swaps them in.
    return HttpResponse(render_to_string("agents/message/text.html", context, request).strip())


@require_POST
@door
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sender of an unverified message is who they say: from now on it counts."""
    message = messages.get(request.user, public_id)
    verbs.accept(message, by=request.user, at=request.now)
    return answered(request, message.ticket.public_id)


@require_safe
@door
def attachment(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file, always as a download, whatever it says it is."""
    found = messages.attachment(request.user, public_id)
    return download(content_of(found.digest), found.name)


@require_safe
@door
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """A picture or the first pages of a PDF, drawn by us from its pixels: the browser opens nothing of the file."""
    found = messages.attachment(request.user, public_id)
    return drawn(content_of(found.digest))


@require_safe
@door
def sound(request: HttpRequest, public_id: str) -> HttpResponse:
    """A recording, to be listened to in the page; a part of it where the browser asks for one."""
    found = messages.attachment(request.user, public_id)
    if found.sounds_as is None:
        raise Absent("sound")
    content = content_of(found.digest)
    response = HttpResponse(content, content_type=found.sounds_as)
    if asked := re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", request.headers.get("Range", "")):
        first = int(asked[1])
        last = min(int(asked[2] or len(content)), len(content) - 1)
        if first > last:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
        response = HttpResponse(content[first : last + 1], content_type=found.sounds_as, status=206)
        response.headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["Cache-Control"] = f"private, max-age={DAY}"
    return response


def drawn(content: bytes) -> HttpResponse:
    """The picture that we draw of a file.

    Raises:
        Absent: it is none, or cannot be drawn.
    """
    picture = drawing.picture_of(content)
    if picture is None:
        raise Absent("preview")
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["Cache-Control"] = f"private, max-age={DAY}"
    return response


def download(content: bytes, name: str) -> HttpResponse:
    """Bytes that no browser will open inside the desk."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Security-Policy"] = CLOSED
    return response


def content_of(digest: str) -> bytes:
    """The bytes of a file.

    Raises:
        Absent: the file store has lost it.
    """
    try:
        return files.read(digest)
    except FileNotFoundError as gone:
        raise Absent("file") from gone
