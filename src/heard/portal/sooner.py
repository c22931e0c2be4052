"""I need it sooner: when, as people say it in their own zone, and what happens then."""

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.hours import calendar_for
from heard.hours.typed import PastTime, UnknownTime, read_time
from heard.portal import forms
from heard.portal.errors import says
from heard.portal.link import again, opened, to_page
from heard.portal.reader import Reader, reader_of
from heard.portal.request import page
from heard.record.actions import nudge as nudges
from heard.record.errors import Refused
from heard.record.models.requester import Participant


@require_POST
@opened
def ask(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """Ask for an earlier word. A time that cannot be read is said at once, with what it may have meant."""
    reader = reader_of(request, participant.requester, participant.ticket.desk, now=at)
    form = forms.Sooner(
        {**request.POST.dict(), "when": request.POST.get("offer") or request.POST.get("when")}
    )
    offers: Iterable[datetime] = ()
    if form.is_valid():
        try:
            _ask(participant, form, reader)
            return to_page(participant)
        except UnknownTime as unknown:
            offers = unknown.offers
            form.add_error(
                "when", _("We cannot read that as a time. Write it like 11:30 am, or tomorrow 9:00.")
            )
        except PastTime as past:
            offers = past.offers
            form.add_error("when", says(Refused("past", "")))
        except Refused as refused:
            form.add_error("when", says(refused))
    fresh = again(request, participant, at)
    due_at = fresh.ticket.promise.due_at if fresh.ticket.promise else None
    said = [(offer.isoformat(), reader.time(offer)) for offer in offers if due_at is None or offer < due_at]
    return page(request, fresh, at=at, code=422, sooner=form, offers=said)


def _ask(participant: Participant, form: forms.Sooner, reader: Reader) -> None:
    calendar = calendar_for(participant.ticket.desk.schedule)
    zone, given = reader.zone, form.cleaned_data
    wanted = read_time(
        given["when"],
        now=reader.now,
        calendar=calendar,
        reader_zone=zone,
        writer_zone=zone,
        language=reader.language,
    )
    nudges.sooner(
        participant.ticket,
        wanted_at=wanted.at,
        reason=given["reason"],
        by=participant.requester,
        at=reader.now,
    )
