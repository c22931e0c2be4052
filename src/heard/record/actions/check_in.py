"""Waiting for the requester: what the closing day brings. Asking and looking in are words, said by `promise.say`."""

from datetime import datetime

from heard.promise import Notice, may_close
from heard.record import cadence, events, follow, ledger
from heard.record.actions import approver, letter
from heard.record.actor import HEARD
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket


def close(ticket: Ticket, *, at: datetime) -> bool:
    """Resolve a locked ticket as "no answer" on its closing day, as a person announced; whether it could be.

    The only resolution that a robot writes (method.md, Follow through); the database refuses any other.
    """
    if not may_close(_notice(ticket)):
        return False
    announced = ledger.end_promise(ticket, Promise.Outcome.RELEASED, at=at, by=HEARD)
    ticket.promise, ticket.resolved_at, ticket.resolution = None, at, Ticket.Resolution.NO_ANSWER
    ticket.resolved_by = ticket.agreed_at = None
    approver.withdraw_all(ticket, by=HEARD, at=at)
    cadence.end(ticket, by=HEARD, at=at)
    letter.queue(ticket, Letter.Kind.CLOSED, at=at, announced=announced.made_at.isoformat())
    events.add("ticket.closed", by=HEARD, at=at, ticket=ticket, promise=announced.pk)
    follow.tell(ticket, "follow_solved", by=HEARD, at=at)
    return True


def _notice(ticket: Ticket) -> Notice:
    """The notice that opened the standing promise, as its letter and the conversation stand now."""
    told = Letter.objects.filter(
        promise=ticket.standing.pk,
        requester=ticket.requester_id,
        copy=Letter.Copy.NONE,
        message__by_person=True,
        message__way=Message.Way.CLOSES,
    )
    gone = told.filter(state__in=[Letter.State.SENT, Letter.State.KEPT])
    unread = ticket.messages.filter(kind=Message.Kind.INBOUND, read_at=None)
    return Notice(left=gone.exists(), unread=unread.exists(), unreached=ticket.unreached_at is not None)
