"""One act on several tickets through the API."""

from api.conftest import Stage, error
from heard.record.actions import macro
from heard.record.actions.macro_steps import Step
from heard.record.models.problem import Problem


def test_a_program_foresees_and_does_it(stage: Stage) -> None:
    other = stage.cast.writes(stage.cast.yusuf, "Blank labels", at=stage.at)
    ids = [stage.drones.public_id, other.public_id]
    asked = {"tickets": ids, "act": "tag", "tag": "gate 7"}
    told = stage.allie.post("tickets/bulk", {**asked, "dry": True}).json()
    assert told == [{"ticket": each, "refused": "", "letters": 0} for each in ids]
    assert not other.taggings.exists()
    assert stage.allie.post("tickets/bulk", asked).json() == told and other.taggings.count() == 1
    again = stage.allie.post("tickets/bulk", asked).json()
    assert {one["refused"] for one in again} == {"It bears that tag already."}


def test_a_problem_and_a_macro(stage: Stage) -> None:
    other = stage.cast.writes(stage.cast.yusuf, "Blank labels", at=stage.at)
    ids = [stage.drones.public_id, other.public_id]
    told = stage.allie.post("tickets/bulk", {"tickets": ids, "act": "problem", "title": "The river"}).json()
    assert [one["refused"] for one in told] == ["", ""]
    made = Problem.objects.get()
    assert made.title == "The river" and made.tickets.count() == 2
    again = {"tickets": ids[:1], "act": "problem", "problem": made.public_id}
    assert (
        stage.allie.post("tickets/bulk", again).json()[0]["refused"] == "It is behind this problem already."
    )
    kept = macro.save(name="Bill", steps=[Step("tag", "bill")], by=stage.cast.allie, at=stage.at)
    asked = {"tickets": ids, "act": "macro", "macro": kept.public_id}
    assert stage.allie.post("tickets/bulk", {**asked, "dry": True}).status_code == 200
    assert not other.taggings.exists()
    stage.allie.post("tickets/bulk", asked)
    assert other.taggings.get().tag.name == "bill"
    assert stage.mallory.post("tickets/bulk", asked).status_code == 422


def test_what_is_wrong_is_said_of_its_field(stage: Stage) -> None:
    ids = [stage.drones.public_id]
    for body, field in (
        ({"tickets": ids, "act": "tag", "tag": "a:b"}, "tag"),
        ({"tickets": ids, "act": "move"}, "desk"),
        ({"tickets": ids, "act": "give", "owner": "0" * 32}, "owner"),
        ({"tickets": ids, "act": "problem"}, "title"),
        ({"tickets": ids, "act": "problem", "problem": "0" * 32}, "problem"),
        ({"tickets": ids, "act": "macro"}, "macro"),
        ({"tickets": ids, "act": "macro", "macro": "0" * 32}, "macro"),
        ({"tickets": ["0" * 32], "act": "spam"}, "tickets"),
    ):
        refused = stage.allie.post("tickets/bulk", body)
        assert (refused.status_code, error(refused)["field"]) == (422, field)
    assert stage.mallory.post("tickets/bulk", {"tickets": ids, "act": "spam"}).status_code == 422
    assert stage.robot.post("tickets/bulk", {"tickets": ids, "act": "spam"}).status_code == 422
    stage.drones.refresh_from_db()
    assert stage.drones.is_open
