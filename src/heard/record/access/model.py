"""Which drafts of the model an agent may fetch, and what of a ticket goes there for one.

Notes are read here, so nothing of the requester's pages may import this file.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from heard.hours.said import said_time
from heard.record.access import Absent
from heard.record.access import ticket as tickets
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.message import Message
from heard.record.models.model import ModelDraft
from heard.record.models.note import Note
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.people import zone_of
from heard.wording.model import LONGEST_NOTE, LONGEST_SAID, LONGEST_TEXT, MOST_MESSAGES, MOST_NOTES, Material

HOUR = timedelta(hours=1)


def host() -> str:
    """The host of the model that the settings name; "" where there is none."""
    return settings.HEARD_MODEL.host if settings.HEARD_MODEL else ""


def seconds() -> int:
    """How long the model may take for one draft, in seconds."""
    return settings.HEARD_MODEL.seconds if settings.HEARD_MODEL else 0


def is_on(desk: Desk) -> bool:
    """Whether a lead let this desk ask the model that the settings name now; another host needs another yes."""
    return bool(desk.model_host) and desk.model_host == host() and not desk.sample


def may_draft(ticket: Ticket) -> bool:
    """Whether words of this ticket may go to the model."""
    return is_on(ticket.desk) and not ticket.sample


def get(reader: Agent, public_id: str) -> ModelDraft:
    """One's own draft.

    Raises:
        Absent: there is none, it is a colleague's, or the ticket is not for this reader any more.
    """
    found = (
        ModelDraft.objects.select_related("ticket__desk", "ticket__requester", "message")
        .filter(agent=reader, public_id=public_id, ticket__in=tickets.visible_to(reader))
        .first()
    )
    if found is None:
        raise Absent("model draft")
    return found


def standing(ticket: Ticket, agent: Agent) -> list[ModelDraft]:
    """The drafts that an agent asked for on a ticket and has neither used nor left, the newest last."""
    found = ModelDraft.objects.filter(ticket=ticket, agent=agent, left_at=None)
    return list(found.select_related("ticket__requester", "message").order_by("id"))


def used(ticket: Ticket, agent: Agent, public_id: str) -> ModelDraft | None:
    """The draft of this agent on this ticket with that id, to begin a word from; None where there is none."""
    found = ModelDraft.objects.filter(ticket=ticket, agent=agent, public_id=public_id, trouble="")
    return found.exclude(text="").first()


def of_the_hour(at: datetime) -> QuerySet[ModelDraft]:
    """What was asked for in the hour before `at` (UTC)."""
    return ModelDraft.objects.filter(asked_at__gt=at - HOUR)


def counts(at: datetime) -> dict[str, int]:
    """How many were `asked` for in the last hour, how many `failed`, and how many are `waiting`."""
    failed, waiting = Q(trouble__gt=""), Q(ended_at=None)
    return of_the_hour(at).aggregate(
        asked=Count("id"), failed=Count("id", filter=failed), waiting=Count("id", filter=waiting)
    )


def last_troubles(at: datetime, count: int) -> list[str]:
    """How the last so many of the hour ended, the newest first: "" or the trouble."""
    ended = (
        of_the_hour(at).filter(ended_at__isnull=False).exclude(trouble="left").order_by("-ended_at", "-id")
    )
    return list(ended.values_list("trouble", flat=True)[:count])


def material(draft: ModelDraft, *, now: datetime) -> Material:
    """All that leaves the house for a draft: the last messages that count, and for an update or a handover the last
    notes, each cut."""
    ticket = draft.ticket
    if draft.message:
        return Material(text=draft.message.shown[:LONGEST_TEXT])
    if draft.kind == ModelDraft.Kind.OURS:
        return Material(text=draft.source[:LONGEST_TEXT])
    said = ticket.messages.filter(verified=True).order_by("-n")[:MOST_MESSAGES]
    if draft.kind == ModelDraft.Kind.RESTATEMENT:
        return Material(subject=ticket.subject, requester=ticket.requester.called, said=_said(said))
    restated = Restatement.objects.filter(ticket=ticket).order_by("id").last()
    return Material(
        subject=ticket.subject,
        requester=ticket.requester.called,
        said=_said(said),
        notes=_notes(ticket),
        restated=(restated.correction or restated.text)[:LONGEST_SAID] if restated else "",
        told=_told(ticket, now) if draft.kind == ModelDraft.Kind.HANDOVER else "",
    )


def _said(newest: QuerySet[Message]) -> tuple[tuple[str, str], ...]:
    return tuple(
        ("requester" if one.kind == Message.Kind.INBOUND else "desk", one.shown[:LONGEST_SAID])
        for one in reversed(newest)
    )


def _notes(ticket: Ticket) -> tuple[str, ...]:
    newest = Note.objects.filter(ticket=ticket).order_by("-n")[:MOST_NOTES]
    return tuple(one.text[:LONGEST_NOTE] for one in reversed(newest))


def _told(ticket: Ticket, now: datetime) -> str:
    """By when the requester hears, as a colleague reads it."""
    due_at = ticket.promise.due_at if ticket.promise else None
    return (
        said_time(due_at, zone=zone_of(ticket.requester, ticket.desk), language="en", now=now)
        if due_at
        else ""
    )
