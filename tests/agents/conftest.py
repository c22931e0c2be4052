"""What the desk's tests share: a desk that never closes, so that stories can be told relative to the real clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from cast import NEW_YORK, Cast, assemble
from cast import clock as cast_clock
from heard import clock
from heard.record.actions import desk, requester, ticket
from heard.record.actions.message import Word
from heard.record.actions.promise import say
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

ALWAYS = [[(0, 1440)]] * 7


@dataclass
class Stage(Cast):
    """The cast at work around the present minute: told times are whole minutes."""

    now: datetime = cast_clock("8:00")

    def minutes(self, count: float) -> datetime:
        """An instant so many minutes from now; negative is ago."""
        return self.now + timedelta(minutes=count)

    def asks(
        self, person: Requester, text: str, *, ago: float = 30, subject: str = "Drones return"
    ) -> Ticket:
        """A person's mail became a ticket so many minutes ago."""
        return self.writes(person, text, at=self.minutes(-ago), subject=subject)

    def answers(
        self,
        found: Ticket,
        text: str,
        *,
        ago: float = 20,
        due: float | None = 60,
        by: Agent | None = None,
        **more: str,
    ) -> Message:
        """An agent wrote back; `due` is minutes from now, None solves it."""
        way = "solves" if due is None else "next"
        word = Word(text=text, way=way, due_at=None if due is None else self.minutes(due), **more)
        return say(found, word, by=by or self.allie, at=self.minutes(-ago))

    def replies(
        self, found: Ticket, person: Requester, text: str, *, ago: float = 5, **more: object
    ) -> Message:
        """The requester wrote on their ticket."""
        arrival = Arrival(
            door="smtp", from_address=person.address, text=text, subject=f"Re: {found.subject}", **more
        )
        return ticket.add_reply(found, arrival, requester=person, at=self.minutes(-ago))


@pytest.fixture
def stage(db: None) -> Stage:
    """Allie, Bob, Carla and Mallory, on desks that never close; Zelda sits in New York, the agents in London."""
    now = clock.now().replace(second=0)
    cast = assemble(at=now - timedelta(days=90))
    for each in (cast.desk, cast.quiet):
        desk.set_hours(each, week=ALWAYS, zone=NEW_YORK, country="", region="", by=HEARD, at=now)
    for agent in (cast.allie, cast.bob, cast.carla, cast.mallory):
        agent.zone = "Europe/London"
        agent.save()
    requester.change(cast.zelda, by=HEARD, at=now, zone=NEW_YORK, language="en")
    return Stage(**vars(cast), now=now)


class Browser(Client):
    """Somebody's browser. `patch` asks as an open page does."""

    def patch(
        self, method: str, url: str, values: dict[str, object] | None = None, at: str = "main#main"
    ) -> HttpResponse:
        """A request of an open page: what comes back are parts of it."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": at}
        return getattr(self, method)(url, values or {}, headers=headers)


@pytest.fixture
def browser_of(stage: Stage) -> Callable[[Agent], Browser]:
    """A browser in which an agent has signed in."""

    def sign_in(agent: Agent) -> Browser:
        browser = Browser()
        browser.force_login(agent, backend=settings.AUTHENTICATION_BACKENDS[0])
        return browser

    return sign_in


@pytest.fixture
def allie(stage: Stage, browser_of: Callable[[Agent], Browser]) -> Browser:
    """Allie at her desk."""
    return browser_of(stage.allie)


@pytest.fixture
def bob(stage: Stage, browser_of: Callable[[Agent], Browser]) -> Browser:
    """Bob at his."""
    return browser_of(stage.bob)


@pytest.fixture
def mallory(stage: Stage, browser_of: Callable[[Agent], Browser]) -> Browser:
    """Mallory, who answers on another desk and must see nothing of this one."""
    return browser_of(stage.mallory)


@pytest.fixture
def carla(stage: Stage, browser_of: Callable[[Agent], Browser]) -> Browser:
    """Carla, who leads the desk."""
    return browser_of(stage.carla)


def seen(response: HttpResponse) -> str:
    """What came back, as text."""
    return response.content.decode()


def url(found: Ticket, *after: str) -> str:
    """The address of a ticket, or of an act on it."""
    return f"/desk/tickets/{found.public_id}/" + "".join(f"{part}/" for part in after)
