"""Whether the same mail came before, over another way or for another desk.

Only finished rows count. A Message-ID alone proves nothing, for somebody could send one ahead to keep a real mail
out: the same mail has the same bytes, or the same Message-ID, sender, subject and text.
"""

from heard.record.arrival import Arrival
from heard.record.models.intake import Intake
from heard.record.question import Question
from heard.record.turns import wait_for_turn

FINISHED = (Intake.State.TICKET, Intake.State.REPLY)

Came = tuple[int, int, str]
"""The desk and the ticket that a copy came to, and what it became."""

_SAME_BYTES: Question[Came] = Question(
    lambda digest, besides: (
        Intake.objects.filter(digest=digest, state__in=FINISHED)
        .exclude(pk=besides)
        .order_by("id")
        .values_list("desk_id", "ticket_id", "state")
    )
)
_SAME_MAIL: Question[Came] = Question(
    lambda besides, header_id, sender, subject, text: (
        Intake.objects.filter(
            state__in=FINISHED, header_id=header_id, from_address=sender, subject=subject, message__text=text
        )
        .exclude(pk=besides)
        .order_by("id")
        .values_list("desk_id", "ticket_id", "state")
    )
)


def copies_of(intake: Intake, arrival: Arrival) -> list[Came]:
    """Where copies of this mail have gone already, the first first. Until the transaction ends no other is placed."""
    wait_for_turn(arrival.message_id or intake.digest)
    came = _SAME_BYTES.all(intake.digest, intake.pk)
    if arrival.message_id:
        said = arrival.message_id[:998], arrival.from_address, arrival.subject[:500], arrival.text
        came += [one for one in _SAME_MAIL.all(intake.pk, *said) if one not in came]
    return came
