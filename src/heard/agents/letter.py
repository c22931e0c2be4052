"""The Letters page: everything that went out or waits to go, with its state and its very words."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.frame import FRAME
from heard.agents.owed import Reader
from heard.agents.pages import page, reader_of
from heard.letters import preview
from heard.record.access import letter as letters
from heard.record.access import unreachable as unreachables
from heard.record.actions import unreachable
from heard.record.models.letter import Letter
from heard.record.models.ticket import FIRST_NUMBER
from heard.record.models.unreachable import Unreachable

PAGE = 50
# The letter's own page brings its look along, inline; it still may fetch and run nothing.
LETTER_FRAME = {**FRAME, "style-src": ["'unsafe-inline'"]}


def kind_words(letter: Letter) -> str:
    """What sort of letter it is."""
    return {
        "receipt": _("receipt"),
        "folded": _("one list for many receipts"),
        "reply": _("a person's word"),
        "missed": _("we missed our time"),
        "moved": _("it is on another desk now"),
        "merged": _("two requests go on as one"),
        "split": _("a request of its own now"),
        "closed": _("closed, as announced"),
        "taken": _("somebody else has it now"),
        "alert": _("alert"),
        "ping": _("we ask somebody else"),
        "consult": _("we ask a colleague"),
        "comment": _("a comment in a tracker"),
        "approval": _("we ask for a decision"),
        "weekly": _("the week in numbers"),
        "proof": _("a link to all requests of a person"),
    }[letter.kind]


def state_words(letter: Letter) -> tuple[str, str]:
    """How it stands, and how it is shown."""
    if letter.state == "queued" and letter.trouble:
        return _("tried %(count)s times") % {"count": letter.attempts}, "due"
    if letter.state == "sent" and letter.trouble:
        return _("delayed on its way"), "due"
    return {
        "queued": (_("waits to leave"), ""),
        "sent": (_("possibly sent twice"), "due") if letter.maybe_twice else (_("sent"), "calm"),
        "kept": (_("kept here"), ""),
        "failed": (_("could not leave"), "late"),
        "recalled": (_("recalled"), ""),
        "returned": (_("came back"), "late"),
    }[letter.state]


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The newest letters of the agent's desks, or those of one ticket."""
    reader, number = reader_of(request), request.GET.get("ticket", "").strip().lstrip("#")
    found = _page(_of_ticket(letters.visible_to(request.user), number), request.GET.get("after", ""))
    rows = [
        (letter, kind_words(letter), *state_words(letter), reader.short(letter.queued_at))
        for letter in found[:PAGE]
    ]
    more = found[PAGE - 1].pk if len(found) > PAGE else 0
    context = {"rows": rows, "number": number, "more": more, "unreachable": _unreachable(request, reader)}
    return page(request, "agents/letter/list.html", context, here="letters")


def _unreachable(request: HttpRequest, reader: Reader) -> list[tuple[Unreachable, str]]:
    """Addresses to which nothing is sent any more, and since when."""
    return [(one, reader.short(one.marked_at)) for one in unreachables.visible_to(request.user)[:PAGE]]


@require_POST
@door
def lift(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let letters go to an address again."""
    found = unreachables.get(request.user, public_id)
    unreachable.lift(found, by=request.user, at=request.now)
    messages.success(request, _("Letters go to %(address)s again.") % {"address": found.address})
    return redirect("agents:letters")


def _of_ticket(found: QuerySet[Letter], number: str) -> QuerySet[Letter]:
    if not number:
        return found
    return (
        found.filter(ticket_id=int(number) - FIRST_NUMBER)
        if number.isdecimal() and len(number) < 15
        else found.none()
    )


def _page(found: QuerySet[Letter], after: str) -> list[Letter]:
    """One page by id, newest first: letters are queued in the order of their ids."""
    if after.isdecimal() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    return list(found.order_by("-id")[: PAGE + 1])


@require_safe
@door
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter: to whom, when, why, and its words."""
    found, reader = letters.get(request.user, public_id), reader_of(request)
    state, shade = state_words(found)
    times = [(_("Queued"), found.queued_at), (_("Leaves"), found.not_before), (_("Sent"), found.sent_at)]
    times.append((_("Came back"), found.returned_at))
    marked = unreachables.visible_to(request.user).filter(address=found.to_address.lower()).first()
    context = {
        "letter": found,
        "kind": kind_words(found),
        "state": state,
        "shade": shade,
        "times": [(name, reader.short(at)) for name, at in times if at],
        "told": reader.short(found.told_due_at) if found.told_due_at else "",
        "preview": preview.preview(found),
        "unreachable": marked,
    }
    return page(request, "agents/letter/page.html", context, here="letters")


@require_safe
@xframe_options_sameorigin
@csp_override(LETTER_FRAME)
@door
def html(request: HttpRequest, public_id: str) -> HttpResponse:
    """The letter's own page, for the frame."""
    shown = preview.preview(letters.get(request.user, public_id))
    return render(request, "agents/letter/frame.html", {"html": mark_safe(shown.html)})
