"""Handing over: what somebody who goes away leaves open, in one screen; what was offered; and one ticket (`h`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import approval_words
from heard.agents.chase import standing
from heard.agents.errors import door
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.agents.ticket import answered
from heard.hours.languages import in_words
from heard.record.access import agent as colleagues
from heard.record.access import approval as access_approval
from heard.record.access import chase as access_chase
from heard.record.access import handover as access
from heard.record.access import model as models
from heard.record.access import ticket as tickets
from heard.record.actions import approval as approving
from heard.record.actions import chase as chasing
from heard.record.actions import handover as verbs
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval
from heard.record.models.chase import Chase
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
    members = _Members(request.user)
    rows: list[dict[str, Any]] = []
    for ticket, offered in left:
        due_at = ticket.standing.due_at
        rows.append(
            {
                "ticket": ticket,
                "when": reader.short(due_at) if due_at else _("parked"),
                "falls_away": _falls_away(request.user, due_at),
                "members": members.of(ticket),
                "offered": _offered(offered, reader.short),
                "summary": request.POST.get(f"summary-{ticket.public_id}", ""),
                "may_draft": models.may_draft(ticket),
            }
        )
    away = request.user.away_until is not None and request.user.away_until > request.now
    context = {
        "rows": rows,
        "others": [
            *_seen_to("chase", access_chase.left_behind(request.user), members, reader),
            *_seen_to("approval", access_approval.left_behind(request.user), members, reader),
        ],
        "offers": access.offered_to(request.user),
        "away_until": reader.short(request.user.away_until) if away else "",
        "trouble": trouble,
    }
    return page(request, "agents/handover/page.html", context, here="handover", code=code)


class _Members:
    """Who else answers on a desk, asked once for each."""

    def __init__(self, agent: Agent) -> None:
        self.agent, self.known = agent, dict[int, list[Agent]]()

    def of(self, ticket: Ticket) -> list[Agent]:
        """Those of the ticket's desk."""
        if ticket.desk_id not in self.known:
            there = colleagues.members(ticket.desk)
            self.known[ticket.desk_id] = [one for one in there if one.pk != self.agent.pk]
        return self.known[ticket.desk_id]


def _seen_to(
    kind: str, found: Sequence[Chase | Approval], members: _Members, reader: Reader
) -> list[dict[str, Any]]:
    """Chases and approvals that somebody else must see to: each with its page, how it stands, and who could."""
    says = standing if kind == "chase" else approval_words.standing
    return [
        {
            "field": f"{kind}-{one.public_id}",
            "kind": kind,
            "page": reverse(f"agents:{kind}-page", args=[one.public_id]),
            "name": str(one),
            "ticket": one.ticket,
            "says": says(one, reader),  # type: ignore[operator]
            "members": members.of(one.ticket),
        }
        for one in found
    ]


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
        given = _give(request)
    except Refused as refused:
        return _shown(request, trouble=in_words(refused.says, _), code=422)
    if given:
        said = ngettext("One has gone over.", "%(count)s have gone over.", given)
        messages.success(request, said % {"count": given})
    if chosen:
        said = ngettext(
            "One is offered. It stays yours until it is taken.",
            "%(count)s are offered. They stay yours until they are taken.",
            len(chosen),
        )
        messages.success(request, said % {"count": len(chosen)})
    return redirect("agents:handovers")


def _give(request: HttpRequest) -> int:
    """Chases and approvals go to whoever was chosen, at once; how many."""
    given = 0
    for kind, found, verb in (
        ("chase", access_chase.left_behind(request.user), chasing.give),
        ("approval", access_approval.left_behind(request.user), approving.give),
    ):
        for one in found:
            if to := request.POST.get(f"{kind}-{one.public_id}", ""):
                agent = colleagues.member(one.ticket.desk, to)
                verb(one, agent=agent, by=request.user, at=request.now)  # type: ignore[arg-type]
                given += 1
    return given


def _hand(request: HttpRequest, ticket: Ticket, to: str, field: str = "") -> Handover:
    if not to:
        raise Refused("to", _("Choose who takes it over."), field="to")
    return verbs.offer(
        ticket,
        to=None if to == WATCH else colleagues.member(ticket.desk, to),
        summary=request.POST.get(f"summary{field}", "").replace("\r\n", "\n")[:2000],
        tells=f"tells{field}" in request.POST,
        drafted=models.used(ticket, request.user, request.POST.get(f"drafted{field}", "")[:32]),
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
    context = {"ticket": ticket, "members": members, "may_draft": models.may_draft(ticket)}
    return render(request, "agents/handover/form.html", context)


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
