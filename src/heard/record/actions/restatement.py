"""Verbs on a restatement: yes, that's it; not quite; read as yes."""

from datetime import datetime

from heard.promise import reads_as
from heard.record import events
from heard.record.actions import alert
from heard.record.actions.settle import settled
from heard.record.actor import agent_of, requester_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.owed import OwedAnswer
from heard.record.models.requester import Requester
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.question import Question


def confirm(restatement: Restatement, *, by: Requester | Agent, at: datetime) -> None:
    """The requester said "yes, that's it", or an agent read it as yes; the record says which.

    Raises:
        Refused: it was answered already.
    """
    with settled(restatement.ticket, at=at) as own:
        _yes(own, _unanswered(restatement), by=by, at=at)


def correct(restatement: Restatement, *, correction: str, by: Requester, at: datetime) -> None:
    """The requester said "not quite": kept beside the first version, told to the owner, owed an answer.

    Raises:
        Refused: no text, or it was answered already.
    """
    if not correction.strip():
        raise Refused("no_text", "Tell us what is not right; one line will do.", field="correction")
    with settled(restatement.ticket, at=at) as own:
        _no(own, _unanswered(restatement), correction, by=by, at=at)


_WAITING = Question(lambda ticket: Restatement.objects.filter(ticket=ticket, answer="").order_by("-id")[:1])


def read_mail(ticket: Ticket, text: str, *, by: Requester, at: datetime) -> None:
    """A mail that clearly says yes or no answers the restatement that waits on a locked ticket."""
    waiting = _WAITING.first(ticket.pk)
    says = reads_as(text) if waiting else None
    if waiting and says == "yes":
        _yes(ticket, waiting, by=by, at=at)
    elif waiting and says == "no":
        _no(ticket, waiting, text, by=by, at=at)


def _yes(ticket: Ticket, restatement: Restatement, *, by: Requester | Agent, at: datetime) -> None:
    restatement.answer, restatement.answered_at = Restatement.Answer.YES, at
    restatement.answered_by, restatement.read_by = requester_of(by), agent_of(by)
    restatement.save()
    kind = "restatement.read_as_yes" if restatement.read_by else "restatement.confirmed"
    events.add(kind, by=by, at=at, ticket=ticket, restatement=restatement.pk)


def _no(ticket: Ticket, restatement: Restatement, correction: str, *, by: Requester, at: datetime) -> None:
    restatement.answer, restatement.answered_at = Restatement.Answer.NO, at
    restatement.answered_by, restatement.correction = by, correction
    restatement.save()
    events.add(
        "restatement.corrected",
        by=by,
        at=at,
        ticket=ticket,
        restatement=restatement.pk,
        personal={"correction": correction},
    )
    if ticket.is_open:
        OwedAnswer.objects.create(
            ticket=ticket, kind="correction", requester=by, asked_at=at, reason=correction
        )
        alert.raise_alert(ticket, "correction", at=at, due_at=at)


def _unanswered(restatement: Restatement) -> Restatement:
    fresh = Restatement.objects.get(pk=restatement.pk)
    if fresh.answer:
        raise Refused("answered", "That was answered already. Write us a message if it changed.")
    return fresh
