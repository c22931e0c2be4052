"""Trackers of other teams: added by an admin, with the secret that proves their webhooks; dropped."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page, reader_of
from heard.channels.tracker.trouble import in_sentences
from heard.record.access import tracker as trackers
from heard.record.actions import tracker as verbs


class TrackerForm(SaidForm):
    """A tracker, and what lets us comment there."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("github", "GitHub"), ("webhook", gettext_lazy("Any other, by a signed webhook"))],
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    web = forms.CharField(
        label=gettext_lazy("How the addresses of its entries begin"),
        max_length=300,
        help_text="https://github.com/northwind/",
    )
    token = forms.CharField(
        label=gettext_lazy("Token for comments (GitHub; empty: we only listen)"),
        max_length=300,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    api = forms.CharField(
        label=gettext_lazy("Address of its API, where it is not github.com's"), max_length=300, required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The trackers, and a form for one more; its secret is shown this once."""
    rows, form = trackers.visible_to(request.user), TrackerForm(request.POST or None)
    made: list[Any] = []
    if request.method == "POST" and form.act(
        lambda: made.append(verbs.add(**form.cleaned_data, by=request.user, at=request.now))
    ):
        form = TrackerForm()
    reader = reader_of(request)
    context = {
        "rows": [
            (
                one,
                _hook(one.public_id),
                reader.short(one.heard_at) if one.heard_at else "",
                in_sentences(one.trouble),
            )
            for one in rows
        ],
        "form": form,
        "secret": made[0][1] if made else "",
        "made_hook": _hook(made[0][0].public_id) if made else "",
    }
    return page(
        request, "agents/tracker/list.html", context, here="chases", code=422 if form.is_bound else 200
    )


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is listened to no longer."""
    verbs.drop(trackers.get(request.user, public_id), by=request.user, at=request.now)
    messages.success(request, _("It is listened to no longer. What it told stays."))
    return redirect("agents:trackers")


def _hook(public_id: str) -> str:
    return settings.HEARD_URL + reverse("tracker-hook", args=[public_id])
