"""The numbers of a desk, each with its meaning: every field of the engine's `Policy`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from heard.agents.forms import SaidForm
from heard.promise import Policy
from heard.record.models.desk import Desk

MINUTES, DAYS, PART, CLOCK = _("working minutes"), _("business days"), _("th part"), _("minutes")

# Group, then each number: what it means, and its unit.
MEANINGS: list[tuple[Any, dict[str, tuple[Any, Any]]]] = [
    (
        _("The first word"),
        {
            "first_word": (_("A person writes to a new request within"), MINUTES),
            "rise_watch": (_("Nobody opened it: the people on duty are told after"), MINUTES),
            "rise_lead": (_("Nobody opened it: the lead is told after"), MINUTES),
            "pace": (
                _("A waiting request takes one person about; more of them make the first time later"),
                MINUTES,
            ),
        },
    ),
    (
        _("The watch"),
        {"watch_grace": (_("Nobody has the watch: somebody is called after"), MINUTES)},
    ),
    (
        _("Overload"),
        {
            "overload_many": (
                _(
                    "The lead is told once, instead of many warnings, when more first words than this press at once:"
                ),
                _("requests"),
            ),
            "overload_within": (_("A first word presses when it is late, or due within"), MINUTES),
        },
    ),
    (
        _("Before a time passes"),
        {
            "warn_part": (_("Warn the owner when this part of the time is left: a"), PART),
            "warn_least": (_("but never less before than"), MINUTES),
            "warn_most": (_("and never more before than"), MINUTES),
            "hand_up_part": (_("Owner away: tell somebody else when this part is left: a"), PART),
            "hand_up_least": (_("but never less before than"), MINUTES),
        },
    ),
    (
        _("After a time was missed"),
        {
            "repair_part": (_("The repair is due after this part of the missed span: a"), PART),
            "repair_least": (_("at least"), MINUTES),
            "repair_most": (_("at most"), MINUTES),
            "repair_second": (_("missed again: the next repair after"), MINUTES),
            "repair_third": (_("missed a third time: after"), MINUTES),
            "missed_letters": (_("Write one automatic letter that says we missed our time"), ""),
            "hold_missed": (_("Hold that letter while somebody is writing, up to"), CLOCK),
        },
    ),
    (
        _("What requesters ask"),
        {
            "nudge_answer": (_("“Where is my answer?” is answered within"), MINUTES),
            "nudge_every": (_("and can be asked again after"), CLOCK),
            "sooner_answer": (_("“I need it sooner” is answered within"), MINUTES),
            "correction_answer": (_("“Not quite” is answered within"), MINUTES),
        },
    ),
    (
        _("Silence"),
        {
            "silence_days": (_("Nobody is left without a word longer than to the end of so many days"), DAYS),
            "silence_degraded_days": (_("Work is degraded"), DAYS),
            "silence_blocked": (_("Work is blocked"), MINUTES),
            "parked_days": (_("A parked request is looked at again after"), _("days")),
        },
    ),
    (
        _("Others we wait for"),
        {
            "check_in_days": (_("Waiting for the requester: the first check-in after"), DAYS),
            "check_in_again_days": (_("the second, and then the closing notice, after"), DAYS),
            "closing_days": (_("closed without an answer after the notice:"), DAYS),
            "chase_days": (_("They are asked again after"), DAYS),
            "chase_least": (_("but never sooner than"), MINUTES),
            "chase_alone": (
                _("Where a chase says so, they are asked again without a person, three times"),
                "",
            ),
        },
    ),
    (
        _("Letters and closing"),
        {
            "undo_seconds": (_("A letter can be taken back for"), _("seconds")),
            "reopen_days": (_("A reply opens a resolved request again for"), _("days")),
        },
    ),
    (
        _("Written help"),
        {"guide_days": (_("A guide that nobody looked over is put on the list after"), _("days"))},
    ),
]


class TargetsForm(SaidForm):
    """One field per number; the form shows each with its meaning and the default of the method."""

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = desk.policy
        for name, label, unit in _numbers():
            value = getattr(policy, name)
            if isinstance(value, bool):
                self.fields[name] = forms.BooleanField(label=label, required=False, initial=value)
            else:
                widget = forms.NumberInput(attrs={"inputmode": "numeric"})
                self.fields[name] = forms.IntegerField(
                    label=label, help_text=unit, initial=value, min_value=0, max_value=100_000, widget=widget
                )

    @property
    def groups(self) -> list[tuple[Any, list[tuple[forms.BoundField, Any]]]]:
        """The fields under their headings, each with its default."""
        defaults = Policy()
        return [
            (heading, [(self[name], getattr(defaults, name)) for name in numbers])
            for heading, numbers in MEANINGS
        ]


def _numbers() -> list[tuple[str, Any, Any]]:
    """Every number with its meaning and unit."""
    return [(name, label, unit) for _heading, numbers in MEANINGS for name, (label, unit) in numbers.items()]
