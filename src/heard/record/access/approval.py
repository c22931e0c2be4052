"""Which approvals an agent, or a program acting through a token, may fetch."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from heard.record.access import Absent
from heard.record.access.ticket import Reader, desks_of
from heard.record.models.agent import Agent
from heard.record.models.approval import Approval, Approver

NEAR = ("ticket__desk", "ticket__requester__organization", "ticket__owner", "agent", "ended_by")
SEATS = Prefetch(
    "approvers",
    Approver.objects.select_related("agent", "party", "chase", "handed_from").order_by("step", "id"),
)


def visible_to(reader: Reader) -> QuerySet[Approval]:
    """Every approval on the reader's desks, with those who are asked."""
    found = Approval.objects.filter(ticket__desk_id__in=desks_of(reader))
    return found.select_related(*NEAR).prefetch_related(SEATS)


def get(reader: Reader, public_id: str) -> Approval:
    """One approval of the reader's desks.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = visible_to(reader).filter(public_id=public_id).first()
    if found is None:
        raise Absent("approval")
    return found


def get_or_asked(reader: Agent, public_id: str) -> Approval:
    """One approval of the reader's desks, or one that they are asked to decide, whatever desk it is on.

    Raises:
        Absent: there is none, or not for this reader.
    """
    found = Approval.objects.select_related(*NEAR).prefetch_related(SEATS).filter(public_id=public_id).first()
    if found is None or not (found.ticket.desk_id in desks_of(reader) or seat_of(found, reader)):
        raise Absent("approval")
    return found


def seat_of(approval: Approval, agent: Agent) -> Approver | None:
    """The agent among those who were asked, from the letter on."""
    return next((one for one in approval.approvers.all() if one.agent_id == agent.pk and one.chase_id), None)


def seat(approval: Approval, public_id: str) -> Approver:
    """One of those who are asked.

    Raises:
        Absent: there is none on this approval.
    """
    found = next((one for one in approval.approvers.all() if one.public_id == public_id), None)
    if found is None:
        raise Absent("approver")
    return found


def on(ticket: int) -> list[Approval]:
    """The approvals of a fetched ticket, the oldest first."""
    near = Approval.objects.filter(ticket=ticket).select_related("agent")
    return list(near.prefetch_related(SEATS).order_by("id"))


def running(reader: Reader) -> list[Approval]:
    """What is not decided on the reader's desks, the next time first."""
    return list(visible_to(reader).filter(outcome="").order_by("decide_by", "id")[:200])


def asked_of(agent: Agent, *, at: datetime) -> list[Approver]:
    """What an agent is to decide at `at` (UTC), on any desk, the next time first."""
    theirs = Approver.objects.filter(
        Q(approval__ends_at=None) | Q(approval__ends_at__gt=at),
        agent=agent,
        decision="",
        chase__isnull=False,
        approval__outcome="",
    )
    return list(theirs.select_related("approval__ticket__desk").order_by("answer_by", "id")[:50])


def left_behind(agent: Agent) -> Sequence[Approval]:
    """What an agent asked for and is not decided: somebody else must hear of it when they go away."""
    theirs = Approval.objects.filter(agent=agent, outcome="").select_related(*NEAR)
    return list(theirs.order_by("decide_by", "id")[:100])
