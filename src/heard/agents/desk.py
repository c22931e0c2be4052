"""The settings of a desk, for its leads: name, hours, days of its own, targets, addresses, senders, members."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import forms
from heard.agents.errors import door
from heard.agents.pages import page
from heard.agents.target import TargetsForm
from heard.hours import Schedule, calendar_for
from heard.hours.languages import in_words
from heard.hours.said import said_short
from heard.promise import Rules, first_due
from heard.record.access import Absent
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.actions import desk as verbs
from heard.record.models.desk import Desk

type Act = Callable[..., Any]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The desks whose settings this agent may change; an admin makes further ones."""
    if not request.user.leads:
        raise Absent("desks")
    found = list(desks.led_by(request.user).prefetch_related("addresses"))
    may_make = request.user.role == "admin"
    form = forms.NewDeskForm(request.POST or None, initial={"zone": request.user.zone})
    if request.method == "POST":
        if not may_make:
            raise Absent("desks")
        made: list[Desk] = []
        if form.act(lambda: made.append(_make(request, form))):
            return redirect("agents:desk", made[0].public_id)
    context = {"desks": found, "form": form if may_make else None}
    return page(request, "agents/desk/list.html", context, here="desks", code=422 if form.is_bound else 200)


def _make(request: HttpRequest, form: forms.NewDeskForm) -> Desk:
    values = form.cleaned_data
    desk = verbs.make(
        name=values["desk_name"],
        address=values["address"],
        zone=values["zone"],
        language=values["language"],
        by=request.user,
        at=request.now,
    )
    verbs.add_member(desk, agent=request.user, by=request.user, at=request.now)
    return desk


def _shown(request: HttpRequest, desk: Desk, **bound: forms.SaidForm) -> HttpResponse:
    """The settings page; `bound` forms carry what was refused."""
    members = list(desk.memberships.select_related("agent").order_by("agent__name"))
    inside = {member.agent_id for member in members}
    others = [agent for agent in colleagues.everybody() if agent.pk not in inside]
    hours = bound.get("hours") or _hours_form(desk)
    context = {
        "desk": desk,
        "basics": bound.get("basics") or forms.DeskForm(initial={**vars(desk), "pager": ""}),
        "hours": hours,
        "regions": forms.regions_of(desk.country) if desk.country else [],
        "preview": previews(desk.schedule, desk, request.now),
        "days": _days(desk),
        "day": bound.get("day") or forms.DayForm(),
        "targets": bound.get("targets") or TargetsForm(desk=desk),
        "addresses": list(desk.addresses.all()),
        "address": bound.get("address") or forms.AddressForm(),
        "senders": list(desk.senders.all()),
        "sender": bound.get("sender") or forms.SenderForm(),
        "members": [member.agent for member in members],
        "member": bound.get("member") or forms.MemberForm(agents=others),
        "others": others,
    }
    return page(request, "agents/desk/page.html", context, here="desks", code=422 if bound else 200)


def _days(desk: Desk) -> list[tuple[Any, str, str]]:
    """The desk's own days: date, hours in words, label."""
    found: dict[Any, tuple[list[tuple[int, int]], str]] = {}
    for day in desk.days.all():
        stretches, _label = found.setdefault(day.date, ([], day.label))
        if day.opens is not None:
            stretches.append((day.opens, day.closes))
    return [
        (date, forms.said_stretches(hours) or _("closed"), label)
        for date, (hours, label) in sorted(found.items())
    ]


def _hours_form(desk: Desk) -> forms.HoursForm:
    week: dict[str, list[tuple[int, int]]] = {f"day{number}": [] for number in range(7)}
    for weekday, opens, closes in desk.intervals.values_list("weekday", "opens", "closes"):
        week[f"day{weekday}"].append((opens, closes))
    return forms.HoursForm(
        initial={**week, "zone": desk.zone, "country": desk.country, "region": desk.region}
    )


def previews(schedule: Schedule, desk: Desk, now: datetime) -> list[tuple[str, str]]:
    """When the first word is due for mails sent now, ten minutes before closing, and in the night."""
    rules = Rules(desk.policy, calendar_for(schedule))
    closing = rules.calendar.closes_after(now) or now
    sent = [now, closing - timedelta(minutes=10), closing + timedelta(hours=5)]
    return [(_short(at, schedule, now), _short(first_due(rules, at), schedule, now)) for at in sent]


def _short(at: datetime, schedule: Schedule, now: datetime) -> str:
    return said_short(at, zone=schedule.zone, language=get_language() or "en", now=now - timedelta(days=1))


@require_safe
@door
def desk(request: HttpRequest, public_id: str) -> HttpResponse:
    """All settings of one desk."""
    return _shown(request, desks.get_led(request.user, public_id))


def _saved(request: HttpRequest, found: Desk, form: forms.SaidForm, name: str, act: Act) -> HttpResponse:
    """Do it and say so; or show what was refused, in its form."""
    if not form.act(act):
        return _shown(request, found, **{name: form})
    messages.success(request, _("Saved."))
    return redirect(reverse("agents:desk", args=[found.public_id]) + f"#{name}")


@require_POST
@door
def basics(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, language, numbers."""
    found, form = desks.get_led(request.user, public_id), forms.DeskForm(request.POST)
    return _saved(
        request,
        found,
        form,
        "basics",
        lambda: _change(request, found, form.cleaned_data),
    )


def _change(request: HttpRequest, found: Desk, values: dict[str, str]) -> None:
    """The pager is a secret: an empty field leaves it as it is."""
    pager = values.pop("pager")
    verbs.change(found, **values, by=request.user, at=request.now)
    if pager:
        url = "" if pager == "none" else pager
        verbs.set_pager(found, url=url, by=request.user, at=request.now)


@require_POST
@door
def hours(request: HttpRequest, public_id: str) -> HttpResponse:
    """Opening hours, zone and holidays. What was told before stays as told."""
    found, form = desks.get_led(request.user, public_id), forms.HoursForm(request.POST)

    def act() -> None:
        place = {name: form.cleaned_data[name] for name in ("zone", "country", "region")}
        verbs.set_hours(found, week=form.week, **place, by=request.user, at=request.now)

    return _saved(request, found, form, "hours", act)


@require_POST
@door
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What hours that are being typed would mean; nothing is kept."""
    found, form = desks.get_led(request.user, public_id), forms.HoursForm(request.POST)
    rows: list[tuple[str, str]] = []
    trouble = ""
    if form.is_valid():
        try:
            schedule = Schedule(
                zone=form.cleaned_data["zone"],
                week=tuple(tuple(sorted(day)) for day in form.week),
                country=form.cleaned_data["country"],
                region=form.cleaned_data["region"],
            )
            rows = previews(schedule, found, request.now)
        except ValueError as wrong:
            trouble = in_words(wrong.args[0], _)
    return render(request, "agents/desk/preview.html", {"preview": rows, "trouble": trouble, "desk": found})


@require_POST
@door
def day(request: HttpRequest, public_id: str) -> HttpResponse:
    """A day of the desk's own: set, or taken away."""
    found = desks.get_led(request.user, public_id)
    if without := request.POST.get("without"):
        verbs.drop_day(found, day=_date(without), by=request.user, at=request.now)
        return redirect(reverse("agents:desk", args=[public_id]) + "#day")
    form = forms.DayForm(request.POST)

    def act() -> None:
        values = form.cleaned_data
        verbs.set_day(
            found,
            day=values["day"],
            times=values["times"],
            label=values["label"],
            by=request.user,
            at=request.now,
        )

    return _saved(request, found, form, "day", act)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Absent("day") from wrong


@require_POST
@door
def targets(request: HttpRequest, public_id: str) -> HttpResponse:
    """The desk's numbers."""
    found = desks.get_led(request.user, public_id)
    form = TargetsForm(request.POST, desk=found)
    return _saved(
        request,
        found,
        form,
        "targets",
        lambda: verbs.set_targets(found, targets=form.cleaned_data, by=request.user, at=request.now),
    )


@require_POST
@door
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """A mail address: added, or taken away."""
    form = forms.AddressForm(request.POST)
    return _add_or_drop(request, public_id, "address", form, verbs.add_address, verbs.drop_address)


@require_POST
@door
def sender(request: HttpRequest, public_id: str) -> HttpResponse:
    """A sender whose automatic mail is a request: added, or taken away."""
    form = forms.SenderForm(request.POST)
    return _add_or_drop(request, public_id, "sender", form, verbs.add_sender, verbs.drop_sender)


def _add_or_drop(
    request: HttpRequest, public_id: str, name: str, form: forms.SaidForm, add: Act, drop: Act
) -> HttpResponse:
    """One of a desk's addresses of a kind, by the form's field of that name."""
    found = desks.get_led(request.user, public_id)
    if without := request.POST.get("without"):
        drop(found, address=without, by=request.user, at=request.now)
        return redirect(reverse("agents:desk", args=[public_id]) + f"#{name}")
    return _saved(
        request,
        found,
        form,
        name,
        lambda: add(found, address=form.cleaned_data[name], by=request.user, at=request.now),
    )


@require_POST
@door
def member(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody who answers here: added, or taken away."""
    found = desks.get_led(request.user, public_id)
    if without := request.POST.get("without"):
        verbs.drop_member(found, agent=colleagues.member(found, without), by=request.user, at=request.now)
        return redirect(reverse("agents:desk", args=[public_id]) + "#member")
    others = {agent.public_id: agent for agent in colleagues.everybody()}
    form = forms.MemberForm(request.POST, agents=list(others.values()))
    return _saved(
        request,
        found,
        form,
        "member",
        lambda: verbs.add_member(
            found, agent=others[form.cleaned_data["agent"]], by=request.user, at=request.now
        ),
    )
