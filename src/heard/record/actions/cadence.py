"""Verbs on a cadence: another rhythm of words is agreed for one ticket, or ended."""

from datetime import date, datetime

from heard.promise.cadence import LONGEST, ends_with, is_rhythm, next_beat
from heard.record import cadence as standing
from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.agent import Agent
from heard.record.models.cadence import Cadence
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def agree(ticket: Ticket, *, rhythm: str, last_day: date, agreed: str, by: Agent, at: datetime) -> Cadence:
    """Note what an agent and the requester agreed on; it counts in place of the silence budget from now on, and of an
    earlier cadence. The time that was told stands.

    Args:
        rhythm: a weekday in English, or a number of business days from 1 to 20.
        last_day: the last day it holds, on the desk's calendar.
        agreed: who agreed, and where.

    Raises:
        Refused: no such rhythm, nobody agreed, a last day that is past, too far, or before the first beat; or the
            ticket is resolved.
    """
    if not is_rhythm(rhythm):
        raise Refused("rhythm", "Say a weekday, or a number of working days from 1 to 20.", field="rhythm")
    if not agreed.strip():
        raise Refused("agreed", "Say who agreed, and where: “Zelda, on the phone”.", field="agreed")
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This ticket is resolved: nothing is promised on it.")
        made = Cadence(
            ticket=own,
            rhythm=rhythm,
            last_day=last_day,
            until=_until(own, rhythm, last_day, at),
            agreed=agreed.strip()[:500],
            agent=by,
            agreed_at=at,
        )
        standing.end(own, by=by, at=at)
        made.save()
        events.add("cadence.agreed", by=by, at=at, ticket=own, cadence=made.pk, until=made.until)
    return made


def _until(ticket: Ticket, rhythm: str, last_day: date, at: datetime) -> datetime:
    rules = rules_of(ticket.desk)
    if last_day > rules.calendar.local_date(at) + LONGEST:
        raise Refused("too_far", "Agree for a year at most; then ask again.", field="last_day")
    until = ends_with(rules, last_day)
    if until <= at:
        raise Refused("past", "That day is over. Give one that lies ahead.", field="last_day")
    if next_beat(rules, standing.known(Cadence(rhythm=rhythm, until=until)), at) is None:
        raise Refused("no_beat", "No word would fall before that day. Give a later one.", field="last_day")
    return until


def end(ticket: Ticket, *, by: Requester | Agent, at: datetime) -> None:
    """End what runs: the desk's own budget counts again from the next word on, and the time that was told stands.
    When the requester ends it, whoever can act is told.

    Raises:
        Refused: nothing runs.
    """
    with settled(ticket, at=at) as own:
        if standing.running(own, at) is None:
            raise Refused("none", "That was ended already.")
        standing.end(own, by=by, at=at, pressed=True)
        if isinstance(by, Requester):
            alert.raise_alert(own, "cadence_ended", at=at, due_at=at)
