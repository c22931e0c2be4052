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
from heard.site.signin import Doorkeeper

pytestmark = pytest.mark.django_db

EVERYWHERE = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/nothing-here",
    "/health/live",
    "/desk/sample",
]


STRANGER = "203.0.113.7"


def directives(response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return {name: values for name, _, values in (part.partition(" ") for part in policy.split("; "))}


@pytest.mark.parametrize("path", EVERYWHERE)
def test_the_policy_is_on_every_page(samples, allie, path):
    got = directives(allie.get(path))
    assert "'strict-dynamic'" in got["script-src"] and "unsafe" not in str(got)
    assert got["require-trusted-types-for"] == "'script'" and got["trusted-types"] == "htmx worker"
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


def test_people_outside_are_spoken_to_in_their_language(allie):
    german = {"Accept-Language": "de"}
    assert allie.get("/nothing-here", headers=german).headers["Content-Language"] == "de"
    assert allie.get("/accounts/2fa/", headers=german).headers["Content-Language"] == "en"


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


VISITORS = [
    ("203.0.113.7", "", "203.0.113.7"),
    ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
    ("10.0.0.2", "192.0.2.99, 198.51.100.1", "198.51.100.1"),
    ("::1", "2001:db8::7", "2001:db8::7"),
    ("127.0.0.1", "nonsense", "127.0.0.1"),
]


@pytest.mark.parametrize(("direct", "forwarded", "counted"), VISITORS)
def test_tries_are_counted_per_visitor(rf, direct, forwarded, counted):
    request = rf.get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    assert Doorkeeper(request).get_client_ip(request) == counted


def test_a_stranger_behind_the_proxy_uses_up_only_their_own_tries(cast):
    for _ in range(12):
        Client().post(
            "/accounts/login/",
            {"login": "x@heard.example", "password": "wrong"},
            HTTP_X_FORWARDED_FOR=STRANGER,
        )
    right = {"login": "allie@heard.example", "password": PASSWORD}
    assert Client().post("/accounts/login/", right, HTTP_X_FORWARDED_FOR="198.51.100.1").status_code == 302


def test_a_new_password_by_mail(cast, mailoutbox):
    Client().post("/accounts/password/reset/", {"email": "allie@heard.example"})
    (mail,) = mailoutbox
    link = re.search(r"http://\S+", mail.body)[0]
    assert mail.subject == "A new password for Heard" and "works once" in mail.body
    client = Client()
    page = client.get(link, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "six swans at dusk", "password2": "six swans at dusk"}
    )
    right = {"login": "allie@heard.example", "password": "six swans at dusk"}
    assert Client().post("/accounts/login/", right).headers["Location"] == "/desk/"


def test_a_new_password_for_nobody_looks_the_same(cast, mailoutbox):
    known = Client().post("/accounts/password/reset/", {"email": "allie@heard.example"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@heard.example"})
    assert (
        known.status_code == unknown.status_code and known.headers["Location"] == unknown.headers["Location"]
    )
    assert [mail.to for mail in mailoutbox] == [["allie@heard.example"]]


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
