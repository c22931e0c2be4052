"""The Intake page: every arrival at a door, what became of it and why; nothing is dropped."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.agents.attachment import download
from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.record import files
from heard.record.access import Absent
from heard.record.access import intake as arrivals
from heard.record.models.intake import Intake

PAGE = 50
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


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The newest arrivals, all or those of one state."""
    reader, state, after = reader_of(request), request.GET.get("state", ""), request.GET.get("after", "")
    found = arrivals.visible_to(request.user).order_by("-id")
    if state in Intake.State.values:
        found = found.filter(state=state)
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    shown = list(found[: PAGE + 1])
    rows = [
        (each, state_words(each), SHADES[each.state], reader.short(each.received_at)) for each in shown[:PAGE]
    ]
    states = [(value, state_words(Intake(state=value))) for value in Intake.State.values]
    more = shown[PAGE - 1].pk if len(shown) > PAGE else 0
    context = {"rows": rows, "states": states, "state": state, "more": more}
    return page(request, "agents/intake/list.html", context, here="intake")


@require_safe
@door
def arrival(request: HttpRequest, public_id: str) -> HttpResponse:
    """One arrival."""
    found = arrivals.get(request.user, public_id)
    context = {
        "arrival": found,
        "state": state_words(found),
        "shade": SHADES[found.state],
        "when": reader_of(request).short(found.received_at),
    }
    return page(request, "agents/intake/page.html", context, here="intake")


@require_safe
@door
def raw(request: HttpRequest, public_id: str) -> HttpResponse:
    """The very bytes that arrived, as a download."""
    found = arrivals.get(request.user, public_id)
    try:
        return download(files.read(found.digest), f"{found.public_id}.eml")
    except FileNotFoundError as gone:
        raise Absent("file") from gone
