"""What is fetched when it is opened, in a real browser: who takes part, and a folded message with a file."""

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from channels.arriving import arrive
from channels.mails import mail, parts
from heard import clock
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """Allie's browser."""
    sign_in(page, assemble().allie, at=live_server.url)
    page.base = live_server.url
    return page


def test_who_takes_part_opens_and_somebody_is_added(desk):
    ticket = arrive(mail("Cc: yusuf@aegean.example"), at=clock.now()).ticket
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    desk.locator("#people summary").click()
    field = desk.get_by_label("Add somebody by their address")
    expect(field).to_be_visible()
    field.fill("yusuf@aegean.example")
    field.press("Enter")
    for place in ("#people", "#also"):
        expect(desk.locator(place).get_by_role("button", name="Take Yusuf Aydin out")).to_be_visible()
    assert desk.crashes == []


def test_a_folded_message_opens_with_its_file(desk):
    kind, body = parts(
        "mixed",
        ("Content-Type: text/plain", "first words"),
        (
            'Content-Type: text/csv; name="log.csv"\nContent-Disposition: attachment; filename="log.csv"',
            "a,b",
        ),
    )
    ticket = arrive(mail("Message-ID: <a@x.example>", kind, body=body), at=clock.now()).ticket
    ticket.messages.update(read_at=clock.now())
    for number in range(3):
        arrive(mail("In-Reply-To: <a@x.example>", body=f"later {number}"), at=clock.now())
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    desk.locator("details.folded summary").first.click()
    expect(desk.get_by_role("link", name="log.csv")).to_be_visible()
    assert desk.crashes == []


def test_what_is_typed_in_an_open_menu_stays_when_the_page_draws_itself_anew(desk):
    """Two seconds in view make a request opened, and the page says so; nobody pressed anything."""
    ticket = arrive(mail(), at=clock.now()).ticket
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    desk.get_by_text("How often they hear").click()
    field = desk.get_by_label("Who agreed, and where")
    field.fill("Yusuf, on the phone")
    expect(desk.get_by_role("button", name="I have read it")).to_be_visible()
    expect(desk.get_by_role("button", name="I have read it")).to_have_count(0, timeout=20_000)
    expect(field).to_be_visible()
    expect(field).to_have_value("Yusuf, on the phone")
    assert desk.crashes == []


def test_and_when_something_else_is_pressed_meanwhile(desk):
    ticket = arrive(mail(), at=clock.now()).ticket
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    desk.get_by_text("How often they hear").click()
    field = desk.get_by_label("Who agreed, and where")
    field.fill("Yusuf, on the phone")
    desk.get_by_role("button", name="Take it").click()
    expect(desk.get_by_role("button", name="Take it")).to_have_count(0, timeout=20_000)
    expect(field).to_have_value("Yusuf, on the phone")
    assert desk.crashes == []
