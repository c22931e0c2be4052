"""What came with a message: its whole text, its files as downloads, its HTML in a closed frame."""

import base64

import nh3
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.record import files
from heard.record.access import Absent
from heard.record.access import message as messages
from heard.record.actions import ticket as verbs
from heard.record.models.message import Message

# The frame is sandboxed twice, by the page and by its own answer: no script, no form, no request anywhere.
FRAME = {
    "default-src": [CSP.NONE],
    "img-src": ["data:"],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": [CSP.SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
INLINE = ("image/png", "image/jpeg", "image/gif", "image/webp")
INLINE_MOST = 2 * 1024 * 1024
LINKS = ("http://", "https://", "mailto:", "tel:")
TAGS = nh3.ALLOWED_TAGS - {"map", "area"} | {"center", "font"}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "table": {"border", "cellpadding", "cellspacing"},
    "ol": {"start"},
}


@require_safe
@door
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a folded message; with ?whole=1 all of it, the quotes too."""
    message = messages.get(request.user, public_id)
    shown = message.text if "whole" in request.GET else message.shown
    return render(request, "agents/message/text.html", {"text": shown, "files": message.attachments.all()})


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
    return download(_bytes(found.digest), found.name)


def download(content: bytes, name: str) -> HttpResponse:
    """Bytes that no browser will open inside the desk."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@xframe_options_sameorigin
@csp_override(FRAME)
@door
def html(request: HttpRequest, public_id: str) -> HttpResponse:
    """The HTML of a mail, cleaned, for the frame on the ticket page."""
    message = messages.get(request.user, public_id)
    if not message.html:
        raise Absent("html")
    cleaned = clean(_bytes(message.html).decode(errors="replace"), _inline(message))
    return render(request, "agents/message/frame.html", {"cleaned": mark_safe(cleaned)})


def _bytes(digest: str) -> bytes:
    try:
        return files.read(digest)
    except FileNotFoundError as gone:
        raise Absent("file") from gone


def clean(text: str, inline: dict[str, str]) -> str:
    """HTML without scripts, styles, forms and anything fetched from elsewhere.

    Args:
        inline: pictures that came along, by content id, as data: addresses. All others are left out, since
            fetching them would tell the sender who read the mail and when.
    """

    def kept(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return inline.get(value.removeprefix("cid:")) if value.startswith("cid:") else None
        if tag == "a" and attribute == "href":
            return value if value.lower().startswith(LINKS) else None
        return value

    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def _inline(message: Message) -> dict[str, str]:
    """The pictures that the mail shows in place, up to a size a page can carry."""
    shown, left = {}, INLINE_MOST
    for file in message.attachments.all():
        if file.content_id and file.type in INLINE and file.size <= left:
            left -= file.size
            shown[file.content_id.strip("<>")] = (
                f"data:{file.type};base64,{base64.b64encode(_bytes(file.digest)).decode()}"
            )
    return shown
