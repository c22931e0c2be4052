"""Notes: written on the ticket page, for agents only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import Part
from heard.agents.ticket import answered
from heard.record.access import note as notes
from heard.record.access import ticket as tickets
from heard.record.actions import note as verbs


@require_POST
@door
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a note; the form is empty afterwards."""
    ticket = tickets.get(request.user, public_id)
    verbs.write(
        ticket, text=request.POST.get("note", "").replace("\r\n", "\n"), by=request.user, at=request.now
    )
    return answered(request, public_id, Part("#note", "agents/note/form.html", {"ticket": ticket}))


@require_safe
@door
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a folded note."""
    return render(request, "agents/message/text.html", {"text": notes.get(request.user, public_id).text})
