"""Fields of the settings pages: hours as people write them, and forms that say a refusal beside its field."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from heard.hours.languages import DESK_LANGUAGES, in_words
from heard.hours.zones import is_zone
from heard.letters import routes
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.token import Token

STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|bis)\s*(\d{1,2})(?:[:.](\d{2}))?")
TO_AGENTS = [(code, name) for code, name in settings.LANGUAGES if code in DESK_LANGUAGES]
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
Minutes = tuple[int, int]


class SaidForm(forms.Form):
    """A form whose verb may refuse: what it says stands beside the field it is about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def act(self, verb: Callable[[], Any]) -> bool:
        """Do it, if the fields are well-formed; False when it was refused, with the reason in the form."""
        if not self.is_valid():
            return False
        try:
            verb()
        except Refused as refused:
            says = in_words(refused.says, gettext)
            self.add_error(refused.field if refused.field in self.fields else None, says)
            return False
        return True


class StretchesField(forms.CharField):
    """Open hours of one day: "9:00-12:30, 13:15-18:00"; empty is closed. Gives minutes since midnight."""

    def to_python(self, value: Any) -> Any:
        """The stretches as (opens, closes) in minutes."""
        text = super().to_python(value)
        return [self._stretch(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]

    def _stretch(self, text: str) -> Minutes:
        found = STRETCH.fullmatch(text)
        if not found:
            raise forms.ValidationError(_("Write hours like 9:00-12:30, 13:15-18:00, or nothing for closed."))
        hour, minute, until, until_minute = (int(part or 0) for part in found.groups())
        opens, closes = hour * 60 + minute, until * 60 + until_minute
        if minute > 59 or until_minute > 59 or not opens < closes <= 1440:
            raise forms.ValidationError(_("%(text)s is no stretch of one day.") % {"text": text})
        return opens, closes

    def prepare_value(self, value: Any) -> Any:
        """Minutes back to words."""
        return said_stretches(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Not asked: hours are always set as a whole."""
        return True


def said_stretches(stretches: Sequence[Minutes]) -> str:
    """ "9:00-12:30, 13:15-18:00"."""
    return ", ".join(f"{a // 60}:{a % 60:02}-{b // 60}:{b % 60:02}" for a, b in stretches)


@cache
def country_choices(language: str) -> list[tuple[str, str]]:
    """Countries whose holidays are known, by name; importing their tables takes a third of a second, once."""
    from holidays import list_supported_countries

    names = Locale.parse(language).territories
    known = [(code, names.get(code, code)) for code in list_supported_countries() if len(code) == 2]
    return [("", str(_("none"))), *sorted(known, key=lambda pair: pair[1])]


@cache
def regions_of(country: str) -> list[str]:
    """Codes of the regions with holidays of their own."""
    from holidays import list_supported_countries

    return list(list_supported_countries().get(country, []))


class ZoneField(forms.CharField):
    """A time zone by its name. There are four hundred, so the browser is told them when it asks (desk.js)."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"data-zones": "zones", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=64, widget=forms.TextInput(attrs=attrs), **kwargs)

    def validate(self, value: Any) -> None:
        """It is a zone of the IANA database."""
        super().validate(value)
        if not is_zone(value):
            raise forms.ValidationError(_("There is no such time zone. One is Europe/Berlin."))


class DeskForm(SaidForm):
    """What a desk is called and how it can be reached."""

    name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For people whose own language is not known."),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=64,
        required=False,
        help_text=_("In letters and on the front page, in opening hours."),
    )
    on_call = forms.CharField(
        label=_("On-call number"),
        max_length=64,
        required=False,
        help_text=_("For outside opening hours. Empty: no letter hints at one."),
    )
    pager = forms.CharField(
        label=_("Pager"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "Rung outside opening hours: an apprise address. Empty: the one you gave stays; “none” ends it."
        ),
    )

    def clean_pager(self) -> str:
        """A service outside that can be rung, or "none"."""
        url: str = self.cleaned_data["pager"].strip()
        if url and url != "none" and not (routes.may_name(url) and routes.is_route(url)):
            raise forms.ValidationError(_("That is no service outside that can be rung."))
        return url


class NewDeskForm(SaidForm):
    """A further desk."""

    desk_name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.EmailField(label=_("Mail address"))
    zone = ZoneField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class HoursForm(SaidForm):
    """The opening hours of a week, their zone, and whose holidays are kept."""

    zone = ZoneField(label=_("Time zone"))
    country = forms.ChoiceField(label=_("Public holidays of"), required=False)
    region = forms.CharField(label=_("Region"), required=False, max_length=16)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices((get_language() or "en")[:2])
        for number, day in enumerate(DAYS):
            self.fields[f"day{number}"] = StretchesField(label=day, required=False, max_length=200)

    @property
    def week(self) -> list[list[Minutes]]:
        """Seven days of stretches."""
        return [self.cleaned_data.get(f"day{number}") or [] for number in range(7)]

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields."""
        return [self[f"day{number}"] for number in range(7)]


class DayForm(SaidForm):
    """One day of the desk's own."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}))
    times = StretchesField(
        label=_("Hours"), required=False, max_length=200, help_text=_("Empty: closed all day.")
    )
    label = forms.CharField(label=_("Called"), required=False, max_length=200)

    def clean_day(self) -> date:
        """Only days ahead change anything."""
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return day


class AddressForm(SaidForm):
    """A mail address for a desk."""

    address = forms.EmailField(label=_("Mail address"))


class SenderForm(SaidForm):
    """A sender whose automatic mail is a request on a desk."""

    sender = forms.CharField(
        label=_("Address, or @ and a host"),
        max_length=254,
        help_text=_("@alerts.example.com is all of a host."),
    )


class MemberForm(SaidForm):
    """Somebody who answers on a desk from now on."""

    agent = forms.ChoiceField(label=_("Agent"))

    def __init__(self, *args: Any, agents: Sequence[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].choices = [(agent.public_id, agent.name) for agent in agents]


class AgentForm(SaidForm):
    """What an agent is called, may do, and where they are."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Requesters see the first name."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("agent", _("agent")), ("lead", _("lead")), ("admin", _("admin"))],
        help_text=_("A lead changes settings of their desks, an admin everything."),
    )
    zone = ZoneField(label=_("Time zone"))
    language = forms.ChoiceField(label=_("Language"), choices=TO_AGENTS)


class NewAgentForm(AgentForm):
    """A new agent, with the password they sign in with for the first time."""

    field_order = ["name", "email", "password", "role", "zone", "language"]
    email = forms.EmailField(label=_("Mail address"), help_text=_("They sign in with it."))
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more. They change it after signing in."),
    )


class PasswordForm(SaidForm):
    """A new password, set by an admin."""

    password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password(self) -> str:
        """The same rules as everywhere."""
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password


class AwayForm(SaidForm):
    """From when (now where it is left empty) and until when one is away; typed as people say it."""

    since = forms.CharField(label=_("From"), max_length=60, required=False)
    until = forms.CharField(label=_("Away until"), max_length=60)


class TokenForm(SaidForm):
    """A token for oneself, or a named robot's."""

    robot = forms.CharField(
        label=_("For a robot called"),
        required=False,
        max_length=100,
        help_text=_(
            "Empty: for yourself, and what it posts are your words. A robot's words keep no promise."
        ),
    )
    scope = forms.ChoiceField(
        label=_("It may"),
        choices=[
            (Token.Scope.READ, _("read")),
            (Token.Scope.WRITE, _("read and write")),
            (Token.Scope.ADMIN, _("administer")),
        ],
        initial=Token.Scope.WRITE,
    )
