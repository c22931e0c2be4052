"""One message asks for two things: the second becomes a ticket with a promise of its own.

Rules: method.md, Follow through (split).
"""

from datetime import datetime

from heard.record import events, ledger, rows, search
from heard.record.actions import letter
from heard.record.actions import message as messages
from heard.record.actions.settle import set_clock, settled
from heard.record.errors import Refused
from heard.record.ids import new_public_id
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket


def split(message: Message, *, subject: str, by: Agent, at: datetime) -> Ticket:
    """Make a ticket of a requester's message, which stays where it is. Its requester is told of it, with a time.

    Args:
        subject: what the new ticket is about, in a few words.

    Raises:
        Refused: it is no person's message to us, nobody vouches for its sender, or there is no subject.
    """
    if message.kind != Message.Kind.INBOUND or not message.by_person or not message.verified:
        raise Refused("message", "Only a message of somebody who takes part can become a request of its own.")
    if not subject.strip():
        raise Refused("subject", "Say in a few words what the new request is about.", field="subject")
    with settled(message.ticket, at=at) as own:
        made = _open(own, message, subject.strip()[:500], by=by, at=at)
        events.add("ticket.split", by=by, at=at, ticket=own, made=made.pk, number=made.number)
    return made


def _open(ticket: Ticket, message: Message, subject: str, *, by: Agent, at: datetime) -> Ticket:
    """The new ticket. Whoever splits has read it, so it is opened; nobody owns it before they take it."""
    made = Ticket(
        desk=ticket.desk,
        requester=message.requester or ticket.requester,
        subject=subject,
        received_at=message.said_at,
        opened_at=at,
        opened_by=by,
        address=ticket.address,
        resolved_at=at,
        resolution=Ticket.Resolution.WITHDRAWN,
        continues=ticket,
        sample=ticket.sample,
    )
    rows.insert(made)
    promise = ledger.desk_promise(made, at=at, told=bool(made.requester.address))
    made.resolved_at, made.resolution = None, ""
    copied = copy(message, to=made)
    copied.read_at, copied.read_by = at, by
    rows.update(copied, "read_at", "read_by")
    events.add("ticket.received", by=made.requester, at=at, ticket=made, due=promise.due_at)
    letter.queue(made, Letter.Kind.SPLIT, at=at, promise=promise, beside=ticket.pk)
    set_clock(made, at=at)
    return made


def copy(message: Message, *, to: Ticket) -> Message:
    """Put a requester's message, with its files, on another locked ticket where it goes on; its duty goes along.

    Said when it was said. An answer to the mail itself still finds the ticket that it came to.
    """
    copied = Message(
        ticket=to,
        n=events.next_n(to),
        kind=message.kind,
        by_person=message.by_person,
        requester=message.requester,
        said_at=message.said_at,
        subject=message.subject,
        text=message.text,
        reply=message.reply,
        html=message.html,
        door=message.door,
        named=message.named,
        copy_of=message,
    )
    rows.insert(copied)
    for file in message.attachments.order_by("pk"):
        file.pk, file.public_id, file.message, file._state.adding = None, new_public_id(), copied, True
        rows.insert(file)
    to.preview = messages.preview(copied.shown)
    search.add_message(to, copied, [file.name for file in copied.attachments.all()])
    return copied
