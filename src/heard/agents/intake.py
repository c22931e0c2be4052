"""The Intake page: every arrival at a door, what became of it and why; nothing is dropped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents import door as doors
from heard.agents.attachment import download
from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.channels.mail.chase_mail import ANSWERED, STRANGER
from heard.channels.mail.passed_on import PASSED_ON
from heard.channels.mail.rescue import reread
from heard.hours.languages import recognized
from heard.record import files
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import intake as arrivals
from heard.record.actions import intake as verbs
from heard.record.actions.canary import CAME_BACK
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.intake import Intake

NAMING = (PASSED_ON, ANSWERED, STRANGER)
"""Reasons that name somebody."""
PAGE = 50
CANARIES = "canaries"
SHADES = {"received": "due", "ticket": "calm", "reply": "calm", "filed": "", "quarantined": "late"}


def state_words(arrival: Intake) -> str:
    """What became of it."""
    return {
        "received": _("being read"),
        "ticket": _("became a ticket"),
        "reply": _("a reply"),
        "filed": _("filed"),
        "quarantined": _("quarantined"),
    }[arrival.state]


def _recognized(arrival: Intake) -> Intake:
    """The arrival with its reason as a sentence that can be said in the reader's language; it was kept in English."""
    arrival.reason = recognized(arrival.reason, NAMING)
    return arrival


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The newest arrivals, all or those of one state."""
    reader, state, after = reader_of(request), request.GET.get("state", ""), request.GET.get("after", "")
    found = arrivals.visible_to(request.user).order_by("-id")
    if state in Intake.State.values:
        found = found.filter(state=state)
    # Four an hour would hide the people; they have a chip of their own.
    found = found.filter(reason=CAME_BACK) if state == CANARIES else found.exclude(reason=CAME_BACK)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    shown = [_recognized(each) for each in found[: PAGE + 1]]
    rows = [
        (each, state_words(each), SHADES[each.state], reader.short(each.received_at), each.may_become_ticket)
        for each in shown[:PAGE]
    ]
    states = [(value, state_words(Intake(state=value))) for value in Intake.State.values]
    states.append((CANARIES, _("canaries")))
    more = shown[PAGE - 1].pk if len(shown) > PAGE else 0
    lines = doors.rows(reader)
    context = {
        "rows": rows,
        "states": states,
        "state": state,
        "more": more,
        "doors": lines,
        "broken": any(line.shade != "calm" for line in lines),
    }
    return page(request, "agents/intake/list.html", context, here="intake")


@require_safe
@door
def arrival(request: HttpRequest, public_id: str) -> HttpResponse:
    """One arrival."""
    found = _recognized(arrivals.get(request.user, public_id))
    context = {
        "arrival": found,
        "state": state_words(found),
        "shade": SHADES[found.state],
        "when": reader_of(request).short(found.received_at),
        "may_make": found.may_become_ticket,
    }
    return page(request, "agents/intake/page.html", context, here="intake")


@require_POST
@door
def make_ticket(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is a request after all: a ticket is made of it, whatever could be read of it."""
    found = arrivals.get(request.user, public_id)
    desk = found.desk or desks.visible_to(request.user).order_by("sample", "id").first()
    if desk is None:
        raise Refused("no_desk", _("You answer on no desk that could have it."))
    made = verbs.make_ticket(found, _reread(found), desk=desk, by=request.user, at=request.now)
    return redirect("agents:ticket", made.public_id)


@require_POST
@door
def replay(request: HttpRequest, public_id: str) -> HttpResponse:
    """The mail door reads it once more, as when it came: what was mended since is seen then."""
    verbs.replay(arrivals.get(request.user, public_id), by=request.user, at=request.now)
    messages.success(request, _("It is read again; that takes a moment."))
    return redirect("agents:arrival", public_id)


@require_safe
@door
def raw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The very bytes that arrived, as a download."""
    found = arrivals.get(request.user, public_id)
    return download(_content(found), f"{found.public_id}.eml")


def _reread(found: Intake) -> Arrival:
    try:
        return reread(found)
    except FileNotFoundError as gone:
        raise Absent("file") from gone


def _content(found: Intake) -> bytes:
    try:
        return files.read(found.digest)
    except FileNotFoundError as gone:
        raise Absent("file") from gone
