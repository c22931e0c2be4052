"""What the first line of a request is made of, beside the conversation: asked for one request, or read ahead for a
whole list of them by a statement for each question.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db.models import Q

from heard.record.models.alert import Alert
from heard.record.models.draft import Draft
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.requester import Participant
from heard.record.models.talk import Talk
from heard.record.models.ticket import Ticket
from heard.record.question import Question

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything that was ever said."""

_TALK = Question(
    lambda ticket: (
        Talk.objects.select_related("agent").filter(ticket=ticket, ended_at=None).order_by("id")[:1]
    )
)
_PROMISES = Question(
    lambda ticket: Promise.objects.select_related("agent", "refuted").filter(ticket=ticket).order_by("id")
)
_LEADS = Question(
    lambda ticket: (
        Alert.objects.select_related("agent").filter(ticket=ticket, kind="lapse_again").order_by("-id")[:5]
    )
)
_TAKEN = Question(
    lambda ticket, owner: (
        Event.objects.select_related("agent")
        .filter(ticket=ticket, kind="ticket.taken", agent=owner)
        .order_by("-id")[:1]
    )
)
_PRESSED = Question(
    lambda ticket, due: Draft.objects.filter(ticket=ticket, pressed_at__lt=due).values_list("id", flat=True)[
        :1
    ]
)
_SAID = Question(
    lambda ticket, requester, since: (
        Message.objects.select_related("read_by")
        .filter(Q(said_at__gte=since) | Q(requester=requester), ticket=ticket, verified=True, by_person=True)
        .order_by("-n")[:2]
    )
)


def talks_with(ticket: Ticket) -> str:
    """First name of the agent in the live conversation that goes on; "" if none does."""
    talk = _TALK.first(ticket.pk)
    return talk.agent.first_name if talk else ""


def promises(ticket: Ticket) -> list[Promise]:
    """Every promise of the request, in the order they were made."""
    return _PROMISES.all(ticket.pk)


def lead_told(ticket: Ticket) -> str:
    """Name of the lead who was told that a time was missed again, or ""."""
    return next((alert.agent.name for alert in _LEADS.all(ticket.pk) if alert.agent.leads), "")


def took(ticket: Ticket) -> Event | None:
    """The act by which the present owner took the request, when they did it themselves."""
    act = _TAKEN.first(ticket.pk, ticket.owner_id) if ticket.owner_id else None
    return act if act and act.agent_id == act.data.get("owner") else None


def on_its_way(ticket: Ticket) -> bool:
    """Whether a word was pressed before the open promise was due: it counts from the pressing."""
    due_at = ticket.promise.due_at if ticket.promise else None
    return due_at is not None and _PRESSED.first(ticket.pk, due_at) is not None


def last_said(participant: Participant) -> list[Message]:
    """The last two words of people that this person may read, oldest first."""
    return _SAID.all(*_who(participant))[::-1]


def read_ahead(participants: Sequence[Participant]) -> None:
    """Read what the lines of these requests will ask, so that their number costs no more questions."""
    tickets = [one.ticket for one in participants]
    for question in (_TALK, _PROMISES, _LEADS):
        question.ahead([(ticket.pk,) for ticket in tickets])
    _TAKEN.ahead([(ticket.pk, ticket.owner_id) for ticket in tickets if ticket.owner_id])
    due = [(one.pk, one.promise.due_at) for one in tickets if one.promise and one.promise.due_at]
    _PRESSED.ahead(due)
    _SAID.ahead([_who(one) for one in participants])


def _who(participant: Participant) -> tuple[object, ...]:
    return participant.ticket_id, participant.requester_id, participant.reads_from or BEGINNING
