"""Overload in a real browser: the one alert, `g w`, Enter on the one button, and the word that all are told."""

import pytest
from playwright.sync_api import Page, expect

from heard.followup.tick import tick
from heard.letters.alerts import deliver_one
from heard.record.models.problem import Problem
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_one_alert_to_the_word_to_all(stage, page: Page, live_server):
    for number in range(11):
        person = stage.zelda if number % 2 else stage.yusuf
        stage.asks(person, "Is it down?", ago=45, subject=f"Down {number}")
    tick(stage.now)
    while deliver_one(stage.now):
        pass
    sign_in(page, stage.carla, at=live_server.url)
    page.goto(f"{live_server.url}/desk/")
    expect(
        page.get_by_text("11 first words of Support are about to be missed together").first
    ).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Make a problem of them and tell all")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tell everybody")).to_be_visible()
    page.get_by_label("Everybody hears again by").fill("2h")
    page.get_by_role("button", name="See what each gets").click()
    expect(page.get_by_text("More people wrote to us at once").first).to_be_visible()
    assert page.crashes == []
    assert Problem.objects.get().tickets.count() == 11
