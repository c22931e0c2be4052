"""Verbs on phone numbers: one more of a person, one less; the person of a number that rang."""

from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events, rows
from heard.record.actor import Actor
from heard.record.errors import Refused
from heard.record.models.phone import Phone
from heard.record.models.requester import Requester
from heard.record.phones import NotANumber, normal, people_of
from heard.record.turns import wait_for_turn


def read(typed: str, *, country: str, field: str = "number") -> str:
    """The one form of what was typed; "" for nothing.

    Raises:
        Refused: it is no phone number.
    """
    try:
        return normal(typed, country=country) if typed.strip() else ""
    except NotANumber:
        says = Sentence("That is no phone number. Write it like +49 30 1234567, or as you dial it.")
        raise Refused("number", says, field=field) from None


@transaction.atomic
def add(requester: Requester, *, number: str, by: Actor, at: datetime) -> Phone:
    """A number at which a person can be rung, in its one form; nothing happens when it is known."""
    phone, is_new = Phone.objects.get_or_create(requester=requester, number=number, defaults={"added_at": at})
    if is_new:
        events.add("phone.added", by=by, at=at, person=requester.pk)
        requester.__dict__.pop("phone", None)  # it may have been asked for before there was one
    return phone


@transaction.atomic
def drop(phone: Phone, *, by: Actor, at: datetime) -> None:
    """They can be rung there no longer."""
    events.add("phone.dropped", by=by, at=at, person=phone.requester_id)
    phone.delete()


@transaction.atomic
def meet(number: str, *, name: str = "", at: datetime, sample: bool = False) -> tuple[Requester, bool]:
    """The requester of a number that rang, or one made for it.

    Where several persons can be rung there, nothing says which of them it was: it is nobody's by name, and a requester
    of the number itself is made for all that comes from it.

    Returns:
        The requester, and whether they were known before.
    """
    wait_for_turn(number)  # two calls of somebody new may be told at the same instant
    found = people_of(number)
    if len(found) == 1:
        return found[0], True
    if nobody := next((one for one in found if one.shared_at and not one.address), None):
        return nobody, True
    made = rows.insert(
        Requester(
            name="" if found else name[:200], created_at=at, sample=sample, shared_at=at if found else None
        )
    )
    Phone.objects.create(requester=made, number=number, added_at=at)
    return made, False
