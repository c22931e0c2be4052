"""The sample data goes with one click of an admin, and nobody else's."""

import pytest
from django.test import Client

from cast import assemble, clock
from heard.cli import sample_story
from heard.record.actions import desk
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


def test_one_click_removes_it_and_the_button(client: Client) -> None:
    cast = assemble()
    real = cast.writes(cast.zelda, "A real one.", at=clock("9:02"))
    Agent.objects.filter(pk=cast.bob.pk).update(role="admin")
    sample_story.begin(clock("11:00"))
    desk.add_member(Desk.objects.get(sample=True), agent=cast.allie, by=cast.carla, at=clock("11:00"))
    client.force_login(cast.allie)
    assert "Remove the sample data" not in client.get("/desk/").text
    assert client.post("/desk/sample/remove/").status_code == 404
    assert Ticket.objects.count() > 1
    client.force_login(Agent.objects.get(pk=cast.bob.pk))
    assert "Remove the sample data" in client.get("/desk/").text
    assert client.get("/desk/sample/remove/").status_code == 405
    answer = client.post("/desk/sample/remove/", follow=True)
    assert "The sample desk is gone" in answer.text
    assert "Remove the sample data" not in answer.text
    assert Ticket.objects.get() == real
