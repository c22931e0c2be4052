"""The versions of a guide: who wrote when, what changed with each; and an older one brought back."""

from difflib import unified_diff

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.guide import called
from heard.agents.pages import page, reader_of
from heard.record.access import Absent
from heard.record.access import guide as guides
from heard.record.actions import guide as verbs
from heard.record.models.guide import GuideVersion


@require_safe
@door
def versions(request: HttpRequest, public_id: str, language: str) -> HttpResponse:
    """Who wrote when, and what changed with each."""
    found, reader = guides.get(request.user, public_id), reader_of(request)
    every = guides.versions(found, language)
    if not every:
        raise Absent("language")
    before = [*every[1:], GuideVersion(title="", text="")]
    rows = [(one, reader.short(one.at), difference(old, one)) for one, old in zip(every, before, strict=True)]
    context = {
        "guide": found,
        "rows": rows,
        "speaks": called(language),
        "code": language,
        "title": every[0].title,
    }
    return page(request, "agents/guide/versions.html", context, here="guides")


def difference(old: GuideVersion, new: GuideVersion) -> list[tuple[str, str]]:
    """Lines that went ("-"), came ("+"), or stand beside those (" ")."""
    before, after = ([one.title, "", *one.text.splitlines()] if one.title else [] for one in (old, new))
    lines = list(unified_diff(before, after, lineterm="", n=2))[2:]
    return [("…", "") if line.startswith("@@") else (line[0], line[1:]) for line in lines]


@require_POST
@door
def bring_back(request: HttpRequest, public_id: str, language: str, n: int) -> HttpResponse:
    """Let an older version hold again."""
    found = guides.get(request.user, public_id)
    verbs.bring_back(guides.version(found, language, n), by=request.user, at=request.now)
    messages.success(request, _("Version %(n)s holds again.") % {"n": n})
    return redirect("agents:guide-versions", public_id, language)
