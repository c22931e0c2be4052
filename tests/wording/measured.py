"""The sentences of the tables beside this, each with the time it promises, and how many of them are read right.

`tuned` was looked at while the rules were made. `held_out` was written with it and set aside: the rules were changed
for two of its sentences. `later` was written when both were done, to see how far the rules reach. `wide` is
by other hands, which knew neither rules nor tables: a third of it on purpose in every way but the usual one.
All are read on Tuesday 8 December 2026 at 10:12 in New York, at a desk open from 9 to 6 on weekdays.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from heard.hours import Calendar, Schedule, calendar_for
from heard.wording import promised

FOLDER = Path(__file__).parent
SETS = ("tuned", "held_out", "later", "wide")
ZONE = "America/New_York"
NOW = datetime(2026, 12, 8, 10, 12, tzinfo=ZoneInfo(ZONE))


@dataclass(frozen=True)
class Case:
    """A sentence, its language, and the time it promises on the wall in New York; "" where it promises none."""

    language: str
    due: str
    text: str


def cases(name: str) -> Iterator[Case]:
    """The sentences of one table."""
    for line in (FOLDER / f"times_{name}.tsv").read_text(encoding="utf-8").splitlines():
        language, due, text = line.split("\t")
        yield Case(language, due.strip("-") and due, text.replace("\\n", "\n"))


@cache
def desk() -> Calendar:
    """The hours of the desk at which all of it is written."""
    week = tuple(((9 * 60, 18 * 60),) if day < 5 else () for day in range(7))
    return calendar_for(Schedule(zone=ZONE, week=week))


def read(text: str, *, reader: str = ZONE, writer: str = ZONE) -> str:
    """The nearest time a text promises, on the wall in New York, or ""."""
    found = promised(text, now=NOW, calendar=desk(), reader_zone=reader, writer_zone=writer)
    return found[0].at.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M") if found else ""


@cache
def measured(name: str, language: str = "") -> tuple[int, int, int, int]:
    """Of one table: times read right, times, sentences without one in which one was seen, such sentences."""
    chosen = [case for case in cases(name) if language in ("", case.language)]
    timed = [case for case in chosen if case.due]
    plain = [case for case in chosen if not case.due]
    right = sum(read(case.text) == case.due for case in timed)
    return right, len(timed), sum(bool(read(case.text)) for case in plain), len(plain)
