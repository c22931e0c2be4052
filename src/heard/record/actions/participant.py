"""Verbs on who takes part in a ticket besides its requester. Only a person adds somebody; Cc adds nobody."""

from datetime import datetime

from heard.hours.languages import Sentence
from heard.record import events, rows
from heard.record.actions import requester as requesters
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import DeskAddress
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket


def add(ticket: Ticket, *, address: str, by: Agent, at: datetime, before: bool = False) -> Participant:
    """Somebody takes part from now on: gets every person's letter, with a page link and a reply address of their own.

    Args:
        before: whether their page shows what was said before as well.

    Raises:
        Refused: no address, a desk's own, or that person takes part already.
    """
    address = address.strip().lower()
    if "@" not in address.strip("@") or any(sign.isspace() or sign in '<>,;"' for sign in address):
        raise Refused("address", "Give one mail address.", field="address")
    if DeskAddress.objects.filter(address=address).exists():
        raise Refused("address", "That is the address of a desk.", field="address")
    with settled(ticket, at=at) as own:
        person, _ = requesters.meet(address, at=at, sample=own.sample)
        there = own.participants.select_related("requester")
        taking_part = {own.requester.person_id, *(one.requester.person_id for one in there)}
        if person.person_id in taking_part:
            raise Refused(
                "participant", Sentence("%(person)s takes part already.", person=person), field="address"
            )
        events.add("participant.added", by=by, at=at, ticket=own, person=person.pk)
        return rows.insert(
            Participant(ticket=own, requester=person, since=at, seen_from=None if before else at)
        )


def show_before(ticket: Ticket, *, participant: int, by: Agent, at: datetime) -> Participant:
    """Their page shows what was said before they took part as well, from now on.

    Raises:
        Refused: they take no part, or see all of it already.
    """
    with settled(ticket, at=at) as own:
        found = own.participants.select_related("requester", "ticket").filter(pk=participant).first()
        if found is None or found.reads_from is None:
            raise Refused("participant", "They take no part, or see all of it already.", field="participant")
        found.seen_from = None
        found.save(update_fields=["seen_from"])
        events.add("participant.shown", by=by, at=at, ticket=own, person=found.requester_id)
        return found


def drop(ticket: Ticket, *, participant: int, by: Agent, at: datetime) -> None:
    """Somebody takes part no longer; their links to the request end.

    Raises:
        Refused: it is the requester, or they take no part.
    """
    with settled(ticket, at=at) as own:
        found = own.participants.filter(pk=participant).exclude(requester=own.requester).first()
        if found is None:
            raise Refused("participant", "They take no part, or the request is theirs.", field="participant")
        events.add("participant.dropped", by=by, at=at, ticket=own, person=found.requester_id)
        found.delete()
