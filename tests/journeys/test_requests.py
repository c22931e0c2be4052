"""Zelda sees all her requests by her mail address: she asks, a real mail brings the link, one button opens the list."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from journeys.installation import Installation
from journeys.people import ZELDA, link_in


def test_all_requests_by_a_proven_address(house: Installation, tabs: Callable) -> None:
    house.mail(ZELDA, "The drones come back over the river.", subject="Drones at the river")
    house.mail(ZELDA, "The printer prints blank pages.", subject="Blank pages")
    house.ticket("Drones at the river")
    house.ticket("Blank pages")
    page = tabs(java_script_enabled=False).page
    page.goto(f"{house.url}/d/support/")
    page.get_by_role("link", name="All your requests").click()
    page.get_by_label("Your mail address").fill(ZELDA[1])
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mail.")).to_be_visible()
    page.goto(link_in(house.letter(ZELDA[1], about="The link to all your requests"), "requests/open"))
    page.get_by_role("button", name="See all your requests").click()
    expect(page).to_have_url(re.compile("/requests/$"))
    expect(page.get_by_role("link", name="Blank pages")).to_be_visible()
    page.get_by_role("link", name="Drones at the river").click()
    expect(page.locator("#conversation")).to_contain_text("The drones come back over the river.")
    page.get_by_role("link", name="All your requests").click()
    page.get_by_role("button", name="Sign out here").click()
    expect(page.get_by_role("heading", name="Signed out here.")).to_be_visible()
    page.goto(f"{house.url}/requests/")
    expect(page.get_by_role("button", name="Send me the link")).to_be_visible()
