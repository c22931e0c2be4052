"""An exception is asked for: by mail to one outside, who hands it on; then to a second, who says no; the requester is
told both times by a person.
"""

import re

from playwright.sync_api import expect

from heard.record.models.approval import Approval
from heard.record.models.ticket import Ticket
from journeys.installation import RECORD, Installation, text_of
from journeys.people import (
    ALLIES_ZONE,
    PHONE,
    ZELDA,
    ZONE,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    link_in,
    said,
    typed,
)

SUBJECT = "More disk for the films"
ASKED = "500 GB for the render share"
NORA, PIA, OTTO = "nora@northwind.example", "pia@northwind.example", "otto@northwind.example"


def test_an_exception_goes_its_way(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    house.mail(ZELDA, "We need 500 GB until Friday. Please hurry.", subject=SUBJECT)
    ticket = house.ticket(SUBJECT)
    allie.goes_to(ticket)
    asks(allie)
    tells_who_decides(house, tabs, ticket, allie)
    hands_on(house, tabs)
    agrees(house, tabs)
    declines(house, tabs)
    is_told(house, tabs, ticket, allie)


def asks(allie: AtTheDesk) -> None:
    """`q`; what is missing is said at its field, and nothing typed is lost."""
    page = allie.page
    allie.presses_key("q")
    page.get_by_label("What exactly is asked?").fill(ASKED)
    page.get_by_label("Which rule does it depart from?").fill("At most 250 GB for a team")
    page.get_by_label("Why? Whoever decides knows nothing else").fill("Two films end this week.")
    page.get_by_label("Who decides, as the requester reads it").fill("your manager, then the CTO")
    first = page.locator("fieldset")
    first.get_by_label("Who must agree?").fill(f"Nora North <{NORA}>")
    first.get_by_label("By when?").fill("soonish")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator(".errorlist")).to_contain_text("Write a time like")
    expect(page.get_by_label("What exactly is asked?")).to_have_value(ASKED)
    first.get_by_label("By when?").fill(typed(in_hours(3), ALLIES_ZONE))
    page.locator("summary", has_text="After step 1").click()
    second = page.locator("details", has_text="After step 1")
    second.get_by_label("Who must agree?").fill(f"Otto Ott <{OTTO}>")
    second.get_by_label("By when?").fill(typed(in_hours(4), ALLIES_ZONE))
    page.get_by_role("button", name="Ask for it").click()
    expect(page.locator("#text")).to_have_value(re.compile("I've asked your manager, then the CTO to decide"))


def tells_who_decides(house: Installation, tabs, ticket: Ticket, allie: AtTheDesk) -> None:
    """The drafted word leaves with a time, and the page says who decides."""
    due_at = ticket.drafts.get().due_at
    allie.presses_send(said(due_at))
    letter = house.letter(ZELDA[1], about=f"Re: {SUBJECT}")
    assert "either way" in text_of(letter) and said(due_at) in text_of(letter)
    zelda = OnTheirPage(tabs(timezone_id=ZONE, **PHONE), letter)
    waits = f"Waiting for a decision by your manager, then the CTO. You'll hear by {said(due_at)}"
    expect(zelda.page.locator("#now")).to_contain_text(re.compile(waits.replace(" ", r"\s")))


def opens(house: Installation, tabs, address: str, **more: object):
    """The link of the newest letter, on a phone without scripts; looking decides nothing."""
    letter = house.letter(address, about="Your decision by")
    assert ASKED in text_of(letter) and "Please hurry" not in text_of(letter)
    page = tabs(java_script_enabled=False, **PHONE).page
    page.goto(link_in(letter, of="a"))
    page.get_by_role("button", name="Read what is asked").click()
    assert "/a/" not in page.url
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    return page


def hands_on(house: Installation, tabs) -> None:
    nora = opens(house, tabs, NORA)
    nora.locator("summary", has_text="Not mine").click()
    nora.get_by_label("Their mail address").fill(PIA)
    nora.get_by_label("Why they, and not you?").fill("Pia has the budget.")
    nora.get_by_role("button", name="Hand it over").click()
    expect(nora.get_by_role("status")).to_contain_text("You handed this to somebody else")


def agrees(house: Installation, tabs) -> None:
    pia = opens(house, tabs, PIA)
    pia.get_by_role("button", name="I agree").click()
    expect(pia.get_by_role("status")).to_contain_text("You agreed")
    assert Approval.objects.using(RECORD).get().step == 2


def declines(house: Installation, tabs) -> None:
    otto = opens(house, tabs, OTTO)
    otto.get_by_role("button", name="No, I do not").click()
    expect(otto.locator(".errorlist")).to_contain_text("Say why not")
    otto.get_by_label("Your reason").fill("There is no money left.")
    otto.get_by_role("button", name="No, I do not").click()
    expect(otto.get_by_role("status")).to_contain_text("You said no")
    assert Approval.objects.using(RECORD).get().outcome == "declined"


def is_told(house: Installation, tabs, ticket: Ticket, allie: AtTheDesk) -> None:
    """The update is drafted in the chosen words; a person adds what works instead, and sends it."""
    house.letter("allie@heard.example", about="Declined, and Zelda Zorn does not know yet")
    allie.goes_to(ticket)
    allie.page.locator("button", has_text="Tell Zelda").click()
    text = allie.page.locator("#text")
    expect(text).to_have_value(re.compile("it is a no: your manager, then the CTO"))
    drafted = text.input_value()
    assert "no money" not in drafted and "Otto" not in drafted
    allie.writes(f"{drafted}The clean-up guide.")
    allie.page.locator("label", has_text="This solves it").click()
    allie.presses_send("this solves it")
    letter = house.letter(ZELDA[1], about=f"Re: {SUBJECT}", n=2)
    assert "it is a no" in text_of(letter)
    zelda = OnTheirPage(tabs(timezone_id=ZONE, **PHONE), letter)
    expect(zelda.page.locator("#conversation")).to_contain_text("it is a no")
    expect(zelda.page.locator("#now")).not_to_contain_text("Waiting for a decision")
