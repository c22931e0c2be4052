"""`/metrics`: counts for those who watch the desk, by token."""

import re
from datetime import timedelta

import pytest

from cast import assemble
from heard import clock
from heard.record.actions import token
from heard.record.actor import HEARD
from heard.record.models.ticket import Ticket
from heard.record.models.token import Token

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    _, robot = token.make(robot="prometheus", scope=Token.Scope.READ, by=HEARD, at=clock.now())

    def ask() -> dict[str, float]:
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {robot}"})
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain")
        lines = re.findall(r"^(heard_\S+) (\S+)$", answer.text, re.MULTILINE)
        return {name: float(value) for name, value in lines}

    return ask


def test_people_who_wait_are_counted_and_samples_are_not(ask):
    now = clock.now()
    cast = assemble(at=now - timedelta(days=9))
    before = ask()
    late = cast.writes(cast.zelda, "They fell", at=now - timedelta(days=8))
    cast.writes(cast.yusuf, "Blank labels", at=now)
    after = ask()
    assert after["heard_tickets_open"] - before["heard_tickets_open"] == 2
    assert after["heard_tickets_unheard"] - before["heard_tickets_unheard"] == 2
    assert after["heard_tickets_late"] - before["heard_tickets_late"] == 1
    assert after["heard_follow_up_late_seconds"] > 4 * 24 * 3600
    assert after["heard_letters_queued"] - before["heard_letters_queued"] == 2
    assert after['heard_check{name="database"}'] == 0
    Ticket.objects.filter(pk=late.pk).update(sample=True)
    assert ask()["heard_tickets_late"] == before["heard_tickets_late"]


@pytest.mark.parametrize("given", ["", "Bearer nonsense", "Basic YTpi"])
def test_without_a_token_nothing_is_told(client, given):
    answer = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert answer.status_code == 401 and "heard_tickets" not in answer.text


def test_an_agents_token_sees_no_other_desks_counts(client):
    cast = assemble()
    _, own = token.make(agent=cast.allie, scope=Token.Scope.ADMIN, by=HEARD, at=clock.now())
    assert client.get("/metrics", headers={"Authorization": f"Bearer {own}"}).status_code == 401
