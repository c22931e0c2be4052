"""The Rota page of a desk: who should have the watch, its week and exceptions, cover and swaps, and calendars."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.forms import SaidForm, said_stretches
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.agents.rota_forms import CalendarForm, TurnForm, WeekForm
from heard.agents.watch import span_words
from heard.channels import calendar as calendars
from heard.hours import to_instant
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import watch as watches
from heard.record.actions import cover as covering
from heard.record.actions import rota as verbs
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk

AHEAD = timedelta(days=14)
type Span = tuple[datetime, datetime]


def _weekly(desk: Desk) -> dict[str, str]:
    """The week as people wrote it."""
    found: dict[str, list[str]] = {f"day{number}": [] for number in range(7)}
    for shift in desk.shifts.select_related("agent"):
        words = f"{said_stretches([(shift.starts, shift.ends)])} {shift.agent.first_name}"
        found[f"day{shift.weekday}"].append(words)
    return {name: ", ".join(parts) for name, parts in found.items()}


@require_safe
@door
def rota(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rota of a desk; its leads change it."""
    return _shown(request, desks.get(request.user, public_id))


def _shown(request: HttpRequest, desk: Desk, **bound: SaidForm) -> HttpResponse:
    reader, members = reader_of(request), colleagues.members(desk)
    may_change = desks.led_by(request.user).filter(pk=desk.pk).exists()
    ahead = watches.turns_of(desk, since=request.now, until=request.now + AHEAD)
    context = {
        "desk": desk,
        "may_change": may_change,
        "ahead": [(agent, span_words(turn.starts_at, turn.ends_at, reader)) for turn, agent in ahead],
        "exceptions": [
            (one, span_words(one.starts_at, one.ends_at, reader))
            for one in watches.exceptions(desk, at=request.now)
        ],
        "week": bound.get("week") or WeekForm(initial=_weekly(desk), members=members),
        "turn": bound.get("turn") or TurnForm(members=members),
        "calendars": [
            (one, reader.short(one.read_at) if one.read_at else "") for one in desk.calendars.all()
        ],
        "calendar": bound.get("calendar") or CalendarForm(),
        **_covers(desk, ahead, members, reader),
    }
    return page(request, "agents/rota/page.html", context, here="watch", code=422 if bound else 200)


def _covers(desk: Desk, ahead: Any, members: Sequence[Agent], reader: Reader) -> dict[str, Any]:
    """What is asked, and what one may ask: one's own turns, and a colleague's in return."""
    me = reader.agent
    offers = [
        (f"{turn.starts_at.isoformat()}/{turn.ends_at.isoformat()}/{agent.public_id}", agent, turn)
        for turn, agent in ahead
    ]
    asked = [
        (
            one,
            span_words(one.starts_at, one.ends_at, reader),
            span_words(one.return_starts_at, one.return_ends_at, reader) if one.return_starts_at else "",
            one.agent_id == me.pk,
            one.agent_id != me.pk and one.asked_of_id in (None, me.pk),
        )
        for one in watches.covers(desk, at=reader.now)
    ]
    return {
        "covers": asked,
        "mine": [
            (value, span_words(turn.starts_at, turn.ends_at, reader))
            for value, who, turn in offers
            if who.pk == me.pk
        ],
        "theirs": [
            (value, f"{who.name}, {span_words(turn.starts_at, turn.ends_at, reader)}")
            for value, who, turn in offers
            if who.pk != me.pk
        ],
        "others": [agent for agent in members if agent.pk != me.pk],
    }


def _saved(
    request: HttpRequest, desk: Desk, name: str, form: SaidForm, act: Callable[[], Any]
) -> HttpResponse:
    if not form.act(act):
        return _shown(request, desk, **{name: form})
    messages.success(request, _("Saved."))
    return redirect("agents:rota", desk.public_id)


@require_POST
@door
def week(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set the week."""
    desk = desks.get_led(request.user, public_id)
    form = WeekForm(request.POST, members=colleagues.members(desk))
    return _saved(
        request,
        desk,
        "week",
        form,
        lambda: verbs.set_week(desk, week=form.week, by=request.user, at=request.now),
    )


@require_POST
@door
def turn(request: HttpRequest, public_id: str) -> HttpResponse:
    """An exception: added, or taken away."""
    desk = desks.get_led(request.user, public_id)
    if without := request.POST.get("without"):
        verbs.drop_turn(watches.exception(desk, without), by=request.user, at=request.now)
        return redirect("agents:rota", public_id)
    form = TurnForm(request.POST, members=colleagues.members(desk))

    def act() -> None:
        values = form.cleaned_data
        verbs.add_turn(
            desk,
            agent=colleagues.member(desk, values["agent"]) if values["agent"] else None,
            starts_at=to_instant(values["starts"], desk.zone),
            ends_at=to_instant(values["ends"], desk.zone),
            by=request.user,
            at=request.now,
        )

    return _saved(request, desk, "turn", form, act)


@require_POST
@door
def calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """A calendar to read the rota from: added after it was read once."""
    desk = desks.get_led(request.user, public_id)
    form = CalendarForm(request.POST, request.FILES)

    def act() -> None:
        address, file = form.cleaned_data["address"], form.cleaned_data["file"]
        try:
            name = calendars.host_of(address) if address else file.name
            content = calendars.fetched(address) if address else file.read(calendars.LARGEST)
            entries = calendars.entries_of(content, zone=desk.zone, at=request.now)
        except calendars.Unreadable as wrong:
            raise Refused("calendar", wrong.args[0], field="address" if address else "file") from wrong
        made = verbs.add_calendar(desk, name=name, address=address, by=request.user, at=request.now)
        verbs.read_calendar(made, entries=entries, at=request.now)

    return _saved(request, desk, "calendar", form, act)


@require_POST
@door
def drop_calendar(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was read from a calendar holds no longer."""
    found = watches.calendar(request.user, public_id)
    desk = found.desk
    verbs.drop_calendar(found, by=request.user, at=request.now)
    return redirect("agents:rota", desk.public_id)


@require_POST
@door
def cover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a colleague, or everybody, to have a turn of one's own."""
    desk = desks.get(request.user, public_id)
    span, _mine = _chosen(request.POST.get("span", ""))
    in_return, whose = _chosen(request.POST["in_return"]) if request.POST.get("in_return") else (None, "")
    of = whose or request.POST.get("of", "")
    covering.ask(
        desk,
        span=span,
        of=colleagues.member(desk, of) if of else None,
        in_return=in_return,
        by=request.user,
        at=request.now,
    )
    messages.success(request, _("Asked. It is yours until somebody says yes."))
    return redirect("agents:rota", public_id)


def _chosen(value: str) -> tuple[Span, str]:
    starts, _slash, rest = value.partition("/")
    ends, _slash, whose = rest.partition("/")
    try:
        span = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
        if span[0].tzinfo is None or span[1].tzinfo is None:
            raise ValueError("no offset")
    except ValueError as wrong:
        raise Refused("span", _("Choose a turn of yours."), field="span") from wrong
    return span, whose


@require_POST
@door
def answer_cover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say yes to an asking, or no; or take one's own back."""
    found = watches.cover(request.user, public_id)
    act = covering.take if "yes" in request.POST else covering.close
    act(found, by=request.user, at=request.now)
    return redirect("agents:rota", found.desk.public_id)
