"""What one who is asked to decide may fetch, by the link in their letter: the asking, and nothing else of the ticket.

Absent, altered and run out look the same.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from heard.record import links
from heard.record.access import Absent
from heard.record.models.approval import Approver

READABLE = timedelta(days=30)
"""How long after its end the page still says what was decided."""


def by_link(token: str, *, at: datetime) -> Approver:
    """Whom a link in a letter belongs to, at `at` (UTC).

    Raises:
        Absent: the link was altered or has run out, or its agent does not work here any more.
    """
    return _found(links.read_approval_token(token), at)


def get(keys: Iterable[int], public_id: str, *, at: datetime) -> Approver:
    """One who is asked, by the public id in an address, for a browser that holds their key (an approver's id).

    Raises:
        Absent: no such, or none of the keys opens it any more.
    """
    found = (
        Approver.objects.filter(pk__in=list(keys), public_id=public_id).values_list("pk", flat=True).first()
    )
    return _found(found, at)


def others(approver: Approver) -> list[Approver]:
    """Everybody who is asked, in their order."""
    return list(approver.approval.approvers.select_related("handed_from").order_by("step", "id"))


def _found(pk: int | None, at: datetime) -> Approver:
    near = (
        "approval__ticket__desk",
        "approval__ticket__requester",
        "approval__agent",
        "agent",
        "party",
        "chase",
    )
    found = Approver.objects.filter(pk=pk, chase__isnull=False).select_related(*near).first() if pk else None
    if found is None or (found.agent and not found.agent.is_active):
        raise Absent("approval")
    ended_at = found.approval.ended_at
    if ended_at is not None and at > ended_at + READABLE:
        raise Absent("approval")
    return found
