"""Files on their way with what a requester writes: each comes by itself, and goes with the form when that is sent."""

import re
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.hours.languages import in_words
from heard.portal import attachment, limits
from heard.portal.attachment import accepts_files, attached
from heard.portal.link import on_desk, opened
from heard.portal.reader import Reader, language_for
from heard.record.actions import upload as uploads
from heard.record.actions.upload import Form
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.requester import Participant
from heard.record.models.upload import Upload

MEGABYTES = attachment.LARGEST // attachment.MEGABYTE
LIMITS = {"most": attachment.MOST, "largest": attachment.LARGEST, "megabytes": MEGABYTES}
NUMBER = re.compile(r"[0-9a-f]{32}")


@accepts_files
@require_POST
@on_desk
def for_desk(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """A file for the form of a front page."""
    return taken(request, Form(desk, once_of(request)), at)


@accepts_files
@require_POST
@opened
def for_request(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """A file for a message on a request that is there."""
    return taken(request, Form(participant.ticket.desk, once_of(request), participant), at)


def once_of(request: HttpRequest) -> str:
    """The number of the form, or "" where it is none of ours."""
    once = request.POST.get("once", "")
    return once if NUMBER.fullmatch(once) else ""


def kept(request: HttpRequest, form: Form, *, at: datetime) -> list[Upload]:
    """The files of a form after it was refused: what came with it waits beside what came by itself, so that nobody
    chooses it again. What cannot wait is left out; a browser shows it no longer."""
    for file in attached([each for each in request.FILES.getlist("files") if each.size] if form.once else []):
        if limits.too_many_files(limits.comes_from(request), at=at):
            break
        with suppress(Refused):
            mark = sha256(file.content).hexdigest()[:32]
            uploads.keep(
                form, file=file, mark=mark, at=at, most=attachment.MOST, altogether=attachment.ALTOGETHER
            )
    return list(uploads.of(form))


def taken(request: HttpRequest, form: Form, at: datetime) -> JsonResponse:
    """Keep the file that came, or take one away; what is wrong is said for its row."""
    try:
        return JsonResponse(_take(request, form, at))
    except Refused as refused:
        return JsonResponse({"says": in_words(refused.says, _)}, status=422)


def _take(request: HttpRequest, form: Form, at: datetime) -> dict[str, Any]:
    mark, file = request.POST.get("upload", ""), request.FILES.get("files")
    if without := request.POST.get("without"):
        uploads.drop(form, mark=without)
        return {}
    if request.too_large:
        raise Refused("large", _("Too large: a file may have %(megabytes)s MB.") % {"megabytes": MEGABYTES})
    if not form.once or not NUMBER.fullmatch(mark) or file is None or not file.size:
        raise Refused("empty", _("There is nothing in this file. Is it the right one?"))
    if until := limits.too_many_files(limits.comes_from(request), at=at):
        time = Reader(form.desk.zone, language_for(request, desk=form.desk), at).plain(until)
        words = _("That is a lot in a short time. Please wait until %(time)s, or write us a mail.")
        raise Refused("often", words % {"time": time})
    try:
        kept = uploads.keep(
            form,
            file=attached([file])[0],
            mark=mark,
            at=at,
            most=attachment.MOST,
            altogether=attachment.ALTOGETHER,
        )
    except Refused as refused:
        if refused.code != "altogether":
            raise
        most = {"megabytes": attachment.ALTOGETHER // attachment.MEGABYTE}
        words = _("Too large: all files together may have %(megabytes)s MB. Take one away first.")
        raise Refused("altogether", words % most) from refused
    return {"id": kept.mark, "size": filesizeformat(kept.size)}
