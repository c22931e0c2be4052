"""The door of trackers' webhooks: small, signed, taken once. Nobody learns here which trackers there are."""

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse

from heard import clock
from heard.channels.tracker import proof, reading
from heard.channels.tracker.trouble import LOCKED, NOT_READ, UNSIGNED, because
from heard.record.actions import tracker as trackers
from heard.record.actions.tracker import Told
from heard.record.locker import Locked, unlock
from heard.record.models.tracker import Tracker

LARGEST = 2**21  # bytes; the largest that GitHub sends for these events is far below
log = structlog.get_logger()


def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """A webhook of a tracker: proved, then passed on to all who wait, in one transaction.

    Raises:
        Http404: there is no such tracker.
    """
    tracker = Tracker.objects.filter(public_id=public_id, dropped_at=None).first()
    if tracker is None:
        raise Http404("tracker")
    body = _body(request)
    if body is None:
        return HttpResponse("too large", status=413)
    try:
        key = _proved(tracker, request, body)
        told = _read(tracker, request, body)
    except proof.NotProven as wrong:
        return _no(tracker, because(UNSIGNED, wrong), 403)
    except Locked as wrong:
        return _no(tracker, because(LOCKED, wrong), 503)
    except reading.NotRead as wrong:
        return _no(tracker, because(NOT_READ, wrong), 422)
    try:
        news = told is not None and trackers.tell(tracker, told, key=key, at=clock.now())
    except DatabaseError as trouble:
        log.error("tracker.unsure", tracker=tracker.pk, trouble=repr(trouble))
        return HttpResponse("it could not be stored just now; please try again", status=503)
    return HttpResponse("taken" if news else "nothing new")


def _body(request: HttpRequest) -> bytes | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        return None
    try:
        return request.body if len(request.body) <= LARGEST else None
    except RequestDataTooBig:
        return None


def _proved(tracker: Tracker, request: HttpRequest, body: bytes) -> str:
    secret = unlock(tracker.secret)["secret"]
    if tracker.kind == Tracker.Kind.GITHUB:
        return proof.github(request.headers, body, secret=secret)
    return proof.standard(request.headers, body, secret=secret, now=clock.now())


def _read(tracker: Tracker, request: HttpRequest, body: bytes) -> Told | None:
    if tracker.kind == Tracker.Kind.GITHUB:
        return reading.github(request.headers.get("X-GitHub-Event", ""), body)
    return reading.standard(body)


def _no(tracker: Tracker, says: str, code: int) -> HttpResponse:
    """Refuse, and let the Trackers page show it."""
    Tracker.objects.filter(pk=tracker.pk).exclude(trouble=says[:500]).update(trouble=says[:500])
    return HttpResponse("refused" if code == 403 else says, status=code)
