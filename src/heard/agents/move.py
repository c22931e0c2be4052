"""A ticket goes where it belongs: to another desk, or to the person who wrote what was passed on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import is_patch
from heard.agents.ticket import answered
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import message as said
from heard.record.access import ticket as tickets
from heard.record.actions import move as verbs
from heard.record.actions import requester as requesters
from heard.record.errors import Refused


@require_safe
@door
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """The desks it can go to, asked for when the menu opens."""
    ticket = tickets.get(request.user, public_id)
    context = {"ticket": ticket, "desks": desks.besides(ticket.desk)}
    return render(request, "agents/move/desks.html", context)


@require_POST
@door
def to_desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move it. Who does not answer on the other desk sees it no longer."""
    ticket = tickets.get(request.user, public_id)
    desk = next(
        (one for one in desks.besides(ticket.desk) if one.public_id == request.POST.get("desk")), None
    )
    if desk is None:
        raise Refused("desk", _("Choose one of the other desks."), field="desk")
    verbs.to_desk(ticket, desk=desk, by=request.user, at=request.now)
    if tickets.visible_to(request.user).filter(pk=ticket.pk).exists():
        return answered(request, public_id)
    messages.success(
        request, _("#%(number)s is with %(desk)s now.") % {"number": ticket.number, "desk": desk}
    )
    if is_patch(request):
        return HttpResponse(status=204, headers={"HX-Redirect": "/desk/"})
    return redirect("agents:today")


@require_POST
@door
def to_requester(request: HttpRequest, public_id: str) -> HttpResponse:
    """The request is that of the person who wrote what this message passes on; or of the agent who passed it on."""
    message = said.get(request.user, public_id)
    original = message.named.get("original") or message.named.get("passed_on")
    if not original:
        raise Absent("original")
    person, _known = requesters.meet(
        original["address"], name=original["name"], at=request.now, sample=message.ticket.sample
    )
    verbs.to_requester(message.ticket, requester=person, by=request.user, at=request.now)
    return answered(request, message.ticket.public_id)
