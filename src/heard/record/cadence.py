"""The cadence that runs on a ticket, and its end: by a person, by time, or with the ticket."""

from collections.abc import Iterable
from datetime import datetime

from heard.promise import facts
from heard.record import events
from heard.record.actor import Actor, agent_of, requester_of
from heard.record.models.cadence import Cadence
from heard.record.models.ticket import Ticket
from heard.record.question import Question

RUNNING = Question(
    lambda ticket: Cadence.objects.select_related("agent").filter(ticket=ticket, ended_at=None)
)


def running(ticket: Ticket, at: datetime) -> Cadence | None:
    """What runs on a ticket at `at` (UTC); one whose last day is over does not, whether or not a worker came by."""
    found = RUNNING.first(ticket.pk)
    return found if found and at < found.until else None


def running_on(tickets: Iterable[Ticket]) -> dict[int, Cadence]:
    """What was not ended on these tickets, by ticket id."""
    found = Cadence.objects.filter(ticket__in=tickets, ended_at=None)
    return {cadence.ticket_id: cadence for cadence in found}


def told(ticket: Ticket, at: datetime) -> dict[str, str]:
    """What a letter of `at` (UTC) says of it under its time."""
    found = running(ticket, at)
    return {"rhythm": found.rhythm, "rhythm_until": found.last_day.isoformat()} if found else {}


def known(cadence: Cadence | None) -> facts.Cadence | None:
    """The engine's view of a cadence."""
    return facts.Cadence(cadence.pk, cadence.rhythm, cadence.until) if cadence else None


def end(ticket: Ticket, *, by: Actor, at: datetime, pressed: bool = False) -> None:
    """End what runs on a locked ticket, if anything does. One whose last day is over ended then.

    Args:
        pressed: somebody ended it, and not the ticket or its last day.
    """
    found = RUNNING.first(ticket.pk)
    if found is None:
        return
    found.ended_at = min(at, found.until)
    if pressed:
        found.ended_by_agent, found.ended_by_requester = agent_of(by), requester_of(by)
    found.save(update_fields=["ended_at", "ended_by_agent", "ended_by_requester"])
    kind = "cadence.ended" if pressed else "cadence.over"
    events.add(kind, by=by, at=at, ticket=ticket, cadence=found.pk)
