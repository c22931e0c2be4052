"""The first day: somebody sets a desk up in the browser, and a stranger reaches it by the form, in German."""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from heard.record.models.ticket import Ticket
from journeys.installation import PASSWORD, Installation, running, text_of
from journeys.look import trouble
from journeys.people import PHONE, ZONE, AtTheDesk, OnTheirPage, in_hours, ledger, said, typed

# She travels; the desk learns of it from her browser.
LENA, LENAS_ZONE = "lena@nordwind.example", "Asia/Tokyo"
HAPPENED = "Der Drucker zieht kein Papier ein."
PICTURE = bytes.fromhex("89504e470d0a1a0a") + b"not much of a picture"


@pytest.fixture
def house(shared_installation: dict[str, str], django_db_blocker) -> Iterator[Installation]:
    """Heard, running, as nobody has used it yet."""
    with django_db_blocker.unblock(), running(shared_installation) as started:
        yield started


def test_from_the_first_page_to_an_answer_in_german(house: Installation, tabs: Callable) -> None:
    ada = tabs(timezone_id=ZONE)
    sets_up(ada.page, house)
    opens_at_all_hours(ada.page)
    phone = tabs(locale="de-DE", timezone_id=LENAS_ZONE, **PHONE)
    ticket = writes_by_the_form(phone.page, house)
    answered(AtTheDesk(ada, house), ticket)
    reads_it_in_german(OnTheirPage(phone, letter(house, "Re: ")), house, ticket)


def sets_up(page: Page, house: Installation) -> None:
    """A fresh installation leads to one page with seven questions, which knows the zone; once, and never again."""
    page.goto(house.url)
    expect(page.get_by_role("heading", name="Let's open your desk.")).to_be_visible()
    assert list(trouble("setup", page)) == []
    expect(page.get_by_label("Time zone")).to_have_value(ZONE)
    for name, answer in {
        "name": "Ada Abel",
        "email": "ada@heard.example",
        "password": PASSWORD,
        "desk_name": "IT desk",
        "address": "help@heard.example",
    }.items():
        page.locator(f"[name={name}]").fill(answer)
    page.get_by_role("button", name="Open the desk").click()
    expect(page.get_by_role("heading", name="Nobody waits for a word.").first).to_be_visible()
    assert page.request.get(f"{house.url}/setup").status == 404


def opens_at_all_hours(page: Page) -> None:
    """Hours and targets are changed on the desk's page; what makes no sense is said beside it and kept as typed."""
    page.get_by_role("link", name="Desk settings").click()
    page.locator("main").get_by_role("link", name="IT desk").click()
    week = page.locator("#hours .week input")
    for day in range(7):
        week.nth(day).fill("0:00-24:00")
    week.nth(6).fill("from nine to five")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.locator("#hours")).to_contain_text("Write hours like 9:00-12:30")
    expect(week.nth(6)).to_have_value("from nine to five")
    week.nth(6).fill("0:00-24:00")
    page.get_by_role("button", name="Save the hours").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.locator("[name=undo_seconds]").fill("0")
    page.get_by_role("button", name="Save the targets").click()
    expect(page.locator("[name=undo_seconds]")).to_have_value("0")
    page.goto(page.url.partition("/desk/")[0] + "/d/it-desk/")
    expect(page.locator("h1.first")).to_contain_text("Always open.")


def writes_by_the_form(page: Page, house: Installation) -> Ticket:
    """The form says what is missing and loses nothing; the picture comes along; the receipt has the page's time."""
    page.goto(house.url)
    expect(page.locator("h1.first")).to_contain_text("Immer offen.")
    page.get_by_label("Was ist stattdessen geschehen?").fill(HAPPENED)
    page.get_by_role("button", name="Abschicken").click()
    expect(page.get_by_label("Was ist stattdessen geschehen?")).to_have_value(HAPPENED)
    page.locator("[name=email]").fill(LENA)
    page.locator("[name=name]").fill("Lena Lang")
    chosen = {"name": "drucker.png", "mimeType": "image/png", "buffer": PICTURE}
    page.locator("[type=file]").set_input_files(chosen)
    page.get_by_role("button", name="Abschicken").click()
    expect(page.locator("h1.first")).to_contain_text("Wir haben Ihre Anfrage.")
    ticket = house.ticket(HAPPENED)
    due = clock(ticket.promise.due_at)
    expect(page.locator("h1.first")).to_contain_text(due)
    receipt = letter(house, "Wir haben Ihre Anfrage erhalten")
    assert f"um {due} Uhr (Ortszeit Tokio)" in text_of(receipt)
    assert ticket.messages.get().attachments.get().name == "drucker.png"
    return ticket


def answered(ada: AtTheDesk, ticket: Ticket) -> None:
    """The desk speaks English, and says what the requester reads; the picture can be had."""
    ada.goes_home()
    ada.row(HAPPENED).click()
    expect(ada.page.locator("#context")).to_contain_text("Tokyo, reads German.")
    with ada.page.expect_download() as picture:
        ada.page.get_by_role("link", name="drucker.png").click()
    assert picture.value.path().read_bytes() == PICTURE
    due_at = in_hours(3)
    ada.writes("Guten Tag, ich sehe mir die Rollen an.", time=typed(due_at, LENAS_ZONE))
    expect(ada.page.locator("#judged")).to_contain_text(f"{said(due_at)} ")
    ada.presses_send(said(due_at, LENAS_ZONE))
    expect(ada.pinned).to_contain_text("You told Lena: by")
    ticket.refresh_from_db()
    assert ticket.promise.due_at == due_at and ledger(ticket) == [("first", "kept"), ("word", None)]


def reads_it_in_german(lena: OnTheirPage, house: Installation, ticket: Ticket) -> None:
    """Letter and page are German, on her clock; the picture is there for her as well."""
    due = clock(ticket.promise.due_at)
    assert f"um {due} Uhr (Ortszeit Tokio)" in text_of(letter(house, "Re: "))
    expect(lena.line).to_contain_text("Ada kümmert sich darum. Sie hören bis")
    expect(lena.line).to_contain_text(f"um {due} Uhr von Ada.")
    expect(lena.page.locator("html")).to_have_attribute("lang", "de")
    with lena.page.expect_download() as picture:
        lena.page.get_by_role("link", name="drucker.png").click()
    assert picture.value.path().read_bytes() == PICTURE


def letter(house: Installation, about: str):
    """A letter to Lena."""
    return house.letter(LENA, about=about)


def clock(at) -> str:
    """The clock as a German reads it: "21:30"."""
    local = at.astimezone(ZoneInfo(LENAS_ZONE))
    return f"{local.hour}:{local:%M}"
