"""What a desk says about its hours: a week, a country's holidays, and days of its own. A value."""

import hashlib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version as installed

from heard.hours.languages import Sentence
from heard.hours.zones import is_zone

type Interval = tuple[int, int]
"""(open, close) in minutes of local wall time since midnight; the close may be 1440, the end of the day."""

type Day = tuple[Interval, ...]

DAY = 1440
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Some tables end early (India's lunar days in 2035). The days before and the fixed ones are still right.
warnings.filterwarnings("ignore", message="Requested Holidays are available only")


@dataclass(frozen=True)
class Schedule:
    """The opening hours of one desk. Everything wrong is refused with a ValueError that says what to mend.

    `zone` is an IANA name. `week` has seven days, Monday first, each with its sorted intervals; hours across
    midnight are given as two, one on each day. `country` and `region` are codes of the library `holidays`
    ("DE", "BY"); empty means no public holidays. `closed` and `special` are the desk's own days; they win
    over holidays and week.
    """

    zone: str
    week: tuple[Day, ...]
    country: str = ""
    region: str = ""
    closed: frozenset[date] = frozenset()
    special: tuple[tuple[date, Day], ...] = ()
    _own: dict[date, Day] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise ValueError(f"unknown time zone {self.zone!r}")
        _check_week(self.week)
        _check_country(self.country, self.region)
        object.__setattr__(self, "_own", _own_days(self.closed, self.special))

    @property
    def version(self) -> str:
        """A short stable mark of all that decides these hours: content, zone data, holiday tables."""
        content = (self.zone, self.week, self.country, self.region, sorted(self.closed), sorted(self.special))
        mark = f"{content!r} {_libraries()}"
        return hashlib.sha256(mark.encode()).hexdigest()[:12]

    def days(self, year: int) -> Iterator[tuple[date, Day]]:
        """Every date of `year` on which the desk opens, in order, with its intervals."""
        holidays = _holidays(self.country, self.region, year)
        day = date(year, 1, 1)
        while day.year == year:
            usual = () if day in holidays else self.week[day.weekday()]
            if hours := self._own.get(day, usual):
                yield day, hours
            day += timedelta(days=1)


def _check_week(week: tuple[Day, ...]) -> None:
    if len(week) != 7:
        raise ValueError(f"a week has 7 days, Monday first, not {len(week)}")
    for name, hours in zip(WEEKDAYS, week, strict=True):
        _check_day(name, hours)
    if not any(week):
        raise ValueError(Sentence("A desk must open at least once a week."))


def _check_day(name: str, hours: Day) -> None:
    before = 0
    for opens, closes in hours:
        if not 0 <= opens < closes <= DAY:
            says = Sentence(
                "%(day)s: %(opens)s to %(closes)s is not a stretch of one day.",
                day=Sentence(name.capitalize()),
                opens=_clock(opens),
                closes=_clock(closes),
            )
            raise ValueError(says)
        if opens < before:
            says = Sentence(
                "%(day)s: %(opens)s lies before %(before)s. Give hours in order, no overlap.",
                day=Sentence(name.capitalize()),
                opens=_clock(opens),
                before=_clock(before),
            )
            raise ValueError(says)
        before = closes


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _check_country(country: str, region: str) -> None:
    if region and not country:
        raise ValueError(f"region {region!r} without a country")
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise ValueError(f"a country is two capital letters (ISO 3166), not {country!r}")
    _holidays(country, region, 2000)


def _own_days(closed: frozenset[date], special: tuple[tuple[date, Day], ...]) -> dict[date, Day]:
    own: dict[date, Day] = dict.fromkeys(closed, ())
    for day, hours in special:
        if day in own:
            raise ValueError(f"{day} is given twice among the desk's own days")
        if not hours:
            raise ValueError(f"{day} has no hours; list it under closed")
        _check_day(str(day), hours)
        own[day] = hours
    return own


@cache
def _libraries() -> str:
    return f"tzdata {installed('tzdata')} holidays {installed('holidays')}"


@cache
def _holidays(country: str, region: str, year: int) -> frozenset[date]:
    """The public holidays that fall into `year`, moved ones among them. ValueError for a place the library
    lacks.
    """
    if not country:
        return frozenset()
    from holidays import country_holidays  # a third of a second; a desk without a country never pays it

    try:
        found = country_holidays(
            country, subdiv=region or None, years=(year - 1, year, year + 1), expand=False
        )
    except NotImplementedError as unknown:
        raise ValueError(
            f"no holidays known for {country}{' ' + region if region else ''}: {unknown}"
        ) from unknown
    return frozenset(day for day in found if day.year == year)
