"""A customer's mail that an agent passes on from their own mailbox: the request of whoever wrote it, not of the agent.

It takes a mail that is proven to be of an agent of the very desk it was sent to, and that begins no talk already known
here. From anybody else the writer is only offered. What the agent wrote over it becomes a note, and whatever could
show it to the requester (the HTML, the recipients) stays with the raw mail. An agent takes it back by one press.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from heard.channels.mail import quote_words as words
from heard.channels.mail import quotes
from heard.channels.mail.forwarded import halves, original_sender
from heard.channels.mail.guard import Quarantined
from heard.hours.languages import Sentence
from heard.record.actions import note
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.wording import language

PASSED_ON = Sentence("%(name)s passed it on from their own mailbox")

_AGENT = Question(lambda address: Agent.objects.filter(email=address, is_active=True))


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The mail as of who wrote it, the agent who passed it on, and what the agent wrote over it."""

    arrival: Arrival
    agent: Agent
    words: str

    @property
    def reason(self) -> str:
        """What Intake says of it."""
        return Sentence(PASSED_ON.pattern, name=self.agent.name)

    @property
    def named(self) -> dict[str, Any]:
        """What is kept as `Message.named`: to whom the request goes if it was the agent's own after all."""
        return {"passed_on": {"name": self.agent.name, "address": self.agent.email}}

    def note(self, ticket: Ticket, *, at: datetime) -> None:
        """What the agent wrote over it, for agents only."""
        if self.words:
            note.write(ticket, text=self.words, by=self.agent, at=at)


def may_be(arrival: Arrival) -> bool:
    """Whether an agent seems to pass a mail on, so that it matters whether the sender is proven."""
    if arrival.machine or original_sender(arrival) is None:
        return False
    return _AGENT.first(arrival.from_address.strip().lower()) is not None


def opened(arrival: Arrival, read: Callable[[bytes], Arrival | Quarantined]) -> Arrival:
    """The arrival with the mail that it passes on as an attachment, read as well where it can be."""
    if arrival.sender_is != "proven" or not may_be(arrival) or halves(arrival):
        return arrival
    attached = next((file for file in arrival.attachments if file.type == "message/rfc822"), None)
    inside = read(attached.content) if attached else None
    return replace(arrival, forwarded=inside) if isinstance(inside, Arrival) else arrival


def passed_on(arrival: Arrival, desk: Desk, *, is_ours: Callable[[str], bool]) -> PassedOn | None:
    """The mail of somebody else in a mail of an agent of this desk; None where it is none, or nothing proves it."""
    if arrival.sender_is != "proven" or not may_be(arrival):
        return None
    agent = _AGENT.all(arrival.from_address.strip().lower())[0]
    wrote = original_sender(arrival)
    if wrote is None or is_ours(wrote.address) or not agent.memberships.filter(desk=desk).exists():
        return None
    inside = _inside(arrival)
    if inside is None:
        return None
    theirs = replace(
        inside[0], from_address=wrote.address, from_name=wrote.name, html=None, sender_is="unknown"
    )
    theirs = replace(theirs, to=(), cc=(), reply_to=(), sender="", in_reply_to="", references=())
    return PassedOn(theirs, agent, inside[1])


def _inside(arrival: Arrival) -> tuple[Arrival, str] | None:
    """The mail that is passed on, and the words over it."""
    if inside := arrival.forwarded:
        files = (*inside.attachments, *(one for one in arrival.attachments if one.type != "message/rfc822"))
        subject = inside.subject or _bare(arrival.subject)
        theirs = replace(arrival, subject=subject, text=inside.text, reply=inside.reply, attachments=files)
        return replace(theirs, signature=inside.signature, language=inside.language), arrival.text.strip()
    found = halves(arrival)
    if found is None:
        return None
    subject = _bare(arrival.subject)
    split = quotes.split(found.inside, subject=subject)
    theirs = replace(
        arrival,
        subject=subject,
        text=found.inside,
        reply=split.reply,
        signature=split.signature,
        language=language.guess(split.reply),
    )
    return theirs, found.over


def _bare(subject: str) -> str:
    return words.FORWARD_SUBJECT.sub("", subject).strip()
