"""`v` in a real browser: the fault behind a ticket is asked for when the page stands, and joined by a click."""

import pytest
from playwright.sync_api import Page, expect

from agents.conftest import url
from heard.record.actions import problem
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_v_adds_the_ticket_to_the_problem_it_reads_like(stage, page: Page, live_server):
    zeldas = stage.asks(stage.zelda, "My drone comes back with the package.")
    found = problem.make(zeldas, title="Drones come back", by=stage.allie, at=stage.minutes(-20))
    like = stage.asks(stage.yusuf, "Again my drone comes back with its package.", subject="Drone")
    sign_in(page, stage.allie, at=live_server.url)
    page.goto(live_server.url + url(like))
    expect(page.get_by_text("Is it this?")).to_be_visible()
    page.keyboard.press("v")
    expect(page.get_by_label("A new one: what goes wrong?")).to_be_visible()
    page.get_by_role("button", name="Yes, count it").click()
    expect(page.get_by_text("2 people, 2 reports")).to_be_visible()
    assert page.crashes == []
    assert found.counts.people == 2
