"""Problems: the list, one problem with its state, its words and who stands behind it; and `v` on a ticket."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import Part, page, piece, reader_of
from heard.agents.ticket import answered
from heard.agents.voice import written
from heard.hours.languages import LANGUAGES
from heard.record.access import problem as problems
from heard.record.access import ticket as tickets
from heard.record.actions import problem as verbs
from heard.record.actions import reading
from heard.record.actions import ticket as ticket_verbs
from heard.record.errors import Refused
from heard.record.models.problem import Counts, Problem

SHOWN = 50


def state_words(state: str, fixed_in: str = "") -> str:
    """How far it is, said honestly."""
    if state == Problem.State.FIXED and fixed_in:
        return _("fixed in %(version)s") % {"version": fixed_in}
    return {
        "looking": _("being looked at"),
        "known": _("known"),
        "fixing": _("being fixed"),
        "fixed": _("fixed"),
        "wont": _("will not be fixed"),
    }[state]


def shade(state: str) -> str:
    """The colour of a state, beside its words."""
    return {"looking": "due", "known": "due", "fixing": "calm", "fixed": "calm", "wont": ""}[state]


def counted(counts: Counts) -> str:
    """ "31 people at 9 organizations, 40 reports"."""
    people = ngettext("%(count)s person", "%(count)s people", counts.people) % {"count": counts.people}
    reports = ngettext("%(count)s report", "%(count)s reports", counts.reports) % {"count": counts.reports}
    if not counts.organizations:
        return f"{people}, {reports}"
    firms = ngettext("at one organization", "at %(count)s organizations", counts.organizations)
    return f"{people} {firms % {'count': counts.organizations}}, {reports}"


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """What goes on, and what is over."""
    going_on, over = (problems.listed(request.user, over=over) for over in (False, True))
    context = {"going_on": _lines(request, going_on), "over": _lines(request, over)}
    return page(request, "agents/problem/list.html", context, here="problems")


def _lines(request: HttpRequest, found: list[tuple[Problem, Counts]]) -> list[dict[str, Any]]:
    reader = reader_of(request)
    return [
        {
            "problem": one,
            "counts": counts,
            "state": state_words(one.state, one.fixed_in),
            "shade": shade(one.state),
            "since": reader.short(one.state_at),
        }
        for one, counts in found
    ]


@require_safe
@door
def problem(request: HttpRequest, public_id: str) -> HttpResponse:
    """One problem: tell everybody, how far it is, what people read, who stands behind it."""
    return shown(request, problems.get(request.user, public_id))


def shown(
    request: HttpRequest, found: Problem, *, writing: dict[str, Any] | None = None, code: int = 200
) -> HttpResponse:
    """The page, with what was being written for everybody."""
    reader, counts = reader_of(request), found.counts
    behind = list(problems.tickets(request.user, found)[:SHOWN])
    waiting = [
        (message, reader.short(message.said_at), len(message.shown) <= 1200)
        for message in problems.unread(request.user, found)
    ]
    context = {
        "problem": found,
        "counts": counts,
        "counted": counted(counts),
        "state": state_words(found.state, found.fixed_in),
        "shade": shade(found.state),
        "since": reader.short(found.state_at),
        "states": [(value, state_words(value)) for value in Problem.State.values],
        "words": [(code, get_language_info(code)["name_translated"], _in(found, code)) for code in LANGUAGES],
        "behind": [(one, reader.short(one.received_at)) for one in behind],
        "others": max(0, problems.tickets(request.user, found).count() - SHOWN),
        "waiting": waiting,
        **written(request, found, writing),
    }
    return page(request, "agents/problem/page.html", context, here="problems", code=code)


def _in(found: Problem, language: str) -> dict[str, str]:
    words = next((one for one in found.words.all() if one.language == language), None)
    return {name: getattr(words, name, "") for name in verbs.WORDS}


@require_POST
@door
def set_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how far it is."""
    found = problems.get(request.user, public_id)
    state, fixed_in = request.POST.get("state", ""), request.POST.get("fixed_in", "")
    own = verbs.set_state(found, state=state, fixed_in=fixed_in, by=request.user, at=request.now)
    said = _("It is said to be %(state)s. Nobody was written to yet.")
    messages.success(request, said % {"state": state_words(own.state, own.fixed_in)})
    return redirect("agents:problem", public_id)


@require_POST
@door
def word(request: HttpRequest, public_id: str) -> HttpResponse:
    """What people read of it, in each language; and whether it stands on the public page."""
    found = problems.get(request.user, public_id)
    for language in LANGUAGES:
        given = {name: request.POST.get(f"{name}_{language}", "") for name in verbs.WORDS}
        if given != _in(found, language):
            verbs.word(found, language=language, by=request.user, at=request.now, **given)
    wanted = request.POST.get("published") == "yes"
    if wanted != bool(found.published_at):
        verbs.publish(found, shown=wanted, by=request.user, at=request.now)
    messages.success(request, _("Saved."))
    return redirect("agents:problem", public_id)


@require_POST
@door
def read(request: HttpRequest, public_id: str) -> HttpResponse:
    """These only report the fault: read, and the time stands. What was shown whole on the page, nothing else."""
    found = problems.get(request.user, public_id)
    chosen = set(request.POST.getlist("ticket"))
    done = 0
    for message in problems.unread(request.user, found):
        ticket = message.ticket
        if ticket.public_id in chosen:
            ticket_verbs.open(ticket, by=request.user, at=request.now)
            done += bool(_stand(request, ticket))
            chosen.discard(ticket.public_id)
    said = ngettext("One is read; its time stands.", "%(count)s are read; their time stands.", done)
    messages.success(request, said % {"count": done})
    return redirect("agents:problem", public_id)


def _stand(request: HttpRequest, ticket: Any) -> int:
    try:
        return reading.stand(ticket, by=request.user, at=request.now)
    except Refused:  # something was asked meanwhile, or nothing is promised yet: it stays on the list
        return 0


@require_safe
@door
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """The fault behind a ticket, or what it may be about: asked for once the ticket's page stands (`v`)."""
    return piece(request, "agents/problem/section.html", _section(request, public_id))


def _section(request: HttpRequest, public_id: str) -> dict[str, Any]:
    ticket = tickets.get(request.user, public_id)
    if ticket.problem_id:
        found = problems.visible_to(request.user).prefetch_related("words").get(pk=ticket.problem_id)
        words, counts = found.in_language(request.LANGUAGE_CODE), found.counts
        state = state_words(found.state, found.fixed_in)
        return {
            "ticket": ticket,
            "problem": found,
            "words": words,
            "counted": counted(counts),
            "state": state,
            "shade": shade(found.state),
        }
    found = problems.suggested(request.user, ticket)
    known = {one.pk for one, _counts in found.problems}
    every = problems.listed(request.user, over=False)
    others = [(one, counts) for one, counts in every if one.pk not in known and one.desk_id == ticket.desk_id]
    return {"ticket": ticket, "suggested": found.problems, "others": others, "like": found.tickets}


def _behind(request: HttpRequest, public_id: str) -> HttpResponse:
    """The parts of the ticket's page that changed, with the fault behind it."""
    context = _section(request, public_id)
    place = f"#problem{context['ticket'].pk}"
    return answered(request, public_id, Part(place, "agents/problem/section.html", context, "innerHTML"))


@require_POST
@door
def join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Count the ticket as a report of a problem, or make a problem of it: with others like it, where they are named."""
    ticket = tickets.get(request.user, public_id)
    if request.POST.get("problem"):
        found = problems.get(request.user, request.POST["problem"])
        verbs.join(ticket, problem=found, by=request.user, at=request.now)
    else:
        found = verbs.make(ticket, title=request.POST.get("title", ""), by=request.user, at=request.now)
    for other in request.POST.getlist("like"):
        verbs.join(tickets.get(request.user, other), problem=found, by=request.user, at=request.now)
    return _behind(request, public_id)


@require_POST
@door
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is another fault after all."""
    verbs.leave(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return _behind(request, public_id)


@require_POST
@door
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """It happened again, the requester said."""
    verbs.again(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return _behind(request, public_id)
