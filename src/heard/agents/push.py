"""The browser in which an agent is alerted while no page of the desk is open."""

from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.record.actions import push as verbs

SESSION = "push"


@require_safe
@door
def worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser keeps; it stands here so that it may act for every page of the desk."""
    return render(request, "agents/push/worker.js", content_type="text/javascript")


@require_POST
@door
def subscribe(request: HttpRequest) -> HttpResponse:
    """Alert the browser that asks, until somebody signs out of it."""
    said = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    request.session[SESSION] = verbs.subscribe(request.user, **said, at=request.now)
    return HttpResponse(status=204)


@receiver(user_logged_out)
def forget(request: HttpRequest, **_more: Any) -> None:
    """Who signs out of a browser is not alerted there."""
    if digest := request.session.get(SESSION):
        verbs.unsubscribe(digest)
