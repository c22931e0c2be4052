"""A consult: the one ticket that a colleague was asked about, to read, and to answer the one who asked.

The ticket is fetched through the chase that names this colleague, so nothing else of the desk opens with it.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.chase import said_by
from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.record.access import chase as chases
from heard.record.access.timeline import conversation
from heard.record.actions import chase as verbs
from heard.record.errors import Refused


@require_safe
@door
def consult(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was asked, the conversation so far, and a field for the answer."""
    found, reader = chases.consult(request.user, public_id), reader_of(request)
    context = {
        "chase": found,
        "ticket": found.ticket,
        "said": [(item, item.author, reader.short(item.at)) for item in conversation(found.ticket)],
        "words": [(word, said_by(word, found), reader.short(word.said_at)) for word in chases.words(found)],
    }
    return page(request, "agents/consult/page.html", context, here="chases")


@require_POST
@door
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """The colleague's answer: for whoever asked, and never for the requester."""
    found = chases.consult(request.user, public_id)
    text = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused("no_text", _("Write a few words first."), field="text")
    verbs.hear(found, text=text, name=request.user.name, counts=True, by=request.user, at=request.now)
    messages.success(request, _("%(name)s has your answer.") % {"name": found.agent.first_name})
    return redirect("agents:consult", public_id)
