"""The forms of the mailbox pages: with a password, with a sign-in at a provider, and what may change later."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.agents.forms import SaidForm
from heard.channels.mail.oauth_providers import PROVIDERS
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.mailbox import Mailbox

HOSTS = {name: provider.host for name, provider in PROVIDERS.items()}
PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
SECRET = {"autocomplete": "off", "spellcheck": "false"}


class BoxForm(SaidForm):
    """What every mailbox has."""

    address = forms.EmailField(
        label=_("Mail address"),
        help_text=_("Mail to it lands in this mailbox. It is proved by a mail to it."),
    )
    desk = forms.ChoiceField(
        label=_("Desk"), required=False, help_text=_("For mails that name no address of a desk.")
    )
    processed = forms.CharField(
        label=_("Move fetched mails to"),
        required=False,
        max_length=200,
        help_text=_("A folder, made if missing. Empty: they stay where they are."),
    )

    def __init__(self, *args: Any, desks: Sequence[Desk], agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._desks = {desk.public_id: desk for desk in desks}
        nobody = [("", _("whichever the mail names, else the first"))] if agent.role == "admin" else []
        self.fields["desk"].choices = [*nobody, *((key, desk.name) for key, desk in self._desks.items())]
        self.fields["desk"].required = not nobody

    @property
    def desk_chosen(self) -> Desk | None:
        """The desk, if one was chosen."""
        return self._desks.get(self.cleaned_data["desk"])


class PasswordForm(BoxForm):
    """A mailbox that opens by a password."""

    field_order = ["address", "host", "scheme", "port", "login", "password", "folder", "processed", "desk"]
    host = forms.CharField(label=_("Mail server"), max_length=255, help_text=_("Like imap.example.com."))
    scheme = forms.ChoiceField(
        label=_("Connection"),
        choices=[
            ("imaps", _("encrypted (imaps)")),
            ("imap+starttls", _("encrypted after greeting (starttls)")),
            ("imap", _("not encrypted")),
        ],
    )
    port = forms.IntegerField(
        label=_("Port"), required=False, min_value=1, max_value=65535, help_text=_("Empty: the usual one.")
    )
    login = forms.CharField(
        label=_("Name to sign in with"),
        required=False,
        max_length=255,
        help_text=_("Empty: the mail address."),
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        return {
            "scheme": given["scheme"],
            "host": given["host"],
            "port": given["port"] or PORTS[given["scheme"]],
            "login": given["login"] or given["address"],
            "folder": given["folder"],
            "processed": given["processed"],
            "address": given["address"],
            "desk": self.desk_chosen,
            "signin": {},
            "secret": {"password": given["password"]},
        }


class OAuthForm(BoxForm):
    """A mailbox that opens by a sign-in at its provider."""

    prefix = "o"
    field_order = ["provider", "address", "app_id", "app_secret", "tenant", "folder", "processed", "desk"]
    provider = forms.ChoiceField(
        label=_("Provider"),
        choices=[*((name, one.label) for name, one in PROVIDERS.items()), ("other", _("another"))],
    )
    app_id = forms.CharField(
        label=_("Client id"), max_length=300, help_text=_("Of the app that you registered at the provider.")
    )
    app_secret = forms.CharField(
        label=_("Client secret"), required=False, widget=forms.PasswordInput(attrs=SECRET)
    )
    tenant = forms.CharField(
        label=_("Tenant"), required=False, max_length=100, help_text=_("Microsoft only: your directory's id.")
    )
    folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    host = forms.CharField(label=_("Mail server"), required=False, max_length=255)
    port = forms.IntegerField(label=_("Port"), required=False, min_value=1, max_value=65535)
    scheme = forms.ChoiceField(
        label=_("Connection"), required=False, choices=[(name, name) for name in PORTS], initial="imaps"
    )
    authorize = forms.URLField(label=_("Sign-in page"), required=False, assume_scheme="https")
    token = forms.URLField(label=_("Token address"), required=False, assume_scheme="https")
    scope = forms.CharField(label=_("Scope"), required=False, max_length=300)

    OTHER = ("host", "scheme", "port", "authorize", "token", "scope")

    @property
    def usual(self) -> list[forms.BoundField]:
        """What everybody fills in."""
        return [field for field in self if field.name not in self.OTHER]

    @property
    def other(self) -> list[forms.BoundField]:
        """What only another provider needs."""
        return [self[name] for name in self.OTHER]

    def clean(self) -> dict[str, Any]:
        """Another provider needs all its addresses, over https."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("provider") == "other":
            for name in ("host", "authorize", "token"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Another provider needs this."))
        for name in ("authorize", "token"):
            if given.get(name) and not given[name].startswith("https://"):
                self.add_error(name, _("It must begin with https://."))
        return given

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        named = ("authorize", "token", "scope") if given["provider"] == "other" else ("tenant",)
        is_other = given["provider"] == "other"
        scheme = (given["scheme"] or "imaps") if is_other else "imaps"
        return {
            "scheme": scheme,
            "host": given["host"] if is_other else HOSTS[given["provider"]],
            "port": (given["port"] if is_other else None) or PORTS[scheme],
            "login": given["address"],
            "folder": given["folder"],
            "processed": given["processed"],
            "address": given["address"],
            "desk": self.desk_chosen,
            "signin": {
                "provider": given["provider"],
                "app_id": given["app_id"],
                **{name: given[name] for name in named},
            },
            "secret": {"app_secret": given["app_secret"]},
        }


class ChangeForm(BoxForm):
    """What may change while the mailbox stays the same."""

    password = forms.CharField(
        label=_("New password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Empty: the present one stays."),
    )

    def __init__(self, *args: Any, mailbox: Mailbox, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mailbox.signin:
            del self.fields["password"]

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        given = self.cleaned_data
        changed = {
            "address": given["address"],
            "processed": given["processed"],
            "desk": self.desk_chosen,
        }
        return {**changed, "secret": {"password": given["password"]}} if given.get("password") else changed
