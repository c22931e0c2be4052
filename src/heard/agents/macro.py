"""Macros: found by one key, shown before they are done, done by Enter and taken back; and the page that keeps them."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.canned import text_for
from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.macro_forms import MacroForm, NewMacroForm
from heard.agents.macro_words import said
from heard.agents.pages import Part, is_patch, page, patch, piece, toast
from heard.agents.ticket import answered
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import macro as access
from heard.record.access import ticket as tickets
from heard.record.actions import macro as verbs
from heard.record.actions.macro import UNDO_SECONDS, Ran
from heard.record.actions.macro_steps import canned, steps_of
from heard.record.errors import Refused
from heard.record.models.macro import Macro

LAST = "macro"
"""Where this session remembers the last one that was run, so that it can be taken back."""
LATE = timedelta(seconds=UNDO_SECONDS + 5)


@require_safe
@door
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """What fits what was typed; asked for when the menu opens, and with every letter."""
    ticket = tickets.get(request.user, public_id)
    found = access.fitting(request.user, ticket, request.GET.get("q", "")[:100])
    rows = [(one, " ".join(said(steps_of(one.steps)))) for one in found]
    template = "found" if "q" in request.GET else "choose"
    return piece(request, f"agents/macro/{template}.html", {"ticket": ticket, "rows": rows})


@require_safe
@door
def preview(request: HttpRequest, public_id: str, macro: str) -> HttpResponse:
    """What exactly would happen on this ticket, and what cannot; nothing has happened yet."""
    ticket, found = tickets.get(request.user, public_id), access.get(request.user, macro)
    ran = verbs.foresee(ticket, found, by=request.user, at=request.now)
    words = said([one.step for one in ran.outcomes])
    context = {
        "ticket": ticket,
        "macro": found,
        "rows": list(zip(ran.outcomes, words, strict=True)),
        "refused": bool(ran.refused),
        "letters": _letters(ran.letters),
        "can_undo": bool(ran.undo),
        "stays": any(one.step.kind in ("note", "move") and not one.same for one in ran.outcomes),
        "may_change": access.may_change(request.user, found),
    }
    return piece(request, "agents/macro/preview.html", context)


def _letters(count: int) -> str:
    if not count:
        return _("No letter leaves.")
    words = ngettext(
        "One person gets a letter with a new time.", "%(count)s people get a letter with a new time.", count
    )
    return words % {"count": count}


@require_POST
@door
def run(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do what was shown; what it writes stands where one writes, to be read and sent."""
    ticket, found = (
        tickets.get(request.user, public_id),
        access.get(request.user, request.POST.get("macro", "")),
    )
    ran = verbs.run(ticket, found, by=request.user, at=request.now)
    request.session[LAST] = {"ticket": public_id, "at": request.now.isoformat(), "did": ran.undo}
    if not tickets.visible_to(request.user).filter(pk=ticket.pk).exists():
        messages.success(request, _("Done: %(name)s.") % {"name": found.name})
        if is_patch(request):
            return HttpResponse(status=204, headers={"HX-Redirect": "/desk/"})
        return redirect("agents:today")
    answer = _composed(request, public_id, ran)
    if is_patch(request):
        context = {"ticket": ticket, "macro": found, "can_undo": bool(ran.undo), "goes": UNDO_SECONDS}
        undoing = patch(request, Part("#toasts", "agents/macro/undo.html", context, "beforeend"))
        answer.content += undoing.content
    return answer


def _composed(request: HttpRequest, public_id: str, ran: Ran) -> HttpResponse:
    """What the macro fills in, before whatever was being written."""
    seen = shown(request, public_id)
    fills = {one.step.kind: one.step.value for one in ran.outcomes if one.in_composer}
    if not fills:
        return answered(request, public_id)
    text = text_for(canned(fills["insert"]), seen.writer) if "insert" in fills else ""
    typed = fills.get("next") or request.POST.get("due", "")[:100]
    way = "next" if "next" in fills else request.POST.get("way", "")
    return put_in(seen, text, typed, way=way)


@require_POST
@door
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back what the last one did here; what somebody changed since stays."""
    last: dict[str, Any] = request.session.get(LAST) or {}
    ticket = tickets.get(request.user, public_id)
    if last.get("ticket") != public_id or request.now - datetime.fromisoformat(last["at"]) > LATE:
        raise Refused("over", _("The time to take it back is over."))
    request.session[LAST] = {}
    count = verbs.undo(ticket, last["did"], by=request.user, at=request.now)
    all_of_it = (
        _("Taken back.") if count == len(last["did"]) else _("Taken back; what somebody changed since stays.")
    )
    if not is_patch(request):
        messages.success(request, all_of_it)
    return answered(request, public_id, toast(all_of_it))


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All macros one sees, by folder, and a form for more."""
    form = NewMacroForm(request.POST or None, agent=request.user)
    if request.method == "POST" and form.act(lambda: _save(request, form)):
        messages.success(request, _("Kept. On a request, M finds it."))
        return redirect("agents:macros")
    rows = [
        (one, said(steps_of(one.steps)), access.may_change(request.user, one))
        for one in access.visible_to(request.user)
    ]
    context = {"rows": rows, **_around(request, form)}
    return page(request, "agents/macro/list.html", context, here="macros", code=422 if form.is_bound else 200)


def _around(request: HttpRequest, form: MacroForm) -> dict[str, Any]:
    """What every form for macros shows: the folders there are."""
    folders = access.visible_to(request.user).exclude(folder="").order_by("folder")
    return {"form": form, "folders": folders.values_list("folder", flat=True).distinct()}


def _save(request: HttpRequest, form: NewMacroForm) -> None:
    asked = form.cleaned_data
    desk = desks.get(request.user, asked["desk"]) if asked["desk"] else None
    name, folder = asked["name"], asked["folder"]
    verbs.save(name=name, folder=folder, steps=form.steps, desk=desk, by=request.user, at=request.now)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def macro(request: HttpRequest, public_id: str) -> HttpResponse:
    """One macro, to change it."""
    found = _changeable(request, public_id)
    form = MacroForm(request.POST or None, agent=request.user, initial=MacroForm.start(found))
    if request.method == "POST" and form.act(lambda: _change(request, found, form)):
        messages.success(request, _("Saved."))
        return redirect("agents:macros")
    context = {"macro": found, **_around(request, form)}
    return page(request, "agents/macro/page.html", context, here="macros", code=422 if form.is_bound else 200)


def _change(request: HttpRequest, found: Macro, form: MacroForm) -> None:
    name, folder = form.cleaned_data["name"], form.cleaned_data["folder"]
    verbs.change(found, name=name, folder=folder, steps=form.steps, by=request.user, at=request.now)


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep it no longer."""
    verbs.drop(_changeable(request, public_id), by=request.user, at=request.now)
    messages.success(request, _("Dropped. What it did stays."))
    return redirect("agents:macros")


def _changeable(request: HttpRequest, public_id: str) -> Macro:
    found = access.get(request.user, public_id)
    if not access.may_change(request.user, found):
        raise Absent("macro")
    return found
