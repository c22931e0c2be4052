"""What a requester may ask beside a message: "where is my answer?" and "I need it sooner"."""

from datetime import datetime

from heard.promise import may_nudge
from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.errors import Refused
from heard.record.facts import facts_of, rules_of
from heard.record.models.owed import OwedAnswer
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket


def nudge(ticket: Ticket, *, by: Requester, at: datetime) -> OwedAnswer:
    """Where is my answer? Rings the owner at once, the lead from the second time on.

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
        alert.raise_alert(own, "lapse_again" if since else "nudge", at=at, due_at=at)
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
            ticket=own, kind="sooner", requester=by, asked_at=at, wanted_at=wanted_at, reason=reason
        )
        personal = {"reason": reason} if reason else None
        events.add("owed.sooner", by=by, at=at, ticket=own, owed=owed.pk, wanted=wanted_at, personal=personal)
        alert.raise_alert(own, "sooner", at=at, due_at=at)
        return owed
