"""The cast of every story: Allie and Bob answer, Carla leads, Zelda and Yusuf ask, Mallory must see nothing.

The desk is in New York, open Monday to Friday 9:00 to 18:00. Stories start on Monday 23 November 2026.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from heard.record.actions import agent, desk, requester, ticket
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

NEW_YORK = "America/New_York"
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


def assemble(at: datetime | None = None) -> Cast:
    """Bring the cast onto the stage, before anything has happened; nothing sent can be undone here."""
    at = at or clock("8:00")
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
