"""Drafts of the model in a real browser: asked for by key while one writes on, used by key, sent by a person."""

import threading
import time

import pytest
from playwright.sync_api import Page, expect

from cast import assemble
from followup.chat import chatting, raw, says
from heard import clock
from heard.followup import model as followup
from heard.record.actions import model, note
from heard.record.models.event import Event
from heard.record.models.ticket import Ticket
from signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
RESTATED = "Every drone turns round over the river."


@pytest.fixture
def cast():
    """The cast, with a request of Zelda's and a note on it."""
    cast = assemble()
    drones = cast.writes(cast.zelda, "Die Drohnen kommen zurück.", at=clock.now(), subject="Drones")
    note.write(drones, text="Mira says that tile 47-B is broken.", by=cast.bob, at=clock.now())
    return cast


@pytest.fixture
def chat(cast, settings):
    """A model on this machine that the desk may ask, and a worker that asks it."""
    stop = threading.Event()
    with chatting() as chat:
        settings.HEARD_MODEL = chat.server()
        model.allow(cast.desk, host="127.0.0.1", an_hour=60, by=cast.carla, at=clock.now())
        threads = followup.drafting(stop)
        yield chat
        stop.set()
        for thread in threads:
            thread.join(10)


@pytest.fixture
def desk(page: Page, live_server, cast, chat) -> Page:
    """Allie's browser, on the request, which it knows as opened: that draws the head anew, and ends its menus."""
    sign_in(page, cast.allie, at=live_server.url)
    page.goto(f"{live_server.url}/desk/tickets/{Ticket.objects.get().public_id}/")
    expect(page.locator("#rows .row").first).to_be_visible()
    expect(page.get_by_role("button", name="I have read it")).to_have_count(0, timeout=20_000)
    return page


def test_a_restatement_is_drafted_while_one_writes_on_used_and_sent(desk, chat):
    def slowly(asked) -> None:
        time.sleep(1)
        says(RESTATED)(asked)

    chat.ways = [slowly]
    text, panel = desk.locator("#text"), desk.locator("#model-words")
    text.fill("Hello Zelda,")
    desk.keyboard.press("Escape")
    desk.keyboard.press(",")
    expect(desk.get_by_role("button", name="What they ask, restated")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(panel).to_contain_text("The model is drafting")
    text.focus()
    desk.keyboard.press("End")
    desk.keyboard.type(" this is Allie.")
    expect(panel).to_contain_text(RESTATED)
    expect(panel).to_contain_text("a draft, not sent")
    expect(text).to_have_value("Hello Zelda, this is Allie.")
    expect(text).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press(".")
    expect(text).to_have_value(f"Hello Zelda, this is Allie.\n\n{RESTATED}")
    expect(desk.locator(".restating q")).to_have_text(RESTATED)
    expect(desk.locator(".drafted")).to_contain_text("It began as a draft by the model")
    expect(panel).to_be_hidden()
    ticket = Ticket.objects.get()
    assert ticket.messages.count() == 1
    desk.locator("#due").fill("2bd")
    expect(desk.locator(".send .primary").first).to_contain_text("back by")
    text.focus()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#items")).to_contain_text("You began it from a draft by the model")
    assert ticket.restatements.get().text == RESTATED and ticket.messages.count() == 2
    assert "47-B" not in chat.told and desk.crashes == []


def test_an_update_names_what_only_notes_say_and_emptied_it_is_ones_own(desk, chat):
    chat.ways = [says("Mira found that tile 47-B is broken.")]
    desk.keyboard.press("Control+k")
    desk.keyboard.type("update from the notes")
    desk.keyboard.press("Enter")
    panel = desk.locator("#model-words")
    expect(panel).to_contain_text("Only notes say: Mira, 47-B")
    desk.keyboard.press(".")
    text = desk.locator("#text")
    expect(text).to_have_value("Mira found that tile 47-B is broken.")
    expect(desk.locator(".drafted")).to_be_visible()
    text.fill("")
    text.fill("We found the fault.")
    expect(desk.locator(".drafted")).to_have_count(0)
    assert desk.crashes == []


def test_a_translation_takes_the_place_of_the_same_words_and_a_message_is_read_beside_it(desk, chat):
    chat.ways = [says("Wir sind dran."), says("The drones come back.")]
    text = desk.locator("#text")
    text.fill("We are on it.")
    desk.keyboard.press("Escape")
    desk.keyboard.press(",")
    desk.get_by_role("button", name="What I wrote").click()
    expect(desk.locator("#model-words")).to_contain_text("Wir sind dran.")
    desk.keyboard.press(".")
    expect(text).to_have_value("Wir sind dran.")
    expect(desk.locator(".drafted")).to_contain_text("Your own words are kept")
    desk.keyboard.press("Control+z")
    expect(text).to_have_value("We are on it.")
    desk.locator("#items").get_by_role("button", name="Translate").click()
    expect(desk.locator("#items .model.here")).to_contain_text("The drones come back.")
    expect(desk.locator("#items .model.here")).to_contain_text("may be wrong")
    assert desk.crashes == []


def test_a_summary_goes_into_the_handover_and_trouble_is_said_in_its_place(desk, chat):
    chat.ways = [raw(401, ""), says("Zelda waits.\nTiles are broken.")]
    desk.keyboard.press("h")
    summary = desk.get_by_label("How it stands, in two lines")
    summary.fill("Mine.")
    asks = desk.locator("#hand").get_by_role("button", name="Draft it by the model")
    asks.click()
    expect(desk.locator("#hand .model")).to_contain_text("does not take our key")
    asks.click()
    expect(desk.locator("#hand .model")).to_contain_text("Tiles are broken.")
    expect(summary).to_have_value("Mine.")
    desk.locator("#hand").get_by_role("button", name="Use it").click()
    expect(summary).to_have_value("Mine.\nZelda waits.\nTiles are broken.")
    assert Event.objects.filter(kind="model.asked").count() == 2 and desk.crashes == []
