"""Where is my answer? There after a lapse, until a person has written."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.request import page
from heard.record.actions import nudge as nudges
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def ask(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Ring somebody now."""
    try:
        nudges.nudge(participant.ticket, by=participant.requester, at=at)
    except Refused as refused:
        return page(request, again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)
