"""Guides through the API."""

from api.conftest import Stage, error

WORDS = {"language": "en", "title": "Label printer", "text": "Turn the **roll** around."}


def test_a_program_writes_one_on_and_publishes_it(stage: Stage) -> None:
    refused = stage.mallory.post("guides", {**WORDS, "desk": stage.cast.desk.public_id})
    assert (refused.status_code, error(refused)["field"]) == (422, "desk")
    made = stage.allie.post("guides", {**WORDS, "desk": stage.cast.desk.public_id})
    assert made.status_code == 201 and made.json()["public_since"] is None
    path = f"guides/{made.json()['id']}"
    newer = {**WORDS, "text": "Shake it.", "after": 1}
    assert stage.carla.post(f"{path}/words", newer).json()["words"][0]["version"] == 2
    late = stage.allie.post(f"{path}/words", {**newer, "text": "Hit it."})
    assert (late.status_code, error(late)["code"]) == (422, "meanwhile")
    assert stage.allie.get(path).json()["words"][0]["text"] == "Shake it."
    assert stage.allie.post(f"{path}/publish").json()["public_since"]
    assert stage.allie.post(f"{path}/looked").json()["looked_by"]["name"] == stage.cast.allie.name
    (listed,) = stage.carla.get("guides", q="shake", public="true").json()["items"]
    assert listed["titles"] == {"en": "Label printer"} and listed["helped"] == 0
    assert stage.carla.get("guides", q="roll").json()["items"] == []
    assert stage.mallory.get("guides").json()["items"] == [] and stage.mallory.get(path).status_code == 404


def test_a_robot_reads_what_is_public_and_writes_nothing(stage: Stage) -> None:
    made = stage.allie.post("guides", {**WORDS, "desk": stage.cast.desk.public_id}).json()
    path = f"guides/{made['id']}"
    assert stage.robot.get(path).status_code == 404 and stage.robot.get("guides").json()["items"] == []
    stage.allie.post(f"{path}/publish")
    assert stage.robot.get(path).json()["words"][0]["text"] == WORDS["text"]
    assert error(stage.robot.post(f"{path}/hide"))["code"] == "robot"
    stage.allie.post(f"{path}/hide")
    assert stage.robot.get(path).status_code == 404
