"""Mails put through intake as a door would, without a network."""

from datetime import datetime

from channels.mails import mail
from heard.channels.mail.authentication import judged
from heard.channels.mail.parse import parse
from heard.channels.mail.passed_on import opened
from heard.channels.mail.place import place
from heard.record import links
from heard.record.actions import intake as intakes
from heard.record.models.intake import Intake
from heard.record.models.ticket import Ticket

DESK = "support@heard.example"
TRUSTED = "mx.heard.example"
PROVEN = f"Authentication-Results: {TRUSTED}; dmarc=pass header.from=northwind.example"
REFUTED = f"Authentication-Results: {TRUSTED}; dmarc=fail header.from=northwind.example"


def arrive(raw: bytes, *, at: datetime, to: tuple[str, ...] = (DESK,), sender: str | None = None) -> Intake:
    """A raw mail is taken, read and placed, behind a mail server whose results are believed; its row after that."""
    row = intakes.keep(
        raw, door="smtp", at=at, envelope_from=sender or "zelda@northwind.example", envelope_to=to
    )
    read = parse(raw, door="smtp", envelope_from=row.envelope_from, envelope_to=to)
    assert place(row.pk, opened(judged(read, trusted=TRUSTED), parse), at=at)
    row.refresh_from_db()
    return row


def from_zelda(*headers: str, body: str = "It comes back.") -> bytes:
    """A mail from Zelda, as the cast has her."""
    return mail(*headers, body=body, sender="Zelda Marsh <zelda@northwind.example>")


def signed(ticket: Ticket) -> str:
    """The address to which the ticket's requester answers."""
    return links.reply_address(DESK, ticket.pk, ticket.requester_id)
