"""Which API tokens an agent may fetch: their own; an admin all."""

from django.db.models import QuerySet

from heard.record.access import Absent
from heard.record.models.agent import Agent
from heard.record.models.token import Token


def visible_to(reader: Agent) -> QuerySet[Token]:
    """Tokens, the newest first."""
    found = Token.objects.select_related("agent").order_by("revoked_at", "-id")
    return found if reader.role == Agent.Role.ADMIN else found.filter(agent=reader)


def get(reader: Agent, public_id: str) -> Token:
    """One token.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("token")
    return found
