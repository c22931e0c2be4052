"""What a requester may ask beside a message: "where is my answer?" and "I need it sooner"; and who decides."""

from datetime import datetime

from heard.promise import may_nudge
from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.facts import facts_of, rules_of
from heard.record.models.agent import Agent
from heard.record.models.owed import OwedAnswer
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def nudge(ticket: Ticket, *, by: Requester, at: datetime) -> OwedAnswer:
    """Where is my answer? Rings the owner and the watch at once, the lead from the second time on.

    Raises:
        Refused: no time was missed, or it was asked less than 30 minutes ago.
    """
    with settled(ticket, at=at) as own:
        asked = list(own.owed_answers.filter(kind="nudge").values_list("asked_at", flat=True))
        facts, rules = facts_of(own, at), rules_of(own.desk)
        if not may_nudge(rules, facts, at, last_nudge_at=max(asked, default=None)):
            raise Refused(
                "nudge", "Nothing is late here now. If the time is too late, say you need it sooner."
            )
        since = [time for time in asked if own.last_word_at is None or time > own.last_word_at]
        owed = OwedAnswer.objects.create(ticket=own, kind="nudge", requester=by, asked_at=at)
        events.add("owed.nudge", by=by, at=at, ticket=own, owed=owed.pk)
        for agent in alert.who_hears(own, "lapse_again" if since else "nudge", at=at):
            alert.raise_for(own, agent, "lapse_again" if since else "nudge", at=at)
        return owed


def sooner(ticket: Ticket, *, wanted_at: datetime, reason: str, by: Requester, at: datetime) -> OwedAnswer:
    """I need it sooner, because: kept with both sides' times and owed an answer; the old promise stands.

    Args:
        wanted_at: when the requester needs to hear, UTC.

    Raises:
        Refused: the ticket is resolved, or the time is past or not before the promised one.
    """
    with settled(ticket, at=at) as own:
        if not own.is_open:
            raise Refused("resolved", "This request is closed. Reply, and it is open again.")
        if wanted_at <= at:
            raise Refused("past", "That time has passed. When do you need to hear?", field="wanted_at")
        due_at = own.standing.due_at
        if due_at and wanted_at >= due_at:
            raise Refused("later", "You will hear before that. Give an earlier time.", field="wanted_at")
        owed = OwedAnswer.objects.create(
            ticket=own,
            kind="sooner",
            requester=by,
            asked_at=at,
            wanted_at=wanted_at,
            reason=reason,
            stood_at=due_at,
        )
        personal = {"reason": reason} if reason else None
        events.add(
            "owed.sooner",
            by=by,
            at=at,
            ticket=own,
            personal=personal,
            owed=owed.pk,
            wanted=wanted_at,
            stands=due_at,
        )
        alert.raise_alert(own, "sooner", at=at, due_at=at)
        return owed


def escalate(ticket: Ticket, *, by: Agent, at: datetime) -> Agent:
    """Ask a lead of the desk to decide what a "sooner" gets. The requester is still owed an answer; so says the draft
    that the asking agent is given. Asked again, it stays with the lead who has it.

    Returns:
        The lead who was asked.

    Raises:
        Refused: nothing was asked for sooner, or nobody else leads the desk.
    """
    with settled(ticket, at=at) as own:
        owed = own.owed_answers.filter(kind="sooner", answered_at=None).last()
        if owed is None:
            raise Refused("sooner", "Nobody asked for it sooner, or that was answered.")
        if owed.escalated_to:
            return owed.escalated_to
        lead = next((one for one in alert.leads_of(own.desk, at=at) if one.leads and one != by), None)
        if lead is None:
            raise Refused("no_lead", "Nobody else leads this desk: say yes, or what can be had by then.")
        owed.escalated_at, owed.escalated_to = at, lead
        owed.save(update_fields=["escalated_at", "escalated_to"])
        events.add("owed.escalated", by=by, at=at, ticket=own, owed=owed.pk, owner=lead.pk)
        alert.raise_for(own, lead, "escalated", at=at)
        return lead
