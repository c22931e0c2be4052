"""What holds for every page: policy, headers, cookies, the door of the desk, error pages."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as real_settings
from django.test import Client

from cast import PASSWORD
from heard.site import settings as as_shipped

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/nothing-here",
    "/health/live",
    "/desk/sample",
]


def directives(response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return {name: values for name, _, values in (part.partition(" ") for part in policy.split("; "))}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_policy_is_on_every_page(samples, allie, path):
    got = directives(allie.get(path))
    assert "'strict-dynamic'" in got["script-src"] and "unsafe" not in str(got)
    assert got["require-trusted-types-for"] == "'script'" and got["trusted-types"] == "htmx"
    assert got["default-src"] == got["object-src"] == got["base-uri"] == got["frame-ancestors"] == "'none'"
    assert got["form-action"] == got["style-src"] == got["frame-src"] == "'self'"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_other_headers(samples, allie, path):
    headers = allie.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_each_script_has_the_nonce_of_its_own_answer(samples, allie):
    first, second = allie.get("/desk/sample"), allie.get("/desk/sample")
    nonces = []
    for response in (first, second):
        scripts = re.findall(r"<script\b[^>]*>", response.content.decode())
        found = set(re.findall(r'nonce="([^"]+)"', "".join(scripts)))
        assert len(scripts) == len(re.findall("nonce=", "".join(scripts))) and len(found) == 1
        assert f"'nonce-{found.copy().pop()}'" in directives(response)["script-src"]
        nonces.append(found.pop())
    assert nonces[0] != nonces[1]


def test_on_https_cookies_are_bound_to_the_host(tmp_path):
    """Read in a process of its own, as settings are fixed when Django starts."""
    show = (
        "from heard.site import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0)"
    )
    environment = {**os.environ, "HEARD_URL": "https://help.example.com", "HEARD_DATA": str(tmp_path)}
    said = subprocess.run(
        [sys.executable, "-c", show], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["__Host-heard", "__Host-csrf", "True", "True"]


def test_cookies_are_out_of_reach_of_scripts(cast):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "allie@heard.example", "password": PASSWORD})
    for name in (real_settings.SESSION_COOKIE_NAME, real_settings.CSRF_COOKIE_NAME):
        assert client.cookies[name]["httponly"] and client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize("path", ["/desk/", "/desk/sample", "/desk/not-a-page"])
def test_the_desk_is_for_agents(samples, cast, path):
    answer = Client().get(path)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/accounts/login/?next=")


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(samples, cast):
    answer = Client().get("/desk/sample/rows", headers={"HX-Request": "true"})
    assert answer.status_code == 401 and answer.headers["HX-Redirect"].startswith("/accounts/login/")


def test_a_disabled_agent_is_out_at_once(samples, allie, cast):
    assert allie.get("/desk/sample").status_code == 200
    type(cast.allie).objects.filter(pk=cast.allie.pk).update(is_active=False)
    assert allie.get("/desk/sample").status_code == 302


@pytest.mark.parametrize("path", ["signup", "email", "password/set", "confirm-email"])
def test_closed_pages_of_the_sign_in(allie, path):
    assert allie.get(f"/accounts/{path}/").status_code == 404


def test_the_sign_in_page_tells_nobody_who_exists(cast):
    answers = [
        Client().post("/accounts/login/", {"login": who, "password": "wrong wrong wrong"}).content.decode()
        for who in ("allie@heard.example", "nobody@heard.example")
    ]
    said = [re.findall(r'class="notice late">([^<]+)', answer) for answer in answers]
    assert said[0] == said[1] != []


def test_too_many_tries(cast):
    client = Client()
    for _ in range(11):
        answer = client.post("/accounts/login/", {"login": "allie@heard.example", "password": "wrong"})
    said = answer.content.decode()
    assert answer.status_code == 429 or "Too many" in said
    right = client.post("/accounts/login/", {"login": "allie@heard.example", "password": PASSWORD})
    assert right.status_code != 302


ERRORS = [
    ("/nothing-here", 404, "There is nothing at this address."),
    ("/desk/sample/breaks", 500, "Something broke on our side."),
]


@pytest.mark.parametrize(("path", "status", "says"), ERRORS)
def test_error_pages_are_ours(samples, allie, path, status, says):
    allie.raise_request_exception = False
    answer = allie.get(path)
    assert answer.status_code == status and says in answer.content.decode()
    assert "as planned" not in answer.content.decode()


def test_a_form_without_its_seal(samples, cast):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/accounts/login/", {"login": "a", "password": "b"})
    assert answer.status_code == 403 and "nothing was sent" in answer.content.decode()


def test_a_wrong_host_name(allie):
    assert allie.get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400


MANAGED = [
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/reauthenticate/",
    "/accounts/inactive/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-bad/",
]


@pytest.mark.parametrize("path", MANAGED)
def test_the_sign_in_pages_wear_our_look(cast, path):
    client = Client()
    client.post("/accounts/login/", {"login": "allie@heard.example", "password": PASSWORD})
    page = client.get(path, follow=True).content.decode()
    assert "look/request" in page and 'class="page slim"' in page and "<h1>" in page
    for script in re.findall(r"<script\b[^>]*>", page):
        assert "nonce=" in script or "application/json" in script


def test_passwords_are_kept_with_argon2():
    """The tests themselves use a cheap hash; the settings must not."""
    assert as_shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
