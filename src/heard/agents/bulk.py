"""Many requests at once: chosen from a list, what will happen said before it does, and taken back where it can be."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.agents import search as searching
from heard.agents.errors import door
from heard.agents.owed import row_of
from heard.agents.pages import page, reader_of
from heard.agents.today import LONGEST, NAMES, Listing, asked, filled
from heard.hours.languages import in_words
from heard.record.access import Absent
from heard.record.access import agent as colleagues
from heard.record.access import desk as desks
from heard.record.access import macro as macros
from heard.record.access import problem as problems
from heard.record.access import ticket as tickets
from heard.record.access.today import lines
from heard.record.actions import bulk as verbs
from heard.record.actions.bulk import MOST, Act, Did, Outcome
from heard.record.errors import Refused
from heard.record.models.ticket import Ticket

LAST = "bulk"
"""Where this session remembers the last one, so that it can be taken back."""


@require_http_methods(["GET", "HEAD", "POST"])
@door
def choose(request: HttpRequest) -> HttpResponse:
    """The requests of a list to choose from; by POST those that were chosen in it, or what would happen to them."""
    if request.method == "POST" and "act" in request.POST and "back" not in request.POST:
        return _preview(request)
    return _chosen(request)


def _chosen(request: HttpRequest, trouble: str = "") -> HttpResponse:
    chosen = request.POST.getlist("ticket") if request.method == "POST" else []
    listing = _listing(request)
    ids = [ticket.pk for ticket in _visible(request, chosen)] if chosen else _ids(request, listing)
    reader = reader_of(request)
    context = {
        "list": listing,
        "rows": [(line, row_of(line, reader)) for line in lines(ids)],
        "all": bool(chosen),
        "people": colleagues.visible_to(request.user).filter(is_active=True),
        "desks": desks.everywhere(),
        "problems": [one for one, _counts in problems.listed(request.user, over=False)],
        "macros": macros.visible_to(request.user),
        "asked": request.POST,
        "trouble": trouble,
        "most": MOST,
    }
    return page(request, "agents/bulk/choose.html", context, here=listing.name, code=422 if trouble else 200)


def _listing(request: HttpRequest) -> Listing:
    """The list that one came from."""
    if request.method != "POST":
        return asked(request)
    name = request.POST.get("in", "today")
    return Listing(name if name in NAMES else "today", request.POST.get("q", "")[:LONGEST])


def _ids(request: HttpRequest, listing: Listing) -> list[int]:
    """What the list shows first: of a search all up to `MOST`, else what stands on its first page."""
    if listing.name == "search":
        return searching.answer(request, listing.q, 0, limit=MOST).ids
    return [row.id for row in filled(listing, request).rows]


def _visible(request: HttpRequest, public_ids: Sequence[str]) -> list[Ticket]:
    """Those of these tickets that the agent sees, in the order they were named."""
    found = tickets.visible_to(request.user).filter(public_id__in=public_ids[: 2 * MOST])
    by_id = {one.public_id: one for one in found.select_related("desk", "owner", "requester")}
    return [by_id[each] for each in dict.fromkeys(public_ids) if each in by_id]


def _act(request: HttpRequest) -> Act:
    """What was chosen to be done.

    Raises:
        Absent: there is no such act, person or desk.
    """
    post = request.POST
    kind = post.get("act", "")
    if kind not in verbs.VERBS:
        raise Absent("act")
    owner = colleagues.get(request.user, post["owner"]) if kind == "give" and post.get("owner") else None
    desk = desks.everywhere().filter(public_id=post.get("desk", "")).first() if kind == "move" else None
    name = post.get("tag" if kind == "tag" else "without", "")
    fault = problems.get(request.user, post["problem"]) if kind == "problem" and post.get("problem") else None
    run = macros.get(request.user, post["macro"]) if kind == "macro" and post.get("macro") else None
    title = post.get("title", "")[:200]
    return Act(kind, owner=owner, tag=name, desk=desk, problem=fault, title=title, macro=run)


def _preview(request: HttpRequest) -> HttpResponse:
    """What will happen to which of them, and which refuse it and why; nothing has happened yet."""
    act, found = _act(request), _visible(request, request.POST.getlist("ticket"))
    try:
        outcomes = verbs.foresee(found, act, by=request.user, at=request.now)
    except Refused as refused:
        return _chosen(request, trouble=in_words(refused.says, _))
    done = [one for one in outcomes if not one.refused]
    context = {
        "says": _says(act, len(done)),
        "done": done,
        "refused": [one for one in outcomes if one.refused],
        "letters": _letters(sum(one.letters for one in done)),
        "can_undo": verbs.can_undo(act, done),
        "asked": request.POST,
    }
    return page(request, "agents/bulk/preview.html", context)


def _letters(count: int) -> str:
    if not count:
        return _("No letter leaves.")
    words = ngettext(
        "One person gets a letter with a new time.", "%(count)s people get a letter with a new time.", count
    )
    return words % {"count": count}


def _says(act: Act, count: int) -> str:
    """What happens to so many, as a sentence."""
    one, many = {
        "give": (_("One request goes to %(name)s."), _("%(count)s requests go to %(name)s.")),
        "tag": (_("One request gets the tag %(name)s."), _("%(count)s requests get the tag %(name)s.")),
        "untag": (_("One request loses the tag %(name)s."), _("%(count)s requests lose the tag %(name)s.")),
        "move": (
            _("One request goes to the desk %(name)s; its promise goes along."),
            _("%(count)s requests go to the desk %(name)s; their promises go along."),
        ),
        "spam": (
            _("One request is closed as spam; its promise is released."),
            _("%(count)s requests are closed as spam; their promises are released."),
        ),
        "problem": (
            _("One request is behind the problem %(name)s."),
            _("%(count)s requests are behind the problem %(name)s."),
        ),
        "macro": (
            _("“%(name)s” is done on one request; what it only writes for you is left out."),
            _("“%(name)s” is done on %(count)s requests; what it only writes for you is left out."),
        ),
    }[act.kind]
    names = {"give": act.owner or _("nobody"), "move": act.desk, "problem": act.problem or act.title}
    name = {**names, "macro": act.macro}.get(act.kind, act.tag)
    return (one if count == 1 else many) % {"count": count, "name": name}


@require_POST
@door
def do(request: HttpRequest) -> HttpResponse:
    """Do what was shown."""
    act, found = _act(request), _visible(request, request.POST.getlist("ticket"))
    outcomes = verbs.do(found, act, by=request.user, at=request.now)
    done = [one for one in outcomes if not one.refused]
    request.session[LAST] = {
        "kind": act.kind,
        "owner": act.owner.public_id if act.owner else "",
        "tag": act.tag,
        "says": _says(act, len(done)),
        "done": [_kept(one) for one in done],
        "can_undo": verbs.can_undo(act, done),
        "refused": _told(outcomes),
        "undone": False,
    }
    return redirect("agents:bulk-done")


def _kept(one: Outcome) -> dict[str, Any]:
    """What the way back needs of one ticket."""
    return {
        "ticket": one.ticket.public_id,
        "before": one.before.public_id if one.before else "",
        "problem": one.problem.public_id if one.problem else "",
        "steps": [list(step) for step in one.did.steps],
    }


def _told(outcomes: Sequence[Outcome]) -> list[list[str]]:
    return [[one.ticket.public_id, one.refused] for one in outcomes if one.refused]


@require_safe
@door
def done(request: HttpRequest) -> HttpResponse:
    """What happened, with a way back where there is one."""
    last: dict[str, Any] = request.session.get(LAST) or {}
    if not last:
        raise Absent("bulk")
    refused = dict(last["refused"])
    context = {
        "last": last,
        "refused": [Outcome(one, refused=refused[one.public_id]) for one in _visible(request, list(refused))],
        "can_undo": last["can_undo"] and not last["undone"],
    }
    return page(request, "agents/bulk/done.html", context)


@require_POST
@door
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last one back; what somebody changed since stays."""
    last: dict[str, Any] = request.session.get(LAST) or {}
    if not last or last["undone"]:
        raise Refused("nothing", _("There is nothing to take back."))
    if not last["can_undo"]:
        raise Refused("undo", _("That cannot be taken back all at once."))
    kept = {one["ticket"]: one for one in last["done"]}
    named = colleagues.everybody().filter(
        public_id__in={last["owner"], *(one["before"] for one in kept.values())}
    )
    people = {one.public_id: one for one in named}
    faults = {
        each: problems.get(request.user, each) for each in {one["problem"] for one in kept.values()} - {""}
    }
    done = [
        Outcome(
            ticket,
            before=people.get(kept[ticket.public_id]["before"]),
            problem=faults.get(kept[ticket.public_id]["problem"]),
            did=Did(kept[ticket.public_id]["steps"]),
        )
        for ticket in _visible(request, list(kept))
    ]
    act = Act(last["kind"], owner=people.get(last["owner"]), tag=last["tag"])
    outcomes = verbs.undo(done, act, by=request.user, at=request.now)
    request.session[LAST] = {**last, "undone": True, "refused": _told(outcomes)}
    messages.success(request, _("Taken back."))
    return redirect("agents:bulk-done")
