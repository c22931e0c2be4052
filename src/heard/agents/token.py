"""API tokens: made (the secret is shown once) and revoked; one's own, and for an admin everybody's and robots'."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heard.agents import forms
from heard.agents.errors import door
from heard.agents.pages import page
from heard.record.access import token as tokens
from heard.record.actions import token as verbs
from heard.record.errors import Refused
from heard.record.models.agent import Agent


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The tokens, and a form that makes one."""
    form, secret = forms.TokenForm(request.POST or None), ""
    if request.method == "POST":
        made: list[str] = []
        if form.act(
            lambda: made.append(_make(request, form.cleaned_data["robot"], form.cleaned_data["scope"]))
        ):
            form, secret = forms.TokenForm(), made[0]
    context = {"tokens": tokens.visible_to(request.user), "form": form, "secret": secret}
    return page(request, "agents/token/list.html", context, here="tokens", code=422 if form.is_bound else 200)


def _make(request: HttpRequest, robot: str, scope: str) -> str:
    """The secret of a new token.

    Raises:
        Refused: only an admin makes robots' tokens and tokens that administer.
    """
    if request.user.role != Agent.Role.ADMIN and (robot.strip() or scope == "admin"):
        raise Refused("scope", _("Ask an admin for a robot's token or one that administers."), field="scope")
    own = None if robot.strip() else request.user
    return verbs.make(agent=own, robot=robot, scope=scope, by=request.user, at=request.now)[1]


@require_POST
@door
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """A token stops at once."""
    verbs.revoke(tokens.get(request.user, public_id), by=request.user, at=request.now)
    return redirect("agents:tokens")
