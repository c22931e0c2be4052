"""Which chases an agent may fetch."""

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.chase import Chase


def get(reader: Agent, ticket: str, pk: int) -> Chase:
    """One chase of a ticket (by the ticket's public id).

    Raises:
        Absent: there is none, or not for this reader.
    """
    theirs = Chase.objects.filter(ticket__desk__memberships__agent=reader, ticket__public_id=ticket)
    found = theirs.select_related("ticket__desk").filter(pk=pk).first()
    if found is None:
        raise Absent("chase")
    return found
