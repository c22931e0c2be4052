"""Letters: everything that goes out, with its state and its attempts."""

from datetime import datetime
from typing import Literal, Self

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import BaseModel

from heard.api.errors import as_field
from heard.api.pages import Page, Paging, by_id
from heard.api.schemas import Id
from heard.api.token import READ, WRITE
from heard.clock import now
from heard.record.access import letter as letters
from heard.record.access import ticket as tickets
from heard.record.access import unreachable as unreachables
from heard.record.actions import unreachable as verbs
from heard.record.models.letter import Letter
from heard.record.models.unreachable import Unreachable

router = Router(tags=["letters"])
State = Literal["queued", "sent", "kept", "failed", "recalled", "returned"]

PLAIN = ("kind", "to_address", "from_address", "subject", "language", "zone", "automatic", "told_due_at")
PLAIN += (
    "queued_at",
    "not_before",
    "state",
    "attempts",
    "sent_at",
    "returned_at",
    "cc",
    "maybe_twice",
    "trouble",
    "header_id",
    "sample",
)


class LetterOut(BaseModel):
    """A letter. `maybe_twice`: it may have left twice, with the same Message-ID; `trouble`: why it has not left, or why
    it came back; `role`: a copy (cc or bcc) has the words and no key to the request."""

    id: str
    kind: str
    ticket: str | None
    message: str | None
    promise: str | None
    requester: str | None
    agent: str | None
    to_address: str
    from_address: str
    header_id: str
    subject: str
    language: str
    zone: str
    automatic: bool
    told_due_at: datetime | None
    queued_at: datetime
    not_before: datetime
    state: State
    attempts: int
    sent_at: datetime | None
    returned_at: datetime | None
    role: str
    cc: list[str]
    maybe_twice: bool
    trouble: str
    sample: bool

    @classmethod
    def of(cls, letter: Letter) -> Self:
        linked = ("ticket", "message", "promise", "requester", "agent")
        ids = {name: getattr(row, "public_id", None) for name in linked for row in [getattr(letter, name)]}
        return cls(
            id=letter.public_id, role=letter.copy, **ids, **{name: getattr(letter, name) for name in PLAIN}
        )


class LetterFilters(Paging):
    """Which letters."""

    ticket: Id | None = None
    state: State | None = None


@router.get("/letters", auth=READ, response=Page[LetterOut])
def letters_list(request: HttpRequest, filters: Query[LetterFilters]) -> Page[LetterOut]:
    """Letters, the newest first."""
    rows = letters.visible_to(request.auth.reader)
    if filters.ticket:
        with as_field("ticket"):
            rows = rows.filter(ticket=tickets.get(request.auth.reader, filters.ticket))
    if filters.state:
        rows = rows.filter(state=filters.state)
    return by_id(rows, filters, LetterOut.of)


@router.get("/letters/{id:public_id}", auth=READ, response=LetterOut)
def show(request: HttpRequest, public_id: str) -> LetterOut:
    """One letter."""
    return LetterOut.of(letters.get(request.auth.reader, public_id))


class UnreachableOut(BaseModel):
    """An address to which nothing is sent any more, and what a mail server said."""

    id: str
    address: str
    marked_at: datetime
    says: str
    letter: str

    @classmethod
    def of(cls, row: Unreachable) -> Self:
        plain = ("address", "marked_at", "says")
        return cls(
            id=row.public_id, letter=row.letter.public_id, **{name: getattr(row, name) for name in plain}
        )


@router.get("/unreachable", auth=READ, response=Page[UnreachableOut])
def unreachable_list(request: HttpRequest, filters: Query[Paging]) -> Page[UnreachableOut]:
    """Addresses to which letters do not get through, the newest first."""
    return by_id(unreachables.visible_to(request.auth.reader), filters, UnreachableOut.of)


@router.post("/unreachable/{id:public_id}/lift", auth=WRITE, response={204: None})
def lift(request: HttpRequest, public_id: str) -> Status[None]:
    """Let letters go there again."""
    reader = request.auth.reader
    verbs.lift(unreachables.get(reader, public_id), by=reader, at=now())
    return Status(204, None)
