"""Whole pages with their rail, and patches: only the parts of an open page that changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from heard import health
from heard.agents.owed import Reader
from heard.hours.languages import Sentence, recognized
from heard.record.access import ticket as tickets

PIPE_FOR = timedelta(seconds=15)
WORST = ("fine", "warn", "red")
UNCHECKED = Sentence("could not be checked: %(error)s")
"""What is said of a check that could not be made, where no language is known."""


class Part(NamedTuple):
    """One part of a patch: where it goes, what is shown there, and how it is put there."""

    target: str
    template: str
    context: dict[str, Any]
    swap: str = "outerHTML"


def reader_of(request: HttpRequest) -> Reader:
    """Who reads this page, and when."""
    return Reader(request.user, request.LANGUAGE_CODE, request.now)


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, here: str = "", code: int = 200
) -> HttpResponse:
    """A whole page: the rail with its counts, and what the template shows.

    Args:
        here: the name of the rail's entry this page belongs to.
    """
    return render(request, template, {**context, "rail": rail(request, here)}, status=code)


def rail(request: HttpRequest, here: str) -> dict[str, Any]:
    """What the rail shows."""
    reader = reader_of(request)
    return {
        "here": here,
        "counts": tickets.counts(reader.agent, until=reader.day_end),
        "many": tickets.MANY,
    }


def is_patch(request: HttpRequest) -> bool:
    """Whether an open page asks for a part of itself, rather than a browser for a whole page."""
    return request.headers.get("HX-Request-Type") == "partial"


def patch(request: HttpRequest, *parts: Part, code: int = 200) -> HttpResponse:
    """The parts, each for its place."""
    body = "".join(
        f'<hx-partial hx-target="{part.target}" hx-swap="{part.swap}">'
        f"{render_to_string(part.template, part.context, request=request).strip()}</hx-partial>"
        for part in parts
    )
    return HttpResponse(body, status=code)


def piece(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """One element by itself, for a place that asks for it; nothing stands around it, not even white space."""
    return HttpResponse(render_to_string(template, context, request=request).strip())


def nothing() -> HttpResponse:
    """Nothing changed."""
    return HttpResponse(status=204)


def toast(text: str, *, late: bool = False, goes: int = 8) -> Part:
    """A sentence in the corner that leaves by itself."""
    context = {"text": text, "late": late, "goes": goes}
    return Part("#toasts", "agents/parts/toast.html", context, "beforeend")


_pipe: tuple[datetime, health.Finding] | None = None


def pipe(now: datetime) -> health.Finding:
    """The worst finding about the pipe; asked every few seconds per process, and never while a page waits."""
    global _pipe
    if _pipe is None or not timedelta() <= now - _pipe[0] < PIPE_FOR:
        found = health.findings(at=now)
        worst = max(found, key=lambda finding: WORST.index(finding.state), default=None)
        _pipe = (
            now,
            replace(worst, says=in_sentences(worst.says)) if worst else health.Finding("pipe", "fine", ""),
        )
    return _pipe[1]


def in_sentences(says: str) -> str:
    """What the doctor says of a check, as a sentence that can be said in the reader's language."""
    return recognized(says, [UNCHECKED.pattern])
