"""Agents: made, given a role and disabled by an admin; and everybody's own settings."""

from datetime import datetime

from django import forms as fields
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import forms
from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.hours import Schedule, calendar_for
from heard.hours.typed import PastTime, UnknownTime, read_time
from heard.hours.zones import zones as known_zones
from heard.record.access import Absent
from heard.record.access import agent as colleagues
from heard.record.actions import agent as verbs
from heard.record.errors import Refused
from heard.record.models.agent import Agent

ALWAYS = ((0, 1440),)


class MeForm(forms.SaidForm):
    """One's own name, zone and language."""

    name = fields.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("Requesters see the first name.")
    )
    zone = forms.ZoneField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Your lists show times as your clock does.")
    )
    language = fields.ChoiceField(label=gettext_lazy("Language"), choices=forms.TO_AGENTS)
    skills = fields.CharField(
        label=gettext_lazy("What you know well"),
        max_length=500,
        required=False,
        help_text=gettext_lazy(
            "Words with commas between, like printers, VPN. Colleagues who need one of them are led to you."
        ),
    )


def _admin_only(request: HttpRequest) -> None:
    if request.user.role != Agent.Role.ADMIN:
        raise Absent("agents")


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """Everybody who answers; and a form that makes one more."""
    _admin_only(request)
    start = {"zone": request.user.zone, "language": request.user.language, "role": "agent"}
    form = forms.NewAgentForm(request.POST or None, initial=start)
    if request.method == "POST" and form.act(
        lambda: verbs.make(**form.cleaned_data, by=request.user, at=request.now)
    ):
        messages.success(request, _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]})
        return redirect("agents:agents")
    found = colleagues.visible_to(request.user).prefetch_related("memberships__desk")
    context = {"agents": found, "form": form}
    return page(request, "agents/agent/list.html", context, here="agents", code=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def agent(request: HttpRequest, public_id: str) -> HttpResponse:
    """One agent: name, role, zone; a new password; the end of their access."""
    _admin_only(request)
    found = colleagues.get(request.user, public_id)
    form = forms.AgentForm(request.POST or None, initial=vars(found))
    if request.method == "POST" and form.act(
        lambda: verbs.change(found, **form.cleaned_data, by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:agent", public_id)
    return _shown(request, found, form, forms.PasswordForm(), code=422 if form.is_bound else 200)


def _shown(
    request: HttpRequest, found: Agent, form: forms.SaidForm, password: forms.SaidForm, code: int
) -> HttpResponse:
    desks = [membership.desk for membership in found.memberships.select_related("desk")]
    context = {"agent": found, "form": form, "password": password, "desks": desks}
    return page(request, "agents/agent/page.html", context, here="agents", code=code)


@require_POST
@door
def reset(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set a new password for somebody locked out; their sessions end."""
    _admin_only(request)
    found, form = colleagues.get(request.user, public_id), forms.PasswordForm(request.POST)
    if form.act(lambda: verbs.reset(found, **form.cleaned_data, by=request.user, at=request.now)):
        messages.success(request, _("The new password holds; every session of theirs has ended."))
        return redirect("agents:agent", public_id)
    return _shown(request, found, forms.AgentForm(initial=vars(found)), form, code=422)


@require_POST
@door
def disable(request: HttpRequest, public_id: str) -> HttpResponse:
    """End somebody's access. Their tickets lose the owner, the promises stay open."""
    _admin_only(request)
    verbs.disable(colleagues.get(request.user, public_id), by=request.user, at=request.now)
    messages.success(request, _("They can no longer sign in. What they promised stands on Today."))
    return redirect("agents:agent", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@door
def me(request: HttpRequest) -> HttpResponse:
    """One's own settings."""
    own = request.user
    form = MeForm(request.POST or None, initial=_kept(own))
    if request.method == "POST" and form.act(
        lambda: verbs.change(own, **form.cleaned_data, role=own.role, by=own, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:me")
    return _own(request, form, forms.AwayForm(), code=422 if form.is_bound else 200)


def _kept(own: Agent) -> dict[str, str]:
    """One's own settings as they are. The signed-in agent is a stand-in until asked, so each is asked for."""
    return {name: getattr(own, name) for name in MeForm.base_fields}


def _own(request: HttpRequest, form: forms.SaidForm, away: forms.SaidForm, code: int) -> HttpResponse:
    own, reader = request.user, reader_of(request)
    is_away = own.away_until is not None and own.away_until > request.now
    context = {"form": form, "away": away, "away_until": reader.short(own.away_until) if is_away else ""}
    return page(request, "agents/agent/me.html", context, here="me", code=code)


@require_safe
@door
def zones(request: HttpRequest) -> HttpResponse:
    """The time zones there are, for a field that is being filled in: too many to stand on every page."""
    return render(request, "agents/agent/zones.html", {"zones": known_zones()})


@require_POST
@door
def away(request: HttpRequest) -> HttpResponse:
    """Away until a time typed as people say it, and what is left open; or back again."""
    if "back" in request.POST:
        verbs.go_away(request.user, until=None, by=request.user, at=request.now)
        return redirect("agents:me")
    form = forms.AwayForm(request.POST)

    def act() -> None:
        since = form.cleaned_data["since"]
        begins = _until(request.user, since, request.now) if since else None
        until = _until(request.user, form.cleaned_data["until"], request.now)
        verbs.go_away(request.user, until=until, since=begins, by=request.user, at=request.now)

    if form.act(act):
        return redirect("agents:handovers")
    return _own(request, MeForm(initial=_kept(request.user)), form, code=422)


def _until(own: Agent, text: str, now: datetime) -> datetime:
    """A time in the agent's own zone, at any hour.

    Raises:
        Refused: it is no time, or over.
    """
    calendar = calendar_for(Schedule(zone=own.zone, week=(ALWAYS,) * 7))
    try:
        return read_time(text, now=now, calendar=calendar, reader_zone=own.zone, writer_zone=own.zone).at
    except (UnknownTime, PastTime) as wrong:
        says = _("Give a time ahead, like tomorrow 9am, mon 9:00 or 14 dec 9:00.")
        raise Refused("until", says, field="until") from wrong
