"""Programs ask for an exception, read how far it is, ask again and withdraw; they never decide."""

from api.conftest import Stage
from heard.record.models.letter import Letter


def wanted(stage: Stage, **more: object) -> dict[str, object]:
    step = {"who": [{"address": "nora@northwind.example"}], "answer_by": stage.later(5).isoformat()}
    return {
        "asked": "500 GB", "policy": "At most 250", "why": "Films.", "told_as": "your manager", "steps": [step], **more
    }  # fmt: skip


def test_asked_read_reminded_withdrawn(stage: Stage) -> None:
    path = f"tickets/{stage.drones.public_id}/approvals"
    assert stage.mallory.post(path, wanted(stage)).status_code == 404
    assert stage.robot.post(path, wanted(stage)).status_code == 422
    wrong = stage.allie.post(path, wanted(stage, told_as=" "))
    assert wrong.status_code in (409, 422) and wrong.json()["error"]["field"] == "told_as"
    made = stage.allie.post(path, wanted(stage))
    assert made.status_code == 201, made.content
    asking = made.json()
    assert asking["outcome"] == "" and asking["approvers"][0]["decision"] == ""
    shown = stage.allie.get(f"approvals/{asking['id']}").json()
    assert shown == asking
    assert stage.mallory.get(f"approvals/{asking['id']}").status_code == 404
    assert [one["id"] for one in stage.allie.get("approvals", running="true").json()["items"]] == [
        asking["id"]
    ]
    assert stage.allie.post(f"approvals/{asking['id']}/remind", {}).status_code == 200
    assert Letter.objects.filter(kind="approval").count() == 2
    for act in ("decide", "agree"):
        assert stage.carla.post(f"approvals/{asking['id']}/{act}", {}).status_code == 404
    chase = asking["approvers"][0]["chase"]
    refused = stage.allie.post(f"chases/{chase}/answer", {"text": "She said yes."})
    assert refused.json()["error"]["code"] == "decides"
    done = stage.allie.post(f"approvals/{asking['id']}/withdraw", {}).json()
    assert (
        done["outcome"] == "withdrawn" and stage.allie.get("approvals", running="true").json()["items"] == []
    )
