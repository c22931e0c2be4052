"""A desk's public page: open or closed, by when a person answers, and the form that makes a request."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heard import clock
from heard.hours import is_zone
from heard.portal import field as fields
from heard.portal import forms, intake, limits
from heard.portal.attachment import accepts_files
from heard.portal.link import holding, in_language, on_desk, shown
from heard.portal.reader import Reader, language_for
from heard.portal.upload import kept, once_of
from heard.portal.voice import known
from heard.promise import first_due
from heard.record import overload
from heard.record.access import help as helps
from heard.record.access import requester as access
from heard.record.access.alarm import mail_is_down
from heard.record.access.front import first_waits, minded
from heard.record.actions import upload as uploads
from heard.record.actions.upload import Form
from heard.record.facts import rules_of
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket

COOKIE = f"{settings.COOKIE_PREFIX}sent"
SALT = "heard.portal.sent"
DAY = 24 * 3600
"""Seconds for which the page after sending can be looked at again."""
WEEK = timedelta(days=7)
FEWEST = 10
"""Requests below which a share would say more than is known."""
MOST = 1000
"""The newest requests of the week that are looked at."""
MINUTE = 60


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The only desk, or the choice of desks."""
    desks, at = access.public_desks(), clock.now()
    if len(desks) == 1:
        return redirect("front", desks[0].slug)
    with in_language(request, language_for(request)):
        choice = [(desk, answers(desk, reader_at(request, desk, at))) for desk in desks]
        return shown(request, "portal/desks.html", {"desks": choice})


@accepts_files
@require_http_methods(["GET", "HEAD", "POST"])
@on_desk
def front(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """The page of a desk; a POST is a new request."""
    if request.method == "POST":
        return _receive(request, desk, at)
    return _page(request, desk, forms.Front(initial={"door": request.GET.get("door", "")}), at)


@require_safe
@on_desk
def sent(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """After sending: what happens now. The request itself opens by the link in the mail, here as elsewhere."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=DAY)
    due, zone, how, by_mail = [*kept.split(" "), "", "", ""][:4]
    if not due:
        return redirect("front", desk.slug)
    due_at = datetime.fromisoformat(due)
    reader = Reader(zone or desk.zone, request.LANGUAGE_CODE, at)
    context = {
        "desk": desk,
        "reader": reader,
        "time": reader.time(due_at) if due_at > at else "",
        "rings": how == "ring",
        "by_mail": by_mail == "mail",
    }
    return shown(request, "portal/sent.html", context)


def _receive(request: HttpRequest, desk: Desk, at: datetime) -> HttpResponse:
    ticket, form, code = receive(request, desk, at)
    return to_sent(request, desk, ticket, at) if ticket else _page(request, desk, form, at, code=code)


def receive(request: HttpRequest, desk: Desk, at: datetime) -> tuple[Ticket | None, forms.Front, int]:
    """The request that the form makes; or None, the form with what is wrong, and the code to answer with."""
    shown_as = Form(desk, once_of(request))
    form = forms.Front(request.POST, request.FILES, too_large=request.too_large, came=uploads.of(shown_as))
    own = fields.asked(desk, request.LANGUAGE_CODE, request.POST)
    if not form.is_valid() or any(row.trouble for row in own):
        form.came = kept(request, shown_as, at=at)
        return None, form, 422
    if until := limits.wait(limits.comes_from(request), form.cleaned_data["email"], at=at):
        words = {"time": reader_at(request, desk, at).plain(until)}
        form.add_error(
            None, _("That is a lot in a short time. Please wait until %(time)s, or write us a mail.") % words
        )
        form.came = kept(request, shown_as, at=at)
        return None, form, 429
    labels = {name: str(form.fields[name].label) for name in form.fields}
    ticket = intake.request(
        desk,
        given=form.cleaned_data,
        labels=labels,
        values={row.field.name: row.value for row in own if row.value},
        language=request.LANGUAGE_CODE,
        at=at,
        came=uploads.sent(shown_as),
    )
    return ticket, form, 302


def after(request: HttpRequest, desk: Desk, ticket: Ticket, at: datetime) -> dict[str, Any]:
    """What is said after sending: by when a person writes."""
    reader, promise = reader_at(request, desk, at), ticket.promise
    due_at = promise.due_at if promise else at
    return {"reader": reader, "time": reader.time(due_at) if due_at > at else ""}


def to_sent(request: HttpRequest, desk: Desk, ticket: Ticket, at: datetime) -> HttpResponse:
    """To the page after sending, which says by when and how they hear; it opens nothing."""
    response = redirect("front-sent", desk.slug)
    promise = ticket.promise
    how, by_mail = promise.how if promise else "write", "mail" if ticket.requester.address else ""
    due_at, zone = ticket.promise.due_at if ticket.promise else at, reader_at(request, desk, at).zone
    return holding(response, COOKIE, f"{due_at.isoformat()} {zone} {how} {by_mail}", salt=SALT, seconds=DAY)


def _page(
    request: HttpRequest, desk: Desk, form: forms.Front, at: datetime, *, code: int = 200
) -> HttpResponse:
    reader = reader_at(request, desk, at)
    address, behind = desk.addresses.first(), minded(desk, at=at)
    context = {
        "desk": desk,
        "reader": reader,
        "form": form,
        "own": (own := fields.asked(desk, request.LANGUAGE_CODE, request.POST if form.is_bound else None)),
        "wrong": bool(form.errors) or any(row.trouble for row in own),
        "address": address.address if address else "",
        "figure": figure(desk, at=at),
        "mail_is_down": mail_is_down(desk, at=at),
        "known": [known(one, reader) for one in access.known(desk)],
        "has_help": helps.any_public(desk),
        "minded": behind,
        "waits_since": reader.plain(behind.waits_since) if behind.waits_since else "",
        **answers(desk, reader),
    }
    return shown(request, "portal/front.html", context, code=code)


def answers(desk: Desk, reader: Reader) -> dict[str, Any]:
    """Open until when, or closed until when, and by when a person answers what is written now."""
    rules = rules_of(desk)
    calendar, waits = rules.calendar, overload.backlog(desk)
    is_open, due_at = calendar.is_open(reader.now), first_due(rules, reader.now, **waits)
    closes_at = calendar.closes_after(reader.now) if is_open else None
    return {
        "is_open": is_open,
        "closes": reader.plain(closes_at) if closes_at else "",
        "opens": "" if is_open else reader.until(calendar.opens_after(reader.now)),
        "answered": reader.time(due_at),
        "overloaded": waits["overloaded"],
        "zone": reader.zone_name,
    }


def reader_at(request: HttpRequest, desk: Desk, at: datetime) -> Reader:
    """A stranger reads in the desk's zone, or in the one their browser said with the form."""
    said = request.POST.get("zone", "")
    return Reader(said if is_zone(said) else desk.zone, request.LANGUAGE_CODE, at)


def figure(desk: Desk, *, at: datetime) -> int | None:
    """Within how many minutes of opening time 9 of 10 had a person's first word, over the last seven days.

    Real requests only. Whoever still waits counts as the longest wait of all. None when there are too few, or
    when too many wait.
    """
    return cache.get_or_set(
        f"figure.{desk.pk}.{int(at.timestamp()) // MINUTE}", lambda: _figure(desk, at), MINUTE
    )


def _figure(desk: Desk, at: datetime) -> int | None:
    calendar = rules_of(desk).calendar
    waits = first_waits(desk, since=at - WEEK, most=MOST)
    spans = sorted(calendar.between(came, heard) for came, heard in waits if heard)
    place = -(-len(waits) * 9 // 10)
    if len(waits) < FEWEST or place > len(spans):
        return None
    return max(5, -(-spans[place - 1] // (5 * MINUTE)) * 5)
