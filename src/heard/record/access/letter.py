"""Which letters an agent, or a program acting through a token, may fetch."""

from datetime import datetime

from django.db.models import Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.desk import DeskAddress
from heard.record.models.letter import Letter


def visible_to(reader: Reader) -> QuerySet[Letter]:
    """Letters of the reader's desks, of a request or by which somebody proves an address, and those written to the
    reader."""
    desks = desks_of(reader)
    theirs = Q(ticket__desk_id__in=desks)
    addresses = DeskAddress.objects.filter(desk__in=desks).values("address")
    theirs |= Q(kind=Letter.Kind.PROOF, from_address__in=addresses)
    if isinstance(reader, Agent):
        theirs |= Q(agent=reader)
    return Letter.objects.filter(theirs).select_related("ticket", "requester", "agent", "message", "promise")


def last_returned(reader: Reader) -> datetime | None:
    """When a mail server last sent a letter of the reader's desks back (UTC)."""
    back = visible_to(reader).filter(returned_at__isnull=False).order_by("-returned_at")
    return back.values_list("returned_at", flat=True).first()


def get(reader: Reader, public_id: str) -> Letter:
    """One letter.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("letter")
    return found
