"""The form of a front page on somebody else's page: in a frame, for the sites that the desk named, without a cookie.

Why a signed number of the form stands where the front page has its cookie: docs/decisions/0029-embedded-form.md.
"""

import json
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard import clock
from heard.portal import field as fields
from heard.portal import forms, front, upload
from heard.portal.attachment import accepts_files
from heard.portal.link import gone, in_language, shown
from heard.portal.reader import language_for, spoken
from heard.record.access import Absent
from heard.record.access import requester as access
from heard.record.actions import upload as uploads
from heard.record.actions.upload import Form
from heard.record.models.desk import Desk

SALT = "heard.portal.embed"
DAY = 24 * 3600
"""Seconds for which a form that was shown can be sent."""
FRESH = 300
"""Seconds that a browser keeps the script."""
SCRIPT = Path(__file__).parent / "static" / "portal" / "embed.js"

type View = Callable[..., HttpResponse]


def framed(view: View) -> View:
    """A page that the named sites may frame, and nobody else: `view(request, desk, at=...)` in the asked language."""

    @wraps(view)
    def handle(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            desk = access.desk(slug)
        except Absent:
            return gone(request)
        request.sites = [one.site for one in desk.embeds.order_by("site")]
        policy = {**settings.SECURE_CSP, "frame-ancestors": request.sites or [CSP.NONE]}
        asked = request.POST.get("language") or request.GET.get("language") or ""
        with in_language(request, spoken(asked[:16]) or language_for(request, desk=desk)):
            whole: View = csp_override(policy)(lambda request: view(request, desk, at=clock.now()))
            response = (xframe_options_exempt(whole) if request.sites else whole)(request)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return handle


@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    """The script of the tag. It is the same for every site, and knows the desk's name and nothing more."""
    try:
        desk = access.desk(slug)
    except Absent:
        return gone(request)
    known = json.dumps({"slug": desk.slug, "name": desk.name}).replace("<", "\\u003c")
    text = f"{SCRIPT.read_text(encoding='utf-8').rstrip()}({known})\n"
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def embedded(request: HttpRequest, slug: str) -> HttpResponse:
    """The form in its frame; a POST is a new request, and ends by saying by when a person answers."""
    return _take(request, slug) if request.method == "POST" else _show(request, slug)


@framed
def _show(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    form = forms.Front()
    return _page(request, desk, form, at, once=form.fields["once"].initial)


@framed
def _received(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    if not is_ours(request, desk):
        form = forms.Front(request.POST)
        form.is_valid()
        form.add_error(
            None, _("This form was open for long. What you wrote is still here; please send it once more.")
        )
        return _page(request, desk, form, at, once=uuid.uuid4().hex, code=403)
    ticket, form, code = front.receive(request, desk, at)
    if ticket is None:
        return _page(request, desk, form, at, once=request.POST["once"], code=code)
    return _in_frame(
        request, "portal/embed/sent.html", {"desk": desk, **front.after(request, desk, ticket, at)}
    )


@framed
def _file(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    if not is_ours(request, desk):
        return JsonResponse(
            {"says": _("This form was open for long. Open it once more, then add the file.")}, status=403
        )
    return upload.taken(request, Form(desk, request.POST["once"]), at)


_take = accepts_files(_received, check=None)
files = csrf_exempt(require_POST(accepts_files(_file, check=None)))


def token_of(desk: Desk, once: str) -> str:
    """What proves that a form was shown by us, for this desk and with this number."""
    return signing.dumps([desk.slug, once], salt=SALT)


def is_ours(request: HttpRequest, desk: Desk) -> bool:
    """Whether the form that came was shown by us, within a day."""
    try:
        said = signing.loads(request.POST.get("form_token", ""), salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return False
    return bool(said == [desk.slug, request.POST.get("once", "")])


def _page(
    request: HttpRequest, desk: Desk, form: forms.Front, at: datetime, *, once: str, code: int = 200
) -> HttpResponse:
    reader = front.reader_at(request, desk, at)
    own = fields.asked(desk, request.LANGUAGE_CODE, request.POST if form.is_bound else None)
    context = {
        "desk": desk,
        "form": form,
        "own": own,
        "wrong": bool(form.errors) or any(row.trouble for row in own),
        "once": once,
        "came": uploads.of(Form(desk, once)),
        "form_token": token_of(desk, once),
        **front.answers(desk, reader),
        "reader": reader,
    }
    return _in_frame(request, "portal/embed/form.html", context, code=code)


def _in_frame(
    request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200
) -> HttpResponse:
    said = request.POST.get("site") or request.GET.get("site") or ""
    around = {"site": said if said in request.sites else "", "answered_now": request.method == "POST"}
    return shown(request, template, {**context, **around}, code=code)
