"""Phone and walk-up: a call logged with `t`, a missed one that an exchange tells of, and one that somebody asks for."""

import base64
import hashlib
import hmac
import json
import re
from urllib.parse import urlsplit

import requests
from playwright.sync_api import expect

from heard.clock import now
from journeys.installation import Installation, text_of
from journeys.people import ALLIES_ZONE, PHONE, ZELDA, ZONE, AtTheDesk, in_hours, ledger, said, typed

SUBJECT = "The drone hums"


def test_a_call_is_logged_by_its_key(house: Installation, tabs) -> None:
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    page, due_at = allie.page, in_hours(4)
    allie.presses_key("t")
    page.get_by_label("Number, name or mail address").fill("+1 602 555 0117")
    expect(page.locator("#who")).to_contain_text("Nobody here is known by that yet.")
    page.get_by_role("link", name="Somebody new").click()
    expect(page.locator("[data-timer]")).to_have_text(re.compile(r"0:0[1-9]"))
    page.get_by_label("Name", exact=True).fill(ZELDA[0])
    page.get_by_label("Mail address", exact=True).fill(ZELDA[1])
    page.get_by_label("In a few words").fill(SUBJECT)
    page.get_by_label("What they said").fill("It hums at night.")
    page.get_by_label("“You are saying: …”").fill("It hums only at night.")
    page.get_by_label("They said: yes, that's it").check()
    page.get_by_label("What you agreed").fill("I listen to the recording first.")
    page.get_by_text("ring", exact=True).click()
    page.locator("#id_due").fill("8am yesterday")
    expect(page.locator("#call-judged")).to_contain_text("not a time I know")
    page.locator("#id_due").fill(typed(due_at))
    expect(page.locator("#call-judged")).to_contain_text(f"{said(due_at)}")
    expect(page.locator("#call-judged")).to_contain_text("here.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#pinned")).to_contain_text("You told Zelda: a call by")
    expect(page.locator("#toasts")).to_contain_text(f"goes to {ZELDA[1]} by letter")
    ticket = house.ticket(SUBJECT)
    assert ledger(ticket) == [("first", "kept"), ("word", None)]
    letter = text_of(house.letter(ZELDA[1], about=f"Re: {SUBJECT}"))
    assert "We spoke, and this is what I noted." in letter
    assert "It hums only at night." in letter
    assert f"I'll ring you by {said(due_at, ZONE)}" in letter.replace("*", "")
    rings_in_vain_and_then_solves_it(allie, house)


def rings_in_vain_and_then_solves_it(allie: AtTheDesk, house: Installation) -> None:
    """The next call from the same number is hers at once; `t` on her ticket is about it."""
    page, ticket = allie.page, house.ticket(SUBJECT)
    allie.presses_key("t")
    expect(page.locator("[data-timer]")).to_be_visible()
    page.get_by_role("button", name="Rang, no answer").click()
    expect(page.locator("#items")).to_contain_text("nobody answered, so no time is kept by it")
    assert ledger(ticket)[-1] == ("word", None)
    allie.goes_home()
    allie.presses_key("t")
    page.get_by_label("Number, name or mail address").fill("(602) 555-0117")
    page.keyboard.press("Enter")
    page.get_by_label(f"#{ticket.number} {SUBJECT}").check()
    page.get_by_label("What you agreed").fill("A loose screw. It is tight now.")
    page.get_by_text("Solved while we spoke").click()
    page.get_by_role("button", name="We spoke: keep it").click()
    expect(page.locator("#pinned")).to_contain_text("Solved, we believe")
    assert ledger(ticket)[-1] == ("word", "kept")
    assert "A loose screw." in text_of(house.letter(ZELDA[1], about=f"Re: {SUBJECT}", n=2))


def test_an_exchange_tells_of_a_missed_call(house: Installation, tabs) -> None:
    """A real signed webhook by HTTP, as docs/phone.md shows it, and the desk sees whom to ring back."""
    tab = tabs(timezone_id=ZONE)
    carla = AtTheDesk(tab, house, "carla@heard.example")
    page = carla.page
    page.goto(f"{house.url}/desk/exchanges/")
    page.get_by_label("Name").fill("Switch")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("[role=alert] code")).to_have_count(2)
    secret, hook = page.locator("[role=alert] code").all_text_contents()
    body = json.dumps({"kind": "missed", "number": "+1 602 555 0142", "name": "Nadia Noor"}).encode()
    assert posted(house, hook, secret, body) == (200, "taken")
    assert posted(house, hook, secret, body) == (200, "nothing new")
    assert posted(house, hook, secret, body, ago=301) == (403, "refused")
    ticket = house.ticket("Missed call")
    assert ledger(ticket) == [("first", None)]
    carla.goes_home()
    expect(carla.row("Nadia Noor")).to_contain_text("ring Nadia back by")


def posted(house: Installation, hook: str, secret: str, body: bytes, *, ago: int = 0) -> tuple[int, str]:
    """Signed by the Standard Webhooks, as any exchange does it."""
    stamp, key = str(int(now().timestamp()) - ago), base64.b64decode(secret.removeprefix("whsec_"))
    mac = hmac.new(key, f"call-4711.{stamp}.".encode() + body, hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "webhook-id": "call-4711",
        "webhook-timestamp": stamp,
        "webhook-signature": "v1," + base64.b64encode(mac).decode(),
    }
    answer = requests.post(house.url + urlsplit(hook).path, body, headers=headers, timeout=60)
    return answer.status_code, answer.text


def test_somebody_asks_to_be_called_on_a_phone_without_a_script(house: Installation, tabs) -> None:
    tab = tabs(timezone_id=ZONE, java_script_enabled=False, **PHONE)
    page = tab.page
    page.goto(f"{house.url}/d/support/")
    page.get_by_role("link", name="Ask us to call you").click()
    expect(page.locator("h1.first")).to_contain_text("Leave your number now and a person rings you by")
    page.get_by_label("Your number").fill("nobody")
    page.get_by_label("When does it suit you?").fill("after four")
    page.get_by_role("button", name="Call me").click()
    expect(page.locator("form.card")).to_contain_text("We cannot ring that number.")
    expect(page.get_by_label("When does it suit you?")).to_have_value("after four")
    page.get_by_label("Your number").fill("+1 602 555 0177")
    page.get_by_label("What is it about?").fill("The drone sleeps")
    page.get_by_role("button", name="Call me").click()
    expect(page.locator("h1.first")).to_contain_text("We have your number. A person will ring you by")
    assert house.ticket("The drone sleeps").standing.how == "ring"
