"""Triage on the ticket's page: four questions, and three impacts side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.promise.triage import QUESTIONS, Answers, suggested, talk_first
from heard.record.access import ticket as tickets
from heard.record.access import triage as access
from heard.record.actions import triage as verbs
from heard.record.models.ticket import Ticket

CHOSEN = {"yes": True, "no": False}
NORMAL = "normal"


@require_http_methods(["GET", "HEAD", "POST"])
@door
def triage(request: HttpRequest, public_id: str) -> HttpResponse:
    """The questions with what was answered, asked for when the menu opens; or their answers."""
    ticket = tickets.get(request.user, public_id)
    if request.method == "POST":
        answers = Answers(**{name: CHOSEN.get(request.POST.get(name, "")) for name in QUESTIONS})
        sides = {side: _impact(request, side) for side in ("theirs", "ours")}
        verbs.answer(ticket, answers, **sides, by=request.user, at=request.now)
        return answered(request, public_id)
    return render(request, "agents/triage/form.html", {"ticket": ticket, **_shown(ticket)})


def _impact(request: HttpRequest, side: str) -> str | None:
    said = request.POST.get(side, "")
    return ("" if said == NORMAL else said) if said else None


def _shown(ticket: Ticket) -> dict[str, object]:
    kept = access.latest(ticket)
    answers = kept.answers if kept else Answers()
    first, speaks_for = talk_first(answers), suggested(answers)
    impacts = {"": _("normal"), "degraded": _("degraded"), "blocked": _("blocked")}
    words = {
        "only_way": _("Is there no other way to do it?"),
        "is_fault": _("Is it not working as intended?"),
        "first_hand": _("Do they know it first-hand?"),
        "stops": _("Does work stop?"),
    }
    said = {True: "yes", False: "no", None: ""}
    return {
        "questions": [(name, words[name], said[getattr(answers, name)], name in first) for name in QUESTIONS],
        "sides": [
            ("theirs", _("To them"), _value(kept.theirs if kept else None)),
            ("ours", _("To us"), _value(kept.ours if kept else None)),
        ],
        "impacts": [(value or NORMAL, label) for value, label in impacts.items()],
        "agreed": impacts[ticket.impact],
        "speaks_for": impacts[speaks_for] if speaks_for is not None else "",
        "talk_first": bool(first),
        "kept": kept,
    }


def _value(impact: str | None) -> str:
    return "" if impact is None else impact or NORMAL
