"""Did we keep you informed? Yes, partly, or: I had to ask. Asked once after a resolution."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.request import page
from heard.record.actions import opinion as opinions
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def say(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """One press; the page thanks by asking no more."""
    try:
        answer = request.POST.get("answer", "")
        opinions.say(participant.ticket, answer=answer, by=participant.requester, at=at)
    except Refused as refused:
        return page(request, again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)
