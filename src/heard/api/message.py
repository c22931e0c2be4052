"""Messages: list, files, and an agent's word to the requester."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Literal, Self

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import model_validator

from heard.api.errors import Unable, as_field
from heard.api.files import download
from heard.api.model import drafted_by
from heard.api.pages import Page, Paging, by_id
from heard.api.said import Said, said
from heard.api.schemas import Id, Instant, Line, MessageOut, Strict, Text
from heard.api.token import READ, WRITE
from heard.api.upload import attached
from heard.clock import now
from heard.record.access import agent as colleagues
from heard.record.access import message as messages
from heard.record.access import ticket as tickets
from heard.record.actions import promise
from heard.record.actions.message import Word
from heard.record.actor import Robot
from heard.record.models.message import Message

router = Router(tags=["messages"])

WAYS = (
    'Give one: {"stands": true}, {"due_at": "2026-11-23T14:00:00-05:00"}, {"resolves": true}, {"waits": true} or'
    ' {"closes": true}.'
)


class Next(Strict):
    """What a message does to the promise. Exactly one: my time stands, a new time, this solves it, we wait for the
    requester, or the notice that names the closing day.

    `question` is the one thing that is waited for, needed the first time; `due_at` beside `waits` is the day that they
    named. `how` goes with `due_at`: the next word is written, or the agent rings or comes by.
    """

    stands: Literal[True] | None = None
    due_at: Instant | None = None
    resolves: Literal[True] | None = None
    waits: Literal[True] | None = None
    closes: Literal[True] | None = None
    question: Line = ""
    agreed: Text = ""
    how: Literal["write", "ring", "come"] = "write"

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        given = [self.stands, self.resolves, self.waits, self.closes, None if self.waits else self.due_at]
        if given.count(None) != 4:
            raise ValueError(WAYS)
        if self.question and not self.waits:
            raise ValueError("question goes with waits: it says what the requester is asked for")
        if self.agreed and not self.due_at:
            raise ValueError("agreed goes with due_at: it says who agreed to a later time, and where")
        if self.how != "write" and not self.due_at:
            raise ValueError("how goes with due_at: it says how the next word comes")
        return self


class Reply(Strict):
    """A word to the requester, sent at once. An agent says what comes next; a robot leaves it out.

    `spoken`: it was said on the phone or face to face, and `text` is what was agreed. `cc` and `bcc` get a copy of
    this one letter, without the key to the request; it subscribes nobody. `hands_to`: the colleague who has it next; it
    is offered to them, and stays the sender's until they take it. `drafted`: the draft of the model that it began from.
    `files` were sent ahead to `/files`.
    """

    text: Text
    next: Next | None = None
    restating: Text = ""
    spoken: bool = False
    cc: list[Text] = []
    bcc: list[Text] = []
    hands_to: Id | None = None
    drafted: Id | None = None
    files: list[Id] = []


@router.post("/tickets/{id:public_id}/reply", auth=WRITE, response=Said)
def reply(request: HttpRequest, public_id: str, word: Reply) -> Said:
    """Write to the requester. A robot's word keeps nothing and cannot promise."""
    reader, at = request.auth.reader, now()
    ticket = tickets.get(reader, public_id)
    if isinstance(reader, Robot) and word.next and not word.next.stands:
        raise Unable(422, "robot", "A robot can neither promise nor resolve: leave out next.", "next")
    if not isinstance(reader, Robot) and word.next is None:
        raise Unable(422, "no_next", f"Say what comes next. {WAYS}", "next")
    with as_field("hands_to"):
        to = colleagues.member(ticket.desk, word.hands_to) if word.hands_to else None
    whole = replace(as_word(word), hands_to=to, drafted=drafted_by(reader, ticket, word.drafted))
    # What settling the ticket wrote stays where the word is refused; files that go with it stay where they wait.
    with transaction.atomic() if word.files else nullcontext():
        with_files = replace(whole, files=attached(request.auth.token, word.files))
        message = promise.say(ticket, with_files, by=reader, at=at)
    return said(reader, message, at)


def as_word(reply: Reply, *, said_yes: bool = False) -> Word:
    """The reply as the verb takes it."""
    following = reply.next or Next(stands=True)
    way = "next" if following.due_at else "stands"
    for name in ("solves", "waits", "closes"):
        if getattr(following, "resolves" if name == "solves" else name):
            way = name
    return Word(
        text=reply.text,
        way=way,
        due_at=following.due_at,
        agreed=following.agreed,
        question=following.question,
        how=following.how,
        restating=reply.restating,
        spoken=reply.spoken,
        said_yes=said_yes,
        cc=tuple(one.lower() for one in reply.cc),
        bcc=tuple(one.lower() for one in reply.bcc),
    )


class MessageFilters(Paging):
    """Which messages."""

    ticket: Id | None = None


@router.get("/messages", auth=READ, response=Page[MessageOut])
def messages_list(request: HttpRequest, filters: Query[MessageFilters]) -> Page[MessageOut]:
    """What was said, the newest first. Notes are no messages."""
    rows = messages.visible_to(request.auth.reader)
    if filters.ticket:
        with as_field("ticket"):
            rows = rows.filter(ticket=tickets.get(request.auth.reader, filters.ticket))
    return by_id(rows, filters, _shape)


def _shape(message: Message) -> MessageOut:
    return MessageOut.of(message, ticket=message.ticket)


@router.get("/attachments/{id:public_id}", auth=READ, response={200: None})
def attachment(request: HttpRequest, public_id: str) -> HttpResponse:
    """A file of a message, as it came."""
    found = messages.attachment(request.auth.reader, public_id)
    return download(found.digest, name=found.name)
