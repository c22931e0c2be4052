"""Written help in public: the list with its search, one guide to read, "this helped". No account, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from heard.hours.languages import direction
from heard.portal import limits
from heard.portal.attachment import SANDBOX
from heard.portal.front import reader_at
from heard.portal.link import gone, holding, keys, on_desk, shown
from heard.record import files, markdown
from heard.record.access import Absent
from heard.record.access import help as access
from heard.record.access import requester as requesters
from heard.record.actions import help as verbs
from heard.record.models.desk import Desk
from heard.record.models.help import Help

COOKIE = f"{settings.COOKIE_PREFIX}visitor"
SALT = "heard.portal.visitor"
AGE = 400 * 24 * 3600
"""Seconds that a browser is known by what it said about guides; browsers keep no cookie longer."""
EXCERPT = 160
"""Characters of a guide that a list shows."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A guide in a list; `language` is the one it is shown in."""

    public_id: str
    title: str
    language: str
    excerpt: str


def named(help: Help, language: str) -> Shown:
    """A guide as a list names it, in the reader's language or another it has."""
    words = help.in_language(language)
    return Shown(help.public_id, words.title, words.language, markdown.plain(words.text, EXCERPT))


@require_safe
@on_desk
def listed(request: HttpRequest, desk: Desk, *, at: datetime) -> HttpResponse:
    """All written help of a desk, or what is searched for."""
    asked = request.GET.get("q", "")[:500]
    found = [named(one, request.LANGUAGE_CODE) for one in access.listed(desk, asked)]
    context = {"desk": desk, "reader": reader_at(request, desk, at), "found": found, "asked": asked}
    return shown(request, "portal/help/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk
def show(request: HttpRequest, desk: Desk, *, public_id: str, at: datetime) -> HttpResponse:
    """One guide; a POST says whether it helped, a GET changes nothing."""
    help, said = access.get(desk, public_id), request.POST.get("helped", "")
    if request.method == "POST" and said in ("yes", "no"):
        return _count(request, help, said == "yes", at)
    return _page(request, help, at)


def _count(request: HttpRequest, help: Help, helped: bool, at: datetime) -> HttpResponse:
    browser = _browser(request) or get_random_string(32)
    visitors = _visitors(request, browser, at)
    is_new = access.answered(help, visitors) is None
    if is_new and (until := limits.too_many_answers(limits.comes_from(request), at=at)):
        time = {"time": reader_at(request, help.desk, at).plain(until)}
        trouble = _("That is a lot in a short time. Please wait until %(time)s, or write us a mail.") % time
        return _page(request, help, at, trouble=trouble, code=429)
    verbs.answer(help, visitors=visitors, helped=helped, at=at)
    response = redirect(reverse("front-guide", args=[help.desk.slug, help.public_id], fragment="helped"))
    return holding(response, COOKIE, browser, salt=SALT, seconds=AGE)


def _page(
    request: HttpRequest, help: Help, at: datetime, *, trouble: str = "", code: int = 200
) -> HttpResponse:
    words, reader = help.in_language(request.LANGUAGE_CODE), reader_at(request, help.desk, at)
    browser = _browser(request)
    context: dict[str, Any] = {
        "desk": help.desk,
        "help": help,
        "words": words,
        "direction": direction(words.language),
        "html": _rendered(help, words.text),
        "written": reader.day(words.written_at),
        "other": ""
        if words.language == reader.language
        else get_language_info(words.language)["name_translated"],
        "said": access.answered(help, _visitors(request, browser, at)),
        "trouble": trouble,
    }
    return shown(request, "portal/help/page.html", context, code=code)


def _rendered(help: Help, text: str) -> SafeString:
    def address(picture: str) -> str:
        return reverse("front-picture", args=[help.desk.slug, help.public_id, picture])

    return mark_safe(markdown.rendered(text, address=address))


def _browser(request: HttpRequest) -> str:
    """What this browser is known by, "" before it said anything."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=AGE) or ""


def _visitors(request: HttpRequest, browser: str, at: datetime) -> Sequence[str]:
    """Who this is, as hashes: the person whose request this browser has opened, and the browser itself."""
    person = requesters.person(keys(request), at=at)
    names = [f"person {person.person_id}"] if person else []
    names += [f"browser {browser}"] if browser else []
    return [salted_hmac(SALT, name, algorithm="sha256").hexdigest() for name in names]


@require_safe
def picture(request: HttpRequest, slug: str, public_id: str, picture: str) -> HttpResponse:
    """A picture that a public guide shows, as we drew it."""
    try:
        found = access.picture(access.get(requesters.desk(slug), public_id), picture)
        content = files.read(found.digest)
    except (Absent, FileNotFoundError):
        return gone(request)
    response = HttpResponse(content, content_type="image/png")
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def suggested(desk: Desk, text: str, language: str) -> list[Shown]:
    """Guides that read like what somebody types."""
    return [named(one, language) for one in access.like(desk, text)]
