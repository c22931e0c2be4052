"""A word to everybody behind a problem: shown as each will read it, sent, watched, stopped."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import is_patch, page, piece, reader_of
from heard.agents.problem import shown
from heard.agents.voice import frame, is_whole, letters, progress
from heard.agents.way import EXAMPLES
from heard.hours import typed as hours
from heard.hours.languages import LANGUAGES, in_words
from heard.record.access import Absent
from heard.record.access import problem as problems
from heard.record.actions import broadcast as verbs
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.broadcast import Broadcast
from heard.record.models.problem import Problem


def _given(request: HttpRequest, problem: Problem) -> dict[str, Any]:
    """What was written. A frame that nobody filled in is no text: whoever reads that language gets the desk's."""
    texts = {
        language: request.POST.get(f"text_{language}", "").replace("\r\n", "\n").strip()
        for language in LANGUAGES
    }
    unfilled = {language: frame(problem, language).strip() for language in LANGUAGES}
    return {
        "texts": {
            language: "" if text == unfilled[language] and not is_whole(problem) else text
            for language, text in texts.items()
        },
        "typed": request.POST.get("typed", ""),
        "solves": request.POST.get("solves") == "yes",
    }


def _due(request: HttpRequest, problem: Problem, typed: str) -> datetime:
    """The typed time, read on the desk's clock; "mine" is the agent's.

    Raises:
        Refused: it is no time, or has passed.
    """
    calendar = rules_of(problem.desk).calendar
    try:
        return hours.read_time(
            typed,
            now=request.now,
            calendar=calendar,
            reader_zone=problem.desk.zone,
            writer_zone=request.user.zone,
        ).at
    except hours.UnknownTime:
        says = _("That is not a time I know. Type it like %(examples)s.") % {"examples": EXAMPLES}
        raise Refused("unknown", says, field="typed") from None
    except hours.PastTime:
        raise Refused("past", "That time has passed. Give one that lies ahead.", field="typed") from None


@require_POST
@door
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What each gets, in their language and zone, before anything leaves."""
    problem = problems.get(request.user, public_id)
    given = _given(request, problem)
    try:
        due_at = _due(request, problem, given["typed"])
        verbs.check(problem, texts=given["texts"], due_at=due_at, solves=given["solves"], at=request.now)
    except Refused as refused:
        return shown(request, problem, writing={**given, "trouble": in_words(refused.says, _)}, code=422)
    told = verbs.told_by(problem)
    context = {
        "problem": problem,
        "given": given,
        "due_at": due_at,
        "due": reader_of(request).short(due_at),
        "texts": [(language, text) for language, text in given["texts"].items()],
        "letters": letters(request, problem, given, due_at),
        "beside": problems.beside(told),
        "count": told.count(),
    }
    return page(request, "agents/broadcast/preview.html", context, here="problems")


@require_POST
@door
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send what was shown. The worker carries it out; the page shows how far it is."""
    problem = problems.get(request.user, public_id)
    given = _given(request, problem)
    try:
        due_at = datetime.fromisoformat(request.POST.get("due_at", ""))
    except ValueError:
        raise Refused("no_time", "Say when you will get back.", field="typed") from None
    sent = verbs.press(
        problem, texts=given["texts"], due_at=due_at, solves=given["solves"], by=request.user, at=request.now
    )
    said = ngettext("It goes to one person now.", "It goes to %(count)s requests now.", sent.tickets)
    messages.success(request, said % {"count": sent.tickets})
    return redirect("agents:problem", public_id)


def _broadcast(request: HttpRequest, public_id: str, broadcast: str) -> Broadcast:
    problem = problems.get(request.user, public_id)
    found = problem.broadcasts.select_related("agent", "problem__desk").filter(public_id=broadcast).first()
    if found is None:
        raise Absent("broadcast")
    return found


@require_POST
@door
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back from the preview to the form, with all that was written."""
    problem = problems.get(request.user, public_id)
    return shown(request, problem, writing=_given(request, problem))


@require_safe
@door
def watch(request: HttpRequest, public_id: str, broadcast: str) -> HttpResponse:
    """How far it is, asked every second while it is on its way."""
    found = _broadcast(request, public_id, broadcast)
    context = {"running": progress(found), "problem": found.problem}
    if is_patch(request):
        return piece(request, "agents/broadcast/progress.html", context)
    return page(request, "agents/broadcast/page.html", context, here="problems")


@require_POST
@door
def stop(request: HttpRequest, public_id: str, broadcast: str) -> HttpResponse:
    """Tell nobody else."""
    saved = verbs.stop(_broadcast(request, public_id, broadcast), by=request.user, at=request.now)
    said = ngettext("Stopped; one was not told.", "Stopped; %(count)s were not told.", saved)
    messages.success(request, said % {"count": saved})
    return redirect("agents:problem", public_id)
