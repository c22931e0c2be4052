"""Forward through the API: what the page does, for programs."""

from api.conftest import Stage, error
from heard.record.actions import party
from heard.record.models.letter import Letter


def test_a_message_is_passed_on_by_a_person(stage: Stage) -> None:
    mira = party.make(name="Mira", address="mira@globex.example", by=stage.cast.allie, at=stage.at)
    said = stage.drones.messages.order_by("n")[0]
    where, new = f"messages/{said.public_id}/forward", {"contact": mira.public_id, "said": "Is this yours?"}
    assert error(stage.robot.post(where, new))["code"] == "robot"
    assert stage.mallory.post(where, new).status_code == 404
    assert error(stage.allie.post(where, {"said": "?"}))["field"] == "contact"
    assert error(stage.allie.post(where, {**new, "files": ["0" * 32]}))["field"] == "files"
    made = stage.allie.post(where, new)
    assert made.status_code == 201
    told = made.json()
    assert (told["forwarded"], told["answered_at"]) == (said.public_id, told["asked_at"])
    assert "Is this yours?" in Letter.objects.get(kind="ping").facts["text"]
    waiting = stage.allie.post(where, {**new, "waits": True, "days": 2}).json()
    assert waiting["answered_at"] is None and waiting["days"] == 2
    assert told["party"] == "Mira" and stage.allie.get("chases/waits").json()[0]["asked"] == 1
