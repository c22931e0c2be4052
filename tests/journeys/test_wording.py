"""The composer reads along in a real browser: the field follows the text until a hand touches it."""

import re

from playwright.sync_api import Page, expect

from journeys.installation import Installation
from journeys.people import ALLIES_ZONE, ZELDA, AtTheDesk

SUBJECT = "Labels are blank"
TEXT = "Hi Zelda, the labels are blank again. You'll hear from me tomorrow by {time}."


def test_a_time_in_the_text_fills_the_field_and_a_hint_has_better_words(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    house.mail(ZELDA, "The labels are blank", subject=SUBJECT)
    ticket = house.ticket(SUBJECT)
    allie.goes_to(ticket)
    follows(allie)
    disagrees(allie)
    reworded(allie)
    unchanged(allie.page)
    asked_twice(allie)


def follows(allie: AtTheDesk) -> None:
    """What stands in the text stands in the field."""
    due, button = allie.page.locator("#due"), allie.page.locator("#judged .primary")
    allie.writes(TEXT.format(time="2pm"))
    expect(due).to_have_value("tomorrow by 2pm")
    expect(button).to_contain_text(re.compile("back by 2:00 pm"))
    allie.writes(TEXT.format(time="3pm"))
    expect(due).to_have_value("tomorrow by 3pm")
    expect(button).to_contain_text(re.compile("back by 3:00 pm"))


def disagrees(allie: AtTheDesk) -> None:
    """A hand has the last word in the field; the difference is said, and one key ends it."""
    due, hint = allie.page.locator("#due"), allie.page.locator(".hint")
    due.fill("tomorrow 4pm")
    expect(hint).to_contain_text("Your text says 3:00 pm")
    allie.writes(TEXT.format(time="2pm"))
    expect(hint).to_contain_text("Your text says 2:00 pm")
    expect(due).to_have_value("tomorrow 4pm")
    allie.page.locator("#text").press("Control+.")
    expect(due).to_have_value("tomorrow by 2pm")
    expect(hint).not_to_contain_text("Your text says")


def reworded(allie: AtTheDesk) -> None:
    """Better words with one key, which the browser can undo; "not here" makes room for the next."""
    text, hint = allie.page.locator("#text"), allie.page.locator(".hint")
    said = TEXT.format(time="2pm")
    allie.writes(f"{said} I look at the printer soon.")
    expect(hint).to_contain_text("“soon” is no time.")
    text.press("Control+.")
    expect(text).to_have_value(re.compile(r"I look at the printer by 2:00 pm tomorrow\.$"))
    allie.writes(f"{said} You should have told us.")
    expect(hint).to_contain_text("reads as blame")
    text.press("Alt+0")
    expect(hint).to_contain_text("Is it the right thing?")
    expect(text).to_have_value(f"{said} You should have told us.")


def unchanged(page: Page) -> None:
    """What was judged already is not sent again."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/draft/") else None)
    judge = "document.getElementById('composer').dispatchEvent(new CustomEvent('judge'))"
    page.evaluate(judge)
    page.wait_for_timeout(800)
    assert sent == []
    page.locator("#text").press("End")
    page.locator("#text").press("x")
    page.wait_for_timeout(1200)
    assert len(sent) == 1


def asked_twice(allie: AtTheDesk) -> None:
    """What asks for the same again, while it is being judged, does not take the answer away."""
    twice = (
        "([text, due, form]) => { due.value = 'tomorrow 5pm'; due.dispatchEvent(new Event('input', { bubbles: true }));"
        " for (const n of [1, 2]) setTimeout(() => form.dispatchEvent(new CustomEvent('judge')), n * 10) }"
    )
    page = allie.page
    page.evaluate(f"({twice})(['text', 'due', 'composer'].map(id => document.getElementById(id)))")
    expect(page.locator("#judged .primary")).to_contain_text("back by 5:00 pm")
