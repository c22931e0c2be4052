"""Verbs on a restatement: yes, that's it; not quite; read as yes."""

from datetime import datetime

from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.actor import agent_of, requester_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.owed import OwedAnswer
from heard.record.models.requester import Requester
from heard.record.models.restatement import Restatement


def confirm(restatement: Restatement, *, by: Requester | Agent, at: datetime) -> None:
    """The requester said "yes, that's it", or an agent read it as yes; the record says which.

    Raises:
        Refused: it was answered already.
    """
    with settled(restatement.ticket, at=at) as own:
        fresh = _unanswered(restatement)
        fresh.answer, fresh.answered_at = Restatement.Answer.YES, at
        fresh.answered_by, fresh.read_by = requester_of(by), agent_of(by)
        fresh.save()
        kind = "restatement.read_as_yes" if fresh.read_by else "restatement.confirmed"
        events.add(kind, by=by, at=at, ticket=own, restatement=fresh.pk)


def correct(restatement: Restatement, *, correction: str, by: Requester, at: datetime) -> None:
    """The requester said "not quite": kept beside the first version, told to the owner, owed an answer.

    Raises:
        Refused: no text, or it was answered already.
    """
    if not correction.strip():
        raise Refused("no_text", "Tell us what is not right; one line will do.", field="correction")
    with settled(restatement.ticket, at=at) as own:
        fresh = _unanswered(restatement)
        fresh.answer, fresh.answered_at, fresh.answered_by = Restatement.Answer.NO, at, by
        fresh.correction = correction
        fresh.save()
        events.add(
            "restatement.corrected",
            by=by,
            at=at,
            ticket=own,
            restatement=fresh.pk,
            personal={"correction": correction},
        )
        if own.is_open:
            OwedAnswer.objects.create(
                ticket=own, kind="correction", requester=by, asked_at=at, reason=correction
            )
            alert.raise_alert(own, "correction", at=at, due_at=at)


def _unanswered(restatement: Restatement) -> Restatement:
    fresh = Restatement.objects.get(pk=restatement.pk)
    if fresh.answer:
        raise Refused("answered", "That was answered already. Write us a message if it changed.")
    return fresh
