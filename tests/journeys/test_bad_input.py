"""What is typed, pressed and sent wrongly: said at once, with what to do, and nothing written is lost."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from channels.hostile import HOSTILE
from heard.clock import now
from journeys.installation import Installation, until
from journeys.people import ALLIES_ZONE, YUSUF, ZELDA, ZONE, AtTheDesk, in_hours, ledger, said, typed

TEXT = "Hi Zelda, I am looking into it."


def tomorrow_noon() -> str:
    """Tomorrow in Phoenix, by its date, as a person would type it."""
    day = now().astimezone(ZoneInfo(ZONE)) + timedelta(days=1)
    return f"{day.day} {day:%b} noon".lower()


def test_a_time_that_cannot_be_promised_is_said_in_the_field(house: Installation, tabs) -> None:
    house.mail(ZELDA, "The gate does not open.", subject="Gate")
    ticket = house.ticket("Gate")
    allie = AtTheDesk(tabs(timezone_id=ALLIES_ZONE), house, "allie@heard.example")
    allie.goes_to(ticket)
    house.stage("close", days=1)
    for time, says in {
        "soonish": "That is not a time I know.",
        "today 0:00": "That time has passed.",
        tomorrow_noon(): "The desk is closed then.",
        "in 3 weeks": "That is longer than people are left without a word.",
    }.items():
        allie.writes(TEXT, time=time)
        expect(allie.page.locator("#judged .error")).to_contain_text(says)
        assert allie.page.locator("[data-offer]").count() >= 1
        allie.page.get_by_role("button", name="say when you get back").click()
        expect(allie.page.locator("#due")).to_have_attribute("aria-invalid", "true")
        allie.page.reload()
        expect(allie.page.locator("#text")).to_have_value(TEXT)
        expect(allie.page.locator("#due")).to_have_value(time)
        expect(allie.page.locator("#judged .error")).to_contain_text(says)
    assert ledger(ticket) == [("first", None)] and ticket.messages.count() == 1
    allie.page.locator("[data-offer]").first.click()
    allie.presses_send("back by")
    expect(allie.page.locator("#timeline")).to_contain_text(TEXT)
    assert ledger(ticket) == [("first", "kept"), ("word", None)]
    house.stage("close", days=0)


def test_who_sends_second_is_shown_the_first(house: Installation, tabs) -> None:
    house.mail(YUSUF, "The label printer is blank.", subject="Blank labels")
    ticket = house.ticket("Blank labels")
    allie, bob = (AtTheDesk(tabs(), house, f"{name}@heard.example") for name in ("allie", "bob"))
    # What Bob does must not reach Allie's page before she presses send.
    allie.page.route("**/news/**", lambda route: route.abort())
    for agent, text in ((allie, "Allie here: I am on it."), (bob, "Bob here: it is the driver.")):
        agent.goes_to(ticket)
        agent.writes(text, time=typed(in_hours(3)))
    bob.presses_send(said(in_hours(3)))
    until(lambda: ticket.messages.filter(agent__name="Bob Brown").exists())
    allie.presses_send(said(in_hours(3)))
    notice = allie.page.locator("#composer .notice")
    expect(notice).to_contain_text("Somebody wrote meanwhile.")
    expect(notice).to_contain_text("Bob here: it is the driver.")
    expect(allie.page.locator("#text")).to_have_value("Allie here: I am on it.")
    assert ticket.messages.filter(kind="outbound").count() == 1
    allie.page.get_by_role("button", name="Send all the same").click()
    house.letter(YUSUF[1], about="Re: Blank labels", n=2)
    assert ledger(ticket) == [("first", "kept"), ("word", "kept"), ("word", None)]
    assert [m.agent.name for m in ticket.messages.filter(kind="outbound").order_by("n")] == [
        "Bob Brown",
        "Allie Adams",
    ]


@pytest.mark.parametrize("name", ["5,000 parts in parts", "only NULs"])
def test_a_mail_that_cannot_be_read_stands_on_intake_and_holds_up_nobody(
    house: Installation, tabs, name: str
) -> None:
    carla = AtTheDesk(tabs(), house, "carla@heard.example")
    house.deliver(HOSTILE[name], sender="mallory@example.com")
    nora = f"nora{len(name)}@harbour.example"
    house.mail(("Nora Noble", nora), "Is anybody there?", subject=f"After {name}")
    house.letter(nora, about=f"We have your request (#{house.ticket(f'After {name}').number})")
    carla.presses_key("g")
    carla.presses_key("i")
    shelved = carla.page.locator("tbody tr", has_text="quarantined").first
    expect(shelved).to_contain_text("mallory@example.com")
    shelved.locator("[data-row]").click()
    expect(carla.page.locator("dl.facts")).to_contain_text("Why")
    with carla.page.expect_download() as kept:
        carla.page.get_by_role("link", name="Download what arrived").click()
    assert (
        kept.value.path().read_bytes().rstrip() == HOSTILE[name].rstrip()
    )  # SMTP ends every mail with a line
