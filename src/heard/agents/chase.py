"""Chases on the ticket page: who was asked, asked again (`u`), answered."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.agents.pages import Part
from heard.agents.ticket import answered
from heard.record.access import chase as chases
from heard.record.access import ticket as tickets
from heard.record.actions import chase as verbs


@require_POST
@door
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody else was asked for something this ticket depends on."""
    ticket = tickets.get(request.user, public_id)
    party, asked = request.POST.get("party", ""), request.POST.get("asked", "")
    verbs.start(ticket, party=party, asked=asked, by=request.user, at=request.now)
    return answered(request, public_id, Part("#new-chase", "agents/chase/form.html", {"ticket": ticket}))


@require_POST
@door
def ping(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """They were asked again just now."""
    verbs.ping(chases.get(request.user, public_id, chase), by=request.user, at=request.now)
    return answered(request, public_id)


@require_POST
@door
def answer(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """They answered: what they said."""
    found = chases.get(request.user, public_id, chase)
    verbs.answer(found, text=request.POST.get("answer", "").strip(), by=request.user, at=request.now)
    return answered(request, public_id)
