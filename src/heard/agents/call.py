"""A call that nobody answered; one that reached the requester goes through the composer."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.record.access import ticket as tickets
from heard.record.actions import call as verbs


@require_POST
@door
def tried(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that nobody answered. What is being written stays in the form."""
    verbs.tried(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return answered(request, public_id)
