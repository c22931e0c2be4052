"""Which times of a text are a promise to its reader: "You'll hear from me by 2pm", not "the job failed at 2pm".

A time belongs to its clause. It is promised when the clause says that a word to the requester is still to come, and
nothing in it takes that back. In doubt it is none: a false time in the field is worse than an empty one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from heard.hours import Calendar, PastTime, UnknownTime, read_time
from heard.hours.said import city
from heard.wording.addressed import addressed
from heard.wording.cues import (
    COLLEAGUE,
    CONDITION,
    COURTESY,
    CUES,
    ENDS,
    GOES_ON,
    HANDED_TO,
    HEADLINES,
    NAMES_A_THING,
    NEVER,
    NEVER_BEFORE,
    PROMISER,
    REPORTED,
    RUNS_ON,
    SAID,
    TURNS_AWAY,
    TURNS_FAR_AWAY,
    WHO_WRITES,
)
from heard.wording.prose import Sentence, sentences
from heard.wording.times import Time, times


@dataclass(frozen=True, slots=True)
class Promised:
    """A promised time: `typed` as the field takes it, `at` what that means (UTC), `start` and `end` in the text."""

    typed: str
    at: datetime
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    start: int
    end: int
    times: tuple[Time, ...]
    before: str
    """The clause before it."""


_PARTS = re.compile(r"[,()\[\]:]|\s[–—-]\s|(?<=\s)(?:and|but|because|while|who|und|aber|weil|denn)(?=\s)|…")
_FEW, _MOST = 3, 600
"""Words that may stand before a time at the head of its clause; characters of a sentence that are read."""
_HARDLY = {
    "till",
    "until",
    "first",
    "thing",
    "then",
    "so",
    "yes",
    "ja",
    "also",
    "dann",
    "gleich",
    "early",
    "at",
    "the",
    "latest",
    "spätestens",
}
_BOUNDS = {"by", "before", "within", "later", "später", "bis", "binnen", "innerhalb", "spätestens"}


def promised(
    text: str, *, now: datetime, calendar: Calendar, reader_zone: str, writer_zone: str
) -> tuple[Promised, ...]:
    """The times a text promises its reader, the nearest first. What is over or reads two ways is not among them.

    Args:
        now: when it is being written, aware. calendar: the desk's. reader_zone, writer_zone: IANA names.
    """
    found: dict[datetime, Promised] = {}
    for sentence, time in promises(text):
        typed = _in_zone(sentence.text[time.end :], time.typed, reader_zone, writer_zone)
        try:
            read = read_time(
                typed, now=now, calendar=calendar, reader_zone=reader_zone, writer_zone=writer_zone
            )
        except (UnknownTime, PastTime):
            continue
        start = sentence.start + time.start
        found.setdefault(read.at, Promised(typed, read.at, start, sentence.start + time.end))
    return tuple(found[at] for at in sorted(found))


def promises(text: str) -> Iterator[tuple[Sentence, Time]]:
    """The sentences of a text that promise their reader a word at a time, whatever instant that may be."""
    for sentence in sentences(text):
        if (
            len(sentence.text) > _MOST
            or sentence.asks
            or CONDITION.match(sentence.text)
            or REPORTED.search(sentence.text)
        ):
            continue
        clauses = _clauses(sentence.text)
        for place, clause in enumerate(clauses):
            if clause.times and _is_promise(clauses, place):
                for time in clause.times:
                    if _belongs(clause, time):
                        yield sentence, time


_OF_A_PLACE = re.compile(
    r"[\s(]*(?:(?P<place>[A-ZÄÖÜ][\w. ]{1,30}?) time|Ortszeit (?P<ort>[A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ]\w+)?))"
)
_OF_A_ZONE = re.compile(r"\s*\(?(?:UTC|GMT|[CEMPW]E?[SD]?T|BST|MEZ|MESZ|IST|JST)\b")


def _in_zone(after: str, typed: str, reader_zone: str, writer_zone: str) -> str:
    """The typed time with the zone that the text names; "" for a zone that is neither's: then it is not guessed."""
    if found := _OF_A_PLACE.match(after):
        place = found["place"] or found["ort"]
        if place in ("My", "Your"):
            return typed
        if place in {city(reader_zone, "en"), city(reader_zone, "de")}:
            return typed
        return f"{typed} mine" if place in {city(writer_zone, "en"), city(writer_zone, "de")} else ""
    return "" if _OF_A_ZONE.match(after) else typed


def _clauses(sentence: str) -> list[_Clause]:
    """The clauses of a sentence; one that is hardly more than a time goes with its neighbour."""
    found, cuts, begin = times(sentence), [], 0
    sentence = COURTESY.sub(lambda said: " " * len(said[0]), sentence)
    for cut in _PARTS.finditer(sentence):
        if not any(time.start < cut.end() and cut.start() < time.end for time in found) and not any(
            cut.start() == time.end and "," in sentence[time.start : time.end] for time in found
        ):
            cuts.append((begin, cut.start()))
            begin = cut.end()
    parts = [*cuts, (begin, len(sentence))]
    before, made = "", []
    for start, end in _joined(sentence, parts, found):
        made.append(_clause(sentence, start, end, found, before))
        before = made[-1].text
    return made


def _clause(sentence: str, start: int, end: int, found: list[Time], before: str) -> _Clause:
    inside = tuple(time for time in found if start <= time.start < end)
    return _Clause(sentence[start:end], start, end, inside, before)


def _joined(sentence: str, parts: list[tuple[int, int]], found: list[Time]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    waiting: int | None = None
    for start, end in parts:
        start = start if waiting is None else waiting
        waiting = None
        if not _is_bare(sentence, start, end, found):
            joined.append((start, end))
        elif joined:
            joined[-1] = (joined[-1][0], end)
        else:
            waiting = start
    if waiting is not None:
        joined.append((waiting, len(sentence)))
    return joined


def _is_bare(sentence: str, start: int, end: int, found: list[Time]) -> bool:
    """Whether a part holds nothing but times and the small words before them."""
    left = sentence[start:end]
    inside = [time for time in found if start <= time.start < end]
    for time in inside:
        left = left.replace(sentence[time.start : time.end], " ", 1)
        left = re.sub(rf"\b{re.escape(time.lead)}\b", " ", left, count=1, flags=re.I) if time.lead else left
    return bool(inside) and not set(re.findall(r"\w+", left.casefold())) - _HARDLY


def _is_promise(clauses: list[_Clause], place: int) -> bool:
    text = clauses[place].text
    if any(never.search(text) for never in NEVER):
        return False
    before = " ".join(clause.text for clause in clauses[:place])
    if place and SAID.match(clauses[place - 1].text):
        return False
    return bool(
        _cue(clauses[place])
        or (RUNS_ON.match(text) and PROMISER.search(before))
        or (place and GOES_ON.match(text) and COLLEAGUE.match(clauses[place - 1].text))
        or (place and WHO_WRITES.match(text) and HANDED_TO.search(clauses[place - 1].text))
        or any(_is_headline(clauses[place], time) for time in clauses[place].times)
    )


def _is_headline(clause: _Clause, time: Time) -> bool:
    """Whether the clause is news without a verb, and the time is when they come."""
    before = clause.text[: time.start - clause.start].rstrip()
    if time.lead:
        before = re.sub(rf"\W*{re.escape(time.lead)}$", "", before, flags=re.I)
    ends = ENDS.match(clause.text, time.end - clause.start)
    return bool(ends and any(headline.match(before.rstrip()) for headline in HEADLINES))


@lru_cache(maxsize=256)
def _cue(clause: _Clause) -> re.Match[str] | None:
    known = next((found for cue in _cues() if (found := cue.search(clause.text))), None)
    return known or addressed(clause.text, _about(clause), clause.before)


def _about(clause: _Clause) -> str:
    """What the clause says besides its times and the small words before them."""
    about = clause.text
    for time in clause.times:
        start, end = time.start - clause.start, time.end - clause.start
        about = about[:start] + " " * (end - start) + about[end:]
    return re.sub(
        "|".join(rf"\b{re.escape(time.lead)}\s+$" for time in clause.times if time.lead) or r"(?!)",
        " ",
        about,
    )


@cache
def _cues() -> tuple[re.Pattern[str], ...]:
    """Compiled when a text is first read, which most processes never do."""
    return tuple(map(re.compile, CUES))


def _belongs(clause: _Clause, time: Time) -> bool:
    """Whether a time of a promising clause is that of the promise: near its beginning, or with nothing between."""
    if _is_headline(clause, time):
        return True
    cue = _cue(clause) or next(
        (found for say in (RUNS_ON, GOES_ON, WHO_WRITES) if (found := say.match(clause.text))), None
    )
    start, end = time.start - clause.start, time.end - clause.start
    if cue is None or NEVER_BEFORE.search(clause.text, 0, max(cue.end(), end)):
        return False
    if end <= cue.start():
        before = len(re.findall(r"\w+", clause.text[:start])) - len(time.lead.split())
        is_last = not re.search(r"\w", clause.text[cue.end() :])  # where German has its verb
        return (before <= _FEW or is_last) and not TURNS_AWAY.search(clause.text[end : cue.start()])
    between = clause.text[cue.end() : start]
    is_bound = any(word in _BOUNDS for word in time.lead.split())
    turned = (TURNS_AWAY if not is_bound else TURNS_FAR_AWAY).search(between)
    return not turned and (is_bound or not NAMES_A_THING.search(between))
