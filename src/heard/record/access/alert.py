"""Which alerts an agent may fetch: their own, about tickets and desks they still answer on."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from heard.record.models.agent import Agent
from heard.record.models.alert import Alert

LATELY = timedelta(hours=12)
MOST = 50


def visible_to(agent: Agent) -> QuerySet[Alert]:
    """Their alerts, the newest first."""
    here = Q(ticket__desk__memberships__agent=agent) | Q(ticket=None, desk__memberships__agent=agent)
    return Alert.objects.filter(here, agent=agent).order_by("-id")


def latest(agent: Agent) -> list[Alert]:
    """The newest, with what their words need."""
    near = "agent", "desk", "ticket__desk", "ticket__requester", "ticket__owner", "ticket__promise"
    return list(visible_to(agent).select_related(*near)[:MOST])


def newest_unseen(agent: Agent, *, at: datetime) -> list[int]:
    """Ids of what an agent was told lately and has not seen, the newest first: one cheap question."""
    fresh = Alert.objects.filter(
        agent=agent, seen_at=None, raised_at__gt=at - LATELY, delivered_at__isnull=False
    )
    return list(fresh.order_by("-id").values_list("id", flat=True)[:MOST])
