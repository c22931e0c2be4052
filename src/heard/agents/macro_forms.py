"""The form of a macro: a field for each kind of step; what is left empty is not done."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.agents.forms import SaidForm
from heard.record.access import agent as colleagues
from heard.record.access import canned as texts
from heard.record.access import desk as desks
from heard.record.actions.macro_steps import ME, NOBODY, NORMAL, ORDER, Step, steps_of
from heard.record.models.agent import Agent
from heard.record.models.macro import Macro

SEVERAL = {"tag": ",", "untag": ",", "field": "\n"}
"""Fields that hold several steps, by what stands between them."""


class MacroForm(SaidForm):
    """A name, a folder, and what is done."""

    name = django_forms.CharField(label=gettext_lazy("Name"), max_length=80)
    folder = django_forms.CharField(
        label=gettext_lazy("Folder"),
        max_length=80,
        required=False,
        widget=django_forms.TextInput({"list": "folders", "autocomplete": "off"}),
    )
    insert = django_forms.ChoiceField(label=gettext_lazy("Canned text, put where one writes"), required=False)
    next = django_forms.CharField(
        label=gettext_lazy("When the next word comes, as you type it"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Like 2bd, 4h or fri 15:00. It is filled in; you send it."),
        widget=django_forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    tag = django_forms.CharField(
        label=gettext_lazy("Tags to put on, with commas between"),
        required=False,
        max_length=400,
        widget=django_forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    untag = django_forms.CharField(
        label=gettext_lazy("Tags to take off"),
        required=False,
        max_length=400,
        widget=django_forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
    )
    give = django_forms.ChoiceField(label=gettext_lazy("Give it to"), required=False)
    impact = django_forms.ChoiceField(label=gettext_lazy("Set the impact to"), required=False)
    move = django_forms.ChoiceField(label=gettext_lazy("Move it to the desk"), required=False)
    field = django_forms.CharField(
        label=gettext_lazy("Fields to fill in, one a line"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy("Name and value, like serial = A7. Without a value it is emptied."),
        widget=django_forms.Textarea({"rows": 2, "spellcheck": "false"}),
    )
    note = django_forms.CharField(
        label=gettext_lazy("A note"),
        required=False,
        max_length=5000,
        widget=django_forms.Textarea({"rows": 2}),
    )
    follow = django_forms.BooleanField(
        label=gettext_lazy("Whoever runs it follows the request"), required=False
    )

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.public_id, one.name) for one in colleagues.visible_to(agent).filter(is_active=True)]
        leave = ("", _("leave it"))
        self._choose("give", [leave, (ME, _("whoever runs it")), (NOBODY, _("nobody")), *people])
        impacts = [(NORMAL, _("normal")), ("degraded", _("degraded")), ("blocked", _("blocked"))]
        self._choose("impact", [leave, *impacts])
        self._choose("move", [leave, *((one.public_id, one.name) for one in desks.everywhere())])
        kept = [(one.public_id, one.name) for one in texts.visible_to(agent)]
        self._choose("insert", [("", _("none")), *kept])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What can be chosen; what is kept and gone by now is still named, so that saving says so."""
        field = self.fields[name]
        kept = self.initial.get(name, "")
        gone = [(kept, _("gone: choose another"))] if kept and kept not in dict(choices) else []
        field.choices = [*choices, *gone]  # type: ignore[attr-defined]

    @property
    def steps(self) -> list[Step]:
        """What is filled in, as steps."""
        found = []
        for kind in ORDER:
            value = self.cleaned_data[kind]
            if kind in SEVERAL:
                found += [Step(kind, one.strip()) for one in value.split(SEVERAL[kind]) if one.strip()]
            elif value:
                found.append(Step(kind, "" if value is True else value))
        return found

    @staticmethod
    def start(macro: Macro) -> dict[str, Any]:
        """What a macro does, as the form shows it."""
        shown: dict[str, Any] = {"name": macro.name, "folder": macro.folder}
        for step in steps_of(macro.steps):
            if step.kind in SEVERAL:
                between = ", " if SEVERAL[step.kind] == "," else "\n"
                value = step.value.replace("=", " = ", 1) if step.kind == "field" else step.value
                shown[step.kind] = between.join(filter(None, [shown.get(step.kind, ""), value]))
            else:
                shown[step.kind] = step.value or True
        return shown


class NewMacroForm(MacroForm):
    """A new one, for oneself or for a desk."""

    desk = django_forms.ChoiceField(label=gettext_lazy("Who uses it"), required=False)
    field_order = ("name", "folder", "desk")

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, agent=agent, **kwargs)
        theirs = [(one.public_id, one.name) for one in desks.visible_to(agent).order_by("name")]
        self.fields["desk"].choices = [("", _("Only me")), *theirs]  # type: ignore[attr-defined]
