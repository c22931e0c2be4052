"""Drafts of the model through the API: asked for by an agent's token, fetched by the worker, replied with."""

import pytest

from api.conftest import Stage
from followup.chat import Chat, chatting, says
from heard.followup.model import draft_due
from heard.record.actions import model
from heard.record.models.event import Event


@pytest.fixture
def chat(stage: Stage, settings):
    with chatting() as chat:
        settings.HEARD_MODEL = chat.server()
        model.allow(stage.cast.desk, host="127.0.0.1", an_hour=60, by=stage.cast.carla, at=stage.at)
        yield chat


def test_a_program_has_a_draft_made_and_a_person_replies_with_it(stage: Stage, chat: Chat) -> None:
    chat.ways = [says("We are on it.")]
    path = f"tickets/{stage.drones.public_id}/model"
    asked = stage.allie.post(path, {"kind": "update"})
    assert asked.status_code == 202 and asked.json()["is_waiting"] and chat.asked == []
    draft_due(stage.at)
    found = stage.allie.get(f"model/{asked.json()['id']}").json()
    assert (found["text"], found["trouble"], found["is_waiting"]) == ("We are on it.", "", False)
    assert stage.drones.messages.count() == 1
    reply = {"text": "We are on it.", "next": {"resolves": True}, "drafted": found["id"]}
    assert stage.carla.post(f"tickets/{stage.drones.public_id}/reply", reply).status_code == 422
    assert stage.allie.post(f"tickets/{stage.drones.public_id}/reply", reply).status_code == 200
    assert Event.objects.get(kind="message.drafted").agent == stage.cast.allie


def test_it_is_for_those_who_may_and_is_refused_where_the_desk_says_no(stage: Stage, chat: Chat) -> None:
    path, body = f"tickets/{stage.drones.public_id}/model", {"kind": "ours", "text": "Hello"}
    assert (
        stage.robot.post(path, body).status_code == 422 and stage.mallory.post(path, body).status_code == 404
    )
    asked = stage.allie.post(path, body).json()["id"]
    assert (
        stage.carla.get(f"model/{asked}").status_code
        == stage.mallory.get(f"model/{asked}").status_code
        == 404
    )
    assert stage.allie.post(path, {"kind": "theirs"}).json()["error"]["field"] == "kind"
    model.allow(stage.cast.desk, host="", an_hour=60, by=stage.cast.carla, at=stage.at)
    assert stage.allie.post(path, body).json()["error"]["code"] == "model_off"
