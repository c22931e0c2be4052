"""What an agent was told, as a list and in the page; and how they want to be told."""

from collections.abc import Sequence
from html import unescape
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import feed
from heard.agents.errors import door
from heard.agents.forms import DAYS, SaidForm, StretchesField
from heard.agents.owed import Reader
from heard.agents.pages import nothing, page, reader_of
from heard.hours.languages import spoken_to_agents
from heard.letters import routes
from heard.letters.alert_words import frozen, worded
from heard.letters.telling import Voice
from heard.promise.alert import ASKED, ESCALATION, OTHER, ROUTES, SORTS, WARNING, Told, routes_of, sort_of
from heard.record.access import alert as alerts
from heard.record.actions import alert as verbs
from heard.record.models.alert import Alert

FEW = 5
SORT_WORDS = {
    ESCALATION: gettext_lazy("A time was missed, nobody opened it, nobody has the watch"),
    WARNING: gettext_lazy("A time of yours comes near, somebody wrote back"),
    ASKED: gettext_lazy("Somebody asks where the answer is, or needs it sooner"),
    OTHER: gettext_lazy("Everything else: chases, letters that did not leave, cover"),
}
ROUTE_WORDS = {
    "page": gettext_lazy("in the page"),
    "desktop": gettext_lazy("desktop"),
    "mail": gettext_lazy("mail"),
    "push": gettext_lazy("chat or push"),
}


class ChoiceForm(SaidForm):
    """Routes for each sort, working hours, quiet hours, one's own chat and push."""

    quiet = StretchesField(
        label=gettext_lazy("Quiet hours"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Of each day, like 0:00-7:00, 22:00-24:00. Empty: none."),
    )
    hold = forms.BooleanField(
        label=gettext_lazy("Then be quiet for what escalates, too; its mail leaves all the same"),
        required=False,
    )
    push = forms.CharField(
        label=gettext_lazy("Chat or push of your own"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Apprise addresses, one a line, like ntfy://my-topic. Empty: those you gave stay."
        ),
    )
    forget = forms.BooleanField(label=gettext_lazy("Forget the addresses I gave"), required=False)

    def __init__(self, *args: Any, told: Told, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for sort in SORTS:
            chosen = told.routes.get(sort) or routes_of(told, _a_kind(sort))
            self.fields[sort] = forms.MultipleChoiceField(
                label=SORT_WORDS[sort],
                required=False,
                choices=[(route, ROUTE_WORDS[route]) for route in ROUTES],
                initial=list(chosen),
                widget=forms.CheckboxSelectMultiple,
            )
        for number, day in enumerate(DAYS):
            stretches = [tuple(stretch) for stretch in told.week[number]] if told.week else []
            self.fields[f"day{number}"] = StretchesField(
                label=day, required=False, max_length=200, initial=stretches
            )

    def clean_push(self) -> list[str]:
        """Addresses that a person may name and apprise can ring."""
        lines = [line.strip() for line in self.cleaned_data["push"].splitlines() if line.strip()]
        for line in lines:
            if not (routes.may_name(line) and routes.is_route(line)):
                raise forms.ValidationError(
                    _("%(url)s is no service outside that can be rung.") % {"url": line.partition("://")[0]}
                )
        return lines

    @property
    def sorts(self) -> list[forms.BoundField]:
        """The rows of the table: a sort with its routes."""
        return [self[sort] for sort in SORTS]

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven days."""
        return [self[f"day{number}"] for number in range(7)]

    def choice(self) -> dict[str, Any]:
        """What the verb wants to know."""
        values = self.cleaned_data
        push = [] if values["forget"] else values["push"] or None
        return {
            "routes": {sort: values[sort] for sort in SORTS},
            "week": [values[f"day{number}"] for number in range(7)],
            "quiet": _quiet(values["quiet"]),
            "through_quiet": not values["hold"],
            "push": push,
        }


def _a_kind(sort: str) -> str:
    """Some kind of a sort: those of a sort are treated alike."""
    return {ESCALATION: "lapse", WARNING: "warn", ASKED: "nudge", OTHER: "look"}[sort]


def _quiet(stretches: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Quiet hours from stretches of one day: two that meet at midnight are one night."""
    if not stretches:
        return None
    if len(stretches) == 2 and stretches[0][0] == 0 and stretches[1][1] == 1440:
        return stretches[1][0], stretches[0][1]
    return stretches[0]


def _said_quiet(told: Told) -> list[tuple[int, int]]:
    if told.quiet is None:
        return []
    since, until = told.quiet
    return [(since, until)] if since < until else [(0, until), (since, 1440)]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def choose(request: HttpRequest) -> HttpResponse:
    """How one wants to be told, and the calendar feeds."""
    told = verbs.told_by(request.user)
    start = {"quiet": _said_quiet(told), "hold": not told.through_quiet}
    form = ChoiceForm(request.POST or None, told=told, initial=start)
    if request.method == "POST" and form.act(
        lambda: verbs.choose(request.user, **form.choice(), by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:alerts")
    context = {
        "form": form,
        "routes": list(ROUTE_WORDS.values()),
        "has_push": bool(verbs.push_of(request.user)),
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
    plain = {f"plain_{name}": unescape(strip_tags(str(words[name]))) for name in ("why", "key")}
    return {**words, **plain, "late": sort_of(alert.kind) == ESCALATION}
