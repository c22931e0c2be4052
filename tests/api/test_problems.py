"""Problems through the API: made, joined, said, and told to everybody; a robot presses nothing."""

from datetime import timedelta

from api.conftest import Stage, error
from heard.record.actions import broadcast
from heard.record.models.ticket import Ticket


def made(stage: Stage) -> str:
    answer = stage.allie.post("problems", {"title": "Drones come back", "ticket": stage.drones.public_id})
    assert answer.status_code == 201
    return f"problems/{answer.json()['id']}"


def test_a_problem_is_made_joined_and_counted(stage: Stage) -> None:
    where = made(stage)
    yusufs = stage.cast.writes(stage.cast.yusuf, "Mine.", at=stage.at)
    joined = stage.allie.post(f"{where}/tickets", {"ticket": yusufs.public_id}).json()
    assert (joined["people"], joined["reports"], joined["state"]) == (2, 2, "looking")
    assert [one["title"] for one in stage.allie.get("problems").json()["items"]] == ["Drones come back"]
    assert stage.mallory.get("problems").json()["items"] == []
    assert stage.mallory.get(where).status_code == 404
    left = stage.allie.post(f"{where}/tickets/{yusufs.public_id}/leave").json()
    assert left["people"] == 1
    assert stage.allie.post(f"{where}/tickets/{yusufs.public_id}/again").status_code == 404
    fixing = stage.allie.post(f"{where}/state", {"state": "fixing", "fixed_in": "4.2"}).json()
    assert (fixing["state"], fixing["fixed_in"]) == ("fixing", "4.2")


def test_everybody_is_told_once_however_often_it_is_posted(stage: Stage) -> None:
    where = made(stage)
    due = (stage.at.replace(second=0) + timedelta(hours=3)).isoformat()
    word = {"texts": {"en": "The map is wrong."}, "due_at": due}
    assert error(stage.robot.post(f"{where}/broadcast", word))["code"] == "robot"
    assert error(stage.allie.post(f"{where}/broadcast", {**word, "texts": {"en": " "}}))["code"] == "no_text"
    sent = stage.allie.post(f"{where}/broadcast", word).json()
    assert (sent["tickets"], sent["waiting"]) == (1, 1)
    while broadcast.carry_some(at=stage.at + timedelta(minutes=1)) is not None:
        pass
    (told,) = stage.allie.get(f"{where}/broadcasts").json()
    assert (told["waiting"], told["outcomes"]) == (0, {"next": 1})
    assert Ticket.objects.get(pk=stage.drones.pk).messages.filter(kind="outbound").count() == 1
