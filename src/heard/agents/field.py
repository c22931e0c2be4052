"""Fields: beside a ticket, filled in where they stand; and the pages on which a lead says what a desk wants to know."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import Part, is_patch, page, patch, piece
from heard.agents.ticket import answered
from heard.agents.view import url_of
from heard.hours.languages import LANGUAGES, direction, spoken
from heard.record.access import desk as desks
from heard.record.access import field as access
from heard.record.access import ticket as tickets
from heard.record.actions import field as verbs
from heard.record.errors import Refused
from heard.record.fields import Asked, key_of, typed_in
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField
from heard.record.models.ticket import Ticket

KINDS = {
    "text": gettext_lazy("text"),
    "number": gettext_lazy("number"),
    "date": gettext_lazy("day"),
    "choice": gettext_lazy("choice"),
    "yes_no": gettext_lazy("yes or no"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@door
def section(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the desk wants to know of a ticket, asked for once its page stands; or what is filled in there."""
    ticket = tickets.get(request.user, public_id)
    if request.method != "POST":
        return piece(request, "agents/field/section.html", _section(request, ticket))
    before = access.said(ticket)
    try:
        typed = typed_in((field for field, _value in before), request.POST)
        changed = verbs.put(ticket, values=typed, by=request.user, at=request.now)
    except Refused as refused:
        context = _section(request, ticket, refused)
        if not is_patch(request):
            return HttpResponse(piece(request, "agents/field/section.html", context).content, status=422)
        return patch(request, _part(ticket, context), code=422)
    context = _section(request, ticket)
    context["before"] = [(key_of(field), value) for field, value in before if field.name in changed]
    return answered(request, public_id, _part(ticket, context))


def _part(ticket: Ticket, context: dict[str, Any]) -> Part:
    return Part(f"#fields{ticket.pk}", "agents/field/section.html", context, "innerHTML")


def _section(request: HttpRequest, ticket: Ticket, refused: Refused | None = None) -> dict[str, Any]:
    """The fields, with what was typed where it was refused."""
    posted = request.POST if refused else {}
    rows = [
        Asked(
            field,
            field.called(request.LANGUAGE_CODE),
            posted.get(key_of(field), value),
            _(refused.says) if refused and refused.field == field.name else "",
        )
        for field, value in access.said(ticket)
    ]
    return {"ticket": ticket, "rows": rows}


class FieldForm(SaidForm):
    """What people read over it, what can be chosen, and when it is asked for."""

    label = django_forms.CharField(label=gettext_lazy("What people read over it"), max_length=100)
    choices = django_forms.CharField(
        label=gettext_lazy("What can be chosen, one a line (of a choice)"),
        required=False,
        max_length=20_000,
        widget=django_forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What you take away here stays on the requests where it was chosen."),
    )
    place = django_forms.IntegerField(
        label=gettext_lazy("Its place among the others"),
        required=False,
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("A number; the smallest comes first."),
    )
    required = django_forms.BooleanField(
        label=gettext_lazy("Must be filled in before a request is solved"), required=False
    )
    shown = django_forms.BooleanField(
        label=gettext_lazy("Requesters are asked for it in the form, and see it on their page"),
        required=False,
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = [language for language in LANGUAGES if language != spoken(desk.language)]
        for language in self.others:
            self.fields[f"name_{language}"] = django_forms.CharField(
                label=get_language_info(language)["name_local"].capitalize(),
                required=False,
                max_length=100,
                widget=django_forms.TextInput({"lang": language, "dir": direction(language)}),
            )

    @property
    def given(self) -> dict[str, Any]:
        """What the verbs take."""
        asked = self.cleaned_data
        return {
            "label": asked["label"],
            "names": {language: asked[f"name_{language}"] for language in self.others},
            "choices": asked["choices"].splitlines(),
            "required": asked["required"],
            "shown": asked["shown"],
            "place": asked["place"] or 0,
        }

    @property
    def first(self) -> list[Any]:
        """The fields that stand open: all but the other languages."""
        return [self[name] for name in self.fields if not name.startswith("name_")]

    @property
    def further(self) -> list[Any]:
        """The label in other languages."""
        return [self[f"name_{language}"] for language in self.others]

    @property
    def further_said(self) -> bool:
        """Whether something is written in another language."""
        return any(field.value() or field.errors for field in self.further)


class NewFieldForm(FieldForm):
    """A new field: its name and kind stay."""

    name = django_forms.CharField(
        label=gettext_lazy("Name for queries"),
        max_length=40,
        widget=django_forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("One word, like serial: field.serial:1234 finds it. It stays."),
    )
    kind = django_forms.ChoiceField(label=gettext_lazy("Kind"), choices=list(KINDS.items()))
    field_order = ("label", "name", "kind")


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest, public_id: str) -> HttpResponse:
    """All fields of a desk, dropped ones last, and a form for one more."""
    desk = desks.get_led(request.user, public_id)
    form = NewFieldForm(request.POST or None, desk=desk)
    if request.method == "POST" and form.act(lambda: _make(desk, form, request)):
        messages.success(request, _("Saved."))
        return redirect("agents:desk-fields", public_id)
    rows = [
        {"field": one, "kind": KINDS[one.kind], "url": url_of(f'field.{one.name}:any desk:"{desk.name}"')}
        for one in access.of_desk(desk)
    ]
    context = {"desk": desk, "form": form, "rows": rows}
    return page(request, "agents/field/list.html", context, here="desks", code=422 if form.is_bound else 200)


def _make(desk: Desk, form: NewFieldForm, request: HttpRequest) -> DeskField:
    asked = form.cleaned_data
    return verbs.make(
        desk, name=asked["name"], kind=asked["kind"], **form.given, by=request.user, at=request.now
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def field(request: HttpRequest, public_id: str, field: str) -> HttpResponse:
    """One field, to call, order or ask for it otherwise."""
    desk = desks.get_led(request.user, public_id)
    found = access.get(desk, field)
    initial = {name: getattr(found, name) for name in ("label", "required", "shown", "place")}
    initial |= {f"name_{language}": text for language, text in found.names.items()}
    initial["choices"] = "\n".join(found.choices)
    form = FieldForm(request.POST or None, desk=desk, initial=initial)
    if request.method == "POST" and form.act(
        lambda: verbs.change(found, **form.given, by=request.user, at=request.now)
    ):
        messages.success(request, _("Saved."))
        return redirect("agents:desk-fields", public_id)
    context = {"desk": desk, "field": found, "kind": KINDS[found.kind], "form": form}
    return page(request, "agents/field/page.html", context, here="desks", code=422 if form.is_bound else 200)


@require_POST
@door
def act(request: HttpRequest, public_id: str, field: str) -> HttpResponse:
    """Drop a field, take it up again, or delete a dropped one with its values."""
    desk = desks.get_led(request.user, public_id)
    found = access.get(desk, field)
    match request.POST.get("act"):
        case "drop":
            verbs.drop(found, by=request.user, at=request.now)
            messages.success(request, _("Dropped. Its values are kept, and nobody sees them."))
        case "take_up":
            verbs.take_up(found, by=request.user, at=request.now)
            messages.success(request, _("It is asked for again, with the values that it had."))
        case "delete":
            count = verbs.delete(found, by=request.user, at=request.now)
            messages.success(request, _("Deleted, with %(count)s values.") % {"count": count})
    return redirect("agents:desk-fields", public_id)
