"""What holds for every page and every form of the site, found by asking every route."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from heard.record.actions import agent
from heard.record.actor import HEARD
from heard.site import live
from security.conftest import Stage, outcome
from security.routes import Route, routes

READERS = ("nobody", "agent", "lead", "admin", "zelda")
# What may stand in a frame of ours: mails shown to agents, each under a policy of its own.
FRAMES = re.compile(r"^/desk/(messages|letters)/[0-9a-f]{32}/html/$")


def pages(stage: Stage, actor: str) -> list[tuple[str, HttpResponse]]:
    """Every page that a reader gets, errors and refused forms too."""
    found = []
    for route in routes():
        if route.part == "api" or route.path.startswith("/static/"):
            continue
        for method in ("GET", "POST"):
            path = route.example(stage.known)
            answer = stage.ask(actor, method, path)
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                found.append((path, answer))
    return found


def directives(answer: HttpResponse) -> dict[str, str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())


@pytest.mark.parametrize("actor", READERS)
def test_every_page_bears_its_policy_and_needs_no_exception(stage: Stage, actor: str) -> None:
    """Headers, then what stands in the page, then the cookies: one walk through the site for each reader."""
    found, cookies = pages(stage, actor), set()
    assert len(found) > 10
    for path, answer in found:
        bears_its_policy(path, answer)
        if not FRAMES.match(path):
            needs_no_exception(path, answer)
        for name, cookie in answer.cookies.items():
            cookies.add(name)
            assert cookie["httponly"] and cookie["samesite"] == "Lax", (path, name)
    assert "csrf" in cookies


def bears_its_policy(path: str, answer: HttpResponse) -> None:
    policy = directives(answer)
    assert policy.get("default-src") == "'none'", path
    assert "unsafe" not in answer.headers["Content-Security-Policy"] or FRAMES.match(path), path
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), path
    assert "no-store" in answer.headers["Cache-Control"], path
    if FRAMES.match(path) and answer.status_code == 200:
        assert "allow-scripts" not in policy["sandbox"], path
        assert "script-src" not in policy and policy["frame-ancestors"] == "'self'", path
    else:
        assert policy["frame-ancestors"] == "'none'" and answer.headers["X-Frame-Options"] == "DENY", path
        assert "'strict-dynamic'" in policy["script-src"], path
        assert policy["require-trusted-types-for"] == "'script'", path


def needs_no_exception(path: str, answer: HttpResponse) -> None:
    """Nothing stands there that the policy would have to refuse, and every form bears its seal."""
    text = answer.content.decode()
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
    for script in re.findall(r"<script\b[^>]*>", text):
        assert (nonce and f'nonce="{nonce[1]}"' in script) or "application/json" in script, (path, script)
    assert not re.search(r"<[^>]+\son\w+\s*=", text), path
    assert not re.search(r"(href|src|action)\s*=\s*[\"']?\s*javascript:", text, flags=re.I), path
    for form in re.findall(r"<form\b[^>]*>.*?</form>", text, flags=re.S):
        posts = re.match(r"<form\b[^>]*method=[\"']?post", form, flags=re.I)
        assert not posts or "csrfmiddlewaretoken" in form, (path, form[:200])


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
