"""What a letter to a requester shows: its frozen facts, as the templates want them.

Every time is said here and nowhere else: the promised one from the ledger, in the letter's zone and language,
as of the frozen instant at which it was said.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings

from heard.hours.languages import spoken, spoken_to_agents
from heard.hours.said import (
    said,
    said_clock,
    said_date,
    said_day,
    said_opening,
    said_plain,
    said_time,
    said_weekday,
)
from heard.letters.headers import one_line
from heard.letters.same_time import says_time
from heard.promise.cadence import WEEKDAYS
from heard.record import links
from heard.record.access.proof import LASTS
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import FIRST_NUMBER

ANSWER_MARK = re.compile(r"^(?:(?:re|aw|antw|fwd?|wg|sv)\s*:\s*)+", re.I)


@dataclass(frozen=True, slots=True)
class Voice:
    """How a letter says times: language, zone, and the instant of saying (UTC) that "today" depends on."""

    language: str
    zone: str
    now: datetime

    def told(self, at: datetime) -> str:
        """A promised time, whole: clock, day and zone."""
        return said(at, zone=self.zone, language=self.language, now=self.now)

    def time(self, at: datetime) -> str:
        """Clock and day."""
        return said_time(at, zone=self.zone, language=self.language, now=self.now)

    def plain(self, at: datetime) -> str:
        """The clock alone for a time of today, else clock and day."""
        return said_plain(at, zone=self.zone, language=self.language, now=self.now)

    def day(self, at: datetime) -> str:
        """The day alone: "today", "on Friday 4 December"."""
        return said_day(at, zone=self.zone, language=self.language, now=self.now)

    def clock(self, at: datetime) -> str:
        """The clock alone."""
        return said_clock(at, zone=self.zone, language=self.language)

    def opening(self, at: datetime) -> str:
        """When a desk opens, the day first."""
        return said_opening(at, zone=self.zone, language=self.language, now=self.now)


def language_of(letter: Letter) -> str:
    """The language a letter is written in: its reader's where we speak it to them, else English."""
    to_agent = letter.kind in (Letter.Kind.ALERT, Letter.Kind.CONSULT, Letter.Kind.WEEKLY)
    return spoken_to_agents(letter.language) if to_agent else spoken(letter.language)


def voice_of(letter: Letter) -> Voice:
    """How this letter says times."""
    return Voice(language_of(letter), letter.zone, datetime.fromisoformat(letter.facts["said_at"]))


def to_requester(letter: Letter) -> dict[str, Any]:
    """What the templates of receipt, folded list, reply, missed, merged, split, closed and taken show."""
    desk, facts, voice = letter.ticket.desk, letter.facts, voice_of(letter)
    shown = {
        "number": letter.ticket.number,
        "desk": desk.name,
        # A copy carries no key to the request's page.
        "link": settings.HEARD_URL + facts["link"] if "link" in facts else "",
        "told": voice.told(letter.promise.due_at) if letter.promise else "",
        "open": facts.get("open", True),
        "phone": desk.phone,
        "on_call": desk.on_call,
        "overloaded": facts.get("overloaded", False),
        "rings": facts.get("rings", ""),
    }
    if letter.kind == Letter.Kind.REPLY:
        return shown | _reply(letter, voice)
    if letter.kind == Letter.Kind.MISSED:
        missed = datetime.fromisoformat(facts["missed"])
        return shown | {
            "missed": voice.plain(missed),
            "missed_how": facts.get("missed_how", "write"),
            "promised_by": facts["promised_by"],
        }
    if letter.kind == Letter.Kind.FOLDED:
        numbers = ", ".join(f"#{pk + FIRST_NUMBER}" for pk in facts["tickets"])
        return shown | {"numbers": numbers, "more": facts["more"]}
    if letter.kind in (Letter.Kind.MERGED, Letter.Kind.SPLIT):
        return shown | _beside(letter)
    if letter.kind == Letter.Kind.TAKEN:
        return shown | {"name": letter.promise.agent.first_name, "before": facts["before"]}
    if letter.kind == Letter.Kind.CLOSED:
        return shown | {"announced": voice.day(datetime.fromisoformat(facts["announced"]))}
    opens = facts.get("opens_at")
    return shown | {
        "received": voice.clock(letter.ticket.received_at),
        "opens": voice.opening(datetime.fromisoformat(opens)) if opens else "",
    }


def of_proof(letter: Letter) -> dict[str, Any]:
    """What the template of a proof shows: the link, for how many minutes it works, and where one asks for another."""
    return {
        "desk": letter.facts["desk"],
        "link": f"{settings.HEARD_URL}/requests/open/{links.proof_token(letter.facts['proof'])}/",
        "minutes": int(LASTS.total_seconds()) // 60,
        "page": f"{settings.HEARD_URL}/requests/",
    }


def _beside(letter: Letter) -> dict[str, Any]:
    """The other request that a merge or a split speaks of, and in whose name the time stands."""
    other = letter.facts["beside"] + FIRST_NUMBER
    agent = letter.promise.agent if letter.promise else None
    return {
        "beside": other,
        "subject": one_line(letter.ticket.subject),
        "stands_by": agent.first_name if agent else "",
    }


def _reply(letter: Letter, voice: Voice) -> dict[str, Any]:
    """A person's word with the lines under it. A robot's word has no such lines: it promises nothing."""
    message, promise, desk = letter.message, letter.promise, letter.ticket.desk
    shown: dict[str, Any] = {"text": message.text, "author": desk.name}
    if not message.by_person:
        return shown
    shown |= {
        "subject": one_line(ANSWER_MARK.sub("", letter.ticket.subject.strip())),
        "author": f"{message.agent.name}, {desk.name}",
        "restating": ended(letter.facts.get("restating", "")),
        "way": message.way,
        "talked": letter.facts.get("talked", []),
        "spoken": message.kind == Message.Kind.CALL,
        "event": ended(letter.facts.get("event", "")),
        "solves": message.way == Message.Way.SOLVES,
        "broadcast": letter.facts.get("broadcast"),
    }
    if promise and message.way == Message.Way.CLOSES:
        shown["closes"] = voice.day(promise.due_at)
    if promise and says_time(
        message.text,
        due_at=promise.due_at,
        zone=letter.zone,
        now=voice.now,
        others=(desk.zone, message.agent.zone),
    ):
        shown["told"] = ""
    if promise:
        theirs = promise.agent if promise.agent_id != message.agent_id else None
        shown |= _rhythm(letter, voice)
        shown |= {"how": promise.how, "stands_by": theirs.first_name if theirs else ""}
    return shown


def _rhythm(letter: Letter, voice: Voice) -> dict[str, str]:
    """How often they hear, as agreed, and until when: by the week or by working days."""
    rhythm = letter.facts.get("rhythm", "")
    if not rhythm:
        return {}
    weekday = WEEKDAYS.index(rhythm) if rhythm in WEEKDAYS else None
    return {
        "weekday": "" if weekday is None else said_weekday(weekday, language=voice.language),
        "days": rhythm if weekday is None else "",
        "last_day": said_date(date.fromisoformat(letter.facts["rhythm_until"]), language=voice.language),
    }


def ended(words: str) -> str:
    """Words on one line that end like a sentence; "" stays ""."""
    line = " ".join(words.split())
    return line if not line or line[-1] in ".!?…؟" else f"{line}."
