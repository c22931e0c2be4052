"""docs/api.md names every address with its scope, and nothing else; and no list costs more when it is long."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.conftest import Stage
from architecture.house import ROOT, coded, table
from heard.api.urls import api

TEXT = (ROOT / "docs" / "api.md").read_text()


def operations() -> Iterator[tuple[str, str, str]]:
    """Method, address and scope of everything the API does."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                (auth,) = operation.auth_callbacks
                address = path.replace("{id:", "{")
                yield operation.methods[0], address, str(auth.scope)


def test_every_address_is_documented_with_its_scope_and_none_besides() -> None:
    rows = [(row[0], coded(row[1])[0], row[2]) for row in table(TEXT, "Every address")]
    assert sorted(rows) == sorted(operations())


def test_every_parameter_of_a_list_is_documented() -> None:
    rows = {(row[0], coded(row[1])[0]): row[3] for row in table(TEXT, "Every address")}
    for path, methods in api.get_openapi_schema(path_prefix="")["paths"].items():
        given = {p["name"] for p in methods.get("get", {}).get("parameters", []) if p["in"] == "query"}
        for name in given - {"limit", "cursor", "after"}:
            assert f"`{name}" in rows["GET", path], (path, name)


@pytest.mark.parametrize(
    ("path", "most"),
    [("tickets", 8), ("messages", 6), ("promises", 5), ("letters", 5), ("events", 8), ("desks", 8)],
)
def test_a_long_list_asks_the_database_no_more_than_a_short_one(stage: Stage, path: str, most: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as short:
        assert stage.allie.get(path, limit=1).status_code == 200
    for n in range(10):
        stage.cast.writes(stage.cast.yusuf, f"Number {n}", at=stage.at)
    with CaptureQueriesContext(connection) as long:
        assert stage.allie.get(path, limit=200).status_code == 200
    assert len(long) <= max(len(short), most), [query["sql"] for query in long]


def test_a_ticket_is_read_in_at_most_12_questions(stage: Stage) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert stage.allie.get(f"tickets/{stage.drones.public_id}").status_code == 200
    assert len(asked) <= 12, [query["sql"] for query in asked]
