"""The sample data, removed with one click by an admin."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from heard.agents.errors import door
from heard.record.access import Absent
from heard.record.actions import sample as verbs
from heard.record.models.agent import Agent


def may_be_removed(agent: Agent) -> bool:
    """Whether there is sample data and this agent may remove it."""
    return agent.role == Agent.Role.ADMIN and verbs.is_there()


@require_POST
@door
def remove(request: HttpRequest) -> HttpResponse:
    """All sample data goes, for good; what is real stays."""
    if not may_be_removed(request.user):
        raise Absent("sample")
    count = verbs.remove(by=request.user, at=request.now)
    messages.success(request, _("The sample desk is gone, with its %(count)s requests.") % {"count": count})
    return redirect("agents:today")
