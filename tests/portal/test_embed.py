"""The form on somebody else's page: for the named sites alone, without a cookie, and a request like any other."""

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect

from cast import assemble
from heard import clock
from heard.record.actions import embed
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.message import Attachment
from heard.record.models.ticket import Ticket
from heard.record.models.upload import Upload
from journeys.look import AXE, held_against

SITE = "https://www.northwind.example"
HIDDEN = 'name="{}" value="'


@pytest.fixture(autouse=True)
def nobody_wrote_yet() -> None:
    """The limits count from zero."""
    cache.clear()


@pytest.fixture
def desk(db):
    """A desk whose form may stand on one site."""
    found = assemble().desk
    embed.allow(found, site=SITE, by=HEARD, at=clock.now())
    return found


def strict() -> Client:
    """A browser that sends and keeps no cookie, and is checked as a real one."""
    return Client(enforce_csrf_checks=True)


def hidden(body: str, name: str) -> str:
    return body.partition(HIDDEN.format(name))[2].partition('"')[0]


def form_of(desk, site: str = SITE, **given: str) -> dict[str, str]:
    """What the form posts, as it was shown."""
    body = strict().get(f"/embed/{desk.slug}/", {"site": site, **given}).content.decode()
    kept = {name: hidden(body, name) for name in ("form_token", "once", "site", "language")}
    return {**kept, "happened": "It fell.", "email": "zelda@northwind.example"}


def ancestors(answer) -> str:
    policy = answer.headers["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2].partition(";")[0]


def test_only_the_named_sites_may_frame_this_page_alone(desk):
    answer = strict().get(f"/embed/{desk.slug}/", {"site": SITE})
    assert ancestors(answer) == SITE and "X-Frame-Options" not in answer.headers
    assert not answer.cookies and f'data-site="{SITE}"' in answer.content.decode()
    assert 'data-site=""' in strict().get(f"/embed/{desk.slug}/?site=https://evil.example").content.decode()
    assert ancestors(strict().get(f"/d/{desk.slug}/")) == "'none'"
    embed.forbid(desk, site=SITE, by=HEARD, at=clock.now())
    assert ancestors(strict().get(f"/embed/{desk.slug}/")) == "'none'"


def test_a_request_is_made_without_any_cookie_and_once(desk):
    given = form_of(desk)
    for _ in range(2):
        answer = strict().post(f"/embed/{desk.slug}/", given)
        assert answer.status_code == 200 and "We have your request." in answer.content.decode()
        assert ancestors(answer) == SITE and not answer.cookies
    assert Ticket.objects.get().requester.address == "zelda@northwind.example"


@pytest.mark.parametrize("change", [{"form_token": ""}, {"form_token": "x:y:z"}, {"once": "b" * 32}])
def test_a_form_that_we_did_not_show_makes_nothing_and_keeps_the_words(desk, change):
    answer = strict().post(f"/embed/{desk.slug}/", {**form_of(desk), **change})
    body = answer.content.decode()
    assert answer.status_code == 403 and "open for long" in body and "It fell." in body
    assert not Ticket.objects.exists()
    again = {**form_of(desk), "form_token": hidden(body, "form_token"), "once": hidden(body, "once")}
    assert strict().post(f"/embed/{desk.slug}/", again).status_code == 200


def test_what_is_wrong_is_said_in_the_language_of_the_tag(desk):
    given = {**form_of(desk, language="ar"), "email": ""}
    answer = strict().post(f"/embed/{desk.slug}/", given)
    assert answer.status_code == 422 and 'dir="rtl"' in answer.content.decode()


def test_the_limits_are_those_of_the_front_page(desk):
    codes = [
        strict().post(f"/embed/{desk.slug}/", {**form_of(desk), "happened": f"{n}"}).status_code
        for n in range(6)
    ]
    assert codes == [200] * 5 + [429]


def test_files_need_a_form_that_we_showed(desk, tmp_path: Path):
    given = form_of(desk)
    log = tmp_path / "log.txt"
    log.write_text("a log")
    for token, code in (("", 403), (given["form_token"], 200)):
        with log.open("rb") as file:
            sent = {**given, "form_token": token, "upload": "c" * 32, "files": file}
            assert strict().post(f"/embed/{desk.slug}/files/", sent).status_code == code
    assert Upload.objects.count() == 1
    strict().post(f"/embed/{desk.slug}/", given)
    assert Attachment.objects.get().name == "log.txt"


def test_the_script_names_the_desk_and_may_be_asked_for_from_anywhere(desk):
    answer = strict().get(f"/embed/{desk.slug}.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin" and not answer.cookies
    assert '"slug": "support"' in answer.content.decode()
    assert strict().get("/embed/nowhere.js").status_code == 404


@pytest.mark.parametrize(
    "typed, site",
    [
        ("https://WWW.Example.com/", "https://www.example.com"),
        ("https://example.com:443", "https://example.com"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_site_is_an_origin(typed, site):
    assert embed.site_of(typed) == site


@pytest.mark.parametrize(
    "typed",
    ["", "*", "https://*.example.com", "https://a.example/path", "http://a.example", "https://a b", "a.example",
     "https://a.example; script-src *", "https://me@a.example", "https://a.example:x"],
)  # fmt: skip
def test_what_is_no_site_is_refused(typed):
    with pytest.raises(Refused):
        embed.site_of(typed)


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site of somebody else on another origin, and the folder that it shows."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path))
    handler.log_message = lambda *_: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", tmp_path
    server.shutdown()


def serves_everybody(page: Page) -> None:
    """Nothing serious is held against the page, nor against what stands in the frame."""
    assert len(page.frames) == 2
    for place in page.frames:
        place.evaluate(AXE)
        assert not list(held_against("embed", place, {}))


@pytest.mark.django_db(transaction=True)
def test_a_foreign_page_shows_the_form_and_a_request_is_made(page: Page, live_server, foreign):
    site, folder = foreign
    desk = assemble().desk
    tag = f'<script src="{live_server.url}/embed/{desk.slug}.js" data-button="Ask us" async></script>'
    (folder / "index.html").write_text(
        f"<!doctype html><html lang=en><title>Northwind</title><main><h1>Northwind</h1>{tag}</main>"
    )
    warned: list[str] = []
    page.on("console", lambda message: warned.append(message.text))
    page.goto(f"{site}/")
    page.get_by_role("button", name="Ask us").click()
    page.wait_for_timeout(1500)
    assert page.locator("iframe").bounding_box()["height"] == 0
    assert any("frame-ancestors" in text for text in warned)
    embed.allow(desk, site=site, by=HEARD, at=clock.now())
    page.goto(f"{site}/")
    page.get_by_role("button", name="Ask us").click()
    frame = page.frame_locator("iframe")
    frame.get_by_label("What happened instead?").fill("It fell into the river.")
    assert page.locator("iframe").bounding_box()["height"] > 400
    serves_everybody(page)
    frame.get_by_label("Your mail address").fill("zelda@northwind.example")
    assert frame.locator(":root").evaluate("root => root.scrollHeight <= innerHeight")
    frame.locator("#write .primary").click()
    expect(frame.get_by_role("heading", level=1)).to_contain_text("A person will write to you")
    serves_everybody(page)
    assert Ticket.objects.get().subject == "It fell into the river."
    assert page.context.cookies() == []
