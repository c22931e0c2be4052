"""Whom a note can mention: asked for when the first @ is typed."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.agents.errors import door
from heard.agents.pages import piece
from heard.record.access import agent as colleagues
from heard.record.access import ticket as tickets
from heard.record.facts import is_away


@require_safe
@door
def listed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Those who answer on the ticket's desk, and so may read its notes; who is away is said to be."""
    ticket = tickets.get(request.user, public_id)
    everybody = [one for one in colleagues.members(ticket.desk) if one != request.user]
    rows = [(one, is_away(one, request.now)) for one in everybody]
    return piece(request, "agents/mention/list.html", {"rows": rows})
