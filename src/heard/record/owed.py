"""What a person's word answers: every message that waits to be read, and everything that was owed an answer."""

from datetime import datetime

from heard.record.models.message import Message
from heard.record.models.owed import OwedAnswer
from heard.record.models.ticket import Ticket
from heard.record.question import Change

_UNSETTLED = Message.objects.filter(kind=Message.Kind.INBOUND, settled_at=None)
_READ = Change(
    lambda ticket, at, agent: (
        _UNSETTLED.filter(ticket=ticket, said_at__lte=at, read_at=None),
        {"read_at": at, "read_by": agent},
    )
)
_SETTLE = Change(
    lambda ticket, at: (
        _UNSETTLED.filter(ticket=ticket, said_at__lte=at),
        {"settled_at": at, "settled": Message.Settled.ANSWERED},
    )
)
_ANSWERED = Change(
    lambda ticket, at, message: (
        OwedAnswer.objects.filter(ticket=ticket, answered_at=None, asked_at__lte=at),
        {"answered_at": at, "answered_by": message},
    )
)


def answer(ticket: Ticket, message: Message, *, at: datetime) -> None:
    """A person's word answers every message before it and everything that was owed an answer."""
    _READ.made(ticket.pk, at, message.agent_id)
    _SETTLE.made(ticket.pk, at)
    _ANSWERED.made(ticket.pk, at, message.pk)
