"""Verb on a triage: what was asked, and how large it is to each side."""

from datetime import datetime

from heard.promise.triage import Answers
from heard.record import events
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage


def answer(
    ticket: Ticket, answers: Answers, *, theirs: str | None, ours: str | None, by: Agent, at: datetime
) -> Triage:
    """Keep the answers, and the requester's and the desk's impact. What is agreed stays as it is: `ticket.set_impact`.

    Args:
        theirs, ours: "", degraded or blocked; None where nobody said.

    Raises:
        Refused: no such impact.
    """
    for field, impact in (("theirs", theirs), ("ours", ours)):
        if impact is not None and impact not in Ticket.Impact.values:
            raise Refused("impact", "Impact is normal, degraded or blocked.", field=field)
    with settled(ticket, at=at) as own:
        kept = Triage.objects.create(
            ticket=own,
            at=at,
            agent=by,
            only_way=answers.only_way,
            is_fault=answers.is_fault,
            first_hand=answers.first_hand,
            stops=answers.stops,
            theirs=theirs,
            ours=ours,
        )
        events.add("ticket.triaged", by=by, at=at, ticket=own, triage=kept.pk)
    return kept
