"""Times in running text: which words are a time that a grammar of typed times reads, and what stands before them.

Only what names one instant is a time here. A day without a clock, a span without "in", a range, a version, a price
are none; nor is a bare "3", which may be night or afternoon.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from heard.hours import vocabulary as words
from heard.hours.grammar import Clock, DayAndClock, DaysOn, OpeningDay, Parts, Span, parse
from heard.hours.spoken import SPOKEN, as_typed

MOST_WORDS, MOST_PLACES = 9, 12
"""Words of the longest time; places of a sentence at which a time is looked for. A table of figures is no sentence."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a sentence: its place there, how it would be typed, and the small words before it ("by", "bis")."""

    start: int
    end: int
    typed: str
    lead: str


@dataclass(frozen=True, slots=True)
class _Word:
    raw: str
    plain: str
    start: int
    end: int


_WORD = re.compile(r"(?:[^\s,;()\[\]!?*_\"“”„–—…]|(?<=\d),(?=\d))+")
_FIGURE = re.compile(
    r"\d[\d:.,]*(?:st|nd|rd|th|[ap]\.?m\.?|uhr|h\d*|hrs?|m|mins?|std|bd|d|w|at)?(?:\+\d\d:?\d\d|z)?$"
)
_KEEPS_STOP = re.compile(r"(?:\d{1,2}|\d\.\d{1,2}|[ap]\.m|\d[ap]\.m|\d\d\.\d{1,2})\.$")
_TABLES = (
    *(
        words.TODAY_AND_ON,
        words.WEEKDAYS,
        words.MONTHS,
        words.NUMBERS,
        words.HALF_HOUR,
        words.HOUR,
        words.MINUTE,
    ),
    *(
        words.DAY,
        words.WEEK,
        words.BUSINESS_DAY,
        words.NOON,
        words.END_OF_DAY,
        words.MINE,
        words.IN,
        words.BEFORE,
    ),
    words.THIS,
)
_KNOWN = (
    SPOKEN
    | {part for table in _TABLES for word in table for part in word.split()}
    | {"uhr", "am", "pm", "a.m.", "p.m.", "a.m", "p.m"}
)
_SMALL = {part for word in words.BEFORE for part in word.split()} - {"at"} | {"at", "latest"}
_SHORT_DAYS = {"mo", "di", "mi", "do", "fr", "sa", "so", "sat", "sun", "wed", "mar", "may"}
_LEADS = _SMALL | {
    "in",
    "within",
    "binnen",
    "innerhalb",
    "von",
    "before",
    "vor",
    "than",
    "als",
    "no",
    "later",
    "später",
    "punkt",
    "zum",
    "mittags",
    "pünktlich",
    "exactly",
    "promptly",
}
_NEVER_AFTER = frozenset(
    "after since from of for until till to between around about approximately roughly ab nach seit von vom für gegen "
    "zwischen auf circa ca etwa ungefähr über als than version every each alle jede jeden jedes last letzten "
    "letzte or oder through past nur only another weitere weiteren".split()
)
_NEVER_BEFORE = re.compile(
    r"[\s*_]*(?:(?:ago|later|behind|ahead|early|earlier|after|old|long|lang|nach|früher|später|before|bevor|each|a|per|je)\b"
    r"|(?:-|–|to|bis|and|und|or|oder)[\s*_]*\d|%|€|\$|euro?\b)",
    re.I,
)
_DAY_PART = re.compile(r"(?:\w+tag|mittwoch)(?:morgen|vormittag|nachmittag|abend)")
_HAS_ONE = re.compile(
    r"\d|\b(?:noon|midday|mittag|end|ende|eod|cob|close|feierabend|tagesende|\w*schlu(?:ss|ß)|arbeitsende|half|quarter|o'clock|halb\w*|viertel"
    r"|\w*stunden?|hours?|min\w*|days?|\w*tag\w*|weeks?|wochen?|\w+tagen?|tonight|morning|afternoon|evening|früh|abend|nachmittag)\b",
    re.I,
)
"""No time is without one of these."""
_BOUNDS = {
    "by",
    "before",
    "within",
    "bis",
    "zum",
    "vor",
    "binnen",
    "innerhalb",
    "spätestens",
    "at",
    "um",
    "on",
    "am",
    "in",
    "later",
    "später",
}
_BARE_AFTER = {"", "you", "ihnen", "dir", "euch", "dich"}
"""After those a clock needs no small word: "I'll call you 3pm"."""
_HOUR_H = re.compile(r"(\d{1,2}) ?h(?: ?([0-5]\d))?")
"""Behind "at" or "by" it is a time of day, behind "in" a span."""
_ASKED_FOR = re.compile(
    r"\b(?:(?:give|allow) (?:me|us)|(?:geben Sie|gib|gebt) (?:mir|uns))"
    r"(?: just| another| about| noch| etwa| bitte)*\s*$",
    re.I,
)
_WAITS = re.compile(
    r"\b(?:bear with (?:me|us)|patient|hang on|hold on|sit tight|wait) (?:until|till)\s+$", re.I
)
_FROM_NOW = re.compile(r"\s+(?:from now|ab jetzt|von jetzt an)\b", re.I)
"""A span without "in": "give me 45 minutes", "two hours from now"."""
_SPAN_LEADS = {"in", "within", "binnen", "innerhalb"}
_CLOSED = set("it this that these those them the a an your our my his her their".split())
_ARTICLES = {"the", "der", "den"}
"""Between those and a span: "within the hour"."""


def times(sentence: str) -> list[Time]:
    """The times of a sentence, from left to right; each as long as it can be read."""
    if not _HAS_ONE.search(sentence):
        return []
    found: list[Time] = []
    at, looked, spoken = 0, 0, list(_words(sentence))
    while at < len(spoken) and looked < MOST_PLACES:
        if not _may_begin(spoken, at):
            at += 1
            continue
        looked += 1
        time, after = _time_at(sentence, spoken, at)
        if time and not _is_range(sentence, time, found):
            found.append(time)
        at = after
    return [time for time in found if not _NEVER_BEFORE.match(sentence, time.end)]


def _words(sentence: str) -> Iterator[_Word]:
    for found in _WORD.finditer(sentence):
        raw = found[0].rstrip(":") if found[0].endswith(":") else found[0]
        if raw.endswith(".") and not _KEEPS_STOP.search(raw):
            raw = raw.rstrip(".")
        yield _Word(raw, raw.casefold(), found.start(), found.start() + len(raw))


def _time_at(sentence: str, spoken: list[_Word], at: int) -> tuple[Time | None, int]:
    """The longest time that begins with a word; and where to look on."""
    last = at
    while last + 1 < len(spoken) and last - at < MOST_WORDS and _is_known(spoken, last + 1):
        last += 1
    for until in range(last, at - 1, -1):
        said = sentence[spoken[at].start : spoken[until].end]
        if spoken[until].plain in _SMALL - {"am"} or not _HAS_ONE.search(said):
            continue
        if until == len(spoken) - 1 and not said.endswith("m."):
            said = said.rstrip(".")
        lead, before = _before(sentence, spoken, at)
        typed = as_typed(said)
        if found := _HOUR_H.fullmatch(typed) if not _SPAN_LEADS & set(lead) and _BOUNDS & set(lead) else None:
            typed = f"{found[1]}:{found[2] or '00'}"
        parts = _parts(typed)
        if parts is None:
            continue
        if _ASKED_FOR.search(sentence, 0, spoken[at].start) or _FROM_NOW.match(sentence, spoken[until].end):
            lead = ["within"]
        if _WAITS.search(sentence, 0, spoken[at].start):
            lead, before = ["by"], ""
        if _is_one(parts, typed, lead, before):
            return Time(
                spoken[at].start, spoken[at].start + len(said), _shown(typed, said), " ".join(lead)
            ), until + 1
        return None, until + 1
    return None, at + 1


@lru_cache(maxsize=2048)
def _parts(typed: str) -> Parts | None:
    return parse(typed)[0] if len(typed) <= 60 else None


def _may_begin(spoken: list[_Word], at: int) -> bool:
    """A time begins with a figure or a word of times, never with a small one: that is its lead."""
    if spoken[at].plain in _ARTICLES:
        return (
            at > 0
            and spoken[at - 1].plain in _SPAN_LEADS
            and at + 1 < len(spoken)
            and _is_known(spoken, at + 1)
        )
    return _is_known(spoken, at) and (spoken[at].plain not in _LEADS or spoken[at].plain == "a")


def _is_known(spoken: list[_Word], at: int) -> bool:
    word = spoken[at]
    if word.plain in _SHORT_DAYS:
        before = spoken[at - 1].plain if at else ""
        return word.raw[0].isupper() and (word.raw.endswith(".") or before in _BOUNDS)
    if word.plain == "we":  # "before we close today", not "before we close your account"
        after = [one.plain for one in spoken[at + 1 : at + 3]]
        return after[:1] == ["close"] and not set(after) & _CLOSED
    return (
        word.plain in _KNOWN
        or bool(_DAY_PART.fullmatch(word.plain))
        or word.plain.rstrip(".") in words.MONTHS
        or bool(_FIGURE.match(word.plain))
    )


def _before(sentence: str, spoken: list[_Word], at: int) -> tuple[list[str], str]:
    """The small words right before a time, and the word before them."""
    first = at
    while first > 0 and spoken[first - 1].plain in _LEADS:
        first -= 1
    before = spoken[first - 1] if first else None
    is_label = before and (
        sentence[before.end : before.end + 1] == ":" or before.plain in ("update", "stand")
    )
    return [word.plain for word in spoken[first:at]], before.plain if before and not is_label else ""


def _is_one(parts: Parts, typed: str, lead: list[str], before: str) -> bool:
    """Whether the words name one instant, and not the age, the number or the name of something."""
    led = set(lead)
    if before in _NEVER_AFTER or (
        led & {"von", "als", "than"} and not led & {"innerhalb", "later", "später", "spätestens"}
    ):
        return False
    if isinstance(parts, Span) or _keeps_clock(parts):
        return bool(led & _SPAN_LEADS)
    if not isinstance(parts, DayAndClock):
        return True
    if parts.clock is None or led & _SPAN_LEADS:
        return False
    if parts.day is None:
        is_noon = "mittags" in led and typed in ("11", "12", "13", "14")
        return is_noon or (bool(led & _BOUNDS or before in _BARE_AFTER) and _has_unit(typed, parts.clock))
    return not led or bool(led & _BOUNDS)


def _keeps_clock(parts: Parts) -> bool:
    """ "in 2 days", "2bd": this time of day."""
    if not isinstance(parts, DayAndClock) or parts.clock is not None:
        return False
    return isinstance(parts.day, OpeningDay) or (isinstance(parts.day, DaysOn) and parts.day.keeps_clock)


def _has_unit(typed: str, clock: Clock) -> bool:
    """ "14:00", "2pm", "14 Uhr", "noon", or an hour of the working morning; not "3", "1430" or "4.30"."""
    if re.fullmatch(r"\d{1,2}", typed):
        return clock.bare and 7 <= int(typed) < 12
    return not re.fullmatch(r"\d{4}|\d{1,2}\.\d{2}", typed)


def _is_range(sentence: str, time: Time, found: list[Time]) -> bool:
    """Whether this is the second of two times: neither is the one that is meant."""
    between = sentence[found[-1].end : time.start] if found else ""
    if not found or not re.fullmatch(
        r"\W*(?:-|–|to|bis|till|until|and|und|or|oder)(?: (?:at|um|by|bis))*\W*", between
    ):
        return False
    found.pop()
    return True


def _shown(typed: str, said: str) -> str:
    """As the field shows it: as it was written where that reads the same, else as it would be typed."""
    plain = " ".join(re.sub(r",(?!\d)", " ", said).rstrip(".").split())
    return plain if parse(plain) == parse(typed) else typed
