"""What the columns of a CSV file of history are, with its first tickets as they would come in (docs/history.md)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page
from heard.channels.history.piece import Reading, Unreadable
from heard.channels.history.table import FIELDS, NEEDED, OWN, guessed, preview, text_of
from heard.hours.languages import in_words
from heard.record.access import desk as desks
from heard.record.access import field as fields
from heard.record.access.imported import ours
from heard.record.access.setting import columns_of
from heard.record.actions import setting as verbs
from heard.record.models.desk import Desk

MOST = 40_000
"""Letters of a file that are looked at."""
FIELD_WORDS = {
    "ticket": gettext_lazy("Its number"),
    "subject": gettext_lazy("Subject"),
    "address": gettext_lazy("Mail address of the requester"),
    "name": gettext_lazy("Name of the requester"),
    "organization": gettext_lazy("Organization"),
    "opened": gettext_lazy("When it was opened"),
    "resolved": gettext_lazy("When it was resolved"),
    "state": gettext_lazy("Whether it is open"),
    "text": gettext_lazy("What was asked, or said"),
    "answer": gettext_lazy("What the desk answered"),
    "author": gettext_lazy("Mail address of who said it"),
    "author_name": gettext_lazy("Name of who said it"),
    "said": gettext_lazy("When it was said"),
    "owner": gettext_lazy("Mail address of who had it"),
}


class LinesForm(SaidForm):
    """The file, or its first lines; once they are known, what each column is."""

    own: Sequence[str] = ()
    file = forms.FileField(label=gettext_lazy("The CSV file; only its first lines are read"), required=False)
    lines = forms.CharField(
        label=gettext_lazy("Or its first lines"),
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    dates = forms.CharField(
        label=gettext_lazy("How times are written"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Like %d.%m.%Y %H:%M. Empty: 2026-11-23 09:02."),
    )

    def choose_among(self, names: list[str], said: dict[str, str], own: dict[str, str]) -> None:
        """Ask for each field which of these columns it is; `own` are those of the desk, with what each is called."""
        self.own = [f"{OWN}{name}" for name in own]
        for field, words in (FIELD_WORDS | {f"{OWN}{name}": label for name, label in own.items()}).items():
            label = f"{words} *" if field in NEEDED else str(words)
            choices = [("", _("none")), *((name, name) for name in names)]
            self.fields[field] = forms.ChoiceField(label=label, required=False, choices=choices)
            self.initial[field] = said.get(field, "")

    @property
    def mapping(self) -> list[forms.BoundField]:
        """The fields of the mapping; none while the columns are not known."""
        return [self[field] for field in (*FIELDS, *self.own) if field in self.fields]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def columns(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what the first lines would become; keep the mapping when that is asked."""
    desk = desks.get_led(request.user, public_id)
    kept, own = columns_of(desk), fields.labels_of(desk)
    if request.method != "POST":
        return _shown(request, desk, LinesForm(initial=kept), kept)
    data = {**request.POST.dict(), "lines": _lines(request)}
    said = _said(data, kept, own)
    try:
        names, readings = _read(request, desk, data, said, own)
    except Unreadable as wrong:
        bound = LinesForm(data)
        bound.add_error("lines", in_words(wrong.args[0], _))
        return _shown(request, desk, bound, kept, code=422)
    known = {field: name for field, name in said.items() if name in {"", *names}}
    if "keep" in data and readings:
        mapping = {**known, "dates": data.get("dates", "")[:60]}
        verbs.keep_columns(desk, columns=mapping, by=request.user, at=request.now)
        messages.success(request, _("Saved."))
        return redirect("agents:desk-history", desk.public_id)
    form = LinesForm(initial=data)
    form.choose_among(names, guessed(names, own) | known, own)
    return _shown(
        request, desk, form, kept, rows=[_row(one, own) for one in readings], is_missing=not readings
    )


def _said(data: dict[str, str], kept: dict[str, str], own: dict[str, str]) -> dict[str, str]:
    """The mapping as the form has it; before it was asked for, the one that is kept."""
    fields = [*FIELDS, *(f"{OWN}{name}" for name in own)]
    asked = {field: data[field] for field in fields if field in data}
    return asked or {field: name for field, name in kept.items() if field in fields}


def _read(
    request: HttpRequest, desk: Desk, data: dict[str, str], said: dict[str, str], own: dict[str, str]
) -> tuple[list[str], list[Reading]]:
    lines, dates = data["lines"].encode(), data.get("dates", "")[:60]
    return preview(lines, said=said, own=own, zone=desk.zone, dates=dates, is_ours=ours(), now=request.now)


def _lines(request: HttpRequest) -> str:
    """The whole lines among the first of the file, or those that were typed."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("lines", "")[:MOST].replace("\0", "")
    raw = file.read(MOST)
    return text_of(raw if len(raw) < MOST else raw.rpartition(b"\n")[0])


def _row(reading: Reading, own: dict[str, str]) -> dict[str, Any]:
    """One ticket as it would come in, with what it says in fields of the desk, or why it would not."""
    past = reading.past
    if past is None:
        return {"why": reading.unread[-1].why}
    told = [(own[name], value) for name, value in past.fields]
    return {
        "past": past,
        "told": told,
        "said": len(past.said),
        "first": " ".join(past.said[0].text.split())[:80],
    }


def _shown(
    request: HttpRequest, desk: Desk, form: LinesForm, kept: dict[str, str], *, code: int = 200, **more: Any
) -> HttpResponse:
    words = FIELD_WORDS | {f"{OWN}{name}": label for name, label in fields.labels_of(desk).items()}
    named = [(words[field], name) for field, name in kept.items() if field in words and name]
    context = {"desk": desk, "form": form, "kept": named, **more}
    return page(request, "agents/imported/columns.html", context, here="desks", code=code)
