"""A live conversation on the request's page: the page says that somebody looks at it, and when they leave."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal.link import opened, to_page
from heard.record.actions import talk as verbs
from heard.record.models.requester import Participant


@require_POST
@opened
def here(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Still there. 204 while a talk goes on, 410 when it is over."""
    return HttpResponse(status=204 if verbs.here(participant.ticket, at=at) else 410)


@require_POST
@opened
def left(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """The page is closed, or they pressed that they go."""
    verbs.leave(participant.ticket, by=participant.requester, at=at)
    return to_page(participant)
