"""Everyday tools by keyboard in a real browser: tags, canned text where one writes, several rows at once."""

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from heard import clock
from heard.record.actions import canned, macro, tag
from heard.record.actions.macro_steps import Step
from heard.record.models.agent import Agent
from heard.record.models.alert import Alert
from heard.record.models.ticket import Ticket
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast():
    """The cast, with three requests."""
    cast = assemble()
    for n in (1, 2, 3):
        cast.writes(cast.zelda, f"Words {n}", at=clock.now(), subject=f"Request {n}")
    return cast


@pytest.fixture
def desk(page: Page, live_server, cast) -> Page:
    """Allie's browser."""
    page.base = live_server.url
    signed_in(page, cast.allie)
    return page


def signed_in(page: Page, agent: Agent) -> None:
    """The browser is this agent's from now on."""
    sign_in(page, agent, at=page.base)


def opened(desk: Page, subject: str) -> Ticket:
    """A ticket's page, ready for keys."""
    ticket = Ticket.objects.get(subject=subject)
    desk.goto(f"{desk.base}/desk/tickets/{ticket.public_id}/")
    expect(desk.locator("#rows .row").first).to_be_visible()
    return ticket


def test_a_tag_is_put_on_and_taken_off_by_keyboard(desk, cast):
    tag.add(Ticket.objects.get(subject="Request 1"), name="billing", by=cast.allie, at=clock.now())
    opened(desk, "Request 2")
    desk.keyboard.press("l")
    expect(desk.get_by_label("Tags, with commas between")).to_be_focused()
    assert desk.locator("#tags-here option").get_attribute("value") == "billing"
    desk.keyboard.type("billing")
    desk.keyboard.press("Enter")
    expect(desk.locator("#head .tag")).to_have_text("billing")
    expect(desk.locator("#rows .row", has_text="Request 2").locator(".tags")).to_have_text("billing")
    desk.keyboard.press("l")
    desk.get_by_role("button", name="Take billing off").click()
    expect(desk.locator("#head .tag")).to_have_count(0)
    assert desk.crashes == []


INSIDE = """menu => {
    const pane = menu.closest("#main, #context").getBoundingClientRect(), it = menu.getBoundingClientRect()
    return pane.left <= it.left && it.right <= pane.right
}"""


@pytest.mark.parametrize("width", [1440, 1000, 390])
def test_every_menu_of_a_ticket_opens_inside_its_pane(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{desk.base}/desk/tickets/{Ticket.objects.get(subject='Request 1').public_id}/")
    menus = desk.locator("#head .acts details.menu, #context details.menu:visible")
    assert menus.count() >= (7 if width > 1100 else 5)
    for menu in menus.all():
        menu.locator("summary").click()
        assert menu.locator("> div").evaluate(INSIDE), menu.get_attribute("id")
        menu.locator("summary").click()


def test_canned_text_goes_where_one_writes(desk, cast):
    for name, text in (("Ask for the log", "Please send the log, {requester.first}."), ("Goodbye", "Bye.")):
        canned.save(name=name, texts={"en": text}, desk=cast.desk, by=cast.allie, at=clock.now())
    ticket = opened(desk, "Request 1")
    desk.locator("#text").fill("Hello.  Thanks.")
    desk.locator("#text").evaluate("field => field.setSelectionRange(7, 7)")
    desk.keyboard.press("Escape")
    desk.keyboard.press(";")
    expect(desk.get_by_label("Find canned text")).to_be_focused()
    expect(desk.locator("#canned-found button")).to_have_count(2)
    desk.keyboard.type("log")
    expect(desk.locator("#canned-found button")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator("#text")).to_have_value("Hello. Please send the log, Zelda. Thanks.")
    expect(desk.locator("#text")).to_be_focused()
    desk.wait_for_timeout(900)
    assert ticket.drafts.get().text == "Hello. Please send the log, Zelda. Thanks."
    desk.keyboard.press("Control+z")
    expect(desk.locator("#text")).to_have_value("Hello.  Thanks.")
    assert desk.crashes == [] and ticket.messages.count() == 1


def test_several_rows_are_given_by_keyboard_and_taken_back(desk, cast):
    desk.goto(f"{desk.base}/desk/open/")
    expect(desk.locator("#rows .row")).to_have_count(3)
    for key in ("j", "x", "J"):
        desk.keyboard.press(key)
    expect(desk.locator("#rows .row.chosen")).to_have_count(2)
    expect(desk.locator("#bulk")).to_contain_text("2 chosen")
    desk.keyboard.press("K")
    desk.keyboard.press("x")
    expect(desk.locator("#bulk")).to_contain_text("1 chosen")
    desk.keyboard.press("x")
    desk.keyboard.press("X")
    expect(desk.get_by_role("checkbox", checked=True)).to_have_count(3)
    desk.get_by_label("To whom").select_option(label="Bob Bauer")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("2 requests go to Bob Bauer.")
    assert not Ticket.objects.filter(owner=cast.bob).exists()
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Done.")
    assert Ticket.objects.filter(owner=cast.bob).count() == 2
    desk.keyboard.press("Control+z")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Taken back.")
    assert not Ticket.objects.filter(owner=cast.bob).exists()
    assert desk.crashes == []


def test_the_palette_begins_with_what_was_opened_last(desk, cast):
    for n in (1, 2, 3):
        opened(desk, f"Request {n}")
    desk.keyboard.press("Control+k")
    options = desk.locator("#palette li")
    expect(options.nth(0)).to_contain_text("Request 2")
    expect(options.nth(1)).to_contain_text("Request 1")
    expect(options.filter(has_text="Request 3")).to_have_count(0)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#head h1")).to_have_text("Request 1")
    desk.goto(f"{desk.base}/desk/")
    desk.keyboard.press("Control+k")
    expect(options.nth(0)).to_contain_text("Request 1")
    assert desk.crashes == []


def test_another_agent_at_the_same_browser_sees_nothing_of_it(desk, cast):
    opened(desk, "Request 1")
    desk.keyboard.press("Control+k")
    desk.keyboard.press("Escape")
    signed_in(desk, cast.bob)
    desk.goto(f"{desk.base}/desk/")
    desk.keyboard.press("Control+k")
    expect(desk.locator("#palette li").first).to_be_visible()
    expect(desk.locator("#palette li").filter(has_text="Request 1")).to_have_count(0)


def test_signing_out_forgets_what_was_opened(desk, cast):
    opened(desk, "Request 1")
    desk.goto(f"{desk.base}/desk/me/")
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url("**/accounts/login/**")
    assert desk.evaluate("localStorage.getItem('recent')") is None


def test_a_colleague_is_mentioned_by_keyboard_and_a_wrong_name_is_mended(desk, cast):
    ticket = opened(desk, "Request 1")
    desk.keyboard.press("n")
    expect(desk.locator("#note-text")).to_be_focused()
    desk.keyboard.type("Ask @b")
    chosen = desk.locator("#mentions [aria-selected=true]")
    expect(chosen).to_have_text("Bob Bauer")
    expect(desk.locator("#note-text")).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    expect(desk.locator("#mentions [role=status]")).to_have_text("One colleague. Enter takes it.")
    desk.keyboard.press("Enter")
    expect(desk.locator("#note-text")).to_have_value("Ask @Bob Bauer ")
    desk.keyboard.type("or @")
    expect(desk.locator("#mentions [role=option]:visible")).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(desk.locator("#mentions")).to_be_hidden()
    desk.keyboard.type("Crala")
    desk.keyboard.press("Control+Enter")
    desk.get_by_role("button", name="@Carla Diaz").click()
    expect(desk.locator("#note-text")).to_have_value("Ask @Bob Bauer or @Carla Diaz")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#items")).to_contain_text("Ask @Bob Bauer or @Carla Diaz")
    expect(desk.locator("#context")).to_contain_text("Bob Bauer, Carla Diaz")
    assert set(Alert.objects.filter(ticket=ticket).values_list("agent__name", flat=True)) == {
        "Bob Bauer",
        "Carla Diaz",
    }
    assert desk.crashes == []


def test_a_macro_is_found_shown_done_and_taken_back_by_keyboard(desk, cast):
    hello = canned.save(
        name="Hi",
        texts={"en": "We send it, {requester.first}."},
        desk=cast.desk,
        by=cast.allie,
        at=clock.now(),
    )
    steps = [
        Step("tag", "spare-part"),
        Step("give", "me"),
        Step("insert", hello.public_id),
        Step("next", "2bd"),
    ]
    macro.save(name="Spare part", steps=steps, desk=cast.desk, by=cast.bob, at=clock.now())
    ticket = opened(desk, "Request 1")
    desk.keyboard.press("M")
    expect(desk.get_by_label("Find a macro")).to_be_focused()
    desk.keyboard.type("spare")
    expect(desk.locator("#macro-found button")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(desk.locator(".macro-preview")).to_contain_text("Puts the tag spare-part on.")
    expect(desk.get_by_role("button", name="Do it")).to_be_focused()
    assert not ticket.taggings.exists()
    desk.keyboard.press("Enter")
    expect(desk.locator("#head .tag")).to_have_text("spare-part")
    expect(desk.locator("#text")).to_have_value("We send it, Zelda.")
    expect(desk.locator("#due")).to_have_value("2bd")
    expect(desk.locator("#toasts")).to_contain_text("Done: Spare part.")
    desk.locator("#head h1").click()
    desk.keyboard.press("Control+z")
    expect(desk.locator("#head .tag")).to_have_count(0)
    expect(desk.locator("#head")).to_contain_text("Nobody has it")
    assert ticket.messages.count() == 1 and desk.crashes == []
