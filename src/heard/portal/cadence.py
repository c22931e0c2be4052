"""How often they hear of their request, as agreed with them: said on the page, and ended with one press."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.request import page
from heard.record.actions import cadence as verbs
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def end(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """One press: from the next word on the desk's usual pace counts again; the time that was told stands."""
    try:
        verbs.end(participant.ticket, by=participant.requester, at=at)
    except Refused as refused:
        return page(request, again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)
