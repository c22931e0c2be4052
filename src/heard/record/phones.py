"""Phone numbers: typed in any way, kept in one form, said as they are read; and whose they are.

The library that knows the numbers of every country takes a while to load, so it is loaded by whoever meets a number.
"""

import re

from babel.core import get_global

from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.question import Question

EXTENSION = re.compile(r"[1-9]\d{1,5}")
"""A number of the house itself, which no country knows: kept as its digits."""
LOOKS = re.compile(r"[+(\d][\d\s()./+-]*")
LONGEST = 64
"""Characters of a number as somebody types it."""


class NotANumber(ValueError):
    """What was typed is no phone number, as far as the numbering plans of all countries say."""


def country_of(desk: Desk) -> str:
    """The country whose numbers need no country code on this desk: its own, else that of its time zone; "" for none."""
    return desk.country or get_global("zone_territories").get(desk.zone, "")


def normal(typed: str, *, country: str) -> str:
    """The one form of a number: E.164 ("+493012345"), or the digits of an extension of the house.

    Args:
        country: two letters; whose number it is where it is typed without a country code.

    Raises:
        NotANumber: no such number can exist.
    """
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        is_possible_number,
        parse,
    )

    if EXTENSION.fullmatch(bare := re.sub(r"[\s()./-]", "", typed)):
        return bare
    try:
        found = parse(typed[:LONGEST], country or None)
    except NumberParseException:
        raise NotANumber(typed) from None
    if not is_possible_number(found):
        raise NotANumber(typed)
    return format_number(found, PhoneNumberFormat.E164)


def is_extension(number: str) -> bool:
    """Whether a kept number is one of the house, which only the house can ring."""
    return not number.startswith("+")


def looks_like_one(typed: str) -> bool:
    """Whether somebody who typed this means a number rather than a name."""
    return bool(LOOKS.fullmatch(typed.strip()))


def said(number: str, *, country: str = "") -> str:
    """A kept number as people read it; without its country code where it is of `country`."""
    if is_extension(number):
        return number
    from phonenumbers import PhoneNumberFormat, format_number, parse, region_code_for_country_code

    found = parse(number)
    own = country and region_code_for_country_code(found.country_code) == country
    return format_number(found, PhoneNumberFormat.NATIONAL if own else PhoneNumberFormat.INTERNATIONAL)


_WHOSE = Question(
    lambda number: (
        Requester.objects.filter(phones__number=number)
        .select_related("organization", "same_as__organization")
        .order_by("phones__id")
    )
)


def people_of(number: str) -> list[Requester]:
    """Everybody who can be rung at a number, as `normal` gives it; of one person with several, who stands for all."""
    found = {one.person_id: one.same_as or one for one in _WHOSE.all(number)}
    return list(found.values())


def numbers_of(ticket: Ticket) -> list[dict[str, str]]:
    """The numbers of a ticket's requester, as they are dialled and said, and who else can be rung there."""
    person, country = ticket.requester, country_of(ticket.desk)
    return [
        {
            "number": one.number,
            "said": said(one.number, country=country),
            "also": ", ".join(str(each) for each in people_of(one.number) if each.pk != person.person_id),
        }
        for one in person.phones.all()
    ]
