"""Fields on the pages: beside a ticket, filled in and taken back; made, dropped and deleted by a lead."""

import pytest

from agents.conftest import seen, url
from heard.record.actions import field
from heard.record.actor import HEARD
from heard.record.models.field import DeskField, FieldValue, values_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(stage):
    """A ticket of a desk that wants to know two things."""
    for name, kind, more in (
        ("serial", "text", {"required": True}),
        ("colour", "choice", {"choices": ["Red", "Blue"]}),
    ):
        field.make(
            stage.desk, name=name, kind=kind, label=name.title(), by=HEARD, at=stage.minutes(-60), **more
        )
    return stage.asks(stage.zelda, "The label printer is blank.")


def says(ticket) -> dict[str, str]:
    return values_of([ticket.pk]).get(ticket.pk, {})


def test_it_is_filled_in_beside_the_ticket_and_taken_back(stage, allie, mallory, asked):
    twin = stage.asks(stage.yusuf, "Another.")
    assert url(asked, "fields") in allie.get(url(asked)).content.decode()
    assert mallory.get(url(asked, "fields")).status_code == 404
    page = seen(allie.get(url(asked, "fields")))
    assert "Serial" in page and "Needed before this is solved" in page
    given = {"field_serial": "A7", "field_colour": "red"}
    assert mallory.post(url(asked, "fields"), given).status_code == 404
    part = seen(allie.patch("post", url(asked, "fields"), given))
    assert "Take it back" in part
    assert says(asked) == {"serial": "A7", "colour": "Red"} and says(twin) == {}
    assert "filled in Serial" in seen(allie.get(url(asked)))
    allie.patch("post", url(asked, "fields"), {"field_serial": "", "field_colour": ""})
    assert says(asked) == {}


def test_a_value_that_it_does_not_take_is_refused_under_it_and_what_was_typed_stays(stage, allie, asked):
    given = {"field_serial": "A7", "field_colour": "green"}
    answer = allie.patch("post", url(asked, "fields"), given)
    raw = answer.content.decode()
    assert answer.status_code == 422 and "Choose one of Red, Blue." in seen(answer)
    assert 'value="A7"' in raw and 'aria-describedby="field_colour_error"' in raw
    assert says(asked) == {}


def test_a_ticket_of_a_desk_without_fields_has_no_place_for_them(stage, allie):
    bare = stage.asks(stage.zelda, "x")
    assert url(bare, "fields") not in allie.get(url(bare)).content.decode()


def test_a_lead_makes_changes_drops_and_deletes(stage, allie, carla, asked):
    where = f"/desk/desks/{stage.desk.public_id}/fields/"
    new = {"label": "Room", "name": "room", "kind": "text", "shown": "on", "name_de": "Raum", "place": "1"}
    assert allie.get(where).status_code == allie.post(where, new).status_code == 404
    page = seen(carla.post(where, new, follow=True))
    room = DeskField.objects.get(name="room")
    assert "field.room:" in page and (room.names, room.shown, room.place) == ({"de": "Raum"}, True, 1)
    again = carla.post(where, {**new, "label": "Chamber"})
    assert again.status_code == 422 and "has a field of that name" in seen(again)
    assert 'value="Chamber"' in again.content.decode()
    one = f"{where}{room.public_id}/"
    assert "Raum" in carla.get(one).content.decode()
    assert carla.post(one, {"label": " "}).status_code == 422
    carla.post(one, {"label": "Place", "place": "2"})
    room.refresh_from_db()
    assert (room.label, room.names, room.shown) == ("Place", {}, False)

    field.put(asked, values={"room": "7"}, by=stage.allie, at=stage.now)
    assert allie.post(f"{one}act/", {"act": "drop"}).status_code == 404
    assert "Its values are kept" in seen(carla.post(f"{one}act/", {"act": "drop"}, follow=True))
    assert "room" not in says(asked)
    carla.post(f"{one}act/", {"act": "take_up"})
    assert says(asked)["room"] == "7"
    refused = carla.post(f"{one}act/", {"act": "delete"}, follow=True)
    assert "Drop it first" in seen(refused) and FieldValue.objects.exists()
    carla.post(f"{one}act/", {"act": "drop"})
    assert "with 1 values" in seen(carla.post(f"{one}act/", {"act": "delete"}, follow=True))
    assert not FieldValue.objects.exists()
