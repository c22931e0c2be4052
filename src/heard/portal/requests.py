"""All requests of a person in one list, for a browser in which they proved their mail address."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from heard import clock
from heard.portal.facts import seen
from heard.portal.line import Line, first_line
from heard.portal.link import gone, in_language, proof_of, shown
from heard.portal.reader import Reader, language_for
from heard.record.access import Absent
from heard.record.access import requests as access
from heard.record.access.proof import STAYS
from heard.record.access.requester import public_desks
from heard.record.access.seen import last_said, promises, read_ahead
from heard.record.models.desk import Desk
from heard.record.models.proof import Proof
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket
from heard.record.people import zone_of
from heard.record.question import reading_ahead


@dataclass(frozen=True, slots=True)
class Row:
    """One request as the list shows it; `leads_on` is where a merged one goes on, when that is theirs as well."""

    ticket: Ticket
    line: Line
    newest: str
    leads_on: Ticket | None


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The list, a page of it at a time; without a proof, the page where one asks for it."""
    at = clock.now()
    proof = proof_of(request, at=at)
    if proof is None:
        return redirect("requests-ask")
    try:
        found, more = access.page(proof, after=request.GET.get("after", ""))
    except Absent:
        return gone(request)
    return _page(request, proof, found, more, at)


def _page(
    request: HttpRequest, proof: Proof, found: list[Participant], more: str, at: datetime
) -> HttpResponse:
    person = access.whose(proof)
    desk = found[0].ticket.desk if found else next(iter(public_desks()), None)
    language = language_for(request, requester=person, desk=desk)
    with in_language(request, language):
        reader = Reader(zone_of(person, desk or Desk()), language, at)
        ends_at = proof.used_at + STAYS if proof.used_at else at
        context = {
            "reader": reader,
            "rows": rows(found, reader),
            "more": more,
            "is_first": "after" not in request.GET,
            "address": proof.address.address if proof.address else "",
            "ends": reader.plain(ends_at),
            "several": access.has_several_desks(),
        }
        return shown(request, "portal/requests/list.html", context)


def rows(found: Sequence[Participant], reader: Reader) -> list[Row]:
    """The list in words: how each request stands, as its own page says it. A list of any length asks the same number of
    questions."""
    with reading_ahead():
        read_ahead(found)
        return [_row(one, reader) for one in found]


def _row(participant: Participant, reader: Reader) -> Row:
    ticket = participant.ticket
    facts = seen(
        participant,
        said=last_said(participant),
        promises=promises(ticket),
        restated=None,
        at=reader.now,
    )
    leads_on = ticket.merged_into if participant.leads_on else None
    return Row(ticket, first_line(facts, reader), reader.short(participant.newest), leads_on)
