"""Saved views: the page on which they are kept, and their lines in the rail with how many tickets each holds."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page, piece
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import view as views
from heard.record.access.ticket import MANY
from heard.record.actions import view as verbs
from heard.record.models.agent import Agent
from heard.record.models.view import View

FOLLOWED = "follows:me is:open"
"""The view that everybody has: what one follows."""
FRESH_FOR = timedelta(seconds=30)
KEPT = 500
_counts: dict[tuple[int, str], tuple[datetime, int]] = {}


class ViewForm(SaidForm):
    """A name and a query."""

    name = django_forms.CharField(label=gettext_lazy("Name"), max_length=80)
    query = django_forms.CharField(
        label=gettext_lazy("What it shows"), max_length=500, help_text="is:late owner:me"
    )


class NewViewForm(ViewForm):
    """A new one, for oneself or for a desk."""

    desk = django_forms.ChoiceField(label=gettext_lazy("Who sees it"), required=False)

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [(one.public_id, one.name) for one in desks.visible_to(agent).order_by("name")]
        self.fields["desk"].choices = [("", _("Only me")), *theirs]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All views one sees, and a form for one more; a search hands its query over."""
    form = NewViewForm(request.POST or None, agent=request.user, initial={"query": request.GET.get("q", "")})
    if request.method == "POST" and form.act(lambda: _save(request, form)):
        messages.success(request, _("Kept. It stands in the rail."))
        return redirect(url_of(form.cleaned_data["query"]))
    rows = [
        (one, url_of(one.query), views.may_change(request.user, one))
        for one in views.visible_to(request.user)
    ]
    context = {"rows": rows, "form": form}
    return page(request, "agents/view/list.html", context, here="views", code=422 if form.is_bound else 200)


def _save(request: HttpRequest, form: NewViewForm) -> None:
    asked = form.cleaned_data
    desk = desks.get(request.user, asked["desk"]) if asked["desk"] else None
    verbs.save(name=asked["name"], query=asked["query"], desk=desk, by=request.user, at=request.now)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def view(request: HttpRequest, public_id: str) -> HttpResponse:
    """One view, to change its name or query."""
    found = _changeable(request, public_id)
    form = ViewForm(request.POST or None, initial={"name": found.name, "query": found.query})
    if request.method == "POST" and form.act(
        lambda: verbs.change(found, **form.cleaned_data, by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:views")
    context = {"view": found, "form": form}
    return page(request, "agents/view/page.html", context, here="views", code=422 if form.is_bound else 200)


@require_POST
@door
def raise_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it one place higher."""
    verbs.raise_up(_changeable(request, public_id), by=request.user, at=request.now)
    return redirect("agents:views")


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep it no longer."""
    verbs.drop(_changeable(request, public_id), by=request.user, at=request.now)
    messages.success(request, _("Dropped. The requests stay as they are."))
    return redirect("agents:views")


@require_safe
@door
def rail(request: HttpRequest) -> HttpResponse:
    """The lines of the rail; asked for beside the page, so that no page waits for the numbers."""
    seen = list(views.visible_to(request.user))
    rows = [(one.name, url_of(one.query), _count(request, one.query)) for one in seen]
    followed = url_of(FOLLOWED), _count(request, FOLLOWED)
    context = {"rows": rows, "followed": followed, "rail": {"many": MANY}}
    return piece(request, "agents/view/rail.html", context)


def _count(request: HttpRequest, query: str) -> int:
    """How many tickets; asked once in half a minute, however many pages are open."""
    key = (request.user.pk, query)
    known = _counts.get(key)
    if known and timedelta() <= request.now - known[0] < FRESH_FOR:
        return known[1]
    if len(_counts) > KEPT:
        _counts.clear()
    _counts[key] = (request.now, views.count(request.user, query, at=request.now))
    return _counts[key][1]


def _changeable(request: HttpRequest, public_id: str) -> View:
    found = views.get(request.user, public_id)
    if not views.may_change(request.user, found):
        raise Absent("view")
    return found


def url_of(query: str) -> str:
    """The search that shows it."""
    return f"{reverse('agents:search')}?{urlencode({'q': query})}"
