"""The rota, cover, consults and trackers through the API: what their pages do, for programs."""

from datetime import timedelta
from typing import Any

from api.conftest import Stage, error
from heard.record.actions import chase
from heard.record.models.rota import Cover

DAY = 24 * 60


def week(*agents: Any) -> dict[str, Any]:
    """Each agent in turn has whole days, Monday first."""
    days = [agents[number % len(agents)].public_id for number in range(7)]
    return {"week": [[{"agent": one, "starts": 0, "ends": DAY}] for one in days]}


def test_a_lead_sets_the_rota_and_nobody_else(stage: Stage) -> None:
    where = f"desks/{stage.cast.desk.public_id}/rota"
    assert stage.allie.get(where).json()["week"] == [[]] * 7
    assert stage.allie.post(f"{where}/week", week(stage.cast.bob)).status_code == 404
    assert error(stage.robot.post(f"{where}/week", week(stage.cast.bob)))["code"] == "robot"
    assert error(stage.carla.post(f"{where}/week", week(stage.cast.mallory)))["field"] == "week"
    twice = {"week": [week(stage.cast.bob)["week"][0] * 2, *[[]] * 6]}
    assert error(stage.carla.post(f"{where}/week", twice))["field"] == "day0"
    minutes = [{"agent": stage.cast.bob.public_id, "starts": n, "ends": n + 1} for n in range(49)]
    many = stage.carla.post(f"{where}/week", {"week": [minutes, *[[]] * 6]})
    assert many.status_code == 422 and error(many)["field"].startswith("week")
    set_now = stage.carla.post(f"{where}/week", week(stage.cast.bob, stage.cast.allie)).json()["week"]
    assert [day[0]["agent"]["name"] for day in set_now[:2]] == [stage.cast.bob.name, stage.cast.allie.name]
    assert stage.allie.get(where).json()["week"] == set_now
    assert stage.mallory.get(where).status_code == 404


def test_a_single_turn_wins_until_it_is_dropped(stage: Stage) -> None:
    where = f"desks/{stage.cast.desk.public_id}/rota"
    span = {"starts_at": stage.later(2).isoformat(), "ends_at": stage.later(4).isoformat()}
    backwards = {"agent": None, "starts_at": span["ends_at"], "ends_at": span["starts_at"]}
    assert error(stage.carla.post(f"{where}/turns", backwards))["field"] == "ends"
    made = stage.carla.post(f"{where}/turns", {"agent": stage.cast.bob.public_id, **span})
    assert made.status_code == 201 and made.json()["agent"]["name"] == stage.cast.bob.name
    ahead = stage.allie.get(f"desks/{stage.cast.desk.public_id}/watch").json()["ahead"]
    assert [one["agent"]["name"] for one in ahead] == [stage.cast.bob.name]
    assert stage.allie.post(f"{where}/turns/{made.json()['id']}/drop").status_code == 404
    assert stage.carla.post(f"{where}/turns/{made.json()['id']}/drop").json()["turns"] == []
    assert stage.carla.post(f"{where}/turns/{made.json()['id']}/drop").status_code == 404


def test_cover_is_asked_taken_and_closed(stage: Stage) -> None:
    desk = f"desks/{stage.cast.desk.public_id}"
    stage.carla.post(f"{desk}/rota/week", week(stage.cast.allie))
    span = {"starts_at": stage.later(2).isoformat(), "ends_at": stage.later(4).isoformat()}
    bob = stage.asker(stage.cast.bob)
    assert error(bob.post(f"{desk}/covers", span))["message"]
    half = {**span, "return_starts_at": span["starts_at"]}
    assert stage.allie.post(f"{desk}/covers", half).status_code == 422
    asked = stage.allie.post(f"{desk}/covers", {**span, "of": stage.cast.bob.public_id}).json()
    assert bob.get(f"{desk}/covers").json() == [asked]
    assert stage.mallory.post(f"covers/{asked['id']}/take").status_code == 404
    assert bob.post(f"covers/{asked['id']}/take").json()["taken_by"]["name"] == stage.cast.bob.name
    assert error(bob.post(f"covers/{asked['id']}/take"))["message"]
    later = {
        "starts_at": (stage.later(2) + timedelta(days=1)).isoformat(),
        "ends_at": (stage.later(4) + timedelta(days=1)).isoformat(),
    }
    again = stage.allie.post(f"{desk}/covers", later).json()
    assert again["asked_of"] is None
    assert stage.allie.post(f"covers/{again['id']}/close").json()["closed_at"]
    assert Cover.objects.filter(taken_by=stage.cast.bob).count() == 1


def test_a_consult_is_answered_by_whom_it_was_asked_of(stage: Stage) -> None:
    asked = chase.start(
        stage.drones, colleague=stage.cast.mallory, asked="Seen this?", by=stage.cast.allie, at=stage.at
    )
    assert [one["asked"] for one in stage.mallory.get("consults").json()] == ["Seen this?"]
    assert stage.allie.get("consults").json() == []
    where = f"consults/{asked.public_id}"
    whole = stage.mallory.get(where).json()
    assert [one["text"] for one in whole["said"]] == ["They come back with the package."]
    assert stage.mallory.get(f"tickets/{stage.drones.public_id}").status_code == 404
    assert stage.carla.get(where).status_code == 404
    assert error(stage.robot.post(f"{where}/answer", {"text": "Yes"}))["code"] == "robot"
    assert error(stage.mallory.post(f"{where}/answer", {"text": " "}))["field"] == "text"
    said = stage.mallory.post(f"{where}/answer", {"text": "Yes, in May: the map."}).json()
    assert said["words"][-1]["text"] == "Yes, in May: the map."
    assert stage.drones.messages.count() == 1


def test_trackers_are_an_admins(stage: Stage) -> None:
    new = {"kind": "github", "name": "Maps", "web": "https://github.com/globex"}
    for who in (stage.allie, stage.carla):
        assert who.post("trackers", new).status_code == 404 and who.get("trackers").status_code == 404
    stage.cast.carla.role = "admin"
    stage.cast.carla.save()
    made = stage.carla.post("trackers", new)
    assert made.status_code == 201 and made.json()["secret"] and made.json()["hook"].endswith("/")
    assert error(stage.carla.post("trackers", new))["field"] == "web"
    listed = stage.carla.get("trackers").json()
    assert [one["web"] for one in listed] == ["https://github.com/globex/"] and "secret" not in listed[0]
    assert stage.carla.post(f"trackers/{made.json()['id']}/drop").status_code == 204
    assert stage.carla.get("trackers").json() == []
