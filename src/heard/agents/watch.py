"""The Watch page: who minds each desk, what is hot, take it, hand it over, and the minutes nobody had it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.hours.said import clock
from heard.promise import Gap, Reason, untaken_minutes
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import watch as watches
from heard.record.access.watch import Minded
from heard.record.actions import watch as verbs
from heard.record.errors import Refused
from heard.record.models.desk import Desk

SHADES = {"fine": "calm", "warn": "due", "red": "late"}
DAY, WEEK = timedelta(days=1), timedelta(days=7)
DATE = gettext_noop("D j M")


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """Every desk of this agent with its light."""
    reader = reader_of(request)
    found = [_card(one, reader) for one in watches.watches(request.user, at=request.now)]
    return page(request, "agents/watch/page.html", {"cards": found}, here="watch")


def light_words(one: Minded, reader: Reader) -> list[tuple[str, str]]:
    """The reasons of a desk's light: the shade and the sentence of each, the worst first."""
    return [(SHADES[reason.state], _reason(reason, one, reader)) for reason in one.reasons]


def _reason(reason: Reason, one: Minded, reader: Reader) -> str:
    since = reader.short(reason.since) if reason.since else ""
    who = one.watch.agent.name if one.watch else ""
    should = one.should.name if one.should else ""
    return {
        "taken": lambda: _("%(who)s has the watch.") % {"who": who},
        "closed": lambda: _("The desk is closed; nobody needs to have the watch."),
        "no_rota": lambda: _("There is no rota. What nobody opens rises to the lead."),
        "relief": lambda: (
            _("By the rota it is %(should)s’s since %(since)s.") % {"should": should, "since": since}
        ),
        "untaken": lambda: _("Nobody has the watch since %(since)s.") % {"since": since},
        "overload": lambda: (
            _(
                "Overload since %(since)s: %(count)s wait for their first word, more than can be answered in time."
            )
            % {"since": since, "count": one.waiting}
        ),
        "unopened": lambda: _("The oldest request that nobody has opened came %(since)s.") % {"since": since},
    }[reason.kind]()


def _card(one: Minded, reader: Reader) -> dict[str, Any]:
    """One desk on the page."""
    me, watch, now = reader.agent, one.watch, reader.now
    is_offered = watch is not None and watch.offered_to_id == me.pk
    ahead = watches.turns_of(one.desk, since=now, until=now + WEEK)
    return {
        "desk": one.desk,
        "reasons": light_words(one, reader),
        "watch": watch,
        "until": reader.short(watch.lasts_until) if watch else "",
        "mine": watch is not None and watch.agent_id == me.pk,
        "offered": is_offered,
        "handed": [(ticket, reader.short(ticket.owed_at)) for ticket in watches.handed(watch)]
        if watch and is_offered
        else [],
        "hot": [(ticket, reader.short(ticket.owed_at)) for ticket in one.hot],
        "colleagues": [agent for agent in colleagues.members(one.desk) if agent.pk != me.pk],
        "ahead": [(agent, span_words(turn.starts_at, turn.ends_at, reader)) for turn, agent in ahead[:4]],
        "untaken": _by_day(one.desk, reader),
        "kept": one.minding.kept_since is not None,
        "overload": one.overload,
        "waiting": one.waiting,
    }


def span_words(starts_at: datetime, ends_at: datetime, reader: Reader) -> str:
    """A turn in the reader's own time: "Mon 23 Nov, 9:00–13:00"; one that runs is told by its end."""
    zone = ZoneInfo(reader.agent.zone)
    starts, ends = starts_at.astimezone(zone), ends_at.astimezone(zone)

    def said(at: datetime) -> str:
        return clock(at, zone=reader.agent.zone, language=reader.language)

    last = said(ends_at) if ends_at - starts_at < DAY else f"{date_format(ends, _(DATE))}, {said(ends_at)}"
    if starts_at <= reader.now:
        return _("now, until %(time)s") % {"time": last}
    return f"{date_format(starts, _(DATE))}, {said(starts_at)}–{last}"


def _by_day(desk: Desk, reader: Reader) -> tuple[int, list[tuple[str, int, str]]]:
    """Minutes nobody had the watch in the last four weeks, and each such day: its name, its minutes, from and to."""
    found = watches.gaps(desk, since=watches.weeks_back(reader.now), until=reader.now)
    days: dict[Any, list[Gap]] = {}
    for gap in found:
        days.setdefault(gap.since.astimezone(ZoneInfo(desk.zone)).date(), []).append(gap)
    return untaken_minutes(found), [
        _day(gaps, desk, reader) for _, gaps in sorted(days.items(), reverse=True)
    ]


def _day(gaps: Sequence[Gap], desk: Desk, reader: Reader) -> tuple[str, int, str]:
    def said(at: datetime) -> str:
        return clock(at, zone=desk.zone, language=reader.language)

    name = date_format(gaps[0].since.astimezone(ZoneInfo(desk.zone)), _(DATE))
    spans = ", ".join(f"{said(gap.since)}–{said(gap.until)}" for gap in gaps)
    return name, untaken_minutes(gaps), spans


@require_POST
@door
def take(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take the watch of a desk, also when it was offered."""
    verbs.take(desks.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:watch")


@require_POST
@door
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a colleague to take it over, with what is hot and a word."""
    desk = desks.get(request.user, public_id)
    if not request.POST.get("to"):
        raise Refused("to", _("Choose who should take it over."), field="to")
    to = colleagues.member(desk, request.POST["to"])
    verbs.hand_over(desk, to=to, words=request.POST.get("words", ""), by=request.user, at=request.now)
    return redirect("agents:watch")


@require_POST
@door
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an offer back, or say no to one."""
    verbs.keep(desks.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:watch")


@require_POST
@door
def put_down(request: HttpRequest, public_id: str) -> HttpResponse:
    """End one's own watch: nobody has it then."""
    verbs.put_down(desks.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:watch")
