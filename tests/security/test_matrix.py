"""Who may ask what: every route of the site, asked by everybody, against the table in matrix.txt."""

from pathlib import Path

import pytest

from security.conftest import ACTORS, Stage, outcome
from security.routes import routes

METHODS = ("GET", "POST")
PARTS = ("api", "desk", "accounts", "request", "rest")


def table() -> dict[tuple[str, str], str]:
    """The rows of matrix.txt: (method, path) -> one letter for each actor."""
    lines = (Path(__file__).with_name("matrix.txt")).read_text().splitlines()
    rows = [line.split(None, 2) for line in lines if line and not line.startswith("#")]
    found = {(method, path): letters for letters, method, path in rows}
    assert len(found) == len(rows), "a row stands twice"
    return found


TABLE = table()


def test_every_route_has_a_row() -> None:
    with_a_row = {path for _, path in TABLE}
    assert not [route.path for route in routes() if route.path not in with_a_row]


def test_every_row_has_a_route() -> None:
    paths = {route.path for route in routes()}
    assert not [path for _, path in TABLE if path not in paths]


def test_the_rows_are_whole() -> None:
    for letters in TABLE.values():
        assert len(letters) == len(ACTORS) and set(letters) <= set("+->xm"), letters


@pytest.mark.parametrize("part", PARTS)
def test_everybody_gets_what_the_table_says(stage: Stage, part: str) -> None:
    wrong = []
    for route in routes():
        if route.part != part:
            continue
        for method in METHODS:
            path = route.example(stage.known)
            found = "".join(outcome(stage.ask(actor, method, path)) for actor in ACTORS)
            wanted = TABLE.get((method, route.path))
            # No row: nobody may get anything by this method, and nobody learns whether it is there.
            if found != wanted and (wanted or set(found) - set("m>")):
                wrong.append(f"{found}  {method:<4} {route.path}   (the table says {wanted})")
    assert not wrong, "\n".join(["", *wrong])


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
