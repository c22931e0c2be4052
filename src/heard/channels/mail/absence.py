"""When somebody is back, read from the text of an out-of-office reply. It is only ever offered to a person.

A day counts where a word before it says that the absence ends there. Numbers that two countries read as two days are
not read at all.
"""

import re
from datetime import date, timedelta

from heard.hours.vocabulary import MONTHS, WEEKDAYS
from heard.record.arrival import Arrival

LONGEST = timedelta(days=365)
READ = 3000
"""Characters of a text that are looked at: the first lines say it."""

_RETURN = (
    r"back|return(?:s|ing)?|reachable again|available again|wieder|zurück|rückkehr|de retour|retour|reviens|reviendrai"
    r"|rentrerai|serai présente?|de vuelta|de regreso|regres\w+|vuelv\w+|volver\w*|reincorpor\w+"
    r"|و?(?:أعود|سأعود|العودة|عودتي)"
)
_UNTIL = r"until|till?|through|thru|bis|jusqu['’](?:au|à|en)|hasta|al|au|to|à|a|–|—|-|حتى|إلى|لغاية"
_INCLUSIVE = re.compile(
    r"\b(?:through|thru|inclusive|including|einschlie(?:ß|ss)lich|inklusive|inkl|incl|inclus|inclusive|inclusivo|compris)\b"
    r"|ضمنا",
    re.I,
)


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_MONTH, _WEEKDAY = _any(MONTHS), _any(word for word in WEEKDAYS if len(word) > 3 or not word.isascii())
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?:,?\s*(?:de[l]?\s+)?(?P<{0}>20\d\d))?"
_DAY = re.compile(
    r"(?P<iso>20\d\d-\d\d-\d\d)"
    r"|(?P<d1>\d{1,2})\s*\.\s*(?P<m1>\d{1,2})\.(?:\s*(?P<y1>20\d\d|\d\d)\b)?"
    r"|(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y2>20\d\d|\d\d))?"
    rf"|(?P<d3>\d{{1,2}}){_ORDINAL}\s*(?:de\s+|of\s+)?(?P<m3>{_MONTH})\b\.?{_YEAR.format('y3')}"
    rf"|(?P<m4>{_MONTH})\.?\s+(?P<d4>\d{{1,2}})(?!\d|:){_ORDINAL}{_YEAR.format('y4')}"
    rf"|(?P<weekday>{_WEEKDAY})\b(?!,?\s*(?:the\s+|den\s+|dem\s+|le\s+|el\s+|dia\s+|día\s+)?\d)",
    re.I,
)
_CUE = re.compile(rf"(?<!\w)(?:(?P<back>{_RETURN})|(?P<until>{_UNTIL}))(?!\w)", re.I)
_RANGE = re.compile(r"\b(?:from|between|vom|von|du|del|desde|entre|zwischen)\b|(?<!\w)من(?!\w)", re.I)
_NEAR, _END = 45, re.compile(r"[!?\n\r]|(?<!\d)\.\s+(?=[^\W\d_])")
_BACK_AFTER = re.compile(r"[^\d.!?\n]{0,30}(?<!\w)(?:wieder|zurück)(?!\w)", re.I)
"""German says it behind the day: "am Montag wieder da"."""


def said_in(arrival: Arrival, *, sent_on: date) -> date | None:
    """The day that a mail names, if it is an out-of-office reply and not known to be forged."""
    if arrival.machine != "out-of-office" or arrival.sender_is == "refuted":
        return None
    return back_on(arrival.reply or arrival.text, sent_on=sent_on)


def back_on(text: str, *, sent_on: date) -> date | None:
    """The first day on which they are there again, by the words of their reply; None where it does not say.

    Args:
        sent_on: the day on which the reply came.
    """
    arabic = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    text = re.sub(r"[ \t\u00a0\u202f]+", " ", text[:READ]).translate(arabic)
    until = None
    for found in _DAY.finditer(text):
        day = _day_of(found, sent_on)
        if day is None or not sent_on < day <= sent_on + LONGEST:
            continue
        said, cue = _before(text, found.start())
        if cue == "back" or _BACK_AFTER.match(text, found.end()):
            return day
        if cue == "until" and until is None:
            after = text[found.end() : found.end() + 20]
            to_the_end = (
                _RANGE.search(said) or _INCLUSIVE.search(said[-25:]) or _INCLUSIVE.match(after.lstrip(" (,"))
            )
            until = day + timedelta(days=1) if to_the_end else day
    return until


def _before(text: str, start: int) -> tuple[str, str]:
    """The words of the sentence before a day, and which cue is the nearest to it: "back", "until" or ""."""
    said = _END.split(text[max(0, start - 120) : start])[-1]
    cues = [cue for cue in _CUE.finditer(said) if len(said) - cue.end() <= _NEAR]
    if not cues:
        return said, ""
    if any(cue["back"] for cue in cues):
        return said, "back"
    # Small words like "to" end a range only right before the day.
    last = cues[-1]
    is_close = len(said[last.end() :].strip()) <= 20
    return said, "until" if is_close else ""


def _day_of(found: re.Match[str], sent_on: date) -> date | None:
    """The day that was named; one without a year is the next of its kind."""
    part = found.groupdict()
    if part["iso"]:
        return _date(*map(int, part["iso"].split("-")))
    if part["weekday"]:
        return sent_on + timedelta(days=(WEEKDAYS[part["weekday"].lower()] - sent_on.weekday() - 1) % 7 + 1)
    if part["a"]:
        first, second = int(part["a"]), int(part["b"])
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if first > 12 or first == second else (second, first)
        return _of_year(day, month, part["y2"], sent_on)
    if part["d1"]:
        return _of_year(int(part["d1"]), int(part["m1"]), part["y1"], sent_on)
    name, day_text = (part["m3"], part["d3"]) if part["m3"] else (part["m4"], part["d4"])
    return _of_year(int(day_text), MONTHS[name.lower()], part["y3"] or part["y4"], sent_on)


def _of_year(day: int, month: int, year: str | None, sent_on: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    here = _date(sent_on.year, month, day)
    return here if here is None or here > sent_on else _date(sent_on.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
