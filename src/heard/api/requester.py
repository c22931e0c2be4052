"""Requesters: the people who ask, shared by all desks."""

from django.http import HttpRequest
from ninja import Query, Router

from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Line, RequesterOut
from heard.api.token import READ
from heard.record.access import organization as people

router = Router(tags=["requesters"])


class RequesterFilters(Paging):
    """Which people."""

    address: Line = ""


@router.get("/requesters", auth=READ, response=Page[RequesterOut])
def requesters_list(request: HttpRequest, filters: Query[RequesterFilters]) -> Page[RequesterOut]:
    """People who ask, the newest first."""
    rows = people.people()
    if filters.address:
        rows = rows.filter(addresses__address=filters.address.lower())
    return by_id(rows, filters, RequesterOut.of)


@router.get("/requesters/{id:public_id}", auth=READ, response=RequesterOut)
def show(request: HttpRequest, public_id: str) -> RequesterOut:
    """One person. Their tickets are read from /tickets?requester=..."""
    return RequesterOut.of(people.person(public_id))
