"""Canned text through the API: read, by whom it is for."""

from api.conftest import Stage
from heard.record.actions import canned


def test_a_program_reads_canned_text(stage: Stage) -> None:
    cast, said = stage.cast, {"en": "Hi {requester.first}", "de": "Hallo"}
    canned.save(name="Own", texts={"en": "Mine"}, by=cast.allie, at=stage.at)
    canned.save(name="Hello", folder="Greetings", texts=said, desk=cast.desk, by=cast.allie, at=stage.at)
    shared, own = stage.allie.get("canned").json()["items"]
    assert (shared["name"], shared["folder"], shared["texts"], own["desk"]) == (
        "Hello",
        "Greetings",
        said,
        None,
    )
    assert stage.carla.get("canned").json()["items"] == stage.robot.get("canned").json()["items"] == [shared]
    assert stage.mallory.get("canned").json()["items"] == []
