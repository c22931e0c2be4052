"""An agent looks for something, mends a slip of the pen, keeps the query, and finds it again from anywhere."""

from collections.abc import Callable

from playwright.sync_api import expect

from journeys.installation import Installation
from journeys.people import ALLIES_ZONE, YUSUF, ZELDA, AtTheDesk


def test_a_query_is_typed_mended_kept_and_found_again(house: Installation, tabs: Callable) -> None:
    house.mail(ZELDA, "The drones come back over the <river>.", subject="Drones return")
    house.mail(YUSUF, "The label printer is blank.", subject="Printer blank")
    house.ticket("Drones return")
    house.ticket("Printer blank")
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    asks(allie, "owmer:nobody river")
    expect(allie.page.locator("#query-trouble")).to_contain_text("There is no field owmer.")
    expect(allie.page.get_by_label("Search tickets")).to_have_value("owmer:nobody river")
    allie.page.get_by_role("link", name="owner:nobody river").click()
    expect(allie.row("Drones return").locator("mark")).to_have_text("river")
    expect(allie.row("Printer blank")).to_have_count(0)
    keeps(allie, "River, nobody's")
    finds_again(allie, "River, nobody's")


def asks(allie: AtTheDesk, query: str) -> None:
    """`/`, the query, Enter."""
    allie.key.press("/")
    allie.key.type(query)
    allie.key.press("Enter")


def keeps(allie: AtTheDesk, name: str) -> None:
    """Over what was found: keep this query; it stands in the rail with its number."""
    allie.page.get_by_role("link", name="Keep this query").click()
    expect(allie.page.get_by_label("What it shows")).to_have_value("owner:nobody river")
    allie.page.get_by_label("Name").fill(name)
    allie.page.get_by_role("button", name="Keep it").click()
    expect(allie.page.locator("#views a", has_text=name)).to_contain_text("1")
    expect(allie.page.locator("#list h2").first).to_have_text(name)


def finds_again(allie: AtTheDesk, name: str) -> None:
    """From Today, by the palette and a part of its name."""
    allie.goes_home()
    expect(allie.page.locator("#views a", has_text=name)).to_be_visible()
    allie.key.press("Control+k")
    allie.key.type("river")
    expect(allie.page.locator("#palette [aria-selected=true]")).to_contain_text(name)
    allie.key.press("Enter")
    expect(allie.page.locator("#list h2").first).to_have_text(name)
    expect(allie.row("Drones return")).to_be_visible()
