"""What an agent finds: the query as typed, what it found, and where the words stand; or what cannot be read of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from heard.query import Unreadable
from heard.record.access import search as searching
from heard.record.access.query import understood
from heard.record.access.ticket import PAGE
from heard.record.search.snippet import Part


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: one page of ids, how many stand above the next page (None: there is none), and a line for each
    in which words were found."""

    ids: list[int] = field(default_factory=list)
    skip: int | None = None
    lines: Mapping[int, SafeString] = field(default_factory=dict)
    trouble: Unreadable | None = None


def answer(request: HttpRequest, text: str, skip: int, *, limit: int = PAGE) -> Answer:
    """Find what was typed. A query that cannot be read finds nothing and says why."""
    try:
        query = understood(request.user, text, at=request.now)
    except Unreadable as trouble:
        return Answer(trouble=trouble)
    result = searching.find(request.user, query, at=request.now, skip=skip, limit=limit)
    told = searching.snippets(result, query)
    return Answer(
        result.ids,
        skip + limit if result.more else None,
        {pk: _line(where, parts) for pk, (where, parts) in told.items()},
    )


def _line(where: str, parts: list[Part]) -> SafeString:
    """A third line of a row; all of it is escaped."""
    said = {"file": _("file: "), "note": _("note: ")}.get(where, "")
    marked = format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if is_word else text,) for text, is_word in parts)
    )
    return format_html('<span class="found{}">{}{}</span>', " note" if where == "note" else "", said, marked)
