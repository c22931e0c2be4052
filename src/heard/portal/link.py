"""The page link: a secret in a mail that becomes a key in this browser, by a POST; and how keys are given up.

The cookie holds keys to several requests. It is signed, and every key is compared with the version the request's
links have now, so that raising the version shuts every other browser out. Beside it there may be a proof of a mail
address: as long as that lasts, it is worth the keys to all requests of its person, and none of them is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from heard import clock
from heard.portal.reader import language_for
from heard.record.access import Absent, requests
from heard.record.access import proof as proofs
from heard.record.access import requester as access
from heard.record.access.requester import Key
from heard.record.actions import proof as verbs
from heard.record.actions import requester as requesters
from heard.record.models.proof import Proof
from heard.record.models.requester import Participant

COOKIE = f"{settings.COOKIE_PREFIX}requests"
SALT = "heard.portal.keys"
MOST = 40
"""Keys one browser holds; the oldest go first, and a link brings them back."""
AGE = 400 * 24 * 3600
"""Seconds the cookie lives; browsers keep none longer. What it opens is decided anew at each page."""

PROOF_COOKIE, PROOF_SALT = f"{settings.COOKIE_PREFIX}proof", "heard.portal.proof"

type View = Callable[..., HttpResponse]


def keys(request: HttpRequest) -> list[Key]:
    """What this browser holds; nothing when the cookie is missing, altered or old."""
    text = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE)
    return [Key(*(int(number) for number in key.split("."))) for key in (text or "").split("_") if key]


def proof_of(request: HttpRequest, *, at: datetime) -> Proof | None:
    """The proof of a mail address that this browser holds at `at` (UTC)."""
    text = request.get_signed_cookie(
        PROOF_COOKIE, default="", salt=PROOF_SALT, max_age=proofs.STAYS.total_seconds()
    )
    return proofs.held(text or "", at=at)


def held(request: HttpRequest, public_id: str, *, at: datetime, old: bool = False) -> Participant:
    """The request that this browser may open at `at` (UTC), by its own key or by its proof.

    Args:
        old: by its proof also one that was resolved too long ago to be written on.

    Raises:
        Absent: no such request, or not for this browser.
    """
    with suppress(Absent):
        return access.get(keys(request), public_id, at=at)
    return access.get(_proven(request, public_id, at), public_id, at=at, old=old)


def _proven(request: HttpRequest, public_id: str, at: datetime) -> list[Key]:
    proof = proof_of(request, at=at)
    return requests.keys(proof, public_id) if proof else []


def listens(request: HttpRequest) -> bool:
    """Whether this browser may hold a live stream: it has a request open."""
    at = clock.now()
    return access.holds_any(keys(request), at=at) or proof_of(request, at=at) is not None


def opened(view: View, *, old: bool = False) -> View:
    """A page of one request: the view is called as `view(request, participant, at=...)` in the person's language.

    Args:
        old: whether a proof opens it when the request was resolved too long ago to be written on.
    """

    @wraps(view)
    def handle(request: HttpRequest, public_id: str, **parts: str) -> HttpResponse:
        at = clock.now()
        try:
            participant = held(request, public_id, at=at, old=old)
            with speaking(request, participant):
                return _in_its_language(request, view(request, participant, at=at, **parts))
        except Absent:
            return gone(request)

    return handle


def on_desk(view: View) -> View:
    """A public page of a desk: the view is called as `view(request, desk, at=...)` in the reader's language. What it
    does not find is gone."""

    @wraps(view)
    def handle(request: HttpRequest, slug: str, **parts: str) -> HttpResponse:
        try:
            desk = access.desk(slug)
            with in_language(request, language_for(request, desk=desk)):
                return view(request, desk, at=clock.now(), **parts)
        except Absent:
            return gone(request)

    return handle


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a mail. GET shows one button; POST gives this browser the key and leaves a clean address."""
    at = clock.now()
    try:
        participant = access.by_link(token, at=at)
    except Absent:
        return gone(request)
    if request.method == "POST":
        return _hold(to_page(participant), keys(request), participant)
    if access.key_of(participant) in keys(request) or _proven(request, participant.ticket.public_id, at):
        return to_page(participant)
    with speaking(request, participant):
        return shown(request, "portal/link.html", {"desk": participant.ticket.desk})


@require_POST
@partial(opened, old=True)
def sign_out_others(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Every other device and every older link is shut out; this browser gets the new key, where it held the old one."""
    mine, proof = keys(request), proof_of(request, at=at)
    had_key = access.key_of(participant) in mine
    fresh = requesters.sign_out_others(participant.ticket, by=participant.requester, proof=proof, at=at)
    response = redirect(reverse("you", args=[participant.ticket.public_id], query={"done": "others"}))
    return _hold(response, mine, fresh) if had_key else response


@require_POST
@partial(opened, old=True)
def leave(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Give this browser's key up, on a computer that others use too."""
    proof = proof_of(request, at=at)
    if proof and requests.keys(proof, participant.ticket.public_id):
        verbs.end(proof, by=participant.requester, at=at)
    response = render(request, "portal/left.html", {"desk": participant.ticket.desk})
    return _keep(response, [key for key in keys(request) if key != access.key_of(participant)])


def forget(response: HttpResponse, request: HttpRequest, people: Iterable[int]) -> HttpResponse:
    """Give the proof up, and every key to a request of these requesters (by id)."""
    theirs = set(people)
    ended = holding(response, PROOF_COOKIE, "", salt=PROOF_SALT, seconds=0)
    return _keep(ended, [key for key in keys(request) if key.requester not in theirs])


def gone(request: HttpRequest) -> HttpResponse:
    """No such request, or not for this browser: how to get a new link, and what was written back to copy."""
    with in_language(request, language_for(request)):
        written = next(
            (text for name in ("text", "correction", "reason") if (text := request.POST.get(name))), ""
        )
        return shown(request, "portal/gone.html", {"written": written}, code=404)


def to_page(participant: Participant) -> HttpResponse:
    """After an act: to the page, at its top, wherever the form stood."""
    return redirect(reverse("request", args=[participant.ticket.public_id], fragment="now"))


def again(request: HttpRequest, participant: Participant, at: datetime) -> Participant:
    """The same request read afresh, after a verb has settled it and then refused."""
    return held(request, participant.ticket.public_id, at=at)


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, code: int = 200) -> HttpResponse:
    """A page in the language it is made in, which its headers say."""
    return _in_its_language(request, render(request, template, context, status=code))


@contextmanager
def speaking(request: HttpRequest, participant: Participant) -> Iterator[None]:
    """In the language of a request's page."""
    person, desk = participant.requester, participant.ticket.desk
    with in_language(request, language_for(request, requester=person, desk=desk)):
        yield


@contextmanager
def in_language(request: HttpRequest, language: str) -> Iterator[None]:
    """Make a page in a language, whatever the browser asked for."""
    with translation.override(language):
        request.LANGUAGE_CODE = language
        yield


def holding(response: HttpResponse, name: str, text: str, *, salt: str, seconds: int) -> HttpResponse:
    """Give this browser a signed cookie that no script reads."""
    response.set_signed_cookie(
        name,
        text,
        salt=salt,
        max_age=seconds,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _in_its_language(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.headers["Content-Language"] = request.LANGUAGE_CODE
    return response


def _hold(response: HttpResponse, held: Iterable[Key], participant: Participant) -> HttpResponse:
    """Add a key, in place of an older one of the same request and person."""
    fresh = access.key_of(participant)
    others = [key for key in held if (key.ticket, key.requester) != (fresh.ticket, fresh.requester)]
    return _keep(response, [*others, fresh][-MOST:])


def _keep(response: HttpResponse, held: list[Key]) -> HttpResponse:
    text = "_".join(f"{key.ticket}.{key.requester}.{key.version}" for key in held)
    return holding(response, COOKIE, text, salt=SALT, seconds=AGE)
