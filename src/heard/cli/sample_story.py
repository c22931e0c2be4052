"""The sample data: a desk with a live Today and two months behind it, told by the verbs people use.

Times are relative to the first start. So that Today is live at any hour, the desk lives in a zone where it is
about half past eleven just then, and is open every day from eight to eight.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from heard.cli import sample_past, sample_texts
from heard.hours import Calendar
from heard.promise import offers
from heard.record.actions import (
    agent,
    chase,
    desk,
    note,
    nudge,
    promise,
    reading,
    requester,
    restatement,
    sample,
    ticket,
)
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.facts import facts_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.models.restatement import Restatement
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


def begin(at: datetime) -> bool:
    """Lay the sample data down at `at` (UTC), unless that was done before; whether it was done now."""
    with transaction.atomic():
        if sample.begun():
            return False
        sample.mark_begun(at=at)
        stage = _stage(at.replace(second=0))
        sample_past.tell(stage)
        _today(stage)
    return True


def _stage(at: datetime) -> Stage:
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


def _today(stage: Stage) -> None:
    for tell in (_late, _due_soon, _not_quite, _later, _vendor, _german, _parked, _asked, _unheard):
        tell(stage)


def _late(stage: Stage) -> None:
    late = stage.writes(
        "yusuf",
        "Label printer prints blank after update",
        "Good morning,\n\nsince last night's update the label printer only feeds blank labels. We have forty "
        "parcels waiting at the ramp.\n\nYusuf",
        stage.ago(170),
    )
    text = (
        "Hi Yusuf,\n\nthe printer feeds, the labels come out blank, and it began with last night's update. I am "
        "looking at the driver it brought along."
    )
    restating = "the printer feeds, the labels come out blank, and it began with last night's update."
    said = {"way": "next", "due_at": stage.ago(24), "restating": restating}
    stage.says("allie", late, text, stage.ago(150), **said)
    restatement.confirm(Restatement.objects.get(ticket=late), by=late.requester, at=stage.ago(146))
    ticket.open(late, by=stage.agents["allie"], at=stage.ago(23))


def _due_soon(stage: Stage) -> None:
    zelda = stage.writes(
        "zelda",
        "Drones return without releasing the package",
        "Hello,\n\nthe drone circles the address and comes back with the package. The address is right, we "
        "checked twice.\n\nZelda",
        stage.ago(142),
    )
    said = (
        "the address is right, payment is through, the order stands, yet the drone circles and comes back with "
        "the package. It stops all morning deliveries."
    )
    text = (
        f"Hi Zelda,\n\nI want to be sure I work on the right thing: {said}\n\nI'm not sure why yet. This is tricky, "
        "and I know you are pressed for time. I've started looking."
    )
    stage.says(
        "allie",
        zelda,
        text,
        stage.ago(117),
        way="next",
        due_at=stage.now + timedelta(minutes=20),
        restating=said,
    )
    restatement.confirm(Restatement.objects.get(ticket=zelda), by=zelda.requester, at=stage.ago(113))
    stage.adds(
        zelda,
        "Yes, that's exactly it. Four more did the same just now. I have a call with the client in an hour, "
        "anything before that helps.",
        stage.ago(112),
    )
    reading.stand(zelda, by=stage.agents["allie"], at=stage.ago(110))
    ticket.set_impact(zelda, impact="degraded", by=stage.agents["allie"], at=stage.ago(109))
    chase.start(
        zelda, party="Map vendor", asked="New buildings have no address in the tiles; vendor ticket 88231.",
        by=stage.agents["allie"], at=stage.ago(82),
    )  # fmt: skip
    note.write(
        zelda,
        text="The map layer returns no address for new buildings. Vendor ticket 88231 is open.",
        by=stage.agents["allie"],
        at=stage.ago(80),
    )


def _not_quite(stage: Stage) -> None:
    priya = stage.writes(
        "priya",
        "Invoices cannot be saved",
        "Hello, our invoices can't be saved since this morning, an error about a limit appears.",
        stage.ago(95),
    )
    said = "no invoice can be saved since this morning, for anybody in your office."
    text = f"Hi Priya,\n\nlet me check that I have this right: {said}"
    due_at = stage.now + timedelta(minutes=100)
    stage.says("bob", priya, text, stage.ago(70), way="next", due_at=due_at, restating=said)
    corrected = Restatement.objects.get(ticket=priya)
    correction = "That's not quite it: only invoices over 10,000 fail, the others are fine."
    restatement.correct(corrected, correction=correction, by=priya.requester, at=stage.ago(12))


def _later(stage: Stage) -> None:
    ines = stage.writes(
        "ines",
        "Move our mailbox to the new domain",
        "Bonjour, we change our name next week. Could you move the studio mailbox to the new domain?",
        stage.ago(160),
    )
    text = "Hi Inès,\n\nyes, that can be done without losing a mail. I'll write you the steps and the best evening."
    stage.says("allie", ines, text, stage.ago(140), way="next", due_at=stage.now + timedelta(minutes=150))
    dana = stage.writes(
        "dana", "More disk for the render station", "We are full again. Could I have 500 GB?", stage.ago(130)
    )
    text = "Hi Dana,\n\nour rule stops at 250 GB, so this isn't mine to give. I've asked who can decide."
    stage.says("carla", dana, text, stage.ago(105), way="next", due_at=stage.now + timedelta(minutes=300))


def _vendor(stage: Stage) -> None:
    asked_at = stage.calendar.opens_after(stage.now - timedelta(days=3, hours=1))
    hana = stage.writes(
        "hana",
        "Addresses missing on map tiles",
        "Our new streets are missing on the map since spring.",
        asked_at,
    )
    first, second = asked_at + timedelta(minutes=30), asked_at + timedelta(minutes=40)
    text = "Hi Hana,\n\nthe tiles of the new district have no house numbers. I've asked the map vendor."
    due_at = stage.calendar.business_days(first, 1)
    stage.says("allie", hana, text, first, way="next", due_at=due_at)
    chase.start(
        hana,
        party="GPS vendor",
        asked="House numbers of the new district",
        by=stage.agents["allie"],
        at=second,
    )
    renewed = due_at - timedelta(minutes=40)
    text = (
        "No news yet. The vendor has our question and hasn't answered. I ask again on the day after tomorrow."
    )
    later = stage.calendar.business_days(stage.now, 1)
    promise.renew(
        hana, text=text, due_at=min(later, renewed + timedelta(days=2)), by=stage.agents["allie"], at=renewed
    )
    if hana.promises.get(outcome=None).due_at <= stage.now + timedelta(hours=6):
        promise.renew(
            hana, text="Still no answer from them; I have asked again today.", due_at=later,
            by=stage.agents["allie"], at=stage.ago(60),
        )  # fmt: skip


def _german(stage: Stage) -> None:
    subject, asked, answered, said = sample_texts.GERMAN
    jonas = stage.writes("jonas", subject, asked, stage.ago(100))
    due_at = stage.now + timedelta(minutes=220)
    stage.says("bob", jonas, answered, stage.ago(75), way="next", due_at=due_at, restating=said)


def _parked(stage: Stage) -> None:
    at = stage.calendar.opens_after(stage.now - timedelta(days=9))
    mei = stage.writes("mei", "Dark labels for the tea list", "Could the tea list have dark labels?", at)
    text = (
        "Hi Mei,\n\nthis will not come soon, and I'd rather say so. It is planned with version 4.2, without a date. "
        "Until then the high contrast theme comes close."
    )
    ticket.open(mei, by=stage.agents["bob"], at=at + timedelta(minutes=5))
    promise.park(
        mei, text=text, event="version 4.2 is out", by=stage.agents["bob"], at=at + timedelta(minutes=40)
    )


def _asked(stage: Stage) -> None:
    omar = stage.writes(
        "omar",
        "Export for our auditors",
        "The auditors want last year's data. Can you send it?",
        stage.ago(125),
    )
    text = "Hi Omar,\n\nI'm ready to go on; I only need to know which format they want. One line will do."
    rules = rules_of(stage.desk)
    due_at = offers(rules, facts_of(omar, stage.ago(90)), stage.ago(90))[-1]
    stage.says("bob", omar, text, stage.ago(90), way="next", due_at=due_at)
    nudge.sooner(
        omar, wanted_at=stage.now + timedelta(hours=3), reason="The auditors leave at four.", by=omar.requester,
        at=stage.ago(9),
    )  # fmt: skip


def _unheard(stage: Stage) -> None:
    stage.writes(
        "tomasz",
        "Cannot sign in after my holiday",
        "Hi, I am back from holiday and the sign-in page says my account is locked. My shift began ten minutes ago."
        "\n\nTomasz",
        stage.ago(6),
    )
