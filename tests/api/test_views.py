"""Saved views through the API."""

from api.conftest import Stage, error


def test_a_view_is_kept_changed_and_dropped_by_a_program(stage: Stage) -> None:
    made = stage.allie.post("views", {"name": "Late", "query": "is:late", "desk": stage.cast.desk.public_id})
    assert made.status_code == 201 and made.json()["desk"]["name"] == "Support"
    (listed,) = stage.carla.get("views").json()["items"]
    assert listed == made.json()
    path = f"views/{listed['id']}"
    assert stage.allie.post(path, {"query": "is:late owner:me"}).json()["query"] == "is:late owner:me"
    assert stage.mallory.post(path, {"name": "Mine"}).status_code == 404
    refused = stage.allie.post(path, {"query": "is:latte"})
    assert (refused.status_code, error(refused)["field"]) == (422, "query")
    assert stage.allie.get("views").json()["items"][0]["query"] == "is:late owner:me"
    assert stage.robot.get("views").json()["items"] == [] and stage.robot.post(path, {}).status_code == 404
    assert stage.allie.post(f"{path}/drop").status_code == 204
    assert stage.allie.get("views").json()["items"] == []
