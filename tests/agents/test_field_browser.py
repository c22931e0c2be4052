"""Fields, forwarding and who takes part, in a real browser: filled in where they stand, taken back, sent on."""

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from heard import clock
from heard.record.actions import field
from heard.record.actor import HEARD
from heard.record.models.chase import Chase
from heard.record.models.field import values_of
from heard.record.models.ticket import Ticket
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The cast, with a desk that wants to know three things of its one request."""
    cast, at = assemble(), clock.now()
    colours = {"choices": ["Red", "Dark blue"]}
    for name, kind, more in (
        ("serial", "text", {"required": True, "shown": True}),
        ("bought", "date", {"shown": True}),
        ("colour", "choice", colours),
    ):
        field.make(cast.desk, name=name, kind=kind, label=name.title(), by=HEARD, at=at, **more)
    cast.writes(cast.zelda, "The label printer is blank.", at=at, subject="Printer")
    return cast


@pytest.fixture
def desk(page: Page, live_server, cast) -> Page:
    """Allie's browser, on the request."""
    sign_in(page, cast.allie, at=live_server.url)
    page.goto(f"{live_server.url}/desk/tickets/{Ticket.objects.get().public_id}/")
    expect(page.locator("#rows .row").first).to_be_visible()
    return page


def says() -> dict[str, str]:
    ticket = Ticket.objects.get()
    return values_of([ticket.pk]).get(ticket.pk, {})


def test_fields_are_filled_in_where_they_stand_and_taken_back(desk):
    desk.get_by_label("Serial").fill("A7")
    desk.get_by_label("Colour").select_option("Dark blue")
    desk.locator("#text").fill("I am on it.")
    desk.locator("#context").get_by_role("button", name="Save").click()
    expect(desk.get_by_role("button", name="Take it back")).to_be_visible()
    assert says() == {"serial": "A7", "colour": "Dark blue"}
    expect(desk.locator("#text")).to_have_value("I am on it.")
    desk.get_by_role("button", name="Take it back").click()
    expect(desk.get_by_label("Serial")).to_have_value("")
    assert says() == {} and desk.crashes == []


def test_a_message_is_forwarded_by_keyboard_and_somebody_is_added_where_one_writes(desk):
    desk.locator("#text").click()
    desk.get_by_text("Copies", exact=True).click()
    desk.get_by_label("Always").fill("yusuf@aegean.example")
    desk.locator(".copies").get_by_role("button", name="Add").click()
    expect(desk.locator("#also")).to_contain_text("Yusuf Aydin")
    desk.keyboard.press("Escape")
    desk.keyboard.press("F")
    expect(desk.get_by_label("To whom?")).to_be_focused()
    desk.keyboard.type("Mira <mira@globex.example>")
    desk.get_by_label("Your words over it").fill("Is this yours?")
    desk.get_by_role("button", name="Forward it").click()
    expect(desk.get_by_text("Forwarded to Mira.")).to_be_visible()
    assert Chase.objects.get().is_only_told and desk.crashes == []
