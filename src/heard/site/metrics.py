"""`/metrics`: how the desk stands, for Prometheus and whatever reads its format. Counts only, never personal.

Read from the database each time, so every process answers the same and a restart loses nothing. Each number costs
an index's worth: what is open or waiting, never what ever was.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from heard import clock
from heard.api.errors import Unable
from heard.api.token import READ
from heard.health import findings
from heard.record.access import model
from heard.record.actor import Robot
from heard.record.models.agent import Agent
from heard.record.models.due import DueWork
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

STATES = {"fine": 0, "warn": 1, "red": 2}


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every number, to the token of a robot or an admin; 401 to anybody else."""
    if not _may_read(request):
        return HttpResponse(
            "Give the API token of a robot or an admin: Authorization: Bearer ...\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )
    registry = CollectorRegistry()
    registry.register(Desk(clock.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        caller = READ.authenticate(request, token) if scheme.lower() == "bearer" else None
    except Unable:
        return False
    return caller is not None and (isinstance(caller.reader, Robot) or caller.reader.role == Agent.Role.ADMIN)


class Desk(Collector):
    """All numbers at one instant, UTC."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Sample tickets stay outside all numbers (method.md, Who sees what)."""
        yield from self._tickets()
        yield from self._letters()
        yield from self._intake()
        yield from self._time()
        yield from self._model()
        yield self._checks()

    def _tickets(self) -> Iterator[GaugeMetricFamily]:
        found = Ticket.objects.filter(resolved_at=None, sample=False)
        yield _gauge("heard_tickets_open", "Open tickets", found.count())
        yield _gauge("heard_tickets_unheard", "Tickets nobody opened", found.filter(opened_at=None).count())
        late = found.filter(owed_at__lte=self.at).count()
        yield _gauge(
            "heard_tickets_late", "Open tickets on which a word, a reading or an answer is late", late
        )

    def _letters(self) -> Iterator[GaugeMetricFamily]:
        queued = Letter.objects.filter(state=Letter.State.QUEUED)
        yield _gauge("heard_letters_queued", "Letters that wait to leave", queued.count())
        oldest = queued.filter(not_before__lte=self.at).aggregate(at=Min("not_before"))["at"]
        yield _gauge(
            "heard_letters_late_seconds", "How long the oldest due letter waits", self._since(oldest)
        )

    def _intake(self) -> Iterator[GaugeMetricFamily]:
        waiting = Intake.objects.filter(state=Intake.State.RECEIVED)
        yield _gauge("heard_arrivals_waiting", "Arrivals stored and not yet read", waiting.count())
        oldest = waiting.aggregate(at=Min("received_at"))["at"]
        yield _gauge("heard_arrivals_late_seconds", "How long the oldest of them waits", self._since(oldest))

    def _time(self) -> Iterator[GaugeMetricFamily]:
        work = DueWork.objects.aggregate(at=Min("look_again_at"))
        behind = self._since(work["at"])
        yield _gauge("heard_follow_up_late_seconds", "How far the follow-up is behind", behind)
        stumbling = DueWork.objects.filter(stumbles__gt=0).count()
        yield _gauge("heard_follow_up_stumbling", "Tickets on which the follow-up stumbles", stumbling)

    def _model(self) -> Iterator[GaugeMetricFamily]:
        if not settings.HEARD_MODEL:
            return
        counts = model.counts(self.at)
        yield _gauge(
            "heard_model_drafts_asked_hour", "Drafts that the model was asked for in an hour", counts["asked"]
        )
        yield _gauge("heard_model_drafts_failed_hour", "Those of them that failed", counts["failed"])
        yield _gauge("heard_model_drafts_waiting", "Those of them that still wait", counts["waiting"])

    def _checks(self) -> GaugeMetricFamily:
        says = "A check of `heard doctor`: 0 fine, 1 warn, 2 red"
        family = GaugeMetricFamily("heard_check", says, labels=["name"])
        for finding in findings(at=self.at):
            family.add_metric([finding.name], STATES[finding.state])
        return family

    def _since(self, at: datetime | None) -> float:
        return max((self.at - at).total_seconds(), 0.0) if at else 0.0


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
