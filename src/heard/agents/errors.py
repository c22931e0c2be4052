"""The door of every page of the desk: reads the clock once, and says what was refused where it was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from heard import clock
from heard.agents.pages import is_patch, patch, toast
from heard.hours.languages import in_words
from heard.record.access import Absent
from heard.record.errors import Refused

type View = Callable[..., HttpResponse]


def door(view: View) -> View:
    """What every view of the desk goes through.

    `request.now` is the instant of this unit of work, and times are shown in the agent's zone. What is absent
    or not for this agent answers 404 alike. What a verb refused is said on the page that asked, and nothing
    that was written is lost.
    """

    @wraps(view)
    def through(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.now = clock.now()
        timezone.activate(request.user.zone)
        try:
            return view(request, *args, **kwargs)
        except Absent as absent:
            raise Http404(str(absent)) from absent
        except Refused as refused:
            return _say(request, refused)

    return through


def _say(request: HttpRequest, refused: Refused) -> HttpResponse:
    says = in_words(refused.says, _)
    if is_patch(request):
        return patch(request, toast(says, late=True), code=422)
    messages.error(request, says)
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The page that a form stood on, if it was one of ours."""
    came_from = request.headers.get("Referer", "").partition(request.get_host())[2]
    return came_from if came_from.startswith("/desk/") else "/desk/"
