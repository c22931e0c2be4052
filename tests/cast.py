"""The cast of every story: Allie and Bob answer, Carla leads, Zelda and Yusuf ask, Mallory must see nothing.

The desk is in New York, open Monday to Friday 9:00 to 18:00. Stories start on Monday 23 November 2026.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Model

from heard.record.actions import agent, desk, requester, ticket
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk, DeskAddress, Membership, OpeningInterval
from heard.record.models.event import Event
from heard.record.models.requester import Requester, RequesterAddress
from heard.record.models.ticket import Ticket

NEW_YORK = "America/New_York"
WRITTEN = (Agent, Desk, DeskAddress, OpeningInterval, Membership, Requester, RequesterAddress, Event)
PASSWORD = "four wild geese at noon"
MONDAY = datetime(2026, 11, 23, tzinfo=ZoneInfo(NEW_YORK))


def clock(time: str, *, day: int = 0) -> datetime:
    """An instant of the story: "9:02" in New York on Monday, or `day` days later, as UTC."""
    hour, _, minute = time.partition(":")
    local = (MONDAY + timedelta(days=day)).replace(hour=int(hour), minute=int(minute))
    return local.astimezone(UTC)


@dataclass
class Cast:
    """The people of a story and their desk; `quiet` is another desk, where only Mallory answers."""

    desk: Desk
    quiet: Desk
    allie: Agent
    bob: Agent
    carla: Agent
    mallory: Agent
    zelda: Requester
    yusuf: Requester

    def writes(self, person: Requester, text: str, *, at: datetime, subject: str = "Drones return") -> Ticket:
        """A person's mail becomes a ticket on the desk."""
        return ticket.receive(
            Arrival(door="smtp", from_address=person.address, subject=subject, text=text),
            desk=self.desk,
            requester=person,
            at=at,
        )


_kept: tuple[datetime, Cast, list[Model]] | None = None


def assemble(at: datetime | None = None) -> Cast:
    """Bring the cast onto the stage, before anything has happened; nothing sent can be undone here.

    Half of all tests begin so, and the verbs ask 88 questions of the database: in a test that is rolled back, and has
    written nothing yet, the rows that they wrote the first time are written again, with their times moved.
    """
    global _kept
    at = at or clock("8:00")
    if Event.objects.exists() or not connection.in_atomic_block:
        return _introduced(at)
    if _kept:
        first, cast, rows = _kept
        return _again(cast, rows, at - first)
    cast = _introduced(at)
    _kept = (at, cast, [row for model in WRITTEN for row in model.objects.order_by("pk")])
    return cast


def _again(cast: Cast, rows: list[Model], later: timedelta) -> Cast:
    """The same rows, so much later."""
    fresh: dict[tuple[type[Model], int], Model] = {}
    for row in rows:
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        moved = {name: value + later for name, value in values.items() if isinstance(value, datetime)}
        # A name of its own: what is remembered of a desk from another test is not this one's.
        values.pop("public_id", None)
        fresh[type(row), row.pk] = type(row)(**values | moved)
    for model in WRITTEN:
        model.objects.bulk_create([row for row in fresh.values() if type(row) is model])
    return Cast(**{role: fresh[type(one), one.pk] for role, one in vars(cast).items()})


def _introduced(at: datetime) -> Cast:
    """The cast by the verbs."""
    support = _desk("Support", "support@heard.example", at)
    quiet = _desk("Quiet", "quiet@heard.example", at)
    cast = Cast(
        desk=support,
        quiet=quiet,
        allie=_agent("Allie Ames", "agent", at),
        bob=_agent("Bob Bauer", "agent", at),
        carla=_agent("Carla Diaz", "lead", at),
        mallory=_agent("Mallory Moss", "agent", at),
        zelda=requester.meet("zelda@northwind.example", name="Zelda Marsh", at=at)[0],
        yusuf=requester.meet("yusuf@aegean.example", name="Yusuf Aydin", at=at)[0],
    )
    for person in (cast.allie, cast.bob, cast.carla):
        desk.add_member(support, agent=person, by=HEARD, at=at)
    desk.add_member(quiet, agent=cast.mallory, by=HEARD, at=at)
    return cast


def _desk(name: str, address: str, at: datetime) -> Desk:
    made = desk.make(name=name, address=address, zone=NEW_YORK, language="en", by=HEARD, at=at)
    desk.set_targets(made, targets={"undo_seconds": 0}, by=HEARD, at=at)
    return made


def _agent(name: str, role: str, at: datetime) -> Agent:
    email = f"{name.split()[0].lower()}@heard.example"
    return agent.make(
        name=name, email=email, password=PASSWORD, role=role, zone=NEW_YORK, language="en", by=HEARD, at=at
    )
