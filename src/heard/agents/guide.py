"""Guides: the list, those to look over, one to read, to write with a preview, its pictures."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents.attachment import CLOSED, DAY, content_of
from heard.agents.errors import door
from heard.agents.forms import SaidForm
from heard.agents.pages import page, piece, reader_of
from heard.hours.languages import LANGUAGES, direction, spoken
from heard.record import markdown
from heard.record.access import Absent
from heard.record.access import desk as desks
from heard.record.access import guide as guides
from heard.record.access import problem as problems
from heard.record.access.guide import Counted, Stale
from heard.record.actions import guide as verbs
from heard.record.models.agent import Agent
from heard.record.models.guide import Guide, GuideVersion


class WordsForm(SaidForm):
    """A title and a text; `seen` is the version that the writer began from."""

    title = django_forms.CharField(label=gettext_lazy("Title"), max_length=verbs.LONGEST_TITLE)
    text = django_forms.CharField(
        label=gettext_lazy("Text"),
        max_length=verbs.LONGEST,
        strip=False,
        help_text=gettext_lazy("Markdown: # heading, **bold**, 1. step, - item, [words](https://…)."),
        widget=django_forms.Textarea(attrs={"rows": 18, "data-pictures": ""}),
    )
    seen = django_forms.IntegerField(widget=django_forms.HiddenInput, min_value=0)


class NewForm(WordsForm):
    """A new guide: also whose it is, and in which language."""

    desk = django_forms.ChoiceField(label=gettext_lazy("Desk"))
    language = django_forms.ChoiceField(label=gettext_lazy("Language"))
    field_order = ("desk", "language", "title", "text", "seen")

    def __init__(self, *args: Any, agent: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theirs = desks.visible_to(agent).order_by("name")
        self.fields["desk"].choices = [(one.public_id, one.name) for one in theirs]  # type: ignore[attr-defined]
        self.fields["language"].choices = [(code, called(code)) for code in LANGUAGES]  # type: ignore[attr-defined]


def called(language: str) -> str:
    """What a language is called."""
    return get_language_info(language)["name_translated"]


def told(counts: Counted) -> str:
    """ "helped 12 of 14", or "" where nobody said."""
    every = counts.yes + counts.no
    return _("helped %(yes)s of %(every)s") % {"yes": counts.yes, "every": every} if every else ""


def rendered(guide: Guide | None, text: str) -> SafeString:
    """Its Markdown as agents see it."""
    own = guide.public_id if guide else "0" * 32
    return mark_safe(
        markdown.rendered(text, address=lambda one: reverse("agents:guide-picture", args=[own, one]))
    )


@require_safe
@door
def listed(request: HttpRequest) -> HttpResponse:
    """All in use, or what is searched for; or the dropped ones."""
    asked, dropped = request.GET.get("q", "")[:500], "dropped" in request.GET
    found = guides.listed(request.user, asked, language=request.LANGUAGE_CODE, dropped=dropped)
    context = {
        "rows": [(one, told(one.counts)) for one in found],
        "asked": asked,
        "dropped": dropped,
        "stale": len(_stale(request)),
    }
    return page(request, "agents/guide/list.html", context, here="guides")


def _stale(request: HttpRequest) -> list[Stale]:
    return guides.stale(request.user, at=request.now, language=request.LANGUAGE_CODE)


@require_safe
@door
def stale(request: HttpRequest) -> HttpResponse:
    """Those to look over, each with why."""
    reader = reader_of(request)
    rows = [(one, _reasons(one), reader.short(one.listed.guide.looked_at)) for one in _stale(request)]
    return page(request, "agents/guide/stale.html", {"rows": rows}, here="guides")


def _reasons(one: Stale) -> list[str]:
    said = []
    if one.days:
        words = ngettext("not looked over for one day", "not looked over for %(days)s days", one.days)
        said.append(words % {"days": one.days})
    if one.answers:
        words = ngettext("did not help one person", "did not help %(no)s people", one.answers.no)
        said.append(
            _("%(no)s, helped %(yes)s") % {"no": words % {"no": one.answers.no}, "yes": one.answers.yes}
        )
    if one.problem:
        said.append(_("its problem is over: %(title)s") % {"title": one.problem.title})
    return said


@require_http_methods(["GET", "HEAD", "POST"])
@door
def new(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    start = {"seen": 0, "language": spoken(request.user.language)}
    form = NewForm(request.POST or None, agent=request.user, initial=start)
    made: list[Guide] = []
    if request.method == "POST" and form.act(lambda: made.append(_make(request, form))):
        messages.success(request, _("Kept. It is internal until you publish it."))
        return redirect("agents:guide", made[0].public_id)
    context = {"form": form, "heading": _("A new guide"), "shown": _typed(None, form)}
    return page(request, "agents/guide/edit.html", context, here="guides", code=422 if form.is_bound else 200)


def _make(request: HttpRequest, form: NewForm) -> Guide:
    asked = form.cleaned_data
    words = {name: asked[name] for name in ("language", "title", "text")}
    return verbs.make(desks.get(request.user, asked["desk"]), **words, by=request.user, at=request.now)


def _typed(guide: Guide | None, form: WordsForm) -> SafeString:
    return rendered(guide, form["text"].value() or "")


@require_safe
@door
def guide(request: HttpRequest, public_id: str) -> HttpResponse:
    """One to read, in one of its languages; with what can be done with it."""
    found = guides.get(request.user, public_id)
    every = guides.newest(found)
    asked = request.GET.get("language", spoken(request.LANGUAGE_CODE))
    language = asked if asked in every else next(iter(every))
    words, reader = every[language], reader_of(request)
    going_on = [
        one for one, _counts in problems.listed(request.user, over=False) if one.desk_id == found.desk.pk
    ]
    behind = found.help.problem
    context = {
        "guide": found,
        "words": words,
        "direction": direction(language),
        "html": rendered(found, words.text),
        "languages": [(code, called(code)) for code in every],
        "others": [(code, called(code)) for code in LANGUAGES if code not in every],
        "written": reader.short(words.at),
        "looked": reader.short(found.looked_at),
        "told": told(guides.counted(found)),
        "problems": [*([behind] if behind and behind not in going_on else []), *going_on],
        "stale": [_reasons(one) for one in _stale(request) if one.listed.guide == found],
    }
    return page(request, "agents/guide/page.html", context, here="guides")


@require_http_methods(["GET", "HEAD", "POST"])
@door
def edit(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Write the next version in a language."""
    found = guides.get(request.user, public_id)
    if language not in LANGUAGES:
        raise Absent("language")
    every = guides.newest(found)
    last = every.get(language) or GuideVersion(n=0)
    form = WordsForm(request.POST or None, initial={"title": last.title, "text": last.text, "seen": last.n})
    if request.method == "POST":
        if form.act(lambda: _write(request, found, language, form)):
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('agents:guide', args=[public_id])}?language={language}")
        form.fields["seen"].initial = last.n
    newer = last if form.is_bound and str(form["seen"].value()) != str(last.n) else None
    context = {
        "form": _over(form, last) if newer else form,
        "guide": found,
        "newer": newer,
        "heading": next(iter(every.values())).title,
        "speaks": called(language),
        "code": language,
        "shown": _typed(found, form),
    }
    return page(request, "agents/guide/edit.html", context, here="guides", code=422 if form.is_bound else 200)


def _write(request: HttpRequest, guide: Guide, language: str, form: WordsForm) -> None:
    verbs.write(guide, language=language, **form.cleaned_data, by=request.user, at=request.now)


def _over(form: WordsForm, last: GuideVersion) -> WordsForm:
    """Saved once more, it goes on top of the newer version, which was shown."""
    form.data = form.data.copy()
    form.data["seen"] = str(last.n)
    return form


@require_POST
@door
def preview(request: HttpRequest) -> HttpResponse:
    """What is being written, as it will be read. Nothing is kept."""
    own = request.POST.get("guide", "")
    found = guides.get(request.user, own) if own else None
    shown = rendered(found, request.POST.get("text", "")[: verbs.LONGEST])
    return piece(request, "agents/guide/preview.html", {"shown": shown})


@require_POST
@door
def pictures(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a picture; the answer is the Markdown that shows it."""
    found = guides.get(request.user, public_id)
    file = request.FILES.get("picture")
    content = file.read(verbs.LARGEST + 1) if file else b""
    made = verbs.add_picture(found, content=content, by=request.user, at=request.now)
    return HttpResponse(f"![{_('what it shows')}](picture:{made.public_id})", content_type="text/plain")


@require_safe
@door
def picture(request: HttpRequest, public_id: str, picture: str) -> HttpResponse:
    """A picture of a guide, as we drew it."""
    found = guides.picture(guides.get(request.user, public_id), picture)
    response = HttpResponse(content_of(found.digest), content_type="image/png")
    response.headers["Content-Security-Policy"] = CLOSED
    response.headers["Cache-Control"] = f"private, max-age={DAY}"
    return response


@require_POST
@door
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Publish, hide, still right, drop, take up again, or which problem it works around."""
    found, who = guides.get(request.user, public_id), {"by": request.user, "at": request.now}
    does = request.POST.get("does", "")
    if does in ("publish", "hide"):
        verbs.publish(found, shown=does == "publish", **who)
        says = _("Everybody can read it now.") if does == "publish" else _("Only agents read it now.")
    elif does == "right":
        verbs.look(found, **who)
        says = _("Looked over: still right.")
    elif does in ("drop", "take_up"):
        verbs.drop(found, dropped=does == "drop", **who)
        says = (
            _("Dropped. It is suggested to nobody.")
            if does == "drop"
            else _("Taken up again; it is internal.")
        )
    elif does == "about":
        chosen = request.POST.get("problem", "")
        verbs.about(found, problem=problems.get(request.user, chosen) if chosen else None, **who)
        says = _("Saved.")
    else:
        raise Absent("act")
    messages.success(request, says)
    if request.POST.get("from") == "stale":
        return redirect("agents:guides-stale")
    return redirect("agents:guide", public_id)
