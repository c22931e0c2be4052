"""The counter's page and its code; what is written by it came in by that door."""

import re

import pytest
from django.conf import settings

from agents.conftest import seen
from heard.record.models.intake import Intake

pytestmark = pytest.mark.django_db


def test_the_code_leads_to_the_front_page_by_the_door_counter(allie, stage, client):
    page = allie.get(f"/desk/desks/{stage.desk.public_id}/counter/")
    assert f"{settings.HEARD_URL}/d/{stage.desk.slug}/" in seen(page)
    assert re.search(r"<svg[^>]*>.*<path", page.content.decode(), re.S)
    front = client.get(f"/d/{stage.desk.slug}/?door=counter").content.decode()
    assert re.search(r'name="door" value="counter"', front)


@pytest.mark.parametrize(("given", "door"), [("counter", "counter"), ("", "form"), ("smtp", "form")])
def test_what_is_written_there_came_in_by_it(stage, client, given, door):
    written = {"happened": "It is blank.", "email": "nadia@north.example", "door": given}
    assert client.post(f"/d/{stage.desk.slug}/", written).status_code == 302
    arrival = Intake.objects.get()
    assert (arrival.door, arrival.ticket.messages.get().door) == (door, door)


def test_a_stranger_to_the_desk_has_no_counter_there(mallory, stage):
    assert mallory.get(f"/desk/desks/{stage.desk.public_id}/counter/").status_code == 404
