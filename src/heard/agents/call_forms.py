"""The fields of the call screen: who it is, the five steps as a script, and how the promise is to be kept."""

import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.agents.forms import SaidForm

LONGEST = 20_000
"""Characters of one text."""
DOORS = [("phone", _("on the phone")), ("counter", _("face to face"))]
HOWS = [("write", _("write")), ("ring", _("ring")), ("come", _("come by"))]


def _area(label: Any, *, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class CallForm(SaidForm):
    """What is noted while speaking. Nothing but what was agreed is asked for; the rest helps to ask it."""

    once = forms.CharField(widget=forms.HiddenInput, required=False)
    person = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)
    door = forms.ChoiceField(label=_("You speak"), choices=DOORS, widget=forms.RadioSelect, initial="phone")
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    number = forms.CharField(label=_("Phone number"), max_length=64, required=False)
    address = forms.CharField(label=_("Mail address"), max_length=254, required=False)
    desk = forms.ChoiceField(label=_("Desk"), required=False)
    about = forms.ChoiceField(label=_("What is it about?"), required=False, widget=forms.RadioSelect)
    subject = forms.CharField(label=_("In a few words"), max_length=200, required=False)
    said = _area(_("What they said"), rows=3, required=False)
    restating = forms.CharField(label=_("“You are saying: …”"), max_length=500, required=False)
    said_yes = forms.BooleanField(label=_("They said: yes, that's it"), required=False)
    text = _area(_("What you agreed"), rows=3, error_messages={"required": _("Write a few words first.")})
    way = forms.CharField(required=False, max_length=8)
    how = forms.ChoiceField(label=_("I'll"), choices=HOWS, required=False, initial="write")
    due = forms.CharField(label=_("by"), max_length=60, required=False)
    agreed = forms.CharField(label=_("Who agreed to that, and where?"), max_length=500, required=False)

    def __init__(
        self, *args: Any, desks: list[tuple[str, str]], about: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        """`desks` and `about` are what can be chosen: desks, and the open tickets of the person."""
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4().hex
        self.fields["desk"].choices = desks
        self.fields["about"].choices = about
        attrs = {"type": "tel", "autocomplete": "off"}
        self.fields["number"].widget.attrs |= attrs
        self.fields["address"].widget.attrs |= {"inputmode": "email", "autocomplete": "off"}
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["due"].widget.attrs |= {"placeholder": _("2pm"), "autocomplete": "off"}

    def clean_once(self) -> str:
        """The number as we gave it, or a new one."""
        once = self.cleaned_data["once"]
        return once if re.fullmatch(r"[0-9a-f]{32}", once) else uuid.uuid4().hex

    def clean_text(self) -> str:
        """Line ends as we keep them."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean_said(self) -> str:
        """Line ends as we keep them."""
        return str(self.cleaned_data["said"]).replace("\r\n", "\n").strip()
