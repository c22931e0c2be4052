"""Parties: everybody outside whom answers depend on, and who keeps us waiting; found by what an agent types."""

import re
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page
from heard.hours.languages import LANGUAGES
from heard.record.access import party as parties
from heard.record.actions import party as verbs
from heard.record.actions import tracker as trackers
from heard.record.models.agent import Agent
from heard.record.models.party import Party

NAMED = re.compile(r"^(?P<name>[^<]*?)\s*<?(?P<address>[^\s<>]+@[^\s<>]+)>?$")


class PartyForm(SaidForm):
    """A person or firm outside."""

    name = django_forms.CharField(label=gettext_lazy("Name"), max_length=200)
    address = django_forms.EmailField(
        label=gettext_lazy("Mail address"),
        required=False,
        help_text=gettext_lazy("Where pings go; empty for somebody you ring."),
    )
    organization = django_forms.CharField(label=gettext_lazy("Organization"), max_length=200, required=False)
    language = django_forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("", "—"), *((code, get_language_info(code)["name_local"]) for code in LANGUAGES)],
        required=False,
    )


def whom(typed: str, *, by: Agent, at: datetime) -> dict[str, Any]:
    """Who is asked, by what was typed: the address of a tracker's entry, a mail address (with a name), a colleague's
    or a party's name; anybody else is only named. A mail address that nobody has is a new party."""
    typed = " ".join(typed.split())
    if typed.startswith(("https://", "http://")):
        return {"entry": trackers.entry(typed, at=at)}
    if found := NAMED.fullmatch(typed):
        known = parties.by_address(found["address"])
        name = found["name"].strip(' "') or found["address"]
        return {"contact": known or verbs.make(name=name, address=found["address"], by=by, at=at)}
    colleague = (
        Agent.objects.filter(name__iexact=typed, is_active=True).exclude(pk=by.pk).first() if typed else None
    )
    if colleague:
        return {"colleague": colleague}
    party = parties.by_name(typed)
    return {"contact": party} if party else {"party": typed}


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All parties, and a form for one more."""
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.act(
        lambda: verbs.make(**form.cleaned_data, by=request.user, at=request.now)
    ):
        return redirect("agents:parties")
    context = {"parties": parties.everybody(), "form": form}
    return page(request, "agents/party/list.html", context, here="chases", code=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def party(request: HttpRequest, public_id: str) -> HttpResponse:
    """One party: who it is, and what the agent's desks wait for."""
    found = parties.get(public_id)
    form = PartyForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.act(
        lambda: verbs.change(found, **form.cleaned_data, by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:party", public_id)
    context = {"party": found, "form": form, "chases": parties.chases_of(request.user, found)}
    return page(request, "agents/party/page.html", context, here="chases", code=422 if form.is_bound else 200)


def _initial(found: Party) -> dict[str, Any]:
    return {
        "name": found.name,
        "address": found.address,
        "organization": found.organization.name if found.organization else "",
        "language": found.language,
    }
