"""Following a ticket: begun and ended by one key, and who follows it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.record.access import ticket as tickets
from heard.record.actions import follow as verbs


@require_POST
@door
def follow(request: HttpRequest, public_id: str) -> HttpResponse:
    """Follow it, or no longer."""
    ticket = tickets.get(request.user, public_id)
    verb = verbs.end if "end" in request.POST else verbs.start
    verb(ticket, by=request.user, at=request.now)
    return answered(request, public_id)
