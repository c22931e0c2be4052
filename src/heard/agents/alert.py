"""What an agent was told, as a list and in the page; and how they want to be told."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import feed
from heard.agents.alert_forms import ROUTE_WORDS, ChoiceForm, said_quiet
from heard.agents.errors import door
from heard.agents.owed import Reader
from heard.agents.pages import nothing, page, reader_of
from heard.hours.languages import spoken_to_agents
from heard.letters.alert_words import frozen, worded
from heard.letters.telling import Voice
from heard.letters.web_push import public_key
from heard.promise.alert import ESCALATION, Told, routes_of, sort_of
from heard.record.access import alert as alerts
from heard.record.actions import alert as verbs
from heard.record.models.alert import Alert

FEW = 5


@require_http_methods(["GET", "HEAD", "POST"])
@door
def choose(request: HttpRequest) -> HttpResponse:
    """How one wants to be told, and the calendar feeds."""
    told = verbs.told_by(request.user)
    start = {"quiet": said_quiet(told), "hold": not told.through_quiet}
    start["weekly"] = verbs.wants_weekly(request.user)
    form = ChoiceForm(request.POST or None, told=told, initial=start)
    if request.method == "POST" and form.act(
        lambda: verbs.choose(request.user, **form.choice(request.user), by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:alerts")
    context = {
        "form": form,
        "routes": list(ROUTE_WORDS.values()),
        "has_push": bool(verbs.push_of(request.user)),
        "push_key": public_key(),
        "feeds": feed.addresses(request.user),
    }
    return page(request, "agents/alert/choose.html", context, here="me", code=422 if form.is_bound else 200)


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """What one was told lately: why, and what one key does."""
    found, reader = alerts.latest(request.user), reader_of(request)
    rows = [(alert, _worded(alert, reader), reader.short(alert.raised_at)) for alert in found]
    return page(request, "agents/alert/list.html", {"rows": rows}, here="told")


@require_POST
@door
def seen(request: HttpRequest) -> HttpResponse:
    """One saw them, up to the newest that the page showed."""
    until = request.POST.get("until", "")
    if until.isdecimal() and len(until) < 19:
        verbs.see(request.user, until=int(until), at=request.now)
    return redirect("agents:told")


@require_safe
@door
def news(request: HttpRequest) -> HttpResponse:
    """What one was told and has not seen: asked by every open page when something changed, so mostly answered with
    nothing."""
    unseen = alerts.newest_unseen(request.user, at=request.now)
    newest = str(unseen[0]) if unseen else "0"
    if request.GET.get("newest") == newest:
        return nothing()
    reader, told = reader_of(request), verbs.told_by(request.user)
    few = alerts.visible_to(request.user).filter(pk__in=unseen[:FEW]).select_related(*NEAR)
    shown = [
        (alert, _worded(alert, reader), [route for route in ("page", "desktop") if route in _by(told, alert)])
        for alert in few
    ]
    context = {"count": len(unseen), "newest": newest, "shown": shown}
    return render(request, "agents/alert/news.html", context)


NEAR = "desk", "problem", "ticket__desk", "ticket__requester", "ticket__owner", "ticket__promise"


def _by(told: Told, alert: Alert) -> Sequence[str]:
    return routes_of(told, alert.kind)


def _worded(alert: Alert, reader: Reader) -> dict[str, object]:
    """An alert in the words of its letter, as it stands now."""
    language = spoken_to_agents(reader.language)
    voice = Voice(zone=reader.agent.zone, language=language, now=reader.now)
    words = worded(frozen(alert), voice=voice, language=language)
    return {**words, "late": sort_of(alert.kind) == ESCALATION}
