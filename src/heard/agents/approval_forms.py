"""The form that asks for an exception: what, why, who decides by when, and what the requester reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from heard.agents.forms import SaidForm
from heard.agents.owed import Reader
from heard.agents.party import NAMED
from heard.hours import calendar_for
from heard.hours.typed import PastTime, UnknownTime, read_time
from heard.record.actions.approval import STEPS_MOST, Named, Step
from heard.record.facts import rules_of
from heard.record.models.ticket import Ticket

EXAMPLE = gettext_lazy("thu 16:00")


def _lines(label: Any, rows: int, **more: Any) -> django_forms.CharField:
    area = django_forms.Textarea(attrs={"rows": rows})
    return django_forms.CharField(label=label, widget=area, max_length=20_000, **more)


class AskForm(SaidForm):
    """What is asked, why, and who decides: the fields of each step are named by its number."""

    asked = django_forms.CharField(label=gettext_lazy("What exactly is asked?"), max_length=300)
    policy = django_forms.CharField(label=gettext_lazy("Which rule does it depart from?"), max_length=500)
    why = _lines(gettext_lazy("Why? Whoever decides knows nothing else"), 4)
    for_whom = django_forms.CharField(label=gettext_lazy("For whom?"), max_length=200, required=False)
    excerpt = _lines(
        gettext_lazy("What they may read of the conversation"),
        3,
        required=False,
        help_text=gettext_lazy("Copy it here. They see nothing else of the ticket, and never a note."),
    )
    told_as = django_forms.CharField(
        label=gettext_lazy("Who decides, as the requester reads it"),
        max_length=100,
        help_text=gettext_lazy("“your manager”, “the head of IT”: on their page, and in the message."),
    )
    ends = django_forms.CharField(
        label=gettext_lazy("Ends without a decision (empty: never)"), max_length=60, required=False
    )
    alone = django_forms.BooleanField(
        label=gettext_lazy("They may be asked again without me"), required=False
    )

    def __init__(self, ticket: Ticket, reader: Reader, *args: Any, **kwargs: Any) -> None:
        self.ticket, self.reader = ticket, reader
        super().__init__(*args, **kwargs)
        for n in range(1, STEPS_MOST + 1):
            who = _("Who must agree? One a line: name and mail address")
            self.fields[f"who{n}"] = _lines(who, 2, required=n == 1)
            self.fields[f"by{n}"] = django_forms.CharField(
                label=_("By when?"), max_length=60, required=n == 1
            )
            self.fields[f"days{n}"] = django_forms.IntegerField(
                label=_("Asked again after so many business days (empty: the desk's pace)"),
                min_value=0,
                max_value=90,
                required=False,
            )
            self.fields[f"by{n}"].widget.attrs["placeholder"] = EXAMPLE
        if not rules_of(ticket.desk).policy.chase_alone:
            del self.fields["alone"]

    @property
    def said(self) -> list[django_forms.BoundField]:
        """The fields of what is asked."""
        return [self[name] for name in ("asked", "policy", "why", "for_whom", "excerpt")]

    @property
    def steps(self) -> list[tuple[int, list[django_forms.BoundField], bool]]:
        """Number and fields of each step, and whether it is filled in."""
        named = [
            (n, [self[f"{name}{n}"] for name in ("who", "by", "days")]) for n in range(1, STEPS_MOST + 1)
        ]
        return [(n, fields, any(field.value() or field.errors for field in fields)) for n, fields in named]

    @property
    def rest(self) -> list[django_forms.BoundField]:
        """What the requester hears, and how it ends."""
        return [self[name] for name in ("told_as", "ends", "alone") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Times as instants, names and addresses as people; a step that begins is whole."""
        given = super().clean() or {}
        steps = []
        for n in range(1, STEPS_MOST + 1):
            who, by = (given.get(name) or "" for name in (f"who{n}", f"by{n}"))
            if n > 1 and who and not by:
                self.add_error(f"by{n}", _("Say by when they should decide."))
            elif n > 1 and by and not who:
                self.add_error(f"who{n}", _("Say who decides in this step."))
            elif who and by and (at := self._time(f"by{n}", by)):
                steps.append(Step(named(who), at, given.get(f"days{n}") or 0))
        given["steps"] = steps
        given["ends_at"] = self._time("ends", given["ends"]) if given.get("ends") else None
        return given

    def _time(self, field: str, typed: str) -> datetime | None:
        calendar, zone = calendar_for(self.ticket.desk.schedule), self.reader.agent.zone
        try:
            return read_time(
                typed, now=self.reader.now, calendar=calendar, reader_zone=zone, writer_zone=zone
            ).at
        except PastTime:
            self.add_error(field, _("That time has passed. Give one that lies ahead."))
        except UnknownTime:
            self.add_error(field, _("Write a time like %(example)s.") % {"example": EXAMPLE})
        return None


def named(lines: str) -> Sequence[Named]:
    """Who was typed, one a line: "Nora North <nora@example.com>", or the address alone."""
    found = []
    for line in filter(None, (" ".join(line.split()) for line in lines.splitlines())):
        read = NAMED.fullmatch(line)
        found.append(Named(read["name"].strip(' "'), read["address"]) if read else Named("", line))
    return found
