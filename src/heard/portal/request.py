"""The request's page: the first line, the steps, what may be done now, the conversation and the next message."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from heard.portal import field, forms, intake, owed
from heard.portal.attachment import accepts_files, attached
from heard.portal.facts import seen
from heard.portal.line import first_line
from heard.portal.link import opened, to_page
from heard.portal.message import conversation
from heard.portal.reader import Reader, reader_of
from heard.portal.steps import steps
from heard.portal.upload import kept, once_of
from heard.portal.voice import known, told_again
from heard.record.access import requester as access
from heard.record.access.participant import others
from heard.record.access.seen import promises
from heard.record.actions import upload as uploads
from heard.record.actions.upload import Form
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket


@require_safe
@partial(opened, old=True)
def show(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """The page. A live page asks with the mark of what it shows, and hears whether that still stands."""
    reader = reader_of(request, participant.requester, participant.ticket.desk, now=at)
    if request.headers.get("If-None-Match") == _mark(participant, reader):
        return HttpResponseNotModified()
    return page(request, participant, at=at)


@accepts_files
@require_POST
@opened
def reply(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Write a message, with files. What is wrong is said, and the text is kept."""
    shown_as = Form(participant.ticket.desk, once_of(request), participant)
    form = forms.Reply(request.POST, request.FILES, too_large=request.too_large, came=uploads.of(shown_as))
    if not form.is_valid():
        form.came = kept(request, shown_as, at=at)
        return page(request, participant, at=at, code=422, reply=form)
    given = form.cleaned_data
    intake.reply(
        participant,
        text=given["text"],
        attachments=(*uploads.sent(shown_as), *attached(given["files"])),
        once=given["once"],
        at=at,
    )
    return to_page(participant)


def page(
    request: HttpRequest, participant: Participant, *, at: datetime, code: int = 200, **written: Any
) -> HttpResponse:
    """The page as it stands at `at` (UTC).

    Args:
        written: forms that were refused, with what was typed and what is wrong: reply, correction, sooner,
            not_yet; `offers` of times; or `trouble`, a sentence over the page.
    """
    ticket = participant.ticket
    reader = reader_of(request, participant.requester, ticket.desk, now=at)
    context = {
        "participant": participant,
        "ticket": ticket,
        "desk": ticket.desk,
        "reader": reader,
        **_shown(participant, reader),
        "reply": forms.Reply(),
        "correction": forms.Correction(),
        "sooner": forms.Sooner(),
        "not_yet": forms.NotYet(),
        "mark": _mark(participant, reader),
        "goes_on": access.goes_on(participant),
        "is_old": not access.is_in_time(ticket, at),
        **_behind(ticket, reader),
        **written,
    }
    return render(request, "portal/request.html", context, status=code)


def _behind(ticket: Ticket, reader: Reader) -> dict[str, Any]:
    """The problem behind the request, where the public may know of it."""
    if not ticket.problem or not ticket.problem.published_at:
        return {}
    return {"known": known(ticket.problem, reader), "told_again": told_again(ticket, reader)}


def _shown(participant: Participant, reader: Reader) -> dict[str, Any]:
    """All that is read from the record for the page."""
    said, made = access.messages(participant), promises(participant.ticket)
    restated = access.restatement(participant)
    facts = seen(participant, said=said, promises=made, restated=restated, at=reader.now)
    return {
        "facts": facts,
        "line": first_line(facts, reader),
        "deciding": access.deciding(participant.ticket, at=reader.now),
        "steps": steps(facts, reader),
        "restated": restated,
        "asks_opinion": access.asks_opinion(participant),
        "conversation": conversation(participant, said, made, reader),
        "fields": field.told(participant, reader),
        "others": others(participant),
        "reads_from": reader.time(since) if (since := participant.reads_from) else "",
        "nudge": owed.nudge(participant, facts, reader),
        "sooner_asked": owed.sooner(participant, facts, reader),
        "cadence": owed.cadence(access.agreed(participant.ticket, at=reader.now), reader),
        "corrected": owed.correction(participant, facts, reader),
    }


def _mark(participant: Participant, reader: Reader) -> str:
    """A sign of all that the page shows, which says nothing by itself: what happened, the day, who reads."""
    ticket, today = participant.ticket, reader.day(reader.now)
    shown = (ticket.pk, ticket.last_n, _is_over(ticket, reader), reader.language, reader.zone, today)
    return salted_hmac("heard.portal.mark", repr(shown), algorithm="sha256").hexdigest()[:24]


def _is_over(ticket: Ticket, reader: Reader) -> bool:
    due_at = ticket.promise.due_at if ticket.promise else None
    return due_at is not None and due_at <= reader.now
