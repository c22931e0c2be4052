"""Files on their way with what an agent writes: each is on the server before anything is sent."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.attachment import content_of, drawn
from heard.agents.errors import door
from heard.agents.pages import Part, patch
from heard.hours.languages import in_words
from heard.record import files
from heard.record.access import Absent
from heard.record.access import ticket as tickets
from heard.record.actions import draft as drafts
from heard.record.errors import Refused
from heard.record.ids import new_public_id
from heard.record.models.ticket import Ticket

MEGABYTES = 20
FILES, LARGEST = 10, MEGABYTES * 1024 * 1024
LIMITS = {"most": FILES, "largest": LARGEST, "megabytes": MEGABYTES}
"""What goes with one letter, so that the mail servers on the way take it."""


def chosen(request: HttpRequest) -> list[dict[str, Any]]:
    """Store the files of a form and name them.

    Raises:
        Refused: too many, or too large to be taken by the mail servers on the way.
    """
    given = request.FILES.getlist("files")
    if len(given) > FILES or any(file.size > LARGEST for file in given):
        raise Refused("files", _("Up to 10 files of 20 MB each can go with a letter."), field="files")
    return [kept_as(file) for file in given]


def kept_as(file: UploadedFile, key: str = "") -> dict[str, Any]:
    """A file as what is being written holds it; its bytes are in the file store."""
    return {
        "id": key or new_public_id(),
        "name": (file.name or "file")[:255],
        "type": (file.content_type or "application/octet-stream")[:127],
        "digest": files.keep(file.read()),
        "size": file.size,
    }


@require_POST
@door
def attach(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file came for the letter being written, or one is taken away again."""
    ticket = tickets.get(request.user, public_id)
    if is_by_itself(request):
        return put(request, ticket, attach=drafts.attach, detach=drafts.detach)
    if without := request.POST.get("without"):
        drafts.detach(ticket, by=request.user, at=request.now, which=without)
    for file in chosen(request):
        drafts.attach(ticket, by=request.user, at=request.now, file=file, most=FILES)
    kept = drafts.keep(ticket, by=request.user, at=request.now)
    return patch(
        request, Part("#files", "agents/message/files.html", {"files": kept.files, "ticket": ticket})
    )


def put(
    request: HttpRequest, ticket: Ticket, *, attach: Callable[..., object], detach: Callable[..., object]
) -> HttpResponse:
    """One file that came by itself, for a letter or a note: put with it by its verb, or taken away again."""

    def kept() -> dict[str, Any]:
        if without := request.POST.get("without"):
            detach(ticket, by=request.user, at=request.now, which=without)
            return {}
        file = kept_as(one_of(request), key_of(request))
        attach(ticket, by=request.user, at=request.now, file=file, most=FILES)
        return {"id": file["id"], "size": filesizeformat(file["size"])}

    return taken(kept)


@require_safe
@door
def picture(request: HttpRequest, public_id: str, digest: str) -> HttpResponse:
    """A small picture of a file in one's own letter, drawn by us."""
    ticket = tickets.get(request.user, public_id)
    draft = ticket.drafts.filter(agent=request.user).first()
    if draft is None or all(file["digest"] != digest for file in draft.files):
        raise Absent("upload")
    return drawn(content_of(digest))


def is_by_itself(request: HttpRequest) -> bool:
    """Whether a file came by itself, and is answered in JSON."""
    return request.headers.get("Accept") == "application/json"


def taken(take: Any) -> JsonResponse:
    """What became of it: the file as it is kept, or what it was refused for."""
    try:
        return JsonResponse(take())
    except Refused as refused:
        return JsonResponse({"says": in_words(refused.says, _)}, status=422)


def one_of(request: HttpRequest) -> UploadedFile:
    """The one file that came.

    Raises:
        Refused: there is none, nothing in it, or too much.
    """
    file = request.FILES.get("files")
    if file is None or not file.size:
        raise Refused("empty", "There is nothing in this file. Is it the right one?", field="files")
    if file.size > LARGEST:
        raise Refused("files", _("Up to 10 files of 20 MB each can go with a letter."), field="files")
    return file


def key_of(request: HttpRequest) -> str:
    """The id that the page gave the file, if it is one."""
    key = request.POST.get("upload", "")
    return key if len(key) == 32 and key.isalnum() and key.isascii() else ""
