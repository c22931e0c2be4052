"""The stage of the sample data: a desk, the people on both sides of it, and the instant it is told around.

So that Today is live at any hour, the desk lives in a zone where it is about half past eleven just then, and
is open every day from eight to eight.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from heard.cli import sample_texts
from heard.hours import Calendar
from heard.record.actions import agent, desk, promise, requester, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

DESK_ZONES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/New_York", "America/Halifax", "America/Sao_Paulo", "Atlantic/South_Georgia", "Atlantic/Azores",
    "Europe/London", "Europe/Berlin", "Europe/Athens", "Europe/Istanbul", "Asia/Dubai", "Asia/Karachi",
    "Asia/Dhaka", "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Brisbane", "Pacific/Noumea",
    "Pacific/Auckland",
)  # fmt: skip
OPEN = (8 * 60, 20 * 60)
NOON = 11.5


@dataclass
class Stage:
    """The desk, its people and the instant around which everything happens (UTC)."""

    now: datetime
    desk: Desk
    agents: dict[str, Agent]
    people: dict[str, Requester]
    chance: random.Random = field(default_factory=lambda: random.Random(1042))

    @property
    def calendar(self) -> Calendar:
        return rules_of(self.desk).calendar

    def ago(self, minutes: int) -> datetime:
        """An instant so many minutes before now."""
        return self.now - timedelta(minutes=minutes)

    def writes(self, who: str, subject: str, text: str, at: datetime) -> Ticket:
        """A person's mail becomes a ticket."""
        person = self.people[who]
        arrival = Arrival(
            door="smtp", from_address=person.address, from_name=person.name, subject=subject, text=text
        )
        return ticket.receive(arrival, desk=self.desk, requester=person, at=at, sample=True)

    def adds(self, on: Ticket, text: str, at: datetime) -> None:
        """The requester writes again."""
        arrival = Arrival(door="smtp", from_address=on.requester.address, text=text)
        ticket.add_reply(on, arrival, requester=on.requester, at=at)

    def says(self, who: str, on: Ticket, text: str, at: datetime, **word: object) -> None:
        """An agent opens the ticket and writes to the requester."""
        ticket.open(on, by=self.agents[who], at=at)
        promise.say(on, Word(text=text, **word), by=self.agents[who], at=at)


def set_stage(at: datetime) -> Stage:
    """Make the sample desk and its people, some weeks before `at` (UTC, whole minutes)."""
    long_ago = at - timedelta(days=70)
    zone = min(DESK_ZONES, key=lambda name: _from_noon(at, name))
    made = desk.make(
        name="Northwind support", address="support@northwind.example", zone=zone, language="en", by=HEARD,
        at=long_ago, sample=True,
    )  # fmt: skip
    desk.set_hours(made, week=[[OPEN]] * 7, zone=zone, country="", region="", by=HEARD, at=long_ago)
    desk.change(made, phone="555 0117", by=HEARD, at=long_ago)
    stage = Stage(at, Desk.objects.get(pk=made.pk), {}, {})
    for name, mail, role, language in sample_texts.AGENTS:
        stage.agents[mail] = agent.make(
            name=name, email=f"{mail}@northwind.example", password=None, role=role, zone=zone,
            language=language, by=HEARD, at=long_ago, sample=True,
        )  # fmt: skip
        desk.add_member(made, agent=stage.agents[mail], by=HEARD, at=long_ago)
    for name, mail, organization, zone_of, language in sample_texts.REQUESTERS:
        person, _ = requester.meet(mail, name=name, at=long_ago, sample=True)
        requester.change(person, by=HEARD, at=long_ago, zone=zone_of, language=language)
        requester.join(person, organization=organization, sample=True)
        stage.people[mail.partition("@")[0]] = person
    return stage


def _from_noon(at: datetime, zone: str) -> float:
    local = at.astimezone(ZoneInfo(zone))
    return abs(local.hour + local.minute / 60 - NOON)
