"""Chases: on the ticket page (asked, asked again with `u`, answered), each on a page of its own, and all in a list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents import approval_words
from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.forward import told
from heard.agents.owed import Reader
from heard.agents.pages import Part, is_patch, page, reader_of
from heard.agents.party import whom
from heard.agents.ticket import answered
from heard.followup.ping import loop_draft, ping_draft
from heard.hours.said import said_date, said_span
from heard.record.access import absence as absences
from heard.record.access import agent as colleagues
from heard.record.access import approval as approving
from heard.record.access import chase as chases
from heard.record.access import party as parties
from heard.record.access import ticket as tickets
from heard.record.actions import chase as verbs
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.chase import Chase, Ping

MANY = 200


@require_safe
@door
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form that asks somebody else, with all who can be asked; fetched when it is opened."""
    ticket = tickets.get(request.user, public_id)
    context = {
        "ticket": ticket,
        "parties": parties.everybody()[:MANY],
        "colleagues": colleagues.everybody().exclude(pk=request.user.pk)[:MANY],
        "may_alone": rules_of(ticket.desk).policy.chase_alone,
    }
    return render(request, "agents/chase/ask.html", context)


@require_POST
@door
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody else is asked for something this ticket depends on."""
    ticket, sent = tickets.get(request.user, public_id), request.POST
    asked = whom(sent.get("party", ""), by=request.user, at=request.now)
    reachable = bool(asked.get("contact") and asked["contact"].address)
    verbs.start(
        ticket,
        asked=sent.get("asked", ""),
        days=_days(request),
        alone="alone" in sent,
        sends=reachable and "by_hand" not in sent,
        by=request.user,
        at=request.now,
        **asked,
    )
    return answered(request, public_id, Part("#new-chase", "agents/chase/form.html", {"ticket": ticket}))


@require_safe
@door
def draft(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """`u`: what would be sent to them now, to be changed and sent."""
    found = chases.get(request.user, public_id, chase)
    context = {"chase": found, "ticket": found.ticket, "draft": ping_draft(found, request.now)}
    return render(request, "agents/chase/draft.html", context)


@require_POST
@door
def ping(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """They are asked again: with the text that is sent, or without one, in another way."""
    found = chases.get(request.user, public_id, chase)
    text = "" if "by_hand" in request.POST else _text(request)
    if "text" in request.POST and "by_hand" not in request.POST and not text:
        raise Refused("no_text", _("Write a few words first."), field="text")
    verbs.ping(found, text=text, by=request.user, at=request.now)
    return _done(request, found)


@require_POST
@door
def answer(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """They answered: what they said."""
    found = chases.get(request.user, public_id, chase)
    verbs.answer(found, text=request.POST.get("answer", "").strip(), by=request.user, at=request.now)
    return _done(request, found)


@require_POST
@door
def tell(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """Close the loop: the update to the requester, drafted into the composer before what was being written."""
    found, seen = chases.get(request.user, public_id, chase), shown(request, public_id)
    return put_in(seen, loop_draft(found, request.now), "", way="next")


@require_POST
@door
def pace(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """How often they are asked, and whether a person must press it."""
    found = chases.get(request.user, public_id, chase)
    alone = "alone" in request.POST
    verbs.set_pace(found, days=_days(request), alone=alone, by=request.user, at=request.now)
    return _done(request, found)


@require_POST
@door
def give(request: HttpRequest, public_id: str, chase: int) -> HttpResponse:
    """Somebody else of the desk sees to it."""
    found = chases.get(request.user, public_id, chase)
    agent = colleagues.member(found.ticket.desk, request.POST.get("agent", ""))
    verbs.give(found, agent=agent, by=request.user, at=request.now)
    return _done(request, found)


@require_POST
@door
def accept(request: HttpRequest, public_id: str, chase: int, word: str) -> HttpResponse:
    """An unknown sender speaks for whoever was asked, a person finds."""
    found = chases.get(request.user, public_id, chase)
    verbs.accept(chases.word(found, word), by=request.user, at=request.now)
    return _done(request, found)


@require_safe
@door
def chase(request: HttpRequest, public_id: str) -> HttpResponse:
    """One chase: what was asked, each ping and each answer."""
    found, reader = chases.by_id(request.user, public_id), reader_of(request)
    context = {
        "chase": found,
        "ticket": found.ticket,
        "words": [(word, said_by(word, found), reader.short(word.said_at)) for word in chases.words(found)],
        "state": standing(found, reader),
        "draft": ping_draft(found, request.now) if found.is_running else None,
        "members": colleagues.members(found.ticket.desk),
        "may_alone": rules_of(found.ticket.desk).policy.chase_alone,
        "away": _away(found, reader),
    }
    return page(request, "agents/chase/page.html", context, here="chases")


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All whom we wait for, the next to be asked first; and who keeps us waiting, measured."""
    reader = reader_of(request)
    found = list(chases.running(request.user)[: MANY + 1])
    approvals = approving.running(request.user)
    context = {
        "approvals": [(one, approval_words.standing(one, reader)) for one in approvals],
        "deciding": [
            (one, reader.short(one.answer_by)) for one in approving.asked_of(request.user, at=request.now)
        ],
        "rows": [(one, standing(one, reader)) for one in found[:MANY]],
        "more": len(found) > MANY,
        "asked": [(one, reader.short(one.asked_at)) for one in chases.asked_of(request.user)],
        "waits": [
            (one, span(one.median, reader), span(one.longest, reader))
            for one in parties.waits(request.user, at=request.now)
        ],
    }
    return page(request, "agents/chase/list.html", context, here="chases")


def _away(found: Chase, reader: Reader) -> tuple[str, bool] | None:
    """That whoever is asked is away, until when, and whether the next ping comes before."""
    away = absences.of_party(found, absences.said_on(found.ticket, at=reader.now))
    if away is None:
        return None
    day = said_date(away.back_on, language=reader.language)
    return _("Away until %(day)s.") % {"day": day}, found.ping_at < away.opens_at


def standing(found: Chase, reader: Reader) -> str:
    """How a chase stands, in words."""
    if found.is_only_told:
        return told(found, reader)
    if found.answered_at:
        return _("answered %(time)s") % {"time": reader.short(found.answered_at)}
    silent = _("silent %(span)s") % {"span": reader.span(found.silent_since)}
    if found.ping_at <= reader.now:
        return _("%(silent)s, ask again now") % {"silent": silent}
    return _("%(silent)s, asked again %(time)s") % {"silent": silent, "time": reader.short(found.ping_at)}


def span(seconds: int | None, reader: Reader) -> str:
    """Working time in words; "" where nothing was measured."""
    return "" if seconds is None else said_span(seconds, language=reader.language)


def said_by(word: Ping, found: Chase) -> str:
    """Who said it."""
    if word.kind == Ping.Kind.PING:
        return str(word.agent or word.robot)
    return word.name or str(word.agent or found.party)


def _done(request: HttpRequest, found: Chase) -> HttpResponse:
    """Back to the page that asked: the ticket's, or the chase's own."""
    if is_patch(request):
        return answered(request, found.ticket.public_id)
    messages.success(request, _("Done."))
    return redirect("agents:chase-page", found.public_id)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").strip()


def _days(request: HttpRequest) -> int:
    typed: Any = request.POST.get("days", "").strip()
    return int(typed) if typed.isdecimal() and len(typed) < 4 else 0
