"""The door of exchanges' webhooks: signed, taken once, on disk before yes. Nobody learns here which there are."""

import structlog
from django.db import DatabaseError, InterfaceError
from django.http import Http404, HttpRequest, HttpResponse

from heard import clock
from heard.channels.phone import reading
from heard.channels.tracker import proof
from heard.channels.tracker.reading import NotRead
from heard.channels.tracker.trouble import LOCKED, NOT_READ, UNSIGNED, because
from heard.record.actions import exchange as exchanges
from heard.record.locker import Locked, unlock
from heard.record.models.exchange import Exchange

LARGEST = 28 * 2**20
"""Bytes of one webhook: a recording of 20 MB in base64, with room for the rest."""
log = structlog.get_logger()


def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """A call that reached nobody: proved, read, kept, then 200.

    Raises:
        Http404: there is no such exchange.
    """
    exchange = Exchange.objects.filter(public_id=public_id, dropped_at=None).first()
    if exchange is None:
        raise Http404("exchange")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        return HttpResponse("too large", status=413)
    body, now = request.read(), clock.now()
    try:
        secret = unlock(exchange.secret)["secret"]
        key = proof.standard(request.headers, body, secret=secret, now=now)
        rang = reading.call(body, now=now)
    except proof.NotProven as wrong:
        return _no(exchange, because(UNSIGNED, wrong), 403)
    except Locked as wrong:
        return _no(exchange, because(LOCKED, wrong), 503)
    except NotRead as wrong:
        return _no(exchange, because(NOT_READ, wrong), 422)
    try:
        is_news = exchanges.take(exchange, rang, raw=body, key=key, at=now)
    except (OSError, DatabaseError, InterfaceError) as trouble:
        log.error("exchange.unsure", exchange=exchange.pk, trouble=repr(trouble))
        return HttpResponse("it could not be stored just now; please try again", status=503)
    return HttpResponse("taken" if is_news else "nothing new")


def _no(exchange: Exchange, says: str, code: int) -> HttpResponse:
    """Refuse, and let the page of the exchanges show it."""
    Exchange.objects.filter(pk=exchange.pk).exclude(trouble=says[:500]).update(trouble=says[:500])
    return HttpResponse("refused" if code == 403 else says, status=code)
