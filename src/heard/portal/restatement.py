"""Have we got this right? The requester says yes, or what is different."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.portal import forms
from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.request import page
from heard.record.access import Absent
from heard.record.access import requester as access
from heard.record.actions import restatement as restatements
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def answer(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Yes, that's it; or not quite, with the correction. It is about the version the person was shown."""
    restated = access.restatement(participant)
    if restated is None or restated.message.public_id != request.POST.get("about"):
        raise Absent("restatement")
    form = forms.Correction(request.POST)
    try:
        if request.POST.get("answer") == "yes":
            restatements.confirm(restated, by=participant.requester, at=at)
        elif form.is_valid():
            correction = form.cleaned_data["correction"]
            restatements.correct(restated, correction=correction, by=participant.requester, at=at)
        else:
            return page(request, participant, at=at, code=422, correction=form)
    except Refused as refused:
        return page(request, again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)
