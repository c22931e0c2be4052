"""Verbs on an unreachable address: marked when a mail server proves it, lifted by a person."""

from datetime import datetime

from django.db import transaction

from heard.record import events, rows
from heard.record.actor import HEARD, Actor, agent_of
from heard.record.errors import Refused
from heard.record.models.letter import Letter
from heard.record.models.unreachable import Unreachable
from heard.record.question import Question

_MARKED: Question[str] = Question(
    lambda address: Unreachable.objects.filter(address=address, lifted_at=None).values_list("says", flat=True)
)


def is_marked(address: str) -> bool:
    """Whether letters to this address are known not to get through."""
    return bool(_MARKED.all(address.lower()))


def why_marked(address: str) -> str:
    """What the mail server said; "" for an address that can be written to."""
    return _MARKED.first(address.lower()) or ""


def mark(letter: Letter, *, says: str, at: datetime) -> Unreachable:
    """Send nothing more to the address of this letter, until somebody lifts it."""
    marked = rows.insert(
        Unreachable(address=letter.to_address.lower(), letter=letter, marked_at=at, says=says[:500])
    )
    events.add("address.marked", by=HEARD, at=at, ticket=letter.ticket, unreachable=marked.pk)
    return marked


@transaction.atomic
def lift(unreachable: Unreachable, *, by: Actor, at: datetime) -> None:
    """Letters go there again: the fault was mended, or it was none.

    Raises:
        Refused: it was lifted already.
    """
    own = Unreachable.objects.select_for_update().get(pk=unreachable.pk)
    if own.lifted_at:
        raise Refused("lifted", "Letters go there again already.")
    own.lifted_at, own.lifted_by = at, agent_of(by)
    own.save(update_fields=["lifted_at", "lifted_by"])
    events.add("address.lifted", by=by, at=at, unreachable=own.pk)
