"""A person's page: their addresses, who they are the same person as, whether several write from there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from heard.agents.errors import door
from heard.agents.pages import page, reader_of
from heard.record.access import desk as desks
from heard.record.access import organization as people
from heard.record.access import phone as numbers
from heard.record.access import ticket as tickets
from heard.record.actions import phone as phones
from heard.record.actions import requester as verbs
from heard.record.errors import Refused
from heard.record.models.requester import Requester
from heard.record.phones import people_of, said


@require_safe
@door
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """The page. Their tickets are those of the reader's desks; of the rest not even the number is told."""
    found, reader = people.person(public_id), reader_of(request)
    past = [(one, reader.short(one.received_at)) for one in tickets.history(request.user, found)]
    rows = people.same_person(found)
    context = {
        "person": found,
        "stands": rows[0],
        "rows": rows,
        "past": past,
        "phones": _phones(request, rows),
    }
    return page(request, "agents/requester/page.html", context)


@require_POST
@door
def merge(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who has that address is the same person."""
    own, other = people.person(public_id), people.by_address(request.POST.get("address", ""))
    if other is None:
        raise Refused("address", "Nobody has written from that address.", field="address")
    verbs.merge(other, into=own, by=request.user, at=request.now)
    return _back(own)


@require_POST
@door
def part(request: HttpRequest, public_id: str) -> HttpResponse:
    """They are two persons after all."""
    own = people.person(public_id)
    verbs.part(own, by=request.user, at=request.now)
    return _back(own)


@require_POST
@door
def split(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of the addresses is somebody else's."""
    own = people.person(public_id)
    made = verbs.split(own, address=request.POST.get("address", ""), by=request.user, at=request.now)
    return _back(made)


@require_POST
@door
def address(request: HttpRequest, public_id: str) -> HttpResponse:
    """A further address of theirs."""
    own, new = people.person(public_id), request.POST.get("address", "")
    verbs.add_address(own, address=new, by=request.user, at=request.now)
    return _back(own)


@require_POST
@door
def phone(request: HttpRequest, public_id: str) -> HttpResponse:
    """A number at which they can be rung."""
    own = people.person(public_id)
    number = phones.read(request.POST.get("number", ""), country=desks.country(request.user))
    if number:
        phones.add(own, number=number, by=request.user, at=request.now)
    return _back(own)


@require_POST
@door
def drop_phone(request: HttpRequest, public_id: str) -> HttpResponse:
    """They cannot be rung there any more."""
    own = people.person(public_id)
    phones.drop(numbers.get(own, request.POST.get("number", "")), by=request.user, at=request.now)
    return _back(own)


def _phones(request: HttpRequest, rows: list[Requester]) -> list[tuple[str, str, list[Requester]]]:
    """Each number of a person, as it is said, and who else can be rung there."""
    country, person = desks.country(request.user), rows[0].pk
    kept = [one.number for row in rows for one in row.phones.all()]
    return [
        (number, said(number, country=country), [one for one in people_of(number) if one.pk != person])
        for number in dict.fromkeys(kept)
    ]


@require_POST
@door
def share(request: HttpRequest, public_id: str) -> HttpResponse:
    """Several persons write from there, or one."""
    own = people.person(public_id)
    verbs.share(own, shared=request.POST.get("shared") == "1", by=request.user, at=request.now)
    return _back(own)


def _back(own: Requester) -> Any:
    return redirect("agents:person", own.public_id)
