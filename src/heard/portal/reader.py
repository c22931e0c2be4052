"""Reader: whoever a page is read by; every time on it is said in their zone, in their language, as of now."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from heard.hours import said
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.people import language_of, zone_of

CLOCK = re.compile(r"(?<=\d) (?=am\b|pm\b|Uhr\b|h\b|[صم]\b)|(?<=\d h) (?=\d)|(?<=الساعة) (?=\d)")


@dataclass(frozen=True, slots=True)
class Reader:
    """`zone` is an IANA name, `language` one that we speak, `now` the instant the page is made (UTC)."""

    zone: str
    language: str
    now: datetime

    def time(self, at: datetime) -> str:
        """Clock and day, as they follow "by": "2:00 pm today", "10:00 am on Thursday"."""
        return _whole(said.said_time(at, zone=self.zone, language=self.language, now=self.now))

    def plain(self, at: datetime) -> str:
        """In a sentence the clock alone for today, else with its day: "9:03 am", "9:03 am yesterday"."""
        return _whole(said.said_plain(at, zone=self.zone, language=self.language, now=self.now))

    def short(self, at: datetime) -> str:
        """As short as a list wants it: "9:03 am", "Thu 9:03 am", "4 Dec"."""
        return _whole(said.said_short(at, zone=self.zone, language=self.language, now=self.now))

    def day(self, at: datetime) -> str:
        """The day alone: "today", "on Thursday"."""
        return said.said_day(at, zone=self.zone, language=self.language, now=self.now)

    def date(self, day: date) -> str:
        """A date that may be far away: "30 June 2027"."""
        return said.said_date(day, language=self.language)

    def weekday(self, number: int) -> str:
        """The name of a day of the week, 0 for Monday: "Friday"."""
        return said.said_weekday(number, language=self.language)

    def until(self, at: datetime) -> str:
        """As it follows "closed until": "tomorrow 9:00 am", "Monday 9:00 am"."""
        return _whole(said.said_until(at, zone=self.zone, language=self.language, now=self.now))

    @property
    def zone_name(self) -> str:
        """ "New York time"."""
        return said.zone_name(self.zone, self.language)


def _whole(time: str) -> str:
    """A clock does not break at the end of a line."""
    return CLOCK.sub("\u00a0", time)


def reader_of(request: HttpRequest, requester: Requester, desk: Desk, *, now: datetime) -> Reader:
    """Who reads a page of a request."""
    return Reader(zone_of(requester, desk), language_for(request, requester=requester, desk=desk), now)


def language_for(
    request: HttpRequest, *, requester: Requester | None = None, desk: Desk | None = None
) -> str:
    """The language of a page: chosen by the person, then by this browser, then the organization, the desk."""
    wanted = [
        requester.language if requester else "",
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        accepted(request),
        language_of(requester, desk) if requester and desk else desk.language if desk else "",
    ]
    return next((known for language in wanted if (known := spoken(language))), settings.LANGUAGE_CODE)


def accepted(request: HttpRequest) -> str:
    """The first language the browser asks for that we speak, or ""."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    return next((known for language, _ in asked if (known := spoken(language))), "")


def spoken(language: str) -> str:
    """The language as we speak it ("de" for "de-AT"), or "" when we do not."""
    try:
        return get_supported_language_variant(language) if language else ""
    except LookupError:
        return ""
