"""The shape of a typed time: text to parts, with no idea yet of any day, zone or desk.

A text is an instant with its offset, a span from now, or a day and a clock time in either order, one of which
may be missing. All of it must be understood: one strange word, and it is not a time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from heard.hours import vocabulary as words


@dataclass(frozen=True)
class Instant:
    """Such as "2026-12-14T10:00+01:00"."""

    at: datetime


@dataclass(frozen=True)
class Span:
    """Such as "2h" or "in 45 minutes"."""

    minutes: int


@dataclass(frozen=True)
class Clock:
    """A wall time in minutes since midnight (1440 is "24:00"); None is the end of the desk's day.

    `bare`: only an hour from 1 to 11 was written. "9" is 9:00, but may have been meant as 21:00.
    """

    minute: int | None
    bare: bool = False


@dataclass(frozen=True)
class DaysOn:
    """Such as "today" (0) or "tomorrow" (1). After "in 2 days" no clock time means this time of day."""

    days: int
    keeps_clock: bool = False


@dataclass(frozen=True)
class OpeningDay:
    """Such as "2bd": the nth day from today on which the desk opens."""

    n: int


@dataclass(frozen=True)
class Weekday:
    """Such as "fri"; `unsure` after "next": where the coming one is of this week, others mean that of the next."""

    weekday: int
    unsure: bool = False


@dataclass(frozen=True)
class Dated:
    """Such as "14 dec", "fri 14 dec 2026" or "the 14th": what was left out is None."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


type Day = DaysOn | OpeningDay | Weekday | Dated


@dataclass(frozen=True)
class DayAndClock:
    """A day and a clock time; either may be missing, not both."""

    day: Day | None
    clock: Clock | None


type Parts = Instant | Span | DayAndClock


def parse(text: str, language: str = "") -> tuple[Parts | None, bool]:
    """The parts of `text`, None if it is not a time; and whether it ended with "mine".

    Args:
        language: of whoever typed it, where it is known: "14h" is a clock in French and Spanish.
    """
    said, mine = _without_mine(_plain(text, language))
    return _instant(said) or _span(said) or _day_and_clock(said), mine


def _any(table: Iterable[str]) -> str:
    """A pattern for any word of a table, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True)) + ")"


def _count_of(name: str, unit: Iterable[str]) -> str:
    """A pattern for a number in group `name`, in figures or in words, and its unit."""
    return rf"(?P<{name}>[1-9][0-9]{{0,2}} ?|{_any(words.NUMBERS)} ){_any(unit)}"


IN = rf"(?:{_any(words.IN)} )?"
SMALL = rf"(?:{_any(words.BEFORE)} )*"
WEEKDAY = rf"(?P<weekday>{_any(words.WEEKDAYS)})\.?"
ON_WEEKDAY = rf"(?:{WEEKDAY} {SMALL})?"
MONTH = rf"(?P<month>{_any(words.MONTHS)})\.?"
YEAR = r"(?: (?:de )?(?P<year>20[0-9]{2}))?"
VOWEL_SIGNS = frozenset(chr(sign) for sign in range(0x64B, 0x653))
TH = "(?:st|nd|rd|th|er|º)"
CLOCK = (
    r"(?:(?:0?[1-9]|1[0-2])(?:[:.][0-5][0-9])? ?[ap]\.?m\.?"
    rf"|(?:0?[1-9]|1[01])(?:[:.][0-5][0-9])? ?{_any((*words.MORNING, *words.AFTERNOON))}"
    rf"|(?:0?[6-9]|1[01])(?:[:.][0-5][0-9])? ?{_any(words.EVENING)}"
    r"|[0-9]{1,2}[:.][0-9]{2}(?: ?uhr)?|[0-9]{1,2} ?uhr(?: ?[0-9]{2})?|[0-9]{4}|[0-9]{1,2}"
    rf"|{_any((*words.NOON, *words.END_OF_DAY))})"
)


def _plain(text: str, language: str) -> str:
    """Lower case, one form for every letter and figure, single blanks, no commas, no small words in front."""
    folded = re.sub(r",(?![0-9])|،", " ", unicodedata.normalize("NFKC", text).casefold().replace("’", "'"))
    plain = "".join(_figure(letter) for letter in folded if letter not in VOWEL_SIGNS)
    dated = re.sub(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})t", r"\1 ", " ".join(plain.split()))
    return re.sub(f"^{SMALL}", "", _with_clocks(dated, language))


def _figure(letter: str) -> str:
    """A figure of any script as one of ours; any other letter as it is."""
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _with_clocks(said: str, language: str) -> str:
    """ "14h30" as "14:30" where a language writes clocks so; behind "in" it stays a span."""
    sign = words.HOUR_SIGNS.get(language[:2])
    if (
        sign is None
        or re.match(rf"{_any(words.IN)} ", said)
        or re.match(r"d'ici (à )?[0-9]+ ?heures?$", said)
    ):
        return re.sub(r"^d'ici (à )?(?=[0-9]+ ?heures?$)", "", said)
    clock = rf"(?<![0-9:.,])([0-9]{{1,2}}) ?(?:{sign})(?: ?([0-5][0-9]))?(?![0-9\w])"
    return re.sub(clock, lambda found: f"{found[1]}:{found[2] or '00'}", said)


def _without_mine(said: str) -> tuple[str, bool]:
    found = re.fullmatch(rf"(.*\S) \(?{_any(words.MINE)}\)?", said)
    return (found[1], True) if found else (said, False)


def _instant(said: str) -> Instant | None:
    form = r"20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(?::00)? ?(?:z|[+-][0-9]{2}:?[0-9]{2})"
    if not re.fullmatch(form, said):
        return None
    try:
        return Instant(datetime.fromisoformat(said[:10] + "T" + said[11:].replace(" ", "").upper()))
    except ValueError:
        return None


_SPAN = re.compile(
    rf"{IN}(?:{_count_of('hours', words.HOUR)})?(?: ?(?:and |und )?{_count_of('minutes', words.MINUTE)})?"
)
_PARTED_HOURS = re.compile(rf"{IN}(?P<hours>[0-9]{{1,3}})[.,](?P<part>5|25|75) ?{_any(words.HOUR)}")
_HOURS_AND_FIGURES = re.compile(rf"{IN}(?P<hours>[0-9]{{1,2}})h(?P<minutes>[0-5][0-9])")
_ALONE = re.compile(rf"{IN}(?P<span>{_any(words.ALONE)})")
_HALF_HOUR = re.compile(rf"{IN}{_any(words.HALF_HOUR)}")
_PARTS = {"5": 30, "25": 15, "75": 45}


def _span(said: str) -> Span | None:
    minutes = 0
    if _HALF_HOUR.fullmatch(said):
        minutes = 30
    elif (found := _ALONE.fullmatch(said)) and said not in words.ALONE:
        minutes = words.ALONE[found["span"]]
    elif found := _PARTED_HOURS.fullmatch(said):
        minutes = int(found["hours"]) * 60 + _PARTS[found["part"]]
    elif found := _HOURS_AND_FIGURES.fullmatch(said) or _SPAN.fullmatch(said):
        minutes = _number(found["hours"] or "0") * 60 + _number(found["minutes"] or "0")
    return Span(minutes) if minutes else None


def _number(said: str) -> int:
    return words.NUMBERS.get(said.strip()) or int(said)


def _clock(said: str) -> Clock | None:
    """The wall time of a text that has the form of `CLOCK`; None for one that no clock shows."""
    if said in words.END_OF_DAY:
        return Clock(None)
    if said in words.NOON:
        return Clock(720)
    figures = re.findall("[0-9]+", said)
    if len(figures[0]) == 4:
        figures = [figures[0][:2], figures[0][2:]]
    hour, minute = int(figures[0]), int(figures[1]) if len(figures) > 1 else 0
    if half := _half(said):
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour * 60 + minute > 1440:
        return None
    return Clock(hour * 60 + minute, bare=said.isdigit() and len(said) < 3 and 1 <= hour < 12)


def _half(said: str) -> str:
    """Which half of the day is said behind the figures: "a", "p", or "" for none."""
    if found := re.search(r"([ap])\.?m\.?$", said):
        return found[1]
    word = re.sub(r"^[0-9:.]+ ?", "", said)
    return "a" if word in words.MORNING else "p" if word in (*words.AFTERNOON, *words.EVENING) else ""


def _dated(found: re.Match[str]) -> Dated:
    part = found.groupdict()
    month, year, weekday = part.get("month"), part.get("year"), part.get("weekday")
    return Dated(
        day=int(part["day"]),
        month=words.MONTHS.get(month) or int(month) if month else None,
        year=2000 + int(year) % 100 if year else None,
        weekday=words.WEEKDAYS[weekday] if weekday else None,
    )


_DAYS: tuple[tuple[str, Callable[[re.Match[str]], Day]], ...] = (
    (rf"(?P<on>{_any(words.TODAY_AND_ON)})", lambda found: DaysOn(words.TODAY_AND_ON[found["on"]])),
    (IN + _count_of("n", words.BUSINESS_DAY), lambda found: OpeningDay(_number(found["n"]))),
    (IN + _count_of("n", words.DAY), lambda found: DaysOn(_number(found["n"]), keeps_clock=True)),
    (IN + _count_of("n", words.WEEK), lambda found: DaysOn(_number(found["n"]) * 7, keeps_clock=True)),
    (rf"(?:{_any(words.THIS)} )?{WEEKDAY}", lambda found: Weekday(words.WEEKDAYS[found["weekday"]])),
    (rf"{_any(words.NEXT)} {WEEKDAY}", lambda found: Weekday(words.WEEKDAYS[found["weekday"]], unsure=True)),
    (rf"{ON_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:{TH}|\.)?(?: of| de)? ?{MONTH}{YEAR}", _dated),
    (rf"{ON_WEEKDAY}{MONTH} (?P<day>[0-9]{{1,2}}){TH}?{YEAR}", _dated),
    (rf"{ON_WEEKDAY}(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.(?P<year>(?:20)?[0-9]{{2}})?", _dated),
    (rf"{ON_WEEKDAY}(?P<year>20[0-9]{{2}})-(?P<month>[0-9]{{2}})-(?P<day>[0-9]{{2}})", _dated),
    (rf"{ON_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:{TH}|\.)", _dated),
)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Day]], ...]:
    """Compiled when a time is first read. A day alone comes first: "14 dec 2030" names a year, not half past eight in
    the evening."""
    return tuple(
        (re.compile(form), day)
        for pattern, day in _DAYS
        for form in (
            pattern,
            rf"{pattern} {SMALL}(?P<clock>{CLOCK})",
            rf"(?P<clock>{CLOCK}) {SMALL}{pattern}",
        )
    )


def _day_and_clock(said: str) -> DayAndClock | None:
    if re.fullmatch(CLOCK, said):
        clock = _clock(said)
        return DayAndClock(None, clock) if clock else None
    for form, day in _forms():
        if found := form.fullmatch(said):
            at = found.groupdict().get("clock")
            clock = _clock(at) if at else None
            return DayAndClock(day(found), clock) if clock or not at else None
    return None
