"""The Message-IDs by which a mail program puts a letter in its thread (RFC 5322, 3.6.4)."""

from datetime import datetime
from typing import Any

from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket
from heard.record.question import Question

LONGEST = 10

MAILS: Question[tuple[datetime, str]] = Question(
    lambda ticket: (
        Message.objects.filter(ticket=ticket, kind=Message.Kind.INBOUND, verified=True)
        .exclude(header_id="")
        .order_by("n")
        .values_list("said_at", "header_id")
    )
)
LETTERS: Question[tuple[datetime, str]] = Question(
    lambda ticket: (
        Letter.objects.filter(ticket=ticket, requester__isnull=False)
        .exclude(state=Letter.State.RECALLED)
        .values_list("queued_at", "header_id")
    )
)


def begun_by(first: Message) -> dict[str, Any]:
    """The thread of a new ticket: the mail that made it, if it was one."""
    return {"references": [first.header_id] if first.header_id else [], "in_reply_to": first.header_id}


def of(ticket: Ticket) -> dict[str, Any]:
    """The thread of a ticket, oldest first: their mails, and our letters that came after."""
    mails = MAILS.all(ticket.pk)
    came = [(at, 0, header_id) for at, header_id in mails]
    left = [(at, 1, header_id) for at, header_id in LETTERS.all(ticket.pk)]
    thread = [header_id for _, _, header_id in sorted(came + left)]
    last = mails[-1][1] if mails else ""
    kept = thread if len(thread) <= LONGEST else [thread[0], *thread[1 - LONGEST :]]
    return {"references": kept, "in_reply_to": last or (thread[-1] if thread else "")}
