"""Two browsers talk live on a request's page: one contact, and the next word asked for when one of them leaves."""

import re

from playwright.sync_api import expect

from journeys.installation import Installation, text_of
from journeys.people import (
    ALLIES_ZONE,
    PHONE,
    ZELDA,
    ZONE,
    AtTheDesk,
    OnTheirPage,
    in_hours,
    ledger,
    said,
    typed,
)

SUBJECT = "The drone asks for a code"


def test_they_talk_live_and_the_rest_comes_by_letter(house: Installation, tabs) -> None:
    desk, phone = tabs(timezone_id=ALLIES_ZONE), tabs(timezone_id=ZONE, **PHONE)
    allie = AtTheDesk(desk, house, "allie@heard.example")
    house.mail(ZELDA, "Which code does it want?", subject=SUBJECT)
    ticket = house.ticket(SUBJECT)
    zelda = OnTheirPage(phone, house.letter(ZELDA[1], about=f"#{ticket.number}"))
    allie.goes_to(ticket)
    allie.page.get_by_role("button", name="Talk live").click()
    expect(zelda.line).to_have_text("Allie is here now.")
    allie.writes("What does its screen say?")
    allie.page.get_by_role("button", name=re.compile("^Send to .*live$")).click()
    expect(zelda.page.locator("#conversation")).to_contain_text("What does its screen say?")
    zelda.page.get_by_label("Add something").fill("It says 3.1")
    zelda.presses("Send")
    expect(allie.page.locator("article.message.them", has_text="It says 3.1")).to_be_visible()
    zelda.page.reload()
    expect(zelda.line).to_have_text("Allie is here now.")
    assert ledger(ticket) == [("first", "kept"), ("word", None)], "one contact"
    zelda.presses("I have to go")
    expect(zelda.page.get_by_role("button", name="I have to go")).to_have_count(0)
    expect(allie.page.get_by_role("button", name="Talk live")).to_be_visible()
    due_at = in_hours(4)
    allie.page.reload()
    allie.writes("Then it is the firmware. I prepare it.", time=typed(due_at))
    allie.presses_send(said(due_at))
    letter = text_of(house.letter(ZELDA[1], about=f"Re: {SUBJECT}"))
    assert "Then it is the firmware." in letter and "What does its screen say?" in letter
    assert ledger(ticket) == [("first", "kept"), ("word", "kept"), ("word", None)]
    assert not desk.complaints and not phone.complaints
