"""The call screen: who it is, the five steps as a script, the promise at the end; and a call that nobody answered."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.call_forms import CallForm
from heard.agents.call_script import (
    LONGEST_LINE,
    NEW,
    Speaking,
    context_of,
    desk_of,
    form_of,
    keep,
    numbers_of,
    quick_fields,
    speaking_of,
)
from heard.agents.errors import door
from heard.agents.pages import Part, is_patch, page, patch
from heard.agents.ticket import answered
from heard.record.access import phone as phones
from heard.record.access import ticket as tickets
from heard.record.actions import call as verbs
from heard.record.models.ticket import Ticket
from heard.record.phones import country_of
from heard.wording.quick import read_line


@require_http_methods(["GET", "HEAD", "POST"])
@door
def screen(request: HttpRequest) -> HttpResponse:
    """The screen; a POST keeps what was said."""
    if request.method != "POST":
        return _screen(request)
    speaking = speaking_of(request)
    if is_patch(request) or "offer" in request.POST:
        return _judge(request, speaking)
    form = form_of(request, speaking, request.POST)
    kept: list[Ticket] = []
    if not form.act(lambda: kept.append(keep(request, form, speaking))):
        return _screen(request, speaking, form, code=422)
    _say_what_leaves(request, kept[0])
    return redirect("agents:ticket", kept[0].public_id)


@require_safe
@door
def who(request: HttpRequest) -> HttpResponse:
    """While a number or a name is typed: everybody whom it may be."""
    return patch(request, Part("#who", "agents/call/who.html", _found(request), "outerHTML"))


@require_POST
@door
def line(request: HttpRequest) -> HttpResponse:
    """The quick line: kept at once where it says all and one person fits; else the screen, with what it says."""
    typed = " ".join(request.POST.get("line", "").split())[:LONGEST_LINE]
    quick, desk = read_line(typed), desk_of(request)
    found = phones.who(quick.who, country=country_of(desk), sample=desk.sample)
    if len(found) == 1 and quick.way:
        speaking = speaking_of(request, found[0])
        data = {**quick_fields(quick), "once": request.POST.get("once", ""), "person": found[0].public_id}
        form = form_of(request, speaking, {**data, "about": NEW, "desk": desk.public_id})
        kept: list[Ticket] = []
        if form.act(lambda: kept.append(keep(request, form, speaking))):
            _say_what_leaves(request, kept[0])
            return redirect("agents:ticket", kept[0].public_id)
        return _screen(request, speaking, form, code=422)
    asked = {"q": quick.who, "line": typed, **({} if found else {NEW: "1"})}
    return redirect(f"{reverse('agents:call')}?{urlencode(asked)}")


@require_POST
@door
def tried(request: HttpRequest, public_id: str) -> HttpResponse:
    """Note that nobody answered. What is being written stays in the form."""
    verbs.tried(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return answered(request, public_id)


def _judge(request: HttpRequest, speaking: Speaking) -> HttpResponse:
    """While one types: both clocks, or what speaks against a time and what could be promised instead."""
    given = request.POST.dict()
    if offer := given.get("offer"):
        given |= {"due": offer, "way": "next"}
    form = form_of(request, speaking, typed=given)
    if not is_patch(request):
        return _screen(request, speaking, form)
    context = context_of(request, speaking, form)
    return patch(request, Part("#call-due", "agents/call/due.html", context, "outerMorph"))


def _screen(
    request: HttpRequest, speaking: Speaking | None = None, form: CallForm | None = None, *, code: int = 200
) -> HttpResponse:
    context, given = _found(request), request.GET
    if speaking is None and (given.get("ticket") or given.get("person") or NEW in given):
        speaking = speaking_of(request)
    elif speaking is None and len(context["people"]) == 1:
        speaking = speaking_of(request, context["people"][0])
    if speaking:
        context |= context_of(request, speaking, form or form_of(request, speaking))
    return page(request, "agents/call/page.html", context, here="call", code=code)


def _found(request: HttpRequest) -> dict[str, Any]:
    """The people who fit what was typed, each with the requests of theirs that are open."""
    q, desk = request.GET.get("q", "").strip()[:200], desk_of(request)
    found = phones.who(q, country=country_of(desk), sample=desk.sample)
    rows = [(one, numbers_of(one, desk), len(tickets.open_of(request.user, one))) for one in found]
    context = {
        "desk": desk,
        "people": found,
        "rows": rows,
        "line": request.GET.get("line", ""),
        "line_once": uuid.uuid4().hex,
    }
    return {"q": q, **context}


def _say_what_leaves(request: HttpRequest, ticket: Ticket) -> None:
    """Whether a letter goes, and where; and that none can."""
    address = ticket.requester.address
    if address:
        said = _("Kept. What you agreed goes to %(address)s by letter.") % {"address": address}
    else:
        said = _("Kept. There is no mail address, so no letter goes: what you said is what holds.")
    messages.success(request, said)
