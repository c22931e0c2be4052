"""The numbers through the API: an agent's own, a lead's and a robot's desks."""

from datetime import timedelta

import pytest

from api.conftest import Asker, Stage, error
from heard.record.actions import mark, promise
from heard.record.actions.message import Word
from heard.record.sealer import seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def days(stage: Stage) -> dict[str, str]:
    """Bob solved Zelda's ticket; all is counted. The days around it."""
    promise.say(stage.drones, Word(text="Solved.", way="solves"), by=stage.cast.bob, at=stage.at)
    while seal(1000) or mark.count_some():
        pass
    around = timedelta(days=2)
    return {"since": str((stage.at - around).date()), "until": str((stage.at + around).date())}


def measures(asker: Asker, **parameters: str) -> dict[str, tuple[int, int | None]]:
    found = asker.get("measures", **parameters)
    assert found.status_code == 200, found.json()
    return {one["measure"]: (one["count"], one["median_minutes"]) for one in found.json()}


def test_a_lead_and_a_robot_see_the_desk_an_agent_their_own(stage: Stage, days: dict[str, str]) -> None:
    whole = measures(stage.carla, **days)
    assert whole["solved"] == (1, None) and whole["acknowledged"] == (1, 60)
    assert measures(stage.robot, **days) == whole
    assert measures(stage.carla, agent=stage.cast.bob.public_id, **days)["solved"] == (1, None)
    assert measures(stage.allie, **days) == measures(stage.mallory, **days) == {}
    assert stage.allie.get("measures", agent=stage.cast.bob.public_id, **days).status_code == 404
    assert stage.carla.get("measures", desk=stage.cast.quiet.public_id, **days).status_code == 404


def test_at_most_a_year_is_asked_for(stage: Stage) -> None:
    answer = stage.carla.get("measures", since="2024-01-01", until="2026-01-01")
    assert (answer.status_code, error(answer)["field"]) == (422, "until")
