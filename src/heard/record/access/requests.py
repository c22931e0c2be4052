"""All requests of a person, as far as their pages are open to them: their own, by all their addresses, and those in
which they take part. What nobody put them into is not here, whatever a mail says in From or Cc.
"""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from heard.record.access import Absent
from heard.record.access.proof import people
from heard.record.access.requester import Key, key_of
from heard.record.access.seen import BEGINNING
from heard.record.models.desk import Desk
from heard.record.models.message import Message
from heard.record.models.proof import Proof
from heard.record.models.requester import Participant, Requester

PAGE = 50
NEAR = (
    "requester__organization",
    "ticket__desk",
    "ticket__owner",
    "ticket__opened_by",
    "ticket__resolved_by",
    "ticket__promise__agent",
    "ticket__merged_into",
)


def whose(proof: Proof) -> Requester:
    """The requester to whom the proved address belongs now.

    Raises:
        Absent: nobody's yet.
    """
    if proof.address is None:
        raise Absent("proof")
    return proof.address.requester


def page(proof: Proof, *, after: str = "") -> tuple[list[Participant], str]:
    """One page of the list, that of the newest word first: who takes part, each with `newest` (UTC) and `leads_on`,
    whether the request in which a merged one goes on is in the list as well.

    Args:
        after: the public id of the last request of the page before.

    Returns:
        The rows, and what to ask the next page with; "" when there is none.

    Raises:
        Absent: `after` is not in the list.
    """
    every = _listed(people(whose(proof)))
    if after:
        last = every.filter(ticket__public_id=after).first()
        if last is None:
            raise Absent("request")
        every = every.filter(Q(newest__lt=last.newest) | Q(newest=last.newest, ticket_id__lt=last.ticket_id))
    found = list(every.select_related(*NEAR).order_by("-newest", "-ticket_id")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].ticket.public_id if len(found) > PAGE else ""


def keys(proof: Proof, public_id: str) -> list[Key]:
    """What a proof is worth for one request: its key, or nothing when it is not in the list."""
    found = _once(people(whose(proof))).filter(ticket__public_id=public_id)
    return [key_of(participant) for participant in found]


def has_several_desks() -> bool:
    """Whether somebody may write to more than one desk, so that it says something to name them."""
    return Desk.objects.filter(sample=False).count() > 1


def _listed(ids: list[int]) -> QuerySet[Participant]:
    """Every row of the list, with the instant of the newest word that this person may read."""
    since = Q(said_at__gte=Coalesce(OuterRef("seen_from"), Value(BEGINNING)))
    theirs = since | Q(requester=OuterRef("requester")) | Q(ticket__requester=OuterRef("requester"))
    said = Message.objects.filter(theirs, ticket=OuterRef("ticket"), verified=True).order_by("-said_at")
    goes_on = Participant.objects.filter(ticket=OuterRef("ticket__merged_into"), requester__in=ids)
    return _once(ids).annotate(
        newest=Coalesce(Subquery(said.values("said_at")[:1]), F("since")), leads_on=Exists(goes_on)
    )


def _once(ids: list[int]) -> QuerySet[Participant]:
    """Each request once, though somebody may take part by several addresses: by the one that asked, or the first."""
    asked = Q(requester=F("ticket__requester"))
    others = Participant.objects.filter(ticket=OuterRef("ticket"), requester__in=ids)
    better = others.filter(asked | Q(pk__lt=OuterRef("pk")))
    return Participant.objects.filter(asked | ~Exists(better), requester__in=ids)
