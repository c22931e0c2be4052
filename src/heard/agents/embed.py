"""The desk's form on other sites: which may show it, and the tag that they put into their page."""

from django import forms as django_forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page
from heard.record.access import desk as desks
from heard.record.actions import embed as verbs


class SiteForm(SaidForm):
    """A site that may show the form."""

    site = django_forms.CharField(
        label=_("Site"),
        max_length=253,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
        help_text=_("Like https://www.example.com. Other hosts of the same house are named by themselves."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def embed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sites that may show the form, named or taken away by the desk's leads."""
    desk = desks.get_led(request.user, public_id)
    if without := request.POST.get("without"):
        verbs.forbid(desk, site=without, by=request.user, at=request.now)
        return redirect("agents:desk-embed", desk.public_id)
    form = SiteForm(request.POST or None)

    def act() -> None:
        verbs.allow(desk, site=form.cleaned_data["site"], by=request.user, at=request.now)

    if request.method == "POST" and form.act(act):
        return redirect("agents:desk-embed", desk.public_id)
    context = {
        "desk": desk,
        "form": form,
        "sites": [one.site for one in desk.embeds.order_by("site")],
        "tag": f'<script src="{settings.HEARD_URL}/embed/{desk.slug}.js" async></script>',
    }
    return page(request, "agents/embed/page.html", context, here="desks", code=422 if form.is_bound else 200)
