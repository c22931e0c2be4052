"""The ticket page: the whole, what changed since, and the short acts on a ticket."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.facts import Shown, context_of, shown
from heard.agents.owed import row_of
from heard.agents.pages import Part, is_patch, nothing, page, patch, reader_of
from heard.agents.today import asked_in_page
from heard.agents.way import Writer
from heard.record.access import agent as colleagues
from heard.record.access import ticket as tickets
from heard.record.access.timeline import drafts_on
from heard.record.access.today import lines
from heard.record.actions import reading
from heard.record.actions import ticket as verbs


@require_safe
@door
def ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page; beside an open list only the ticket's own panes; or the older part of its timeline."""
    before = request.GET.get("before", "")
    seen = shown(request, public_id)
    context = context_of(seen, before=int(before) if before.isdecimal() else None)
    if not is_patch(request):
        return page(request, "agents/ticket/page.html", context, here=context["list"].name)
    if request.headers.get("HX-Target", "").endswith("#older"):
        return patch(request, Part("#older", "agents/ticket/items.html", {**context, "is_older": True}))
    answer = patch(request, Part("#context", "agents/ticket/context.html", context, "innerHTML"))
    main = render_to_string("agents/ticket/main.html", {**context, "titled": True}, request=request)
    return HttpResponse(main + answer.content.decode())


@require_safe
@door
def news(request: HttpRequest, public_id: str) -> HttpResponse:
    """What changed on an open ticket since it was drawn. Nothing of what is being written is touched."""
    if "tick" not in request.GET and _is_same(request, public_id):
        return nothing()
    return patch(request, *changed(shown(request, public_id)))


def _is_same(request: HttpRequest, public_id: str) -> bool:
    """Asked after every commit of anybody, so it takes two small questions.

    A letter that is leaving may have left between two parts of one page, so its form says for itself what it shows.
    """
    ticket = tickets.get(request.user, public_id)
    seen = Shown(request, drafts_on(ticket), Writer(ticket, request.user, "", request.now))
    shown_as = (request.GET.get("stamp"), request.GET.get("leaving", "0"))
    return (seen.stamp, str(int(bool(seen.leaving)))) == shown_as


def changed(seen: Shown) -> list[Part]:
    """The parts of an open ticket page that may look otherwise now; new items are put behind the shown ones."""
    sent = seen.request.POST or seen.request.GET
    shown_n = sent.get("shown_n", "")
    since = int(shown_n) if shown_n.isdecimal() else 0
    context = context_of(seen, since=since)
    parts = [
        Part("#head", "agents/ticket/head.html", context, "outerMorph"),
        Part("#pinned", "agents/ticket/pinned.html", context, "outerMorph"),
        Part("#others", "agents/ticket/others.html", context, "outerMorph"),
        Part("#context", "agents/ticket/context.html", context, "innerMorph"),
    ]
    if since:
        parts.append(Part("#items", "agents/ticket/entries.html", context, "beforeend"))
    if not seen.leaving:
        # Which way is checked is the agent's choice in the page; only whether the time stands may have changed.
        offered = {**context, "composer": seen.composer, "is_news": True}
        parts.append(Part("#stands", "agents/message/stands.html", offered, "outerMorph"))
    if sent.get("leaving") == "1" and not seen.leaving:
        parts.append(Part("#write", "agents/message/write.html", context))
    return parts


def answered(request: HttpRequest, public_id: str, *more: Part) -> HttpResponse:
    """What a form of the ticket page answers with after its verb: the changed parts, or the page again."""
    if not is_patch(request):
        return redirect(reverse("agents:ticket", args=[public_id]))
    seen = shown(request, public_id)
    return patch(request, *changed(seen), *_row(seen), *more)


def _row(seen: Shown) -> list[Part]:
    """The ticket's line in the list beside it."""
    beside, reader = asked_in_page(seen.request), reader_of(seen.request)
    return [
        Part(
            f"#t{line.id}", "agents/today/row.html", {"row": beside.drawn(row_of(line, reader))}, "outerMorph"
        )
        for line in lines([seen.ticket.pk])
    ]


@require_POST
@door
def opened(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person had it in view for two seconds, or pressed the button: Heard."""
    verbs.open(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return answered(request, public_id)


@require_POST
@door
def stand(request: HttpRequest, public_id: str) -> HttpResponse:
    """`y`: read, and my time stands."""
    reading.stand(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return answered(request, public_id)


@require_POST
@door
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give the ticket to a member of its desk, to oneself, or to nobody."""
    ticket = tickets.get(request.user, public_id)
    owner = colleagues.member(ticket.desk, request.POST["owner"]) if request.POST.get("owner") else None
    verbs.give(ticket, owner=owner, by=request.user, at=request.now)
    return answered(request, public_id)


@require_safe
@door
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who the ticket can be given to, asked for when the menu opens."""
    ticket = tickets.get(request.user, public_id)
    context = {"ticket": ticket, "members": colleagues.members(ticket.desk)}
    return render(request, "agents/ticket/members.html", context)


@require_POST
@door
def set_impact(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set the agreed impact."""
    ticket = tickets.get(request.user, public_id)
    verbs.set_impact(ticket, impact=request.POST.get("impact", ""), by=request.user, at=request.now)
    return answered(request, public_id)


@require_POST
@door
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """Resolve without a word: spam or withdrawn."""
    ticket = tickets.get(request.user, public_id)
    verbs.release(ticket, resolution=request.POST.get("resolution", ""), by=request.user, at=request.now)
    return answered(request, public_id)
