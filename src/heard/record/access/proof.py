"""What a proof of a mail address opens: asked each time anew, so that what agents find about people counts at once.

Absent, altered, used and run out look the same.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from heard.record import links
from heard.record.access import Absent
from heard.record.models.proof import Proof
from heard.record.models.requester import Requester

LASTS = timedelta(minutes=20)
"""How long the link in the letter works, from the asking."""
STAYS = timedelta(hours=12)
"""How long a browser shows the list, from the use of the link."""


def by_link(token: str, *, at: datetime, used: bool = False) -> Proof:
    """The proof whose link this is, as long as it works at `at` (UTC).

    Args:
        used: also one that was used; whether that was by the same page, pressed twice, the verb knows.

    Raises:
        Absent: the link was altered, used, or has run out.
    """
    found = Proof.objects.filter(public_id=links.read_proof_token(token) or "", address__isnull=False)
    unused = found if used else found.filter(used_at=None)
    proof = unused.filter(ended_at=None, asked_at__gt=at - LASTS).first()
    if proof is None:
        raise Absent("proof")
    return proof


def held(public_id: str, *, at: datetime) -> Proof | None:
    """The proof that a browser holds by its public id, while it opens something at `at` (UTC)."""
    if not public_id:
        return None
    held = Proof.objects.filter(public_id=public_id, ended_at=None, used_at__gt=at - STAYS)
    near = "address__requester__organization"
    return held.filter(address__isnull=False).select_related(near).first()


def people(requester: Requester) -> list[int]:
    """The ids of the requesters whose requests somebody may see who proved an address of this one.

    They are one person, with all their addresses. But an address at which several people read proves nothing of any
    one of them: it opens what was asked from it, and nobody else's address opens that.
    """
    if requester.shared_at:
        return [requester.pk]
    one = Q(pk=requester.person_id) | Q(same_as=requester.person_id)
    return list(Requester.objects.filter(one, shared_at=None).order_by("pk").values_list("pk", flat=True))
