"""Two requests of one person become one, and are taken apart again; a message becomes a request of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import is_patch, reader_of
from heard.record.access import message as said
from heard.record.access import ticket as tickets
from heard.record.actions import merge as verbs
from heard.record.actions import split as splits
from heard.record.errors import Refused
from heard.record.models.ticket import Ticket


@require_safe
@door
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """The other open requests of this person, asked for when the menu opens."""
    ticket, reader = tickets.get(request.user, public_id), reader_of(request)
    others = [(one, reader.short(one.received_at)) for one in tickets.beside(request.user, ticket)]
    return render(request, "agents/merge/others.html", {"ticket": ticket, "others": others})


@require_POST
@door
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Go on in the chosen one, whose page is shown next."""
    ticket = tickets.get(request.user, public_id)
    chosen = request.POST.get("into", "")
    into = next((one for one in tickets.beside(request.user, ticket) if one.public_id == chosen), None)
    if into is None:
        raise Refused("into", _("Choose one of this person's other open requests."), field="into")
    verbs.merge(ticket, into=into, by=request.user, at=request.now)
    words = _("#%(gone)s goes on here now. The earlier of the two times stands, and %(name)s is told.")
    messages.success(request, words % {"gone": ticket.number, "name": ticket.requester.called})
    return _to(request, into)


@require_POST
@door
def unmerge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a merged request apart again."""
    ticket = tickets.get(request.user, public_id)
    verbs.unmerge(ticket, by=request.user, at=request.now)
    return _to(request, ticket)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    """A message becomes a request of its own: the question for its subject, and the act."""
    message = said.get(request.user, public_id)
    if request.method != "POST":
        return render(request, "agents/split/form.html", {"message": message})
    made = splits.split(message, subject=request.POST.get("subject", ""), by=request.user, at=request.now)
    words = _("A request of its own, #%(number)s. %(name)s is told when a person writes about it.")
    messages.success(request, words % {"number": made.number, "name": made.requester.called})
    return _to(request, made)


def _to(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Show another ticket's page."""
    where = reverse("agents:ticket", args=[ticket.public_id])
    return HttpResponse(status=204, headers={"HX-Redirect": where}) if is_patch(request) else redirect(where)
