"""Notes: written on the ticket page, for agents only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.facts import context_of, shown
from heard.agents.pages import Part, is_patch, page, patch
from heard.agents.ticket import answered
from heard.record.access import note as notes
from heard.record.access import ticket as tickets
from heard.record.actions import note as verbs
from heard.record.actions.note import Unmentioned


@require_POST
@door
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a note; the form is empty afterwards. Where it mentions somebody who is not clear, it stays as typed."""
    ticket = tickets.get(request.user, public_id)
    typed = request.POST.get("note", "").replace("\r\n", "\n")
    try:
        verbs.write(ticket, text=typed, by=request.user, at=request.now)
    except Unmentioned as trouble:
        return _again(request, public_id, typed, trouble)
    return answered(request, public_id, Part("#note", "agents/note/form.html", {"ticket": ticket}))


def _again(request: HttpRequest, public_id: str, typed: str, trouble: Unmentioned) -> HttpResponse:
    """The form as it was, with what is to be mended."""
    seen = shown(request, public_id)
    context = {**context_of(seen), "note_text": typed, "note_trouble": trouble}
    if not is_patch(request):
        return page(request, "agents/ticket/page.html", context, here=context["list"].name, code=422)
    return patch(request, Part("#note", "agents/note/form.html", context), code=422)


@require_safe
@door
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a folded note."""
    return render(request, "agents/message/text.html", {"text": notes.get(request.user, public_id).text})
