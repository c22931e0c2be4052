"""Whom somebody on the phone or at the counter may be: by number, by mail address, by name; people are shared."""

from django.db.models import Q

from heard.record.access import Absent
from heard.record.models.phone import Phone
from heard.record.models.requester import Requester
from heard.record.phones import NotANumber, looks_like_one, normal, people_of

MOST = 8
"""People that one look shows."""


def who(typed: str, *, country: str, sample: bool = False) -> list[Requester]:
    """Everybody who fits what was typed: all of a number, else those whose address or name has it.

    Args:
        country: two letters; whose number it is where it is typed without a country code.
        sample: whether people of the sample are looked among; real and sample people are never mixed.
    """
    typed = typed.strip()
    if not typed:
        return []
    if looks_like_one(typed):
        try:
            found = people_of(normal(typed, country=country))
        except NotANumber:
            return []
        return [one for one in found if one.sample == sample]
    named = Q(name__icontains=typed) | Q(addresses__address__istartswith=typed)
    people = Requester.objects.filter(named, same_as=None, sample=sample).select_related("organization")
    return list(people.distinct().order_by("name", "id")[:MOST])


def get(person: Requester, number: str) -> Phone:
    """A number of a person, by whichever of their histories it is kept.

    Raises:
        Absent: they have no such number.
    """
    theirs = Q(requester=person) | Q(requester__same_as=person)
    found = Phone.objects.filter(theirs, number=number).first()
    if found is None:
        raise Absent("phone")
    return found
