"""Which messages an agent, or a program acting through a token, may fetch. Notes are no messages."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.message import Attachment, Message
from heard.record.models.ticket import Ticket


def visible_to(reader: Reader) -> QuerySet[Message]:
    """Every message of the reader's desks, with who said it and what was attached."""
    found = Message.objects.filter(ticket__desk_id__in=desks_of(reader))
    return found.select_related("ticket", "agent", "requester").prefetch_related("attachments")


def newest(ticket: Ticket, *, most: int) -> list[Message]:
    """What was said on a fetched ticket, the newest first, with the files and what a letter about it reads."""
    said = ticket.messages.select_related("ticket__desk", "agent", "requester").prefetch_related(
        "attachments__message"
    )
    return list(said.order_by("-n")[:most])


def get(reader: Reader, public_id: str) -> Message:
    """One message.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("message")
    return found


def attachment(reader: Reader, public_id: str) -> Attachment:
    """One file that came or went with a message.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = Attachment.objects.filter(
        message__ticket__desk_id__in=desks_of(reader), public_id=public_id
    ).first()
    if found is None:
        raise Absent("attachment")
    return found
