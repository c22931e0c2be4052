"""Approvals: an exception is asked for on a ticket; each has a page of its own, where agents who are asked decide."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import approval_words
from heard.agents.approval_forms import AskForm, named
from heard.agents.chase import said_by
from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.followup.ping import ask_again, asking_draft, decision_draft
from heard.promise import tell_by
from heard.record.access import Absent
from heard.record.access import agent as colleagues
from heard.record.access import approval as access
from heard.record.access import chase as chases
from heard.record.access import drift as drifts
from heard.record.access import ticket as tickets
from heard.record.actions import approval as verbs
from heard.record.actions import draft as drafts
from heard.record.actions.approval import Named
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.approval import Approval
from heard.record.models.ticket import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@door
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """`q`: ask for an exception. What the requester is told is drafted then, with a time."""
    ticket, reader = tickets.get(request.user, public_id), reader_of(request)
    initial = {
        "for_whom": str(ticket.requester),
        **(_of_drift(ticket, reader) if "drift" in request.GET else {}),
    }
    form = AskForm(ticket, reader, request.POST or None, initial=initial)
    made: list[Approval] = []
    if request.method == "POST" and form.act(lambda: made.append(_ask(ticket, form.cleaned_data, request))):
        _draft(request, ticket, made[0])
        messages.success(request, _("Asked. What the requester hears is drafted: say when, and send it."))
        return redirect("agents:ticket", public_id)
    context = {"ticket": ticket, "form": form, "colleagues": colleagues.everybody()[:200]}
    return page(
        request, "agents/approval/ask.html", context, here="chases", code=422 if form.is_bound else 200
    )


def _of_drift(ticket: Ticket, reader: Reader) -> dict[str, str]:
    """What is known of a ticket that goes round in circles: what it is about, and how long nothing new happened."""
    found = drifts.drifts(ticket, at=reader.now)
    if found is None:
        return {}
    why = _("It goes round in circles: %(count)s times “not yet”, nothing new since %(since)s.")
    since = {"count": found.renewals, "since": reader.short(found.since)}
    return {"asked": ticket.subject[:300], "why": why % since}


def _ask(ticket: Ticket, given: dict[str, Any], request: HttpRequest) -> Approval:
    names = ("asked", "policy", "why", "for_whom", "excerpt", "told_as", "steps", "ends_at")
    said = {name: given[name] for name in names}
    return verbs.ask(ticket, **said, alone=bool(given.get("alone")), by=request.user, at=request.now)


def _draft(request: HttpRequest, ticket: Ticket, approval: Approval) -> None:
    """What the requester is told, before whatever was being written, with a time soon after the first decision."""
    seen = shown(request, ticket.public_id)
    due_at = tell_by(rules_of(ticket.desk), seen.dossier.facts, approval.decide_by, request.now)
    kept, text = seen.dossier.draft_of(request.user), asking_draft(approval)
    begun = kept.text.strip() if kept else ""
    drafts.keep(
        ticket,
        by=request.user,
        at=request.now,
        text=f"{text}\n\n{begun}" if begun else text,
        way="next",
        typed=seen.writer.typed(due_at),
        due_at=due_at,
        seen_n=seen.ticket.last_n,
    )


@require_safe
@door
def approval(request: HttpRequest, public_id: str) -> HttpResponse:
    """One approval: what is asked, who decided what and why, and what they wrote by mail."""
    return _page(request, access.get_or_asked(request.user, public_id))


def _page(
    request: HttpRequest, found: Approval, *, code: int = 200, trouble: Refused | None = None
) -> HttpResponse:
    reader, ticket = reader_of(request), found.ticket
    whole = ticket.desk_id in tickets.desks_of(request.user)
    mine, is_open = access.seat_of(found, request.user), found.is_open(reader.now)
    decides = mine is not None and not mine.decision and is_open
    seats = [
        {
            "one": one,
            "says": approval_words.seat(one, found, reader),
            "asks": is_open and not one.decision,
            "words": _said(one.chase, reader) if whole and one.chase else [],
        }
        for one in found.approvers.all()
    ]
    context = {
        "approval": found,
        "ticket": ticket,
        "whole": whole,
        "seats": seats,
        "state": approval_words.standing(found, reader),
        "open": is_open,
        "mine": mine if decides else None,
        "news": ticket.is_open and approval_words.is_news(found, ticket.last_word_at),
        "ends": reader.short(found.ends_at) if found.ends_at else "",
        "asked_at": reader.short(found.asked_at),
        "members": colleagues.members(ticket.desk) if whole else [],
        "trouble": trouble,
        "typed": request.POST,
        "unsent": (not decides and _text(request, "reason")) or (not is_open and _text(request, "why")),
    }
    return page(request, "agents/approval/page.html", context, here="chases", code=code)


def _said(chase: Any, reader: Reader) -> list[tuple[Any, str, str]]:
    return [(word, said_by(word, chase), reader.short(word.said_at)) for word in chases.words(chase)]


def _try(request: HttpRequest, found: Approval, verb: Any, done: str) -> HttpResponse:
    """Do it, or show the page again with what was refused; nothing typed is lost."""
    try:
        verb()
    except Refused as refused:
        return _page(request, access.get_or_asked(request.user, found.public_id), code=422, trouble=refused)
    messages.success(request, done)
    return redirect("agents:approval-page", found.public_id)


def _text(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\r\n", "\n").strip()


@require_POST
@door
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """An agent who is asked says yes, or no with the reason."""
    found = access.get_or_asked(request.user, public_id)
    mine, answer = access.seat_of(found, request.user), request.POST.get("answer")
    if mine is None or answer not in ("yes", "no"):
        raise Refused("not_yours", _("Somebody else is asked to decide this."))
    said = {"agrees": answer == "yes", "reason": _text(request, "reason")}
    return _try(
        request,
        found,
        lambda: verbs.decide(mine, **said, by=request.user, at=request.now),
        _("Your decision is kept."),
    )


@require_POST
@door
def hand(request: HttpRequest, public_id: str, seat: str) -> HttpResponse:
    """Somebody else decides in the place of one who is asked."""
    found = access.get_or_asked(request.user, public_id)
    one = access.seat(found, seat)
    if one.agent_id != request.user.pk and found.ticket.desk_id not in tickets.desks_of(request.user):
        raise Absent("approver")
    other = next(iter(named(_text(request, "address"))), Named("", ""))
    said = {"name": other.name, "address": other.address, "why": _text(request, "why")}
    return _try(
        request,
        found,
        lambda: verbs.hand_on(one, **said, by=request.user, at=request.now),
        _("They are asked now."),
    )


@require_POST
@door
def remind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody whose decision is open is asked again, now."""
    found = access.get(request.user, public_id)
    return _try(
        request,
        found,
        lambda: ask_again(found, by=request.user, at=request.now),
        _("They are asked again."),
    )


@require_POST
@door
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is not asked any more."""
    found = access.get(request.user, public_id)
    return _try(
        request, found, lambda: verbs.withdraw(found, by=request.user, at=request.now), _("Withdrawn.")
    )


@require_POST
@door
def give(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another agent of the desk sees to it."""
    found = access.get(request.user, public_id)
    agent = colleagues.member(found.ticket.desk, request.POST.get("agent", ""))
    return _try(
        request,
        found,
        lambda: verbs.give(found, agent=agent, by=request.user, at=request.now),
        _("%(name)s sees to it.") % {"name": agent.first_name},
    )


@require_POST
@door
def tell(request: HttpRequest, public_id: str, approval: str) -> HttpResponse:
    """The update to the requester after the decision, drafted into the composer."""
    found, seen = access.get(request.user, approval), shown(request, public_id)
    return put_in(seen, decision_draft(found, request.now), "", way="next")
