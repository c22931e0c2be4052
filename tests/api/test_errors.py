"""Whatever is wrong is said in one shape, and changes nothing."""

import pytest
from django.test import Client

from api.conftest import Asker, Stage, error
from heard.record.models.ticket import Ticket

HERE = "/api/v1/"


@pytest.mark.parametrize("secret", ["", "wrong", "heard_", "heard_" + "x" * 43, "ü"])
def test_without_a_valid_token_nothing_is_read(stage: Stage, secret: str) -> None:
    answer = Asker(secret).get("tickets")
    assert (answer.status_code, error(answer)["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_signed_in_browser_is_no_token(stage: Stage) -> None:
    browser = Client()
    browser.force_login(stage.cast.carla)
    assert browser.get(f"{HERE}tickets").status_code == 401


@pytest.mark.parametrize(
    "path", ["nowhere", "tickets/1", "tickets/" + "0" * 32, "tickets/" + "G" * 32, "tickets/%00", "", "docs"]
)
def test_an_address_that_leads_nowhere(stage: Stage, path: str) -> None:
    answer = stage.allie.get(path)
    assert (answer.status_code, error(answer)["code"]) == (404, "absent")


def test_a_wrong_method_names_the_right_ones(stage: Stage) -> None:
    answer = stage.allie.http.delete(f"{HERE}tickets")
    assert (answer.status_code, error(answer)["code"]) == (405, "method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_a_scope_that_does_not_suffice(stage: Stage) -> None:
    reader = stage.asker(stage.cast.allie, scope="read")
    assert reader.get("tickets").status_code == 200
    answer = reader.post(f"tickets/{stage.drones.public_id}/note", {"text": "x"})
    assert (answer.status_code, error(answer)["code"]) == (403, "scope")


def test_an_unknown_field_is_named(stage: Stage) -> None:
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/note", {"text": "x", "colour": "red"})
    assert (answer.status_code, error(answer)) == (
        422,
        {"code": "unknown_field", "message": "There is no field colour.", "field": "colour"},
    )


def test_an_unknown_parameter_is_named_and_gives_nothing(stage: Stage) -> None:
    answer = stage.allie.get("tickets", requestor=stage.cast.zelda.public_id)
    assert (answer.status_code, error(answer)["field"]) == (422, "requestor")


@pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1e3", "9" * 40])
def test_a_limit_has_limits(stage: Stage, limit: str) -> None:
    assert error(stage.allie.get("tickets", limit=limit))["field"] == "limit"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"{" * 5000, 400),
        (b'{"text": "\\u0000"}', 422),
        (b'{"text": "\\ud800"}', 422),
        (b'{"text": 5}', 422),
        (b'{"text": NaN}', 422),
        (b'{"text": "  "}', 422),
    ],
)
def test_a_body_that_is_none(stage: Stage, body: bytes, code: int) -> None:
    path = f"{HERE}tickets/{stage.drones.public_id}/note"
    headers = {"Authorization": f"Bearer {stage.allie.secret}"}
    answer = stage.allie.http.post(path, body, content_type="application/json", headers=headers)
    assert answer.status_code == code, answer.content
    error(answer)


def test_a_body_that_is_too_big(stage: Stage) -> None:
    answer = stage.allie.post(f"tickets/{stage.drones.public_id}/note", {"text": "x" * (6 * 1024 * 1024)})
    assert (answer.status_code, error(answer)["code"]) == (413, "too_big")


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a b@example.com", "a@example.com\r\nBcc: b@example.com"]
)
def test_a_wrong_address_makes_no_ticket(stage: Stage, address: str) -> None:
    answer = stage.allie.post("tickets", {"requester": {"address": address}, "text": "Hello"})
    assert (answer.status_code, error(answer)["field"]) == (422, "requester.address")
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("subject", ["two\nlines", "a\rb", "nul\0", "x" * 501])
def test_a_subject_is_one_line(stage: Stage, subject: str) -> None:
    new = {"requester": {"address": "n@example.com"}, "subject": subject, "text": "Hello"}
    assert error(stage.allie.post("tickets", new))["field"] == "subject"


def test_the_description_is_there_for_everybody_and_names_every_route(stage: Stage) -> None:
    shown = Client().get(f"{HERE}openapi.json").json()
    assert shown["openapi"].startswith("3.")
    assert "/api/v1/tickets/{public_id}/reply" in shown["paths"]
    operations = [(path, method) for path, methods in shown["paths"].items() for method in methods]
    assert len(operations) > 20
    names = [shown["paths"][path][method]["operationId"] for path, method in operations]
    assert len(names) == len(set(names))
    assert all(shown["paths"][path][method].get("security") for path, method in operations)


def test_a_host_nobody_serves_is_refused_in_the_shape_of_the_api(client: Client) -> None:
    answered = client.post("/api/v1/tickets", headers={"host": ""})
    assert answered.status_code == 400
    assert answered.json()["error"]["code"] == "bad_request"
    assert client.get("/", headers={"host": ""}).headers["Content-Type"].startswith("text/html")
