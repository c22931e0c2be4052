"""Tags: on a ticket's page with the words its desk uses, and the desk's page where a lead renames and merges them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.pages import page
from heard.agents.ticket import answered
from heard.agents.view import url_of
from heard.hours.languages import in_words
from heard.record.access import desk as desks
from heard.record.access import tag as tags
from heard.record.access import ticket as tickets
from heard.record.actions import tag as verbs
from heard.record.errors import Refused
from heard.record.models.desk import Desk


@require_http_methods(["GET", "HEAD", "POST"])
@door
def tag(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form with the words that its desk uses, asked for when the menu opens; or tags put on or taken off."""
    ticket = tickets.get(request.user, public_id)
    if request.method != "POST":
        context = {"ticket": ticket, "used": tags.used_on(ticket.desk), "names": tags.of(ticket)}
        return render(request, "agents/tag/form.html", context)
    if without := request.POST.get("without"):
        verbs.drop(ticket, name=without, by=request.user, at=request.now)
    else:
        for name in request.POST.get("tag", "").split(","):
            verbs.add(ticket, name=name, by=request.user, at=request.now)
    return answered(request, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest, public_id: str) -> HttpResponse:
    """All tags of a desk with how many tickets bear each; one is called otherwise, or goes on in another."""
    desk = desks.get_led(request.user, public_id)
    if request.method != "POST":
        return _page(request, desk)
    found = tags.get(desk, request.POST.get("tag", ""))
    try:
        stands = verbs.rename(found, name=request.POST.get("name", ""), by=request.user, at=request.now)
    except Refused as refused:
        return _page(request, desk, {found.public_id: in_words(refused.says, _)})
    said = _("Saved.") if stands == found else _("They are one now: %(name)s.") % {"name": stands}
    messages.success(request, said)
    return redirect("agents:desk-tags", public_id)


def _page(request: HttpRequest, desk: Desk, trouble: dict[str, str] | None = None) -> HttpResponse:
    typed = request.POST.get("name", "")
    rows: list[dict[str, Any]] = [
        {
            "tag": one,
            "url": url_of(f'tag:{one} desk:"{desk.name}"'),
            "trouble": (trouble or {}).get(one.public_id, ""),
            "typed": typed if one.public_id in (trouble or {}) else one.name,
        }
        for one in tags.used_on(desk)
    ]
    context = {"desk": desk, "rows": rows}
    return page(request, "agents/tag/page.html", context, here="desks", code=422 if trouble else 200)
