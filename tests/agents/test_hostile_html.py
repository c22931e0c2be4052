"""Hostile HTML in a real Chromium: no script runs, nothing leaves to another host, by whichever way it is looked at."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from agents.hostile_html import PAYLOADS
from cast import assemble
from channels.arriving import arrive
from channels.mails import HTML, mail
from heard import clock
from heard.record.models.ticket import Ticket
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


class Far:
    """A server elsewhere. It notes who asks; a good answer would make things worse."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.send_header("Content-Type", "image/gif" if "." in self.path else "text/html")
                self.end_headers()

            do_POST = do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *args: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def far() -> Iterator[Far]:
    one = Far()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """Allie's browser. What it asks of anybody but us is in `page.left`, every window that opens in `page.opened`."""
    sign_in(page, assemble().allie, at=live_server.url)
    page.base, page.left, page.opened = live_server.url, [], []

    def asked(request) -> None:
        if not request.url.startswith((live_server.url, "data:", "about:")):
            page.left.append(request.url)

    page.context.on("request", asked)
    page.context.on("page", lambda window: page.opened.append(window.url))
    page.on("dialog", lambda dialog: (page.opened.append(dialog.message), dialog.dismiss()))
    return page


def put(html: str, far: Far) -> Ticket:
    """A mail with this HTML becomes a ticket."""
    body = html.replace("{far}", f"http://{far.host}").replace("{host}", far.host)
    raw = mail("Subject: Look", "MIME-Version: 1.0", HTML, body=f"<p>before</p>{body}<p>after</p>")
    return arrive(raw, at=clock.now()).ticket


def check(page: Page, far: Far) -> None:
    """Nothing ran, nothing left."""
    assert (page.left, far.asked, page.opened) == ([], [], [])
    assert "attacked" not in page.title()


def test_what_watches_would_see_an_attack(desk, far):
    desk.set_content(f"<img src='http://{far.host}/photo.png'><script>document.title='attacked'</script>")
    desk.wait_for_timeout(200)
    assert far.asked == ["/photo.png"] and len(desk.left) == 1 and desk.title() == "attacked"


def test_nothing_of_it_runs_or_asks_when_opened_by_itself(desk, far):
    """Without the frame around it the answer's own policy must hold alone."""
    for name, html in PAYLOADS.items():
        message = put(html, far).messages.get()
        desk.goto(f"{desk.base}/desk/messages/{message.public_id}/html/")
        assert "before" in desk.locator("body").inner_text(), name
        assert (
            desk.locator("script, style, link, iframe, object, embed, form, input, svg, base").count() == 0
        ), name
        for link in desk.locator("a[href]").all():
            assert link.get_attribute("href").startswith(("http://", "https://")), name
        desk.wait_for_timeout(30)
        check(desk, far)
        # Chromium says that it made nothing of an address that was left empty; all else would be an attempt.
        assert not [said for said in desk.complaints if "script" in said.lower() or far.host in said], name


def test_nothing_of_it_runs_or_asks_on_the_ticket_page(desk, far):
    """All together, in the frame, before and after the pictures are asked for."""
    safe = [html for name, html in PAYLOADS.items() if name not in ("plaintext", "half of a tag")]
    ticket = put("".join(safe), far)
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    desk.get_by_text("As it was sent").click()
    frame = desk.frame_locator("details.as-sent iframe")
    expect(frame.get_by_text("before")).to_be_visible()
    desk.wait_for_timeout(500)
    check(desk, far)
    desk.get_by_role("button", name="Show pictures from elsewhere").click()
    desk.wait_for_timeout(500)
    expect(frame.get_by_text("before")).to_be_visible()
    assert far.asked == [], "a mail could make us ask a host inside our own network"
    check(desk, far)
    assert desk.locator("#act").count() == 1 and desk.url.startswith(desk.base)


def test_the_text_beside_it_is_text(desk, far):
    raw = mail(
        "Subject: <img src=x onerror=alert(1)>",
        body="<script>alert(1)</script>\n<img src=x onerror=alert(2)>",
    )
    ticket = arrive(raw, at=clock.now()).ticket
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    expect(desk.get_by_text("<script>alert(1)</script>").first).to_be_visible()
    check(desk, far)
