"""The page of one who is asked to decide: its link becomes a key in this browser, by a POST; they decide, once, by
another, or name somebody else.

The page shows the asking and how far it is, and nothing else of the ticket. Looking at it changes nothing.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard import clock
from heard.portal import forms
from heard.portal.approval import how_far, reader_of, speaking, state
from heard.portal.errors import says
from heard.portal.link import holding, in_language, shown
from heard.portal.reader import language_for
from heard.record.access import Absent
from heard.record.access import approver as access
from heard.record.actions import approval as verbs
from heard.record.errors import Refused
from heard.record.models.approval import Approver

COOKIE = f"{settings.COOKIE_PREFIX}approvals"
SALT = "heard.portal.approvals"
MOST = 20
"""Keys one browser holds; the oldest go first, and the link brings them back."""
AGE = 24 * 3600
"""Seconds a key lives: a decision is taken in one sitting, and the link opens it again."""

type View = Callable[..., HttpResponse]


def keys(request: HttpRequest) -> list[int]:
    """Whose pages this browser may open; none when the cookie is missing, altered or old."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE)
    return [int(key) for key in (text or "").split("_") if key]


def opened(view: View) -> View:
    """A page of one who is asked: the view is called as `view(request, approver, at=...)` in their language."""

    @wraps(view)
    def handle(request: HttpRequest, public_id: str) -> HttpResponse:
        at = clock.now()
        try:
            approver = access.get(keys(request), public_id, at=at)
        except Absent:
            return gone(request)
        with speaking(request, approver):
            return view(request, approver, at=at)

    return handle


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The link in a letter. GET shows one button; POST gives this browser the key and leaves a clean address."""
    try:
        approver = access.by_link(secret, at=clock.now())
    except Absent:
        return gone(request)
    if request.method == "POST":
        return _hold(redirect("approval", approver.public_id), keys(request), approver)
    if approver.pk in keys(request):
        return redirect("approval", approver.public_id)
    with speaking(request, approver):
        return shown(request, "portal/approval_link.html", {"desk": approver.approval.ticket.desk})


@require_safe
@opened
def show(request: HttpRequest, approver: Approver, *, at: datetime) -> HttpResponse:
    """What is asked, and how far it is."""
    return _page(request, approver, at)


@require_POST
@opened
def decide(request: HttpRequest, approver: Approver, *, at: datetime) -> HttpResponse:
    """Yes, or no with the reason."""
    form = forms.Decision(request.POST)
    answer = request.POST.get("answer")
    if not form.is_valid() or answer not in ("yes", "no"):
        return _page(request, approver, at, code=422, decision=form)
    try:
        reason = form.cleaned_data["reason"]
        verbs.decide(approver, agrees=answer == "yes", reason=reason, by=approver.agent, at=at)
    except Refused as refused:
        return _refused(request, approver, at, refused, decision=form)
    return redirect("approval", approver.public_id)


@require_POST
@opened
def hand(request: HttpRequest, approver: Approver, *, at: datetime) -> HttpResponse:
    """Not mine: somebody else decides."""
    form = forms.HandOn(request.POST)
    if not form.is_valid():
        return _page(request, approver, at, code=422, handing=form)
    try:
        verbs.hand_on(approver, **form.cleaned_data, by=approver.agent, at=at)
    except Refused as refused:
        return _refused(request, approver, at, refused, handing=form)
    return redirect("approval", approver.public_id)


def gone(request: HttpRequest) -> HttpResponse:
    """No such link, or not for this browser: how to get in again, and what was written back to copy."""
    with in_language(request, language_for(request)):
        return shown(request, "portal/approval_gone.html", {"written": _written(request)}, code=404)


def _written(request: HttpRequest) -> str:
    return request.POST.get("reason") or request.POST.get("why") or ""


def _refused(
    request: HttpRequest, approver: Approver, at: datetime, refused: Refused, **written: Any
) -> HttpResponse:
    """The page as it stands now, with what was refused at its field or over it; what was written is kept."""
    (form,) = written.values()
    fresh = access.get([approver.pk], approver.public_id, at=at)
    if refused.field in form.fields:
        form.add_error(refused.field, says(refused))
        return _page(request, fresh, at, code=422, **written)
    return _page(request, fresh, at, code=422, trouble=says(refused), **written)


def _page(
    request: HttpRequest, approver: Approver, at: datetime, *, code: int = 200, **more: Any
) -> HttpResponse:
    approval, reader = approver.approval, reader_of(request, approver, at)
    is_open = approval.is_open(at) and not approver.decision
    context = {
        "approver": approver,
        "approval": approval,
        "desk": approval.ticket.desk,
        "reader": reader,
        "open": is_open,
        "written": "" if is_open else _written(request),
        "state": state(approver, reader),
        "decide_by": reader.time(approver.answer_by),
        "others": [(one, how_far(one, reader)) for one in access.others(approver)],
        "decision": forms.Decision(),
        "handing": forms.HandOn(),
        **more,
    }
    return shown(request, "portal/approval.html", context, code=code)


def _hold(response: HttpResponse, held: list[int], approver: Approver) -> HttpResponse:
    kept = [*(key for key in held if key != approver.pk), approver.pk][-MOST:]
    return holding(response, COOKIE, "_".join(map(str, kept)), salt=SALT, seconds=AGE)
