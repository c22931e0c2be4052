"""Shapes of the API: what it takes (strictly) and what it gives. Instants are UTC; ids are public ids."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, StringConstraints, WithJsonSchema

from heard.promise import is_lapsed
from heard.record.facts import open_promise_of
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

LONGEST_TEXT = 100_000


class Strict(BaseModel):
    """What a request may hold: nothing that is not named."""

    model_config = ConfigDict(extra="forbid")


def _instant(value: Any) -> datetime:
    if not isinstance(value, str):
        raise ValueError("an instant is a text, like 2026-11-23T14:00:00-05:00")
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is None:
            raise ValueError("no offset")
        return at.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise ValueError("an instant has its date, time and offset: 2026-11-23T14:00:00-05:00") from None


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("a text has no NUL characters")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("this is one line, without control characters")
    return text.strip()


Instant = Annotated[
    datetime, PlainValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_without_nul)]
Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_one_line)]


def _mail(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError("this is no mail address") from None
    return address


Mail = Annotated[str, StringConstraints(max_length=320), AfterValidator(_mail)]
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class Brief(BaseModel):
    """A person or a desk: enough to name it and to ask for more."""

    id: str
    name: str


def agent_brief(agent: Agent | None) -> Brief | None:
    return Brief(id=agent.public_id, name=agent.name) if agent else None


def desk_brief(desk: Desk) -> Brief:
    return Brief(id=desk.public_id, name=desk.name)


class By(BaseModel):
    """Who did it: exactly one of them."""

    agent: Brief | None
    requester: Brief | None
    robot: str | None

    @classmethod
    def of(cls, row: Message | Event) -> Self:
        asker = row.requester
        return cls(
            agent=agent_brief(row.agent),
            requester=Brief(id=asker.public_id, name=asker.name) if asker else None,
            robot=row.robot or None,
        )


class Me(BaseModel):
    """For whom a token speaks."""

    agent: Brief | None
    robot: str | None
    role: str | None
    scope: str
    desks: list[Brief]


class RequesterOut(BaseModel):
    """A person who asks. Zone and language are empty until they chose one, or their browser said so."""

    id: str
    name: str
    addresses: list[str]
    organization: str | None
    zone: str
    language: str

    @classmethod
    def of(cls, person: Requester) -> Self:
        return cls(
            id=person.public_id,
            name=person.name,
            addresses=[row.address for row in person.addresses.all()],
            organization=person.organization.name if person.organization else None,
            zone=person.zone,
            language=person.language,
        )


class PromiseOut(BaseModel):
    """By `due_at` the requester gets the next word. `outcome` is null while the promise is open.

    A promise whose time has passed is lapsed at once, whether or not the follow-up has written it down.
    `question` is the one thing we wait for from the requester, in a check-in and on a closing day, which is not missed
    by passing.

    `refuted_at`: since when we know that the word which kept or renewed it never arrived; it counts as not kept.
    """

    id: str
    ticket: str
    kind: Literal["first", "word", "repair", "on_event", "check_in", "closing"]
    agent: Brief | None
    how: str
    made_at: datetime
    due_at: datetime | None
    told_at: datetime | None
    words: str
    zone: str
    event: str
    agreed: str
    question: str
    misses: int
    outcome: Literal["kept", "renewed", "lapsed", "moved", "released"] | None
    ended_at: datetime | None
    ended_by: str | None
    refuted_at: datetime | None

    @classmethod
    def of(cls, promise: Promise, *, ticket: Ticket, at: datetime) -> Self:
        lapsed = promise.is_open and is_lapsed(open_promise_of(promise), at)
        plain = ("kind", "how", "made_at", "due_at", "told_at", "words", "zone", "event", "agreed")
        plain += ("question", "misses")
        return cls(
            id=promise.public_id,
            ticket=ticket.public_id,
            agent=agent_brief(promise.agent),
            outcome="lapsed" if lapsed else promise.outcome,
            ended_at=promise.due_at if lapsed else promise.ended_at,
            ended_by=promise.ended_by.public_id if promise.ended_by else None,
            refuted_at=promise.refuted.at if promise.is_refuted else None,
            **{name: getattr(promise, name) for name in plain},
        )


class AttachmentOut(BaseModel):
    """A file of a message; `size` in bytes."""

    id: str
    name: str
    type: str
    size: int
    inline: bool


class MessageOut(BaseModel):
    """What was said. `reply` is what was newly written, where that differs from the whole text."""

    id: str
    ticket: str
    n: int
    kind: Literal["inbound", "outbound", "call"]
    by: By
    by_person: bool
    said_at: datetime
    subject: str
    text: str
    reply: str
    way: str
    door: str
    verified: bool
    read_at: datetime | None
    settled_at: datetime | None
    attachments: list[AttachmentOut]

    @classmethod
    def of(cls, message: Message, *, ticket: Ticket) -> Self:
        plain = ("n", "kind", "by_person", "said_at", "subject", "text", "reply", "way", "door", "verified")
        return cls(
            id=message.public_id,
            ticket=ticket.public_id,
            by=By.of(message),
            read_at=message.read_at,
            settled_at=message.settled_at,
            attachments=[
                AttachmentOut(id=f.public_id, name=f.name, type=f.type, size=f.size, inline=f.inline)
                for f in message.attachments.all()
            ],
            **{name: getattr(message, name) for name in plain},
        )
