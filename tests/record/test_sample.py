"""The sample data tells its story at any hour of the week, and leaves nothing behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cast import assemble, clock
from heard.cli import sample_story
from heard.record.actions import desk, problem, requester, sample, ticket
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.problem import Problem
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 21, 21, 40, 7, tzinfo=UTC),
        datetime(2026, 12, 25, 3, 0, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ],
)
def test_today_is_live_whenever_the_desk_starts(now: datetime) -> None:
    assert sample_story.begin(now)
    still_open = Ticket.objects.filter(resolved_at=None)
    found = {each.requester.address.partition("@")[0]: each for each in still_open}
    assert (found["yusuf"].standing.kind, found["yusuf"].standing.misses) == ("repair", 1)
    assert found["zelda"].standing.due_at == now.replace(second=0) + timedelta(minutes=20)
    assert (found["tomasz"].opened_at, found["tomasz"].owed_reason) == (None, "first")
    assert found["hana"].chases.get().answered_at is None
    assert found["priya"].owed_reason == "correction"
    late = [who for who, each in found.items() if each.owed_at <= now]
    assert late == []
    assert Ticket.objects.filter(sample=False).count() == Letter.objects.filter(sample=False).count() == 0
    assert 40 <= Ticket.objects.exclude(resolved_at=None).count() <= 120
    assert not sample_story.begin(now)


def test_removing_takes_all_that_is_sample_and_nothing_real() -> None:
    cast = assemble()
    real = cast.writes(cast.zelda, "A real one.", at=clock("9:02"))
    before = _counts()
    sample_story.begin(clock("11:00"))
    admin = cast.carla
    for each in Desk.objects.filter(sample=True):
        desk.add_member(each, agent=admin, by=HEARD, at=clock("11:05"))
    sample.remove(by=admin, at=clock("11:10"))
    connection.check_constraints()
    assert _counts() == before
    assert Ticket.objects.get() == real
    assert not sample.is_there()
    assert not sample_story.begin(clock("11:15"))


def _counts() -> tuple[int, ...]:
    """Agents, desks, people, and events but for those that only say that an agent was made."""
    events = Event.objects.exclude(kind="agent.made")
    return Agent.objects.count(), Desk.objects.count(), Requester.objects.count(), events.count()


def test_a_real_request_on_the_sample_desk_survives_with_its_desk() -> None:
    sample_story.begin(clock("11:00"))
    stranger, _ = requester.meet("someone@real.example", at=clock("11:01"))
    arrival = Arrival(door="smtp", from_address=stranger.address, text="Hello")
    kept = ticket.receive(arrival, desk=Desk.objects.get(), requester=stranger, at=clock("11:01"))
    problem.join(kept, problem=Problem.objects.get(), by=HEARD, at=clock("11:02"))
    assert Problem.objects.get().counts.shown
    sample.remove(by=HEARD, at=clock("11:10"))
    connection.check_constraints()
    kept.refresh_from_db()
    assert Ticket.objects.get() == kept and kept.problem is None and kept.is_open
    assert Problem.objects.count() == 0
    assert Desk.objects.get().sample is False
