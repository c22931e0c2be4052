"""The person's own page: language, time zone, and on which devices the request is open."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from heard.hours import zones
from heard.portal.errors import says
from heard.portal.link import opened, to_page
from heard.portal.reader import accepted, reader_of, spoken
from heard.record.actions import requester as requesters
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_http_methods(["GET", "HEAD", "POST"])
@partial(opened, old=True)
def you(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Choose language and zone; the links to sign out other devices, or this one."""
    person, desk = participant.requester, participant.ticket.desk
    trouble = None
    if request.method == "POST":
        try:
            _choose(request, participant, at)
            return _remember(request, to_page(participant))
        except Refused as refused:
            trouble = says(refused)
    reader = reader_of(request, person, desk, now=at)
    context = {
        "participant": participant,
        "ticket": participant.ticket,
        "desk": desk,
        "reader": reader,
        "languages": settings.LANGUAGES,
        "regions": _by_region({*zones(), reader.zone}),
        "trouble": trouble,
        "done": request.GET.get("done"),
    }
    return render(request, "portal/you.html", context, status=422 if trouble else 200)


@require_POST
@partial(opened, old=True)
def browser(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """What the browser says of itself counts once, as long as the person chose nothing."""
    person = participant.requester
    wanted = {"zone": request.POST.get("zone", ""), "language": accepted(request)}
    news = {name: value for name, value in wanted.items() if value and not getattr(person, name)}
    try:
        if news:
            requesters.change(person, by=person, at=at, **news)
    except Refused:
        return HttpResponse(status=422)
    return HttpResponse(status=204)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language where no request is open yet: a cookie of this browser."""
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return _remember(request, redirect(wanted if safe else "/"))


def _remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep a chosen language in this browser, for the pages that know nobody yet."""
    if chosen := spoken(request.POST.get("language", "")):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _choose(request: HttpRequest, participant: Participant, at: datetime) -> None:
    person = participant.requester
    zone, language = request.POST.get("zone"), spoken(request.POST.get("language", ""))
    requesters.change(person, by=person, at=at, zone=zone or None, language=language or None)


def _by_region(names: Iterable[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones for a picker: by the first part of their name, with what follows as people read it."""
    parts = sorted((name.partition("/")[0], name) for name in names)
    return [
        (region, [(name, (name.partition("/")[2] or name).replace("_", " ")) for _, name in group])
        for region, group in groupby(parts, key=lambda part: part[0])
    ]
