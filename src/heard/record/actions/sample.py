"""Verbs on sample data: begun once, removed for good with one click or one command."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.record import search, wake
from heard.record.actor import Actor
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.approval import Approval, Approver
from heard.record.models.broadcast import Broadcast, Telling
from heard.record.models.chase import Chase, Ping
from heard.record.models.desk import Desk
from heard.record.models.draft import Draft, NoteDraft
from heard.record.models.due import DoneMoment, DueWork
from heard.record.models.event import Event
from heard.record.models.field import FieldValue
from heard.record.models.follow import Follow
from heard.record.models.guide import Guide, GuideSearchRow
from heard.record.models.help import Help, HelpSearchRow
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment, Message
from heard.record.models.note import Note, NoteFile
from heard.record.models.owed import OwedAnswer
from heard.record.models.party import Party
from heard.record.models.problem import Problem, Report
from heard.record.models.promise import Promise
from heard.record.models.refuted import Refuted
from heard.record.models.requester import Organization, Participant, Requester
from heard.record.models.restatement import Restatement
from heard.record.models.setting import Setting
from heard.record.models.tag import Tagging
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket
from heard.record.models.triage import Triage
from heard.record.search import written

NAME = "sample"
# What hangs on a ticket, in the order in which the database lets go of it.
ON_TICKET = (
    Draft, NoteDraft, Talk, DoneMoment, DueWork, Alert, Telling, Report, Restatement, Triage, OwedAnswer, Letter,
    Approval, Chase, Note, Event, Promise, Message, Participant, Tagging, FieldValue, Follow,
)  # fmt: skip


def begun() -> bool:
    """Whether sample data was ever laid down here; removed sample data does not come back."""
    return Setting.objects.filter(name=NAME).exists()


def mark_begun(*, at: datetime) -> None:
    """Remember that the sample data was laid down at `at` (UTC)."""
    Setting.objects.get_or_create(name=NAME, defaults={"value": {"begun_at": at.isoformat()}})


def is_there() -> bool:
    """Whether there is sample data to remove."""
    return Agent.objects.filter(sample=True).exists()


@transaction.atomic
def remove(*, by: Actor, at: datetime) -> int:
    """Delete all sample rows; how many tickets there were. What is real stays, also on a sample desk.

    The only deletion besides erasure and retention (architecture, How things are kept).
    """
    tickets = Ticket.objects.select_for_update().filter(sample=True)
    ids = list(tickets.values_list("id", flat=True))
    search.forget(ids)
    tickets.update(
        promise=None,
        resolved_at=at,
        resolution=Ticket.Resolution.WITHDRAWN,
        continues=None,
        linked_to=None,
        merged_into=None,
        problem=None,
    )
    Message.objects.filter(ticket__in=ids).update(copy_of=None)
    Attachment.objects.filter(message__ticket__in=ids).delete()
    NoteFile.objects.filter(note__ticket__in=ids).delete()
    Refuted.objects.filter(promise__ticket__in=ids).delete()
    Ping.objects.filter(chase__ticket__in=ids).delete()
    Approver.objects.filter(approval__ticket__in=ids).update(handed_from=None)
    Approver.objects.filter(approval__ticket__in=ids).delete()
    for model in ON_TICKET:
        model._default_manager.filter(ticket__in=ids).delete()
    tickets.delete()
    _remove_guides()
    _remove_problems()
    _remove_people(at)
    wake.wake()
    return len(ids)


def _remove_guides() -> None:
    gone = Guide.objects.filter(help__sample=True)
    for guide, help in list(gone.values_list("pk", "help")):
        written.take(GuideSearchRow, guide)
        written.take(HelpSearchRow, help)
    gone.delete()
    Help.objects.filter(sample=True).delete()


def _remove_problems() -> None:
    """A real ticket that came to stand behind a sample problem stays, and stands alone."""
    gone = Problem.objects.filter(sample=True)
    Ticket.objects.filter(problem__in=gone).update(problem=None)
    Report.objects.filter(problem__in=gone).delete()
    Broadcast.objects.filter(problem__in=gone).delete()
    gone.delete()


def _remove_people(at: datetime) -> None:
    asked = Ticket.objects.values("requester")
    Requester.objects.filter(sample=True).exclude(pk__in=asked).delete()
    Party.objects.filter(sample=True, chases=None).delete()
    Organization.objects.filter(sample=True, requesters=None, parties=None).delete()
    sample_agents = Agent.objects.filter(sample=True)
    Ticket.objects.filter(owner__in=sample_agents).update(owner=None)
    Letter.objects.filter(agent__in=sample_agents).delete()
    Event.objects.filter(agent__in=sample_agents, ticket=None).delete()
    _remove_desks()
    sample_agents.delete()


def _remove_desks() -> None:
    """A sample desk that got a real request or guide becomes a real desk; nothing real is lost."""
    desks: QuerySet[Desk] = Desk.objects.filter(sample=True)
    real = {pk for model in (Ticket, Help) for pk in model.objects.values_list("desk", flat=True).distinct()}
    empty = desks.exclude(pk__in=real)
    Event.objects.filter(desk__in=empty).delete()
    empty.delete()
    desks.filter(pk__in=real).update(sample=False)
