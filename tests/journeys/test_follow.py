"""Allie mentions Bob in a note: his open page tells him at once, he follows, and then no longer."""

from collections.abc import Callable

from playwright.sync_api import expect

from journeys.installation import Installation
from journeys.people import ALLIES_ZONE, ZELDA, AtTheDesk


def test_a_colleague_is_mentioned_hears_of_it_and_follows(house: Installation, tabs: Callable) -> None:
    house.mail(ZELDA, "The drones come back over the river.", subject="Drones return")
    ticket = house.ticket("Drones return")
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    bob = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "bob@heard.example")
    allie.page.goto(f"{house.url}/desk/tickets/{ticket.public_id}/")
    mentions(allie)
    hears_and_opens(bob)
    expect(bob.page.locator("#context")).to_contain_text("Followed by")
    bob.key.press("+")
    expect(bob.page.locator("#context")).not_to_contain_text("Followed by")


def mentions(allie: AtTheDesk) -> None:
    """`n`, @b, Enter, and the note is kept."""
    allie.key.press("n")
    allie.key.type("Have a look at the map, @b")
    expect(allie.page.locator("#mentions [aria-selected=true]")).to_contain_text("Bob")
    allie.key.press("Enter")
    allie.key.press("Control+Enter")
    expect(allie.page.locator("#items")).to_contain_text("Have a look at the map, @Bob")


def hears_and_opens(bob: AtTheDesk) -> None:
    """The alert stands in the open page, and the request holds the note."""
    expect(bob.page.locator("body")).to_contain_text("mentions you: Have a look at the map")
    bob.row("Drones return").click()
    expect(bob.page.locator("#items")).to_contain_text("Have a look at the map, @Bob")
