"""Tags through the API."""

from api.conftest import Stage, error


def test_a_program_tags_reads_and_untags(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}"
    tagged = stage.robot.post(f"{path}/tags", {"tag": "Gate 7"})
    assert tagged.status_code == 200 and tagged.json()["tags"] == ["gate-7"]
    stage.allie.post(f"{path}/tags", {"tag": "billing"})
    assert stage.allie.get(path).json()["tags"] == ["billing", "gate-7"]
    assert stage.allie.get("tickets", q="tag:gate-7").json()["items"][0]["tags"] == ["billing", "gate-7"]
    listed = stage.allie.get(f"desks/{stage.cast.desk.public_id}/tags").json()
    assert [(one["name"], one["count"]) for one in listed] == [("billing", 1), ("gate-7", 1)]
    assert stage.mallory.get(f"desks/{stage.cast.desk.public_id}/tags").status_code == 404
    assert stage.mallory.post(f"{path}/tags", {"tag": "billing"}).status_code == 404
    refused = stage.allie.post(f"{path}/tags", {"tag": "a:b"})
    assert (refused.status_code, error(refused)["field"]) == (422, "tag")
    assert stage.allie.post(f"{path}/tags/drop", {"tag": "billing"}).json()["tags"] == ["gate-7"]
