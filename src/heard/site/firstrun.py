"""The first-run page: makes the first admin and the first desk, once."""

import ipaddress
import logging
import secrets
from contextlib import suppress
from hmac import compare_digest

from django import forms
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from heard import clock
from heard.hours.languages import in_words
from heard.hours.zones import zones
from heard.record.actions import desk
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.site.environment import kept

logger = logging.getLogger(__name__)

# What browsers and password managers may fill in.
AUTOCOMPLETE = {"name": "name", "email": "username", "password": "new-password", "address": "off"}

_done = False


def is_due() -> bool:
    """Whether only sample agents exist, or none. A "no" is remembered: agents are disabled, never deleted."""
    global _done
    _done = _done or Agent.objects.filter(sample=False).exists()
    return not _done


def setup_code() -> str:
    """The code a browser elsewhere must show before it may take over a fresh installation."""
    return kept(settings.HEARD_DATA / "setup-code", lambda: secrets.token_urlsafe(9))


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser runs on this machine, as far as can be known.

    A proxy on this machine makes strangers look local, so a forwarded request never counts, and neither does
    any request once HEARD_URL names a public host.
    """
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"} & request.META.keys()
    return not forwarded and _is_loopback(request.META.get("REMOTE_ADDR", "")) and settings.HEARD_IS_LOCAL


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class SetupForm(forms.Form):
    """The seven questions of the first run, and the code for a browser elsewhere."""

    code = forms.CharField(
        label=_("Setup code"),
        help_text=_(
            "It was printed when Heard started, and stands in the file setup-code of the data folder."
        ),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        widget=forms.TextInput({"autofocus": True}),
        help_text=_("Requesters see it under your letters."),
    )
    email = forms.EmailField(label=_("Your mail address"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput,
        help_text=_("Ten characters or more; a short sentence is good."),
    )
    desk_name = forms.CharField(label=_("Name of the desk"), max_length=200)
    address = forms.EmailField(
        label=_("Mail address of the desk"),
        help_text=_("Requesters write to it, and your letters leave from it."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The opening hours of the desk are in this zone.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: object, needs_code: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones()]
        if not needs_code:
            del self.fields["code"]
        self.fields["zone"].widget.attrs["data-own-zone"] = True
        for name, hint in AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_code(self) -> str:
        """Compare in constant time. A wrong code says nothing about how wrong it is."""
        code = self.cleaned_data["code"].strip()
        if not compare_digest(code.encode(), setup_code().encode()):
            raise forms.ValidationError(
                _("That is not the code. Look into the file setup-code in the data folder.")
            )
        return code

    def clean_password(self) -> str:
        """Hold the first admin to the same rules as everybody."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


@sensitive_post_parameters("password", "code")
def setup(request: HttpRequest) -> HttpResponse:
    """Ask, then make the first admin and desk. After that this page does not exist any more."""
    if not is_due():
        raise Http404
    start = {"zone": "UTC", "language": get_language_from_request(request), "desk_name": _("Support")}
    form = SetupForm(request.POST or None, initial=start, needs_code=not comes_from_here(request))
    if form.is_bound and form.is_valid() and (agent := _set_up(form)):
        login(request, agent, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "site/setup.html", {"form": form}, status=422 if form.is_bound else 200)


def _set_up(form: SetupForm) -> Agent | None:
    """The first admin; or None, with what was refused written beside its field."""
    answers = {name: value for name, value in form.cleaned_data.items() if name != "code"}
    try:
        return desk.set_up(**answers, at=clock.now())
    except Refused as no:
        form.add_error(no.field if no.field in form.fields else None, in_words(no.says, gettext))
        return None


def announce() -> None:
    """Say at the start where a browser elsewhere finds its code, while there is nobody to sign in."""
    with suppress(DatabaseError):
        if is_due():
            logger.info(
                "Nobody can sign in yet. Open %s/setup (setup code: %s)", settings.HEARD_URL, setup_code()
            )
