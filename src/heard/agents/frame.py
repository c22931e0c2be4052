"""The closed frame in which a mail's HTML is shown: cleaned, without styles, asking nobody for anything."""

import base64

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from heard.agents.attachment import content_of
from heard.agents.errors import door
from heard.channels.mail import cleaning, pictures
from heard.record.access import Absent
from heard.record.access import message as messages
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
INLINE_MOST = 2 * 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_override(FRAME)
@door
def html(request: HttpRequest, public_id: str) -> HttpResponse:
    """The HTML of a mail. By POST with pictures from elsewhere, which we fetch: the browser still asks nobody."""
    message = messages.get(request.user, public_id)
    if not message.html:
        raise Absent("html")
    text, shown = content_of(message.html).decode(errors="replace"), _inline(message)
    if request.method == "POST":
        fetched = pictures.fetch_all(cleaning.pictures_wanted(text))
        shown |= {address: _data(content) for address, content in fetched.items()}
    cleaned = cleaning.cleaned(text, shown)
    context = {"cleaned": None if cleaned is None else mark_safe(cleaned)}
    return render(request, "agents/message/frame.html", context)


def _inline(message: Message) -> dict[str, str]:
    """The pictures that the mail shows in place, up to a size a page can carry."""
    shown, left = {}, INLINE_MOST
    for file in message.attachments.all():
        if file.content_id and file.size <= left and pictures.kind_of(content := content_of(file.digest)):
            left -= file.size
            shown[f"cid:{file.content_id.strip('<>')}"] = _data(content)
    return shown


def _data(content: bytes) -> str:
    """A picture as an address that holds all of it."""
    return f"data:{pictures.kind_of(content)};base64,{base64.b64encode(content).decode()}"
