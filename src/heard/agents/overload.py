"""Overload: one key makes a problem of all who wait for their first word, so that all can be told."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.record.access import desk as desks
from heard.record.actions import overload as verbs


@require_POST
@door
def gather(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make a problem of them; what all are told is drafted there."""
    desk = desks.get(request.user, public_id)
    made = verbs.gather(desk, title=request.POST.get("title", ""), by=request.user, at=request.now)
    return redirect(f"{reverse('agents:problem', args=[made.public_id])}#tell")
