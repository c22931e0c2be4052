"""The public page of a problem: what is known, what works meanwhile, "me too", "it happened again". No account."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.portal import forms, intake, limits
from heard.portal.attachment import accepts_files
from heard.portal.errors import says
from heard.portal.front import reader_at
from heard.portal.help import named, suggested
from heard.portal.link import again as read_again
from heard.portal.link import keys, on_desk, opened, shown, to_page
from heard.portal.request import page
from heard.portal.voice import known, recount, told_again
from heard.record.access import help as helps
from heard.record.access import requester as access
from heard.record.actions import problem as verbs
from heard.record.errors import Refused
from heard.record.models.desk import Desk
from heard.record.models.problem import Problem
from heard.record.models.requester import Participant

FEWEST, LONGEST = 3, 2000
"""Words that something can be said from, and characters that are read while somebody types."""


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk
def show(request: HttpRequest, desk: Desk, *, public_id: str, at: datetime) -> HttpResponse:
    """The page; a POST says that it happened to somebody as well."""
    problem = access.problem(desk, public_id)
    if request.method == "POST":
        return _count(request, problem, at)
    return _page(request, problem, None, at)


@require_POST
@on_desk
def like(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """Is it this? Problems and guides that read like what somebody types into the front form. A POST, so that no log
    has it. One too many from one place finds nothing; the form goes on without."""
    text = "\n".join(_typed(request))[:LONGEST]
    reader = reader_at(request, desk, at)
    says_something = len(text.split()) >= FEWEST
    is_held = says_something and limits.too_many_looks(limits.comes_from(request), at=at) is not None
    says_something = says_something and not is_held
    alike = access.like(desk, text) if says_something else []
    guides = suggested(desk, text, reader.language) if says_something else []
    context = {"desk": desk, "alike": [known(one, reader) for one in alike], "guides": guides}
    return shown(request, "portal/parts/like.html", context, code=429 if is_held else 200)


@accepts_files
@require_POST
@on_desk
def carry(request: HttpRequest, desk: Desk, *, public_id: str, at: datetime) -> HttpResponse:
    """Me too, from the front form: the page of the problem with what was typed there. Nothing is sent yet."""
    names = ("name", "email", "zone")
    given = {name: request.POST.get(name, "") for name in names} | {"text": "\n\n".join(_typed(request))}
    return _page(request, access.problem(desk, public_id), forms.MeToo(initial=given), at)


def _typed(request: HttpRequest) -> list[str]:
    """What stands in the form so far, what happened first."""
    said = [request.POST.get(name, "").strip() for name in ("happened", "doing", "stopped")]
    return [text for text in said if text]


def _count(request: HttpRequest, problem: Problem, at: datetime) -> HttpResponse:
    form = forms.MeToo(request.POST)
    if not form.is_valid():
        return _page(request, problem, form, at, code=422)
    if until := limits.wait(limits.comes_from(request), form.cleaned_data["email"], at=at):
        words = {"time": reader_at(request, problem.desk, at).plain(until)}
        form.add_error(
            None, _("That is a lot in a short time. Please wait until %(time)s, or write us a mail.") % words
        )
        return _page(request, problem, form, at, code=429)
    sample = known(problem, reader_at(request, problem.desk, at)).sample
    intake.me_too(problem, given=form.cleaned_data, sample=sample, language=request.LANGUAGE_CODE, at=at)
    return redirect("front-counted", problem.desk.slug, problem.public_id)


def _page(
    request: HttpRequest, problem: Problem, form: forms.MeToo | None, at: datetime, *, code: int = 200
) -> HttpResponse:
    reader = reader_at(request, problem.desk, at)
    told = known(problem, reader)
    own = access.behind(keys(request), problem, at=at)
    context: dict[str, Any] = {
        "desk": problem.desk,
        "reader": reader,
        "known": told,
        "own": own.ticket if own else None,
        "told_again": told_again(own.ticket, reader) if own else "",
        "guides": [named(one, reader.language) for one in helps.beside(problem)],
        "form": form or forms.MeToo(initial={"text": told.sample}),
    }
    return shown(request, "portal/problem.html", context, code=code)


@require_safe
@on_desk
def counted(request: HttpRequest, desk: Desk, *, public_id: str, at: datetime) -> HttpResponse:
    """After "me too": it counts. The same words for everybody, known to us or not."""
    told = known(access.problem(desk, public_id), reader_at(request, desk, at))
    return shown(request, "portal/counted.html", {"desk": desk, "known": told})


@require_POST
@opened
def again(request: HttpRequest, participant: Participant, *, at: datetime) -> HttpResponse:
    """It happened again, on the page of one's own request."""
    try:
        recount(verbs.again(participant.ticket, by=participant.requester, at=at).problem)
    except Refused as refused:
        return page(request, read_again(request, participant, at), at=at, code=409, trouble=says(refused))
    return to_page(participant)
