"""Who takes part in a ticket: the list in the ticket's context, adding somebody, taking somebody out."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import Part, is_patch
from heard.agents.ticket import answered
from heard.record.access import ticket as tickets
from heard.record.access.participant import taking_part
from heard.record.actions import participant as verbs
from heard.record.models.ticket import Ticket


@require_safe
@door
def listed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody who takes part, asked for when the list is opened."""
    context = _shown(tickets.get(request.user, public_id))
    # A bare line end beside the element would trip the script that swaps it in.
    return HttpResponse(render_to_string("agents/participant/participants.html", context, request).strip())


@require_POST
@door
def add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add the person of an address."""
    ticket = tickets.get(request.user, public_id)
    address, before = request.POST.get("address", ""), "before" in request.POST
    verbs.add(ticket, address=address, before=before, by=request.user, at=request.now)
    return _answered(request, ticket)


@require_POST
@door
def show_before(request: HttpRequest, public_id: str, participant: int) -> HttpResponse:
    """Their page shows what was said before they took part."""
    ticket = tickets.get(request.user, public_id)
    verbs.show_before(ticket, participant=participant, by=request.user, at=request.now)
    return _answered(request, ticket)


@require_POST
@door
def drop(request: HttpRequest, public_id: str, participant: int) -> HttpResponse:
    """Take somebody out."""
    ticket = tickets.get(request.user, public_id)
    verbs.drop(ticket, participant=participant, by=request.user, at=request.now)
    return _answered(request, ticket)


def _answered(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    if not is_patch(request):
        return answered(request, ticket.public_id)
    context = _shown(ticket)
    parts = [
        Part(f"#{name}", f"agents/participant/{name}.html", context) for name in ("participants", "also")
    ]
    return answered(request, ticket.public_id, *parts)


def _shown(ticket: Ticket) -> dict[str, object]:
    return {"ticket": ticket, "participants": taking_part(ticket)}
