"""The fields of the requesters' pages and their checks. What was written is kept, whatever else is wrong."""

import re
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from heard.portal import attachment
from heard.record.phones import NotANumber, is_extension, normal

LONGEST = 50_000
"""Characters of one text."""


class Files(forms.FileField):
    """Several files, within the limits that were watched while they came in."""

    widget = type("Chooser", (forms.ClearableFileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files, or what is wrong with them and how much fits."""
        given = [file for file in (data or []) if file and file.size]
        if len(given) > attachment.MOST:
            raise forms.ValidationError(
                say("That is %(given)s files; %(most)s fit in one message. Send the others in a second one.")
                % {"given": len(given), "most": attachment.MOST}
            )
        return given


def _text(label: Any, *, rows: int = 4, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, **more.pop("attrs", {})})
    return forms.CharField(label=label, widget=area, max_length=LONGEST, **more)


def _mail_address(typed: str) -> str:
    """An address that can be written to."""
    try:
        validate_email(typed.strip())
    except forms.ValidationError:
        raise forms.ValidationError(
            say("That is no mail address. Write it like zelda@example.com.")
        ) from None
    return typed.strip()


class Named(forms.Form):
    """A form whose fields are named after it, since several stand on one page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)

    def add_error(self, field: str | None, error: Any) -> None:
        """Say what is wrong; the field it is about gets the focus when the page comes back."""
        super().add_error(field, error)
        if field in self.fields and not any("autofocus" in f.widget.attrs for f in self.fields.values()):
            self.fields[field].widget.attrs["autofocus"] = True


class Written(Named):
    """A form with a number that tells two pressings of one button from two messages."""

    once = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, too_large: list[str] | None = None, came: Iterable[Any] = (), **kwargs: Any
    ) -> None:
        """`too_large` are names of files that were let go on their way in, `came` those that came by themselves."""
        super().__init__(*args, **kwargs)
        self.came = list(came)
        self.too_large = too_large or []
        self.fields["once"].initial = uuid.uuid4().hex

    def clean_once(self) -> str:
        """The number as we gave it, or a new one."""
        once = self.cleaned_data["once"]
        return once if re.fullmatch(r"[0-9a-f]{32}", once) else uuid.uuid4().hex

    def clean_files(self) -> list[UploadedFile]:
        """Say which files were too large; the others must be chosen again, browsers forget them."""
        if self.too_large:
            raise forms.ValidationError(
                say(
                    "Too large: %(names)s. A file may have %(one)s MB, all together %(all)s MB. Please choose again."
                )
                % {
                    "names": ", ".join(self.too_large),
                    "one": attachment.LARGEST // attachment.MEGABYTE,
                    "all": attachment.ALTOGETHER // attachment.MEGABYTE,
                }
            )
        return self.cleaned_data["files"]


class Reply(Written):
    """A message on a request that is there."""

    text = _text(_("Your message"), required=False)
    files = Files(label=_("Photos, screenshots or other files"), required=False)

    def clean(self) -> dict[str, Any]:
        """Words or a file: one of the two."""
        given = self.cleaned_data
        if not given.get("text") and not given.get("files") and not self.came and not self.errors:
            self.add_error("text", say("Write a few words first."))
        return given


class NotYet(Written):
    """What is not right yet; the button alone is enough."""

    text = _text(
        _("What is not right yet?"), rows=3, required=False, help_text=_("You may leave this empty.")
    )


class Correction(Named):
    """What is not right about a restatement."""

    correction = _text(
        _("What is different?"), rows=3, error_messages={"required": _("Write a few words first.")}
    )


class Sooner(Named):
    """When the requester needs to hear, as people say it, and what happens then."""

    when = forms.CharField(
        label=_("When do you need to hear?"),
        max_length=60,
        error_messages={"required": _("When do you need to hear?")},
    )
    reason = _text(_("What happens then?"), rows=2, required=False)


class Reached(Written):
    """A form that says who writes; and a field that people do not see, for programs to fall into."""

    name = forms.CharField(label=_("Your name"), max_length=200, required=False)
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        help_text=_("The answer comes here, with a link to your request."),
    )
    website = forms.CharField(label=_("Leave this empty"), required=False)
    zone = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["required"] = say("We need a mail address to answer you.")
        self.fields["email"].widget.input_type = "email"
        for name, hint in {"name": "name", "email": "email", "website": "off"}.items():
            self.fields[name].widget.attrs["autocomplete"] = hint

    def clean_email(self) -> str:
        """An address that can be written to."""
        return _mail_address(self.cleaned_data["email"])

    def clean_website(self) -> str:
        """People do not see this field. Whoever filled it in is asked again, and nothing they wrote is lost."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                say("A program seems to have filled in this form. Please send it once more.")
            )
        return ""


class CallMe(Reached):
    """Where to ring somebody, when it suits them, and what it is about. A mail address is welcome and not needed."""

    phone = forms.CharField(
        label=_("Your number"),
        max_length=64,
        error_messages={"required": _("Which number should we ring?")},
    )
    when = forms.CharField(label=_("When does it suit you?"), max_length=200, required=False)
    about = _text(_("What is it about?"), rows=3, required=False)
    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        required=False,
        help_text=_("With one you also get this in writing, with a link to your request."),
    )

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        """`country` is whose numbers need no country code here."""
        super().__init__(*args, **kwargs)
        self.country = country
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"

    def clean_email(self) -> str:
        """An address that can be written to, or none."""
        return super().clean_email() if self.cleaned_data["email"].strip() else ""

    def clean_phone(self) -> str:
        """A number that can be rung, in the form it is kept in. An extension of the house is none from outside."""
        with suppress(NotANumber):
            number = normal(self.cleaned_data["phone"], country=self.country)
            if not is_extension(number):
                return number
        raise forms.ValidationError(
            say("We cannot ring that number. Write it with its country code, like +49 30 1234567.")
        )


class Prove(Named):
    """The mail address of somebody who wants to see all their requests."""

    email = forms.CharField(
        label=_("Your mail address"),
        max_length=320,
        help_text=_("The one from which you write to us. If you have several, any of them."),
        error_messages={"required": _("Write your mail address first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.input_type = "email"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        """An address that can be written to."""
        return _mail_address(self.cleaned_data["email"])


class MeToo(Reached):
    """It happened to me as well: words that may be used as they stand, and who says so."""

    text = _text(
        _("What happened to you?"), rows=3, help_text=_("You may leave these words as they are."),
        error_messages={"required": _("Write a few words first.")},
    )  # fmt: skip


class Decision(Named):
    """Yes or no to an exception; a no needs its reason, which the verb asks for."""

    reason = _text(_("Your reason (needed for a no)"), rows=3, required=False)


class HandOn(Named):
    """Somebody else decides in one's place."""

    address = forms.EmailField(
        label=_("Their mail address"), max_length=254,
        error_messages={
            "required": _("Give the address of whoever decides."),
            "invalid": _("That is no mail address of a person. Write it like nora@example.com."),
        },
    )  # fmt: skip
    why = _text(
        _("Why they, and not you?"), rows=2, help_text=_("They and whoever asks read this."),
        error_messages={"required": _("Say why somebody else decides.")},
    )  # fmt: skip


class Front(Reached):
    """The form of the front page: a photo first, then five questions, then who asks."""

    files = Files(label=_("A photo or screenshot says a lot"), required=False)
    doing = _text(_("What were you trying to do?"), rows=2, required=False)
    happened = _text(_("What happened instead?"), rows=3, required=False)
    stopped = _text(_("What has stopped because of it?"), rows=2, required=False)
    needed = _text(_("By when do you need to hear, and why then?"), rows=2, required=False)
    phone = forms.CharField(label=_("A number, if we may ring you"), max_length=64, required=False)
    door = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    QUESTIONS = ("doing", "happened", "stopped", "needed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.input_type = "tel"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"

    def clean(self) -> dict[str, Any]:
        """At least one of the questions, or a picture."""
        given = self.cleaned_data
        said = any(given.get(name) for name in (*self.QUESTIONS, "files"))
        if not said and not self.came and not self.errors:
            self.add_error("happened", say("Write a few words first: what happened?"))
        return given
