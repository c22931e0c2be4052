"""The restatement on the ticket page: an agent read the requester's answer as yes."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.agents.ticket import answered
from heard.record.access import ticket as tickets
from heard.record.actions import restatement as verbs
from heard.record.errors import Refused


@require_POST
@door
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    """Read as yes: the record says who read it so."""
    restatement = tickets.get(request.user, public_id).restatements.order_by("id").last()
    if restatement is None:
        raise Refused("none", "Nothing was restated here yet.")
    verbs.confirm(restatement, by=request.user, at=request.now)
    return answered(request, public_id)
