"""The table in matrix.txt is whole; test_walk.py holds the site against it."""

import pytest

from security.conftest import ACTORS, Stage, outcome
from security.routes import routes
from security.table import TABLE

pytestmark = pytest.mark.once


def test_every_route_has_a_row() -> None:
    with_a_row = {path for _, path in TABLE}
    assert not [route.path for route in routes() if route.path not in with_a_row]


def test_every_row_has_a_route() -> None:
    paths = {route.path for route in routes()}
    assert not [path for _, path in TABLE if path not in paths]


def test_the_rows_are_whole() -> None:
    for letters in TABLE.values():
        assert len(letters) == len(ACTORS) and set(letters) <= set("+->xm"), letters


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_no_route_takes_any_other_method(stage: Stage, method: str) -> None:
    taken = [
        f"{route.path} {answer.status_code}"
        for route in routes()
        if (answer := stage.ask("lead", method, route.example(stage.known))).status_code < 400
        and outcome(answer) == "+"
        and not route.path.startswith(("/accounts/", "/static/"))
    ]
    assert not taken
