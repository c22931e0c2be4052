"""Solved is our belief until the requester agrees: yes, it works; or not yet."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal import forms, intake
from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.request import page
from heard.record.actions import ticket as tickets
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def answer(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Yes, it works; or not yet, with a word on what is missing if the person likes."""
    form = forms.NotYet(request.POST)
    if not form.is_valid():
        return page(request, participant, at=at, code=422, not_yet=form)
    try:
        if request.POST.get("answer") == "yes":
            tickets.agree(participant.ticket, by=participant.requester, at=at)
        else:
            _not_yet(participant, form, at)
    except Refused as refused:
        return page(request, again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)


def _not_yet(participant: Participant, form: forms.NotYet, at: datetime) -> None:
    tickets.reopen(participant.ticket, by=participant.requester, at=at)
    if text := form.cleaned_data["text"]:
        intake.reply(participant, text=text, attachments=(), once=form.cleaned_data["once"], at=at)
