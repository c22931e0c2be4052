"""Talking live with a requester who has the page of their request open."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.agents.draft import writing_part
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.ticket import answered
from heard.record.access import ticket as tickets
from heard.record.actions import talk as verbs


@require_POST
@door
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Offer it: their page says at once that somebody is there."""
    verbs.begin(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return _again(request, public_id)


@require_POST
@door
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is over; the composer asks for the next word."""
    verbs.leave(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return _again(request, public_id)


def _again(request: HttpRequest, public_id: str) -> HttpResponse:
    """The composer offers other ways now, so it is drawn anew with what is written in it."""
    seen = shown(request, public_id)
    return answered(request, public_id, writing_part(seen))
