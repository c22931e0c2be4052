"""Canned text: found while one types and put into the reply, and the page on which it is kept."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.draft import put_in
from heard.agents.errors import door
from heard.agents.facts import shown
from heard.agents.forms import SaidForm
from heard.agents.pages import page, piece
from heard.agents.way import Writer
from heard.hours.languages import LANGUAGES, direction, in_words, spoken
from heard.hours.said import said_time
from heard.record.access import Absent
from heard.record.access import canned as access
from heard.record.access import desk as desks
from heard.record.access import ticket as tickets
from heard.record.actions import canned as verbs
from heard.record.models.agent import Agent
from heard.record.models.canned import Canned
from heard.record.people import language_of
from heard.wording.variables import VARIABLES, filled, left_in


def text_for(canned: Canned, writer: Writer) -> str:
    """The words in the language of the ticket's requester, with what the variables stand for here."""
    ticket = writer.ticket
    language = spoken(language_of(ticket.requester, ticket.desk))
    return filled(canned.in_language(language, spoken(ticket.desk.language)), values_of(writer))


def values_of(writer: Writer) -> dict[str, str]:
    """What each variable stands for on this ticket; what has no value here is left out."""
    ticket, asks, answers = writer.ticket, writer.ticket.requester, writer.agent
    promise = ticket.promise if ticket.is_open else None
    told_at = promise.due_at if promise and promise.told_at else None
    language = spoken(language_of(asks, ticket.desk))
    values = {
        "requester.first": asks.called if asks.name.strip() else "",
        "requester.name": asks.name,
        "requester.organization": asks.organization.name if asks.organization else "",
        "agent.first": answers.first_name if answers.name.strip() else "",
        "agent.name": answers.name,
        "ticket.number": str(ticket.number),
        "ticket.subject": ticket.subject,
        "desk.name": ticket.desk.name,
        "desk.phone": ticket.desk.phone,
        "promise.time": said_time(told_at, zone=writer.zone, language=language, now=writer.now)
        if told_at
        else "",
    }
    return {name: value for name, value in values.items() if value}


@require_safe
@door
def choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """What fits what was typed, filled in for this ticket; asked for when the menu opens, and with every letter."""
    ticket = tickets.get(request.user, public_id)
    writer = Writer(ticket, request.user, request.LANGUAGE_CODE, request.now)
    rows = []
    for one in access.fitting(request.user, ticket, request.GET.get("q", "")[:100]):
        text = text_for(one, writer)
        rows.append({"canned": one, "text": text, "missing": left_in(text)})
    template = "found" if "q" in request.GET else "choose"
    return piece(request, f"agents/canned/{template}.html", {"ticket": ticket, "rows": rows})


@require_POST
@door
def insert(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put it before whatever was being written; where there is a script, that puts it where one writes."""
    seen = shown(request, public_id)
    found = access.get(request.user, request.POST.get("canned", ""))
    due, way = request.POST.get("due", "")[:100], request.POST.get("way", "")
    return put_in(seen, text_for(found, seen.writer), due, way=way)


class CannedForm(SaidForm):
    """A name, a folder, and the words in each language."""

    name = django_forms.CharField(label=gettext_lazy("Name"), max_length=80)
    folder = django_forms.CharField(
        label=gettext_lazy("Folder"),
        max_length=80,
        required=False,
        widget=django_forms.TextInput({"list": "folders", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            self.fields[f"text_{language}"] = django_forms.CharField(
                label=get_language_info(language)["name_local"].capitalize(),
                required=False,
                strip=False,
                max_length=verbs.LONGEST,
                widget=django_forms.Textarea({"rows": 6, "lang": language, "dir": direction(language)}),
            )

    @property
    def texts(self) -> dict[str, str]:
        """The words by language."""
        return {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES}

    @property
    def first(self) -> list[Any]:
        """The fields that stand open: all but the further languages."""
        return [self[name] for name in self.fields if name[:5] != "text_" or name[5:] in LANGUAGES[:2]]

    @property
    def further_said(self) -> bool:
        """Whether something is written, or wrong, in a further language."""
        return any(field.value() or field.errors for field in self.further)

    @property
    def further(self) -> list[Any]:
        """The words in further languages."""
        return [self[f"text_{language}"] for language in LANGUAGES[2:]]


class NewCannedForm(CannedForm):
    """New words, for oneself or for a desk."""

    desk = django_forms.ChoiceField(label=gettext_lazy("Who uses it"), required=False)
    field_order = ("name", "folder", "desk")

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = [(one.public_id, one.name) for one in desks.visible_to(agent).order_by("name")]
        self.fields["desk"].choices = [("", _("Only me")), *theirs]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All canned text one sees, by folder, and a form for more."""
    form = NewCannedForm(request.POST or None, agent=request.user)
    if request.method == "POST" and form.act(lambda: _save(request, form)):
        messages.success(request, _("Kept. On a request, ; finds it."))
        return redirect("agents:canned")
    rows = [(one, access.may_change(request.user, one)) for one in access.visible_to(request.user)]
    context = {"rows": rows, **_around(request, form)}
    return page(
        request, "agents/canned/list.html", context, here="canned", code=422 if form.is_bound else 200
    )


def _around(request: HttpRequest, form: CannedForm) -> dict[str, Any]:
    """What every form for canned text shows: the folders there are, and the variables."""
    folders = access.visible_to(request.user).exclude(folder="").order_by("folder")
    return {
        "form": form,
        "folders": folders.values_list("folder", flat=True).distinct(),
        "variables": [(f"{{{name}}}", in_words(says, _)) for name, says in VARIABLES.items()],
    }


def _save(request: HttpRequest, form: NewCannedForm) -> None:
    asked = form.cleaned_data
    desk = desks.get(request.user, asked["desk"]) if asked["desk"] else None
    verbs.save(
        name=asked["name"],
        folder=asked["folder"],
        texts=form.texts,
        desk=desk,
        by=request.user,
        at=request.now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door
def canned(request: HttpRequest, public_id: str) -> HttpResponse:
    """One canned text, to change it."""
    found = _changeable(request, public_id)
    kept = {f"text_{one.language}": one.text for one in found.texts.all()}
    form = CannedForm(request.POST or None, initial={"name": found.name, "folder": found.folder, **kept})
    if request.method == "POST" and form.act(lambda: _change(request, found, form)):
        messages.success(request, _("Saved."))
        return redirect("agents:canned")
    context = {"canned": found, **_around(request, form)}
    return page(
        request, "agents/canned/page.html", context, here="canned", code=422 if form.is_bound else 200
    )


def _change(request: HttpRequest, found: Canned, form: CannedForm) -> None:
    name, folder = form.cleaned_data["name"], form.cleaned_data["folder"]
    verbs.change(found, name=name, folder=folder, texts=form.texts, by=request.user, at=request.now)


@require_POST
@door
def drop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep it no longer."""
    verbs.drop(_changeable(request, public_id), by=request.user, at=request.now)
    messages.success(request, _("Dropped. What was sent with it stays."))
    return redirect("agents:canned")


def _changeable(request: HttpRequest, public_id: str) -> Canned:
    found = access.get(request.user, public_id)
    if not access.may_change(request.user, found):
        raise Absent("canned")
    return found
