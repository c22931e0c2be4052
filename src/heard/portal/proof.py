"""Somebody proves that a mail address is theirs: they ask, get a letter with a link, and press its one button.

The pages say the same for every address, known to us or not; whose it is, the worker looks up.
"""

import uuid
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard import clock
from heard.portal import forms, limits
from heard.portal.link import PROOF_COOKIE, PROOF_SALT, forget, holding, in_language, proof_of, shown
from heard.portal.reader import language_for
from heard.record import links
from heard.record.access import Absent
from heard.record.access import proof as access
from heard.record.access.requests import whose
from heard.record.actions import proof as verbs
from heard.record.models.proof import Proof

MINUTE = 60


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where one types one's mail address; a POST asks for the letter."""
    with in_language(request, language_for(request)):
        if request.method == "POST":
            return _asked(request, forms.Prove(request.POST), clock.now())
        return shown(request, "portal/requests/ask.html", {"form": forms.Prove()})


def _asked(request: HttpRequest, form: forms.Prove, at: datetime) -> HttpResponse:
    if not form.is_valid():
        return shown(request, "portal/requests/ask.html", {"form": form}, code=422)
    email = form.cleaned_data["email"]
    if until := limits.wait_to_prove(limits.comes_from(request), email, at=at):
        form.add_error(None, _in_a_while(until, at))
        return shown(request, "portal/requests/ask.html", {"form": form}, code=429)
    verbs.ask(email, language=request.LANGUAGE_CODE, at=at)
    return redirect("requests-sent")


def _in_a_while(until: datetime, at: datetime) -> str:
    minutes = -(-int((until - at).total_seconds()) // MINUTE)
    says = ngettext(
        "That is a lot in a short time. Please try again in %(minutes)s minute.",
        "That is a lot in a short time. Please try again in %(minutes)s minutes.",
        minutes,
    )
    return says % {"minutes": minutes}


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """After asking: the same words for everybody."""
    with in_language(request, language_for(request)):
        return shown(request, "portal/requests/sent.html", {"minutes": _minutes()})


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, proof: str) -> HttpResponse:
    """The link in the letter. GET shows one button; POST uses it up and leaves a clean address."""
    at = clock.now()
    held = proof_of(request, at=at)
    if held and held.public_id == links.read_proof_token(proof):
        return redirect("requests")
    with in_language(request, language_for(request)):
        try:
            found = access.by_link(proof, at=at, used=request.method == "POST")
        except Absent:
            return _gone(request)
        if request.method != "POST":
            return shown(request, "portal/requests/link.html", {"once": uuid.uuid4().hex, "hours": _hours()})
        return _opened(found, at) if verbs.use(found, once=_once(request), at=at) else _gone(request)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out here: the list is closed, and every request of theirs that this browser had open."""
    at = clock.now()
    with in_language(request, language_for(request)):
        response = shown(request, "portal/requests/left.html", {})
        proof = proof_of(request, at=at)
        people: list[int] = []
        if proof:
            verbs.end(proof, by=whose(proof), at=at)
            people = access.people(whose(proof))
        return forget(response, request, people)


def _opened(proof: Proof, at: datetime) -> HttpResponse:
    seconds = int(access.STAYS.total_seconds())
    return holding(redirect("requests"), PROOF_COOKIE, proof.public_id, salt=PROOF_SALT, seconds=seconds)


def _gone(request: HttpRequest) -> HttpResponse:
    """Used, too old, cut in two: how to get a new one."""
    return shown(request, "portal/requests/gone.html", {"minutes": _minutes()}, code=404)


def _once(request: HttpRequest) -> str:
    return request.POST.get("once", "") or uuid.uuid4().hex


def _minutes() -> int:
    return int(access.LASTS.total_seconds()) // MINUTE


def _hours() -> int:
    return int(access.STAYS.total_seconds()) // MINUTE // MINUTE
