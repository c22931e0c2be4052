"""Telephone exchanges: added by an admin, with the secret that proves their webhooks; dropped."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page, reader_of
from heard.channels.tracker.trouble import in_sentences
from heard.record.access import desk as desks
from heard.record.access import exchange as exchanges
from heard.record.actions import exchange as verbs
from heard.record.models.desk import Desk


class ExchangeForm(SaidForm):
    """An exchange, and the desk whose calls it tells of."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    desk = forms.ModelChoiceField(
        label=gettext_lazy("Desk"), queryset=Desk.objects.none(), to_field_name="public_id", empty_label=None
    )

    def __init__(self, *args: Any, led: Any, **kwargs: Any) -> None:
        """`led` are the desks that can be chosen."""
        super().__init__(*args, **kwargs)
        self.fields["desk"].queryset = led


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """The exchanges, and a form for one more; its secret is shown this once."""
    rows, led = exchanges.visible_to(request.user), desks.led_by(request.user).filter(sample=False)
    form, made = ExchangeForm(request.POST or None, led=led), list[Any]()
    code = 200
    if request.method == "POST":
        keeps = form.act(lambda: made.append(verbs.add(**form.cleaned_data, by=request.user, at=request.now)))
        form, code = (ExchangeForm(led=led), 200) if keeps else (form, 422)
    reader = reader_of(request)
    context = {
        "rows": [
            (
                one,
                _hook(one.public_id),
                reader.short(one.heard_at) if one.heard_at else "",
                in_sentences(one.trouble),
            )
            for one in rows
        ],
        "form": form,
        "secret": made[0][1] if made else "",
        "made_hook": _hook(made[0][0].public_id) if made else "",
    }
    return page(request, "agents/exchange/list.html", context, here="call", code=code)


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """It is listened to no longer."""
    verbs.drop(exchanges.get(request.user, public_id), by=request.user, at=request.now)
    messages.success(request, _("It is listened to no longer. What it told stays."))
    return redirect("agents:exchanges")


def _hook(public_id: str) -> str:
    return settings.HEARD_URL + reverse("call-hook", args=[public_id])
