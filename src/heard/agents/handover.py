"""Handing over: what somebody who goes away leaves open, in one screen; what was offered; and one ticket (`h`)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.agents.ticket import answered
from heard.record.access import agent as colleagues
from heard.record.access import handover as access
from heard.record.access import ticket as tickets
from heard.record.actions import handover as verbs
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.handover import Handover
from heard.record.models.ticket import Ticket

WATCH = "watch"


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """What one would leave behind, each with who could have it; and what others offer."""
    return _shown(request)


def _shown(request: HttpRequest, *, trouble: str = "", code: int = 200) -> HttpResponse:
    reader, left = reader_of(request), access.left_behind(request.user)
    members: dict[int, list[Agent]] = {}
    rows: list[dict[str, Any]] = []
    for ticket, offered in left:
        if ticket.desk_id not in members:
            members[ticket.desk_id] = [
                one for one in colleagues.members(ticket.desk) if one.pk != request.user.pk
            ]
        due_at = ticket.standing.due_at
        rows.append(
            {
                "ticket": ticket,
                "when": reader.short(due_at) if due_at else _("parked"),
                "falls_away": _falls_away(request.user, due_at),
                "members": members[ticket.desk_id],
                "offered": _offered(offered, reader.short),
                "summary": request.POST.get(f"summary-{ticket.public_id}", ""),
            }
        )
    away = request.user.away_until is not None and request.user.away_until > request.now
    context = {
        "rows": rows,
        "offers": access.offered_to(request.user),
        "away_until": reader.short(request.user.away_until) if away else "",
        "trouble": trouble,
    }
    return page(request, "agents/handover/page.html", context, here="handover", code=code)


def _falls_away(agent: Agent, due_at: datetime | None) -> bool:
    """Whether a promise falls into the time one is away."""
    until, since = agent.away_until, agent.away_from
    return due_at is not None and until is not None and due_at < until and (since is None or due_at >= since)


def _offered(offered: Handover | None, short: Any) -> str:
    if offered is None:
        return ""
    said = {"name": offered.to.first_name if offered.to else "", "time": short(offered.offered_at)}
    words = _("offered to %(name)s, %(time)s") if offered.to else _("offered to the watch, %(time)s")
    return words % said


@require_POST
@door
def offer_all(request: HttpRequest) -> HttpResponse:
    """Everything for which somebody was chosen is offered to them; it stays until they take it."""
    chosen = [
        (ticket, to)
        for ticket, _offer in access.left_behind(request.user)
        if (to := request.POST.get(f"to-{ticket.public_id}", ""))
    ]
    try:
        for ticket, to in chosen:
            _hand(request, ticket, to, f"-{ticket.public_id}")
    except Refused as refused:
        return _shown(request, trouble=_(refused.says), code=422)
    if chosen:
        said = ngettext(
            "One is offered. It stays yours until it is taken.",
            "%(count)s are offered. They stay yours until they are taken.",
            len(chosen),
        )
        messages.success(request, said % {"count": len(chosen)})
    return redirect("agents:handovers")


def _hand(request: HttpRequest, ticket: Ticket, to: str, field: str = "") -> Handover:
    if not to:
        raise Refused("to", _("Choose who takes it over."), field="to")
    return verbs.offer(
        ticket,
        to=None if to == WATCH else colleagues.member(ticket.desk, to),
        summary=request.POST.get(f"summary{field}", "").replace("\r\n", "\n")[:2000],
        tells=f"tells{field}" in request.POST,
        by=request.user,
        at=request.now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """`h`: hand one ticket over; the form is asked for when its menu opens."""
    ticket = tickets.get(request.user, public_id)
    if request.method == "POST":
        _hand(request, ticket, request.POST.get("to", ""))
        return answered(request, public_id)
    members = [each for each in colleagues.members(ticket.desk) if each.pk != ticket.owner_id]
    return render(request, "agents/handover/form.html", {"ticket": ticket, "members": members})


@require_POST
@door
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take it: from now on it is one's own."""
    ticket = verbs.take(access.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:ticket", ticket.public_id)


@require_POST
@door
def decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Not me: whoever offered it is told."""
    verbs.decline(access.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:handovers")
