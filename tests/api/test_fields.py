"""Fields through the API: made by a lead, filled in by whoever may act on the ticket."""

from api.conftest import Stage, error

NEW = {
    "name": "serial",
    "kind": "text",
    "label": "Serial number",
    "names": {"de": "Seriennummer"},
    "shown": True,
}


def test_a_lead_makes_and_drops_and_nobody_else(stage: Stage) -> None:
    where = f"desks/{stage.cast.desk.public_id}/fields"
    assert stage.allie.post(where, NEW).status_code == 404
    assert error(stage.robot.post(where, NEW))["code"] == "robot"
    made = stage.carla.post(where, NEW)
    assert made.status_code == 201 and made.json()["names"] == {"de": "Seriennummer"}
    assert error(stage.carla.post(where, NEW))["field"] == "name"
    one = f"{where}/{made.json()['id']}"
    assert stage.carla.post(one, {"label": "Serial"}).json()["shown"] is False
    assert error(stage.carla.post(f"{one}/delete"))["code"] == "dropped"
    assert stage.carla.post(f"{one}/drop").json()["dropped"] is True
    assert stage.carla.post(f"{one}/take-up").json()["dropped"] is False
    stage.carla.post(f"{one}/drop")
    assert stage.carla.post(f"{one}/delete").status_code == 204
    assert stage.allie.get(where).json() == []


def test_a_ticket_says_it_and_is_found_by_it(stage: Stage) -> None:
    desk, where = f"desks/{stage.cast.desk.public_id}/fields", f"tickets/{stage.drones.public_id}/fields"
    stage.carla.post(desk, NEW)
    stage.carla.post(desk, {"name": "size", "kind": "number", "label": "Size", "required": True})
    assert stage.mallory.post(where, {"values": {"serial": "A7"}}).status_code == 404
    assert error(stage.allie.post(where, {"values": {"size": "big"}}))["field"] == "size"
    assert error(stage.allie.post(where, {"values": {"sise": "1"}}))["field"] == "sise"
    told = stage.robot.post(where, {"values": {"serial": "A7"}}).json()
    assert [(one["name"], one["value"]) for one in told] == [("serial", "A7"), ("size", "")]
    assert stage.allie.get(where).json() == told
    found = stage.allie.get("tickets?q=field.serial:a7").json()["items"]
    assert [one["id"] for one in found] == [stage.drones.public_id]
    done = {"text": "Done.", "next": {"resolves": True}}
    refused = error(stage.allie.post(f"tickets/{stage.drones.public_id}/reply", done))
    assert refused["code"] == "fields" and "Size" in refused["message"]
    stage.allie.post(where, {"values": {"size": "3,5"}})
    assert stage.allie.post(f"tickets/{stage.drones.public_id}/reply", done).status_code < 300
