"""Drift as an offer: what goes round in circles, on its ticket and in Today, with the ways out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.pages import is_patch, page, piece, reader_of
from heard.hours.languages import spoken
from heard.record.access import drift as drifts
from heard.record.access.drift import Drifting
from heard.record.people import language_of

WORDS = {
    "en": "Hi {name},\n\nI can't do this, and I'd rather say so than keep you waiting: ",
    "de": "Hallo {name},\n\ndas kann ich nicht erreichen, und das sage ich lieber, als Sie warten zu lassen: ",
    "fr": "Bonjour {name},\n\nJe ne peux pas faire cela, et je préfère vous le dire plutôt que de vous faire "
    "attendre : ",
    "es": "Hola, {name}:\n\nNo puedo hacer esto, y prefiero decírselo antes que hacerle esperar: ",
    "ar": "مرحبًا {name}،\n\nلا يمكنني القيام بذلك، وأفضّل أن أقوله لك على أن أتركك تنتظر: ",
}


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """One's own, and what nobody took up on the desks one leads; inside Today only how much that is."""
    own = drifts.of(request.user, at=request.now)
    risen = drifts.risen(request.user, at=request.now) if request.user.leads else []
    context = {"own": _rows(request, own), "risen": _rows(request, risen)}
    if is_patch(request):
        return piece(request, "agents/drift/some.html", context)
    return page(request, "agents/drift/page.html", context, here="drift")


def _rows(request: HttpRequest, found: list[Drifting]) -> list[dict[str, Any]]:
    reader = reader_of(request)
    return [
        {
            "ticket": one.ticket,
            "says": _("%(count)s times “not yet”, nothing new since %(since)s")
            % {"count": one.drift.renewals, "since": reader.short(one.drift.since)},
        }
        for one in found
    ]


@require_POST
@door
def no(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say honestly that it will not be: the word is begun, a person says why and what can be done instead."""
    seen = shown(request, public_id)
    ticket = seen.ticket
    words = WORDS[spoken(language_of(ticket.requester, ticket.desk))]
    return put_in(seen, words.format(name=ticket.requester.called), "", way="solves")
