"""Calendar feeds (RFC 5545) for other programs: one's own promises, the rota of a desk. Their address is the secret."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard import clock
from heard.agents.errors import door
from heard.letters.alert_words import path_of
from heard.record import links
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import feed as feeds
from heard.record.access import watch as watches
from heard.record.actions import agent as verbs
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.promise import Promise

QUARTER = timedelta(minutes=15)
BEHIND, AHEAD = timedelta(days=7), timedelta(days=92)
ASK_AGAIN = timedelta(minutes=15)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A feed, for whoever has its address; one that holds no longer is not there."""
    at = clock.now()
    try:
        agent, desk = feeds.owner(token)
    except Absent as absent:
        raise Http404("feed") from absent
    with translation.override(agent.language):
        content = _rota(desk, at) if desk else _promises(agent, at)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="heard.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def addresses(agent: Agent) -> list[tuple[str, str]]:
    """The feeds of an agent: what each shows, and its address; none while they are off."""
    if agent.feed_since is None:
        return []
    of_desks = [
        (_("The rota of %(desk)s") % {"desk": desk.name}, links.feed_token(agent, desk_id=desk.pk))
        for desk in desks.visible_to(agent).order_by("name")
    ]
    found = [(_("Your promises"), links.feed_token(agent)), *of_desks]
    return [(words, f"{settings.HEARD_URL}/feed/{token}/") for words, token in found]


@require_POST
@door
def renew(request: HttpRequest) -> HttpResponse:
    """New addresses, or none: the old ones show nothing from now on."""
    verbs.renew_feed(request.user, on="off" not in request.POST, by=request.user, at=request.now)
    return redirect("agents:alerts")


def _promises(agent: Agent, at: datetime) -> bytes:
    events = [_promise(promise, at) for promise in feeds.promises(agent, at=at)]
    return _calendar(_("Promises of %(name)s") % {"name": agent.name}, events)


def _promise(promise: Promise, at: datetime) -> icalendar.Event:
    """A quarter of an hour that ends when the word is due."""
    ticket = promise.ticket
    words = {"who": ticket.requester, "subject": ticket.subject, "number": ticket.number}
    event = _event(f"promise-{promise.public_id}", promise.due_at - QUARTER, promise.due_at, at)
    event.add("summary", _("%(who)s expects a word: %(subject)s (#%(number)s)") % words)
    event.add("url", settings.HEARD_URL + path_of(ticket))
    return event


def _rota(desk: Desk, at: datetime) -> bytes:
    found = watches.turns_of(desk, since=at - BEHIND, until=at + AHEAD)
    events = []
    for turn, agent in found:
        uid = f"watch-{desk.public_id}-{int(turn.starts_at.timestamp())}"
        event = _event(uid, turn.starts_at, turn.ends_at, at)
        event.add("summary", agent.name)
        event.add("attendee", icalendar.vCalAddress(f"mailto:{agent.email}"))
        events.append(event)
    return _calendar(_("Watch of %(desk)s") % {"desk": desk.name}, events)


def _event(uid: str, starts: datetime, ends: datetime, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{uid}@{urlsplit(settings.HEARD_URL).hostname}")
    event.add("dtstamp", at)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    return event


def _calendar(name: str, events: Iterable[icalendar.Event]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Heard//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())
