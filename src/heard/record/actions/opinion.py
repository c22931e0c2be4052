"""Did we keep you informed? The requester says so, once for each resolution."""

from datetime import datetime

from heard.record import events
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.models.message import Message
from heard.record.models.opinion import Opinion
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def asked_about(ticket: Ticket) -> Message | None:
    """The resolution that its requester agreed to and has not said this of yet; None where nothing is to be asked."""
    if ticket.resolution != Ticket.Resolution.SOLVED or ticket.agreed_at is None:
        return None
    solved = ticket.messages.filter(way=Message.Way.SOLVES, by_person=True).order_by("-n")[:1]
    return next((message for message in solved if not Opinion.objects.filter(message=message).exists()), None)


def say(ticket: Ticket, *, answer: str, by: Requester, at: datetime) -> Opinion:
    """Say yes, partly or asked ("I had to ask"). It stays as it was said first.

    Raises:
        Refused: no such answer, or nothing is asked any more.
    """
    if answer not in Opinion.Answer.values:
        raise Refused("answer", "Say yes, partly, or that you had to ask.", field="answer")
    with settled(ticket, at=at) as own:
        message = asked_about(own)
        if message is None:
            raise Refused("opinion", "You have told us that already, or the request is open again.")
        said = Opinion.objects.create(ticket=own, message=message, requester=by, answer=answer, said_at=at)
        events.add("opinion.said", by=by, at=at, ticket=own, answer=answer)
        return said
