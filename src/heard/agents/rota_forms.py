"""Fields of the Rota page: a week as people write it, one exception, a calendar to read from."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.agents.forms import DAYS, STRETCH, SaidForm
from heard.record.actions import rota as verbs
from heard.record.models.agent import Agent


class WeekForm(SaidForm):
    """Who has the watch in every week, a line for each day: "9:00-13:00 Allie, 13:00-18:00 Bob"."""

    def __init__(self, *args: Any, members: Sequence[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {name.lower(): agent for agent in members for name in (agent.first_name, agent.name)}
        for number, day in enumerate(DAYS):
            self.fields[f"day{number}"] = forms.CharField(label=day, required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        """Each line as (who, from, until)."""
        for name in [name for name in self.fields if name in self.cleaned_data]:
            try:
                self.cleaned_data[name] = [
                    self._part(part.strip())
                    for part in re.split(r"[,;]", self.cleaned_data[name])
                    if part.strip()
                ]
            except forms.ValidationError as wrong:
                self.add_error(name, wrong)
        return self.cleaned_data

    def _part(self, text: str) -> verbs.Stretch:
        found = STRETCH.match(text)
        agent = self.members.get(text[found.end() :].strip().lower()) if found else None
        if not found or agent is None:
            names = ", ".join(sorted({agent.first_name for agent in self.members.values()}))
            raise forms.ValidationError(
                _("Write each like 9:00-13:00 and a name: %(names)s.") % {"names": names}
            )
        hour, minute, until, until_minute = (int(part or 0) for part in found.groups())
        return agent, hour * 60 + minute, until * 60 + until_minute

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven fields."""
        return [self[f"day{number}"] for number in range(7)]

    @property
    def week(self) -> list[list[verbs.Stretch]]:
        """Seven days of stretches."""
        return [self.cleaned_data[f"day{number}"] for number in range(7)]


class WallField(forms.CharField):
    """A wall time of the desk, as the browser's own field gives it."""

    widget = forms.TextInput(attrs={"type": "datetime-local"})

    def to_python(self, value: Any) -> Any:
        """A naive datetime."""
        try:
            wall = datetime.fromisoformat(super().to_python(value))
        except ValueError as wrong:
            raise forms.ValidationError(_("Give a day and a time.")) from wrong
        return wall.replace(tzinfo=None, second=0, microsecond=0)


class TurnForm(SaidForm):
    """One exception: who has the watch for once, or nobody."""

    agent = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    starts = WallField(label=gettext_lazy("From"))
    ends = WallField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, members: Sequence[Agent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agent"].choices = [
            *[(agent.public_id, agent.name) for agent in members],
            ("", _("nobody")),
        ]
        self.fields["agent"].initial = members[0].public_id if members else ""


class CalendarForm(SaidForm):
    """A calendar to read the rota from: an address, or a file."""

    address = forms.CharField(
        label=gettext_lazy("Address"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("https:// or webcal://, outside your own network. Asked every hour."),
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both."""
        if bool(self.cleaned_data.get("address")) == bool(self.cleaned_data.get("file")):
            raise forms.ValidationError(_("Give an address or a file."))
        return self.cleaned_data
