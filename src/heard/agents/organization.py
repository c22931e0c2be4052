"""Organizations: what a lead agreed with each, which caps the times its people are promised; and who works there."""

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page
from heard.record.access import Absent
from heard.record.access import organization as access
from heard.record.actions import organization as verbs

MINUTES = gettext_lazy("Working minutes of the desk that answers; 0 where nothing is agreed.")


class AgreedForm(SaidForm):
    """The times agreed with an organization."""

    first_word = django_forms.IntegerField(
        label=gettext_lazy("A person writes to a new request within"),
        min_value=0,
        max_value=verbs.LONGEST,
        help_text=MINUTES,
    )
    next_word = django_forms.IntegerField(
        label=gettext_lazy("and then again within"), min_value=0, max_value=verbs.LONGEST, help_text=MINUTES
    )


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All organizations with what was agreed."""
    context = {"organizations": access.organizations()}
    return page(request, "agents/organization/list.html", context, here="desks")


@require_http_methods(["GET", "HEAD", "POST"])
@door
def organization(request: HttpRequest, public_id: str) -> HttpResponse:
    """One organization: a lead or an admin keeps what was agreed, everybody reads it."""
    found = access.organization(public_id)
    if request.method == "POST" and not request.user.leads:
        raise Absent("organization")
    start = {"first_word": found.first_word, "next_word": found.next_word}
    form = AgreedForm(request.POST or None, initial=start)
    if request.method == "POST" and form.act(
        lambda: verbs.agree(found, **form.cleaned_data, by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved. Times that were told stay as they were told."))
        return redirect("agents:organization", public_id)
    context = {"organization": found, "form": form, "people": found.requesters.order_by("name", "id")[:200]}
    return page(
        request, "agents/organization/page.html", context, here="desks", code=422 if form.is_bound else 200
    )


@require_POST
@door
def place(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say where a person works."""
    found = access.person(public_id)
    verbs.place(found, name=request.POST.get("organization", ""), by=request.user, at=request.now)
    return redirect("agents:person", public_id)
