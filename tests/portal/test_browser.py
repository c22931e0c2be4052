"""The requesters' pages in a real browser: without a script, alive, by keyboard."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from cast import clock
from heard.record.models.ticket import Ticket
from portal_story import Story, page_of
from site_server import serving

pytestmark = pytest.mark.django_db(transaction=True)

LIGHTEST = 40_000
"""Bytes of the request's page with all that it needs (docs/figures.md)."""

SEED = """
import django; django.setup()
from heard.clock import now
from heard.record import links
from heard.record.actions import desk, requester, ticket
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk
from heard.record.models.requester import Participant
allie = desk.set_up(name="Allie Ames", email="allie@heard.example", password="four wild geese at noon",
    desk_name="Support", address="support@heard.example", zone="Europe/Berlin", language="en", at=now())
zelda, _ = requester.meet("zelda@northwind.example", name="Zelda Marsh", at=now())
said = Arrival(door="smtp", from_address="zelda@northwind.example", subject="Drones", text="They come back.")
ticket.receive(said, desk=Desk.objects.get(), requester=zelda, at=now())
print(links.page_token(Participant.objects.get()))
"""
OPEN = """
import django; django.setup()
from heard.clock import now
from heard.record.actions import ticket
from heard.record.models.agent import Agent
from heard.record.models.ticket import Ticket
ticket.open(Ticket.objects.get(), by=Agent.objects.get(), at=now())
"""


def opens(page: Page, url: str, story: Story, asked: Ticket) -> None:
    """Follow the link and press the button."""
    page.goto(f"{url}/r/{story.token(asked)}/")
    page.get_by_role("button", name="Open your request").click()
    page.wait_for_url("**/request/**")


def a_promised_request(story: Story) -> Ticket:
    asked = story.asks("Hello,\n\nthe drone comes back.")
    story.now("9:27")
    story.says(asked, "You say: the drone comes back.", due="12:00", restating="the drone comes back.")
    return asked


def test_all_of_it_works_without_a_script(story, browser: Browser, live_server):
    asked = a_promised_request(story)
    page = browser.new_context(java_script_enabled=False, locale="en-US").new_page()
    opens(page, live_server.url, story, asked)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Allie is on it"))
    page.get_by_text("Not quite").click()
    page.get_by_label("What is different?").fill("Only the red ones.")
    page.get_by_role("button", name="Send the correction").click()
    expect(page.get_by_text("Only the red ones.")).to_be_visible()
    page.get_by_text("I need it sooner").click()
    page.get_by_label("When do you need to hear?").fill("soonish")
    page.get_by_label("What happens then?").fill("A call.")
    page.get_by_role("button", name="Ask for it sooner").click()
    expect(page.get_by_text("We cannot read that as a time.")).to_be_visible()
    expect(page.get_by_label("What happens then?")).to_have_value("A call.")
    page.get_by_label("When do you need to hear?").fill("11:30 am")
    page.get_by_role("button", name="Ask for it sooner").click()
    expect(page.get_by_text("You need to hear by 11:30 am today.")).to_be_visible()
    page.get_by_label("Add something").fill("See the picture.")
    page.get_by_label("Photos, screenshots").set_input_files(
        {"name": "drone.png", "mimeType": "image/png", "buffer": b"PNG"}
    )
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("We have your message"))
    with page.expect_download() as download:
        page.get_by_role("link", name="drone.png").click()
    assert download.value.suggested_filename == "drone.png"
    story.now("11:50")
    story.says(asked, "This should be right now.")
    page.reload()
    page.get_by_role("button", name="Yes, it works").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You say it works.")
    page.context.close()


def test_the_policy_refuses_nothing_of_ours(story, page: Page, live_server):
    asked = a_promised_request(story)
    opens(page, live_server.url, story, asked)
    for path in (page_of(asked, "you/"), "/", f"/d/{asked.desk.slug}/", "/r/x/"):
        page.goto(live_server.url + path)
    assert page.crashes == []
    assert [said for said in page.complaints if "Policy" in said or "Trusted" in said] == []


def test_what_is_wrong_has_the_focus(story, page: Page, live_server):
    page.goto(f"{live_server.url}/d/{story.cast.desk.slug}/")
    page.get_by_label("What happened instead?").fill("It circles.")
    page.get_by_label("Your mail address").fill("zelda at home")
    page.get_by_role("button", name="Send").click()
    field = page.get_by_label("Your mail address")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("What happened instead?")).to_have_value("It circles.")


def test_the_browser_says_its_zone_once(story, browser: Browser, live_server):
    asked = story.asks()
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-US")
    page, posts = context.new_page(), []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    opens(page, live_server.url, story, asked)
    expect(page.get_by_text("All times are Tokyo time.")).to_be_visible()
    assert "by 12:02 am tomorrow" in page.get_by_role("heading", level=1).inner_text().replace("\u00a0", " ")
    page.reload()
    page.wait_for_timeout(300)
    assert sum(url.endswith("/browser/") for url in posts) == 1
    assert clock("10:02") == Ticket.objects.get().promise.due_at
    context.close()


def run(script: str, environment: dict[str, str]) -> str:
    """A script of ours in a process of its own, on the installation of a test."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "heard.site.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_a_live_page_shows_what_changed_and_is_light(fresh_installation, page: Page):
    """On the real server: what another process did appears without a reload; and all of it weighs little."""
    with serving(fresh_installation) as server:
        token = run(SEED, fresh_installation)
        page.goto(f"{server.url}/r/{token}/")
        sizes: dict[str, int] = {}
        page.on(
            "response",
            lambda answer: sizes.setdefault(answer.url, len(answer.body())) if _is_whole(answer) else None,
        )
        page.get_by_role("button", name="Open your request").click()
        line = page.get_by_role("heading", level=1)
        expect(line).to_have_attribute("data-state", "before")
        page.get_by_label("Add something").fill("I am still writ")
        page.wait_for_timeout(500)
        run(OPEN, fresh_installation)
        expect(line).to_have_attribute("data-state", "opened", timeout=10_000)
        expect(page.get_by_label("Add something")).to_have_value("I am still writ")
        assert page.crashes == []
    assert any(url.endswith(".css") for url in sizes) and any(url.endswith(".js") for url in sizes)
    assert sum(sizes.values()) < LIGHTEST, sizes


def _is_whole(answer) -> bool:
    """Not a redirect, not the stream, not the empty answer to what the script asks."""
    return answer.status == 200 and "/live/" not in answer.url
