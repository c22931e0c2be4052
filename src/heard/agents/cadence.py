"""How often the requester of a ticket hears, agreed with them: noted on the ticket's page, and ended there."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heard.agents.cadence_words import said, said_rhythm
from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import Part, is_patch, patch
from heard.agents.ticket import answered
from heard.promise.cadence import WEEKDAYS
from heard.record.access import ticket as tickets
from heard.record.actions import cadence as verbs
from heard.record.cadence import running

NUMBERS = (1, 2, 3, 5, 10, 20)


class CadenceForm(SaidForm):
    """How often, until when, and who agreed."""

    rhythm = forms.ChoiceField(label=gettext_lazy("A word"))
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("From then on our usual pace counts again."),
    )
    agreed = forms.CharField(
        label=gettext_lazy("Who agreed, and where"),
        max_length=500,
        help_text=gettext_lazy("Like: Zelda, on the phone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].choices = [
            (rhythm, said_rhythm(rhythm)) for rhythm in (*WEEKDAYS, *map(str, NUMBERS))
        ]
        self.initial.setdefault("rhythm", "friday")


@require_http_methods(["GET", "HEAD", "POST"])
@door
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form, asked for when the menu opens; or what was agreed. What is wrong is said, and all that was typed is
    kept."""
    ticket = tickets.get(request.user, public_id)
    form = CadenceForm(request.POST or None)
    if request.method == "POST" and form.act(
        lambda: verbs.agree(ticket, **form.cleaned_data, by=request.user, at=request.now)
    ):
        return answered(request, public_id)
    context = {"ticket": ticket, "form": form, "running": said(running(ticket, request.now))}
    if is_patch(request) and form.is_bound:
        return patch(request, Part(f"#cadence{ticket.pk}", "agents/cadence/form.html", context), code=422)
    return render(request, "agents/cadence/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@door
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Back to the usual pace."""
    verbs.end(tickets.get(request.user, public_id), by=request.user, at=request.now)
    return answered(request, public_id)
