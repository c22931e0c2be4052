"""A story that the requesters' pages tell: the cast, the time it is in it, and browsers with links."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpResponse
from django.test import Client

from cast import Cast, clock
from heard.record import links
from heard.record.actions import promise
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.arrival import Arrival, AttachedFile
from heard.record.models.agent import Agent
from heard.record.models.message import Message
from heard.record.models.requester import Participant, Requester
from heard.record.models.ticket import Ticket


@dataclass
class Story:
    """The cast, and what time it is in New York on the Monday of the story."""

    cast: Cast
    at: datetime = field(default_factory=lambda: clock("9:02"))

    def now(self, time: str, *, day: int = 0) -> datetime:
        """The story goes on at another time."""
        self.at = clock(time, day=day)
        return self.at

    def asks(self, text: str = "The drones come back.", *, by: Requester | None = None) -> Ticket:
        """Somebody's mail becomes a request now; Zelda's if nobody is named."""
        return self.cast.writes(by or self.cast.zelda, text, at=self.at)

    def says(self, ticket: Ticket, text: str = "I am on it.", *, by: Agent | None = None, **word) -> Message:
        """An agent writes now; Allie if nobody is named. `due` is a clock time of today."""
        due = word.pop("due", None)
        way = word.pop("way", "next" if due else "solves")
        said = Word(text=text, way=way, due_at=clock(due) if due else None, **word)
        return promise.say(ticket, said, by=by or self.cast.allie, at=self.at)

    def replies(
        self, ticket: Ticket, text: str, *, by: Requester | None = None, verified: bool = True, files=()
    ) -> Message:
        """A mail of a requester reaches the request now."""
        person = by or self.cast.zelda
        arrival = Arrival(door="smtp", from_address=person.address, text=text, attachments=tuple(files))
        return tickets.add_reply(ticket, arrival, requester=person, at=self.at, verified=verified)

    def time_passes(self, ticket: Ticket) -> None:
        """The follow-up comes by now."""
        with settled(ticket, at=self.at):
            pass

    def token(self, ticket: Ticket, person: Requester | None = None) -> str:
        """The secret of a person's link to a request, as the newest mail has it."""
        participant, _ = Participant.objects.get_or_create(
            ticket=ticket, requester=person or ticket.requester, defaults={"since": self.at}
        )
        return links.page_token(participant)

    def browser(self, *tickets: Ticket) -> Client:
        """A browser in which the requests were opened by their links."""
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        for ticket in tickets:
            assert client.post(f"/r/{self.token(ticket)}/").status_code == 302
        return client


def page_of(ticket: Ticket, rest: str = "") -> str:
    """The address of a request's page, or of something beneath it."""
    return f"/request/{ticket.public_id}/{rest}"


def line_of(response: HttpResponse) -> tuple[str, str]:
    """State and words of the first line."""
    found = re.search(
        r'<h1 class="first[^"]*" data-state="(\w+)">(.*?)</h1>', response.content.decode(), flags=re.S
    )
    assert found, response.content.decode()[:2000]
    words = re.sub(r"<[^>]*>", "", found[2]).replace("&#x27;", "'").replace("\u00a0", " ")
    return found[1], " ".join(words.split())


def text_of(response: HttpResponse) -> str:
    """What can be read on a page."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    for coded, plain in (("&#x27;", "'"), ("&quot;", '"'), ("&amp;", "&"), ("\u00a0", " ")):
        text = text.replace(coded, plain)
    return " ".join(text.split())


def a_file(name: str = "drone.png", content: bytes = b"picture") -> AttachedFile:
    """A file that came along."""
    return AttachedFile(name=name, type="image/png", content=content)
