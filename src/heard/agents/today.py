"""The lists of tickets: Today, Unheard, Mine, All open, Resolved, and what a search found.

A list never moves under the cursor: an open page patches the rows it shows and says how many are new.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.agents import sample
from heard.agents import search as searching
from heard.agents.errors import door
from heard.agents.owed import Row, groups, row_of
from heard.agents.pages import Part, is_patch, nothing, page, patch, pipe, rail, reader_of
from heard.agents.view import FOLLOWED
from heard.query import FIELDS, Unreadable
from heard.record.access import event as events
from heard.record.access import ticket as tickets
from heard.record.access import view as views
from heard.record.access import watch as watches
from heard.record.access.ticket import OWED, OWNED, PAGE, RESOLVED, UNHEARD, Place
from heard.record.access.today import Line, lines

NAMES = ("today", "unheard", "mine", "open", "resolved", "search")
LONGEST, FURTHEST = 500, 10_000
"""Characters of a query, and how far down what it found is shown."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as asked for: its name, the query of a search, where it goes on, and what it shows.

    `under` is the group whose heading stands already when further rows are asked for; `newest` the last event
    that the list knows of; `skip` how many found rows stand above; `view` the name it is kept under;
    `trouble` what cannot be read of it.
    """

    name: str
    q: str = ""
    after: Place | None = None
    skip: int = 0
    view: str = ""
    trouble: Unreadable | None = None
    rows: tuple[Row, ...] = ()
    next: str = ""
    under: str = ""
    newest: int = 0

    @property
    def title(self) -> str:
        """What the list is called in the rail and over it."""
        if self.view:
            return self.view
        titles = {
            "today": _("Today"),
            "unheard": _("Unheard"),
            "mine": _("Mine"),
            "open": _("All open"),
            "resolved": _("Resolved"),
            "search": _("Search"),
        }
        return titles[self.name]

    @property
    def url(self) -> str:
        """The list's own page."""
        return reverse(f"agents:{self.name}") + (f"?{urlencode({'q': self.q})}" if self.q else "")

    @property
    def late(self) -> int:
        """How many of the shown rows stand under "Late" because a time has passed."""
        return sum(row.group == "late" and not row.is_unreached for row in self.rows)

    @property
    def unreached(self) -> int:
        """How many of the shown people our last word never reached."""
        return sum(row.is_unreached for row in self.rows)

    @property
    def first(self) -> Row | None:
        """What is owed first."""
        return self.rows[0] if self.rows else None

    @property
    def tickets(self) -> str:
        """What stands before the id in a ticket's address."""
        return reverse("agents:today") + "tickets/"

    @property
    def inside(self) -> str:
        """What a ticket's address carries to know in which list it was opened."""
        told = {} if self.name == "today" else {"in": self.name}
        return f"?{urlencode({**told, **({'q': self.q} if self.q else {})})}" if told or self.q else ""

    def drawn(self, row: Row) -> SafeString:
        """A row of this list."""
        return row.drawn(self.tickets, self.inside)

    @property
    def groups(self) -> list[tuple[str, str, int, SafeString]]:
        """Rows under their headings: key, heading, how many, drawn. Lists by another order have none."""
        found: list[tuple[str, str, Sequence[Row]]] = [("", "", self.rows)] if self.rows else []
        if self.name in ("today", "mine"):
            found = groups(self.rows)
        before, after = self.tickets, self.inside
        return [
            (key, heading, len(rows), SafeString("".join(row.drawn(before, after) for row in rows)))
            for key, heading, rows in found
        ]


def asked(request: HttpRequest, name: str = "") -> Listing:
    """The list a request is about: by name, or the one in which its ticket was opened."""
    name = name or request.GET.get("in", "today")
    words = request.GET.get("q", "").replace("\0", " ").strip()[:LONGEST] if name == "search" else ""
    name, skip = name if name in NAMES else "today", request.GET.get("skip", "")
    return Listing(
        name,
        words,
        _place(request.GET.get("after", "")),
        skip=min(int(skip), FURTHEST) if skip.isdecimal() and len(skip) < 6 else 0,
        under=request.GET.get("under", ""),
    )


def asked_in_page(request: HttpRequest) -> Listing:
    """The list beside the ticket: named in the page's address, which a patch tells in a header."""
    if request.method != "POST" or "HX-Current-URL" not in request.headers:
        return asked(request)
    inside = dict(parse_qsl(urlsplit(request.headers["HX-Current-URL"]).query))
    name = inside.get("in", "today")
    return Listing(name, inside.get("q", "")) if name in NAMES else Listing("today")


def filled(listing: Listing, request: HttpRequest) -> Listing:
    """The list with one page of rows."""
    reader, newest = reader_of(request), events.newest()
    if listing.name == "search":
        return _searched(replace(listing, newest=newest), request)
    ids, more = _ids(listing, request)
    found = lines(ids)
    rows = tuple(row_of(line, reader) for line in found)
    following = f"{_following(listing, found[-1])}&under={rows[-1].group}" if more and found else ""
    return replace(listing, rows=rows, next=following, newest=newest)


def _searched(listing: Listing, request: HttpRequest) -> Listing:
    """What a query found; it goes on by how many were shown, as what is found best has no place in time."""
    reader, found = reader_of(request), searching.answer(request, listing.q, listing.skip)
    rows = tuple(
        replace(row_of(line, reader), found=found.lines.get(line.id, "")) for line in lines(found.ids)
    )
    following = f"{listing.url}&skip={found.skip}" if found.skip else ""
    view = _("Followed") if listing.q == FOLLOWED else ""
    view = view or (views.called(request.user, listing.q) if listing.q else "")
    return replace(listing, rows=rows, next=following, view=view, trouble=found.trouble)


def _ids(listing: Listing, request: HttpRequest) -> tuple[list[int], bool]:
    """The ids of one page, and whether there are more."""
    desks = tickets.desks_of(request.user)
    ids = _walk(listing, request, desks)
    more = len(ids) > PAGE
    ids = ids[:PAGE]
    if listing.name != "today":
        return ids, more
    # What never arrived and what was missed stand on top whatever is due, and are not shown again further down.
    missed = list(dict.fromkeys(tickets.unreached(desks) + tickets.missed(desks)))
    rest = [pk for pk in ids if pk not in set(missed)]
    return (rest if listing.after else missed + rest), more


def _walk(listing: Listing, request: HttpRequest, desks: Sequence[int]) -> list[int]:
    if listing.name == "mine":
        return tickets.page_of(OWNED, [request.user.pk], after=listing.after, limit=PAGE + 1)
    order = {"unheard": UNHEARD, "resolved": RESOLVED}.get(listing.name, OWED)
    return tickets.page_of(order, desks, after=listing.after, limit=PAGE + 1)


def _following(listing: Listing, last: Line) -> str:
    """The address of the next page: it goes on after the last row, wherever that is by then."""
    at = {"unheard": last.received_at, "resolved": last.resolved_at}.get(listing.name, last.owed_at)
    return f"{reverse(f'agents:{listing.name}')}?after={int(at.timestamp())}-{last.id}"


def _place(text: str) -> Place | None:
    seconds, _dash, pk = text.partition("-")
    if not (seconds.isdecimal() and pk.isdecimal() and len(seconds) < 12 and len(pk) < 19):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), int(pk)


@require_safe
@door
def listed(request: HttpRequest, name: str) -> HttpResponse:
    """A list's page; its next rows; or, inside an open page, the list alone."""
    listing = filled(asked(request, name), request)
    context: dict[str, Any] = {"list": listing, "glance": name == "today", "fields": FIELDS.items()}
    if not is_patch(request):
        context["sample"] = name == "today" and sample.may_be_removed(request.user)
        return page(request, "agents/today/page.html", context, here=name)
    if request.headers.get("HX-Target", "").startswith("section"):
        return patch(request, Part("#list", "agents/today/list.html", context, "innerHTML scroll:top"))
    return patch(request, Part("#more", "agents/today/rows.html", {**context, "goes_on": True}, "outerHTML"))


@require_safe
@door
def news(request: HttpRequest) -> HttpResponse:
    """What changed in an open list since it was drawn: patched rows, and how many are new.

    Asked after every commit of anybody; most are drafts, which change no list and leave no event.
    """
    newest = events.newest()
    if request.GET.get("newest") == str(newest):
        return nothing()
    listing = replace(asked(request), after=None, newest=newest)
    counts = Part("#lists", "agents/parts/lists.html", {"rail": rail(request, listing.name)}, "outerMorph")
    shown = dict(pair.partition(".")[::2] for pair in request.GET.get("shown", "").split(",") if pair)
    ids = [int(pk) for pk in shown if pk.isdecimal()][: 4 * PAGE]
    if not ids and (first := _first(listing, request)):
        return patch(request, *first, counts)
    changed = [row for row in _fresh(request, ids) if shown[str(row.id)] != row.version]
    if listing.name == "search" and changed:
        told = {row.id: row.found for row in filled(listing, request).rows}
        changed = [replace(row, found=told.get(row.id, "")) for row in changed]
    parts = [
        Part(f"#t{row.id}", "agents/today/row.html", {"row": listing.drawn(row)}, "outerMorph")
        for row in changed
    ]
    count = len(_unseen(listing, request, set(ids)))
    parts.append(Part("#new", "agents/today/new.html", {"list": listing, "new": count}, "outerMorph"))
    return patch(request, *parts, counts)


def _first(listing: Listing, request: HttpRequest) -> list[Part]:
    """What an empty list shows now. Nobody's cursor is in it, so it is drawn again; it said that nobody waits."""
    fresh = filled(listing, request)
    if not fresh.rows:
        return []
    context = {"list": fresh}
    return [
        Part("#list", "agents/today/list.html", context, "innerHTML"),
        Part("#main > .glance", "agents/today/glance.html", context),
    ]


@require_safe
@door
def pipe_light(request: HttpRequest) -> HttpResponse:
    """Whether mail comes in and letters go out, and who minds the desk: the lights at the foot of the rail."""
    desks = watches.lights(request.user, at=request.now)
    return render(request, "agents/parts/pipe.html", {"pipe": pipe(request.now), "desks": desks})


def _fresh(request: HttpRequest, ids: list[int]) -> list[Row]:
    """The rows of shown tickets as they are now, as far as they may still be seen."""
    visible = tickets.visible_to(request.user).filter(id__in=ids).values_list("id", flat=True)
    reader = reader_of(request)
    return [row_of(line, reader) for line in lines(list(visible))]


def _unseen(listing: Listing, request: HttpRequest, shown: set[int]) -> list[int]:
    """Tickets that would stand among the shown ones. Those after the last shown belong to the next page."""
    if listing.name == "search":
        return []
    ids, more = _ids(listing, request)
    last = max((place for place, pk in enumerate(ids) if pk in shown), default=-1)
    return [pk for place, pk in enumerate(ids) if pk not in shown and (place < last or not more)]
