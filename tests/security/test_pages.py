"""What holds for every form and every file of the site."""

import pytest
from django.test import Client

from heard.record.actions import agent
from heard.record.actor import HEARD
from heard.site import live
from security.conftest import Stage, outcome
from security.routes import Route, routes

pytestmark = pytest.mark.once


def forms() -> list[Route]:
    """Every route but the API's, which takes no cookie for an answer."""
    return [route for route in routes() if route.part != "api" and not route.path.startswith("/static/")]


@pytest.mark.parametrize("actor", ["nobody", "admin", "zelda"])
def test_no_form_is_taken_without_its_seal(stage: Stage, actor: str) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = stage.browsers[actor].cookies
    lax, stage.browsers[actor] = stage.browsers[actor], strict
    refused = 0
    for route in forms():
        path = route.example(stage.known)
        answer = stage.ask(actor, "POST", path)
        assert outcome(answer) in "x>-m", (path, answer.status_code)
        stage.browsers[actor] = lax
        if outcome(stage.ask(actor, "POST", path)) == "+":
            assert answer.status_code in (403, 302), path
            refused += answer.status_code == 403
        stage.browsers[actor] = strict
    assert refused > 3


def test_a_disabled_agent_is_out_everywhere_at_once(stage: Stage) -> None:
    before = (
        stage.ask("agent", "GET", "/desk/").status_code,
        stage.ask("agent", "GET", "/api/v1/me").status_code,
    )
    assert before == (200, 200)
    agent.disable(stage.cast.allie, by=HEARD, at=stage.drones.received_at)
    for route in routes():
        if route.part in ("desk", "api"):
            for method in ("GET", "POST"):
                answer = stage.ask("agent", method, route.example(stage.known))
                assert outcome(answer) in ">m-" or route.path.endswith("openapi.json"), route.path
    request = stage.browsers["agent"].get("/").wsgi_request
    assert not live.agent_listens(request)


def test_a_token_that_only_reads_changes_nothing(stage: Stage) -> None:
    from heard.record.actions import token

    for actor, person in (("agent", stage.cast.allie), ("robot", None)):
        stage.secrets[actor] = token.make(
            agent=person,
            robot="" if person else "Reader",
            scope="read",
            by=HEARD,
            at=stage.drones.received_at,
        )[1]
        for route in routes():
            if route.part == "api":
                assert outcome(stage.ask(actor, "POST", route.example(stage.known))) in "xm-", route.path
        assert stage.ask(actor, "GET", "/api/v1/tickets").status_code == 200


def test_a_file_of_a_requester_is_never_a_page(stage: Stage) -> None:
    """map.html, with a script in it, as everybody who may have it gets it."""
    places = [
        ("agent", f"/desk/files/{stage.known['files']}/"),
        ("agent", f"/api/v1/attachments/{stage.known['attachments']}"),
        ("zelda", f"/request/{stage.drones.public_id}/file/{stage.known['files']}/"),
    ]
    for actor, path in places:
        answer = stage.ask(actor, "GET", path)
        assert answer.status_code == 200, path
        assert answer.headers["Content-Disposition"].startswith("attachment"), path
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        assert not answer.headers["Content-Type"].startswith("text/html"), path


def test_the_html_of_a_mail_has_lost_its_script(stage: Stage) -> None:
    shown = stage.ask("agent", "GET", f"/desk/messages/{stage.known['messages']}/html/")
    assert b"night" in shown.content and b"alert(1)" not in shown.content
