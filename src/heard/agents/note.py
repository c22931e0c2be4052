"""Notes: written on the ticket page, for agents only; what is typed is kept meanwhile, with its files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heard.agents.attachment import content_of, download, drawn
from heard.agents.errors import door
from heard.agents.facts import context_of, shown
from heard.agents.pages import Part, is_patch, nothing, page, patch
from heard.agents.ticket import answered
from heard.agents.upload import FILES, chosen, is_by_itself, put
from heard.record.access import Absent
from heard.record.access import note as notes
from heard.record.access import ticket as tickets
from heard.record.actions import note as verbs
from heard.record.actions.note import Unmentioned


@require_POST
@door
def write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a note; the form is empty afterwards. Where it mentions somebody who is not clear, it stays as typed."""
    ticket, typed = tickets.get(request.user, public_id), _typed(request)
    draft = notes.written(ticket, request.user)
    files = [*(draft.files if draft else []), *chosen(request)]
    try:
        verbs.write(ticket, text=typed, by=request.user, at=request.now, kept=files)
    except Unmentioned as trouble:
        return _again(request, public_id, typed, trouble)
    return answered(request, public_id, Part("#note", "agents/note/form.html", {"ticket": ticket}))


def _again(request: HttpRequest, public_id: str, typed: str, trouble: Unmentioned) -> HttpResponse:
    """The form as it was, with what is to be mended; files that came with it stay as well."""
    ticket = tickets.get(request.user, public_id)
    verbs.keep(ticket, by=request.user, at=request.now, text=typed)
    for file in chosen(request):
        verbs.attach(ticket, by=request.user, at=request.now, file=file, most=FILES)
    context = {**context_of(shown(request, public_id)), "note_trouble": trouble}
    if not is_patch(request):
        return page(request, "agents/ticket/page.html", context, here=context["list"].name, code=422)
    return patch(request, Part("#note", "agents/note/form.html", context), code=422)


def _typed(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\r\n", "\n")


@require_POST
@door
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    """While somebody types a note: kept on the server, for this page and any other of theirs."""
    verbs.keep(tickets.get(request.user, public_id), by=request.user, at=request.now, text=_typed(request))
    return nothing()


@require_POST
@door
def attach(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file came for the note being written, or one is taken away again."""
    ticket = tickets.get(request.user, public_id)
    if is_by_itself(request):
        return put(request, ticket, attach=verbs.attach, detach=verbs.detach)
    if "note" in request.POST:
        verbs.keep(ticket, by=request.user, at=request.now, text=_typed(request))
    for file in chosen(request):
        verbs.attach(ticket, by=request.user, at=request.now, file=file, most=FILES)
    if without := request.POST.get("without"):
        verbs.detach(ticket, by=request.user, at=request.now, which=without)
    return redirect(reverse("agents:ticket", args=[public_id]) + "#write")


@require_safe
@door
def picture(request: HttpRequest, public_id: str, digest: str) -> HttpResponse:
    """A small picture of a file in the note that one is writing, drawn by us."""
    draft = notes.written(tickets.get(request.user, public_id), request.user)
    if draft is None or all(file["digest"] != digest for file in draft.files):
        raise Absent("upload")
    return drawn(content_of(digest))


@require_safe
@door
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file of a note, always as a download."""
    found = notes.file(request.user, public_id)
    return download(content_of(found.digest), found.name)


@require_safe
@door
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """A picture or the first pages of a PDF that stands with a note, drawn by us."""
    return drawn(content_of(notes.file(request.user, public_id).digest))


@require_safe
@door
def text(request: HttpRequest, public_id: str) -> HttpResponse:
    """The text of a folded note."""
    note = notes.get(request.user, public_id)
    return render(
        request, "agents/note/text.html", {"text": note.text, "files": note.notefile_set.order_by("id")}
    )
