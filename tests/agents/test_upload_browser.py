"""Files in the composer, in a real browser: dropped, pasted, on their way, taken away, and sent with the letter."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect

from cast import assemble
from heard import clock
from heard.record import files
from heard.record.models.draft import Draft, NoteDraft
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """(where, [name, size, type]) => {
  const data = new DataTransfer()
  data.items.add(new File([new Uint8Array(size).fill(65)], name, { type }))
  for (const kind of ["dragenter", "dragover", "drop"])
    where.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }))
}"""
PASTE = """async where => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 })
  canvas.getContext("2d").fillRect(5, 5, 20, 10)
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"))
  const data = new DataTransfer()
  data.items.add(new File([blob], "image.png", { type: "image/png" }))
  where.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
}"""


@pytest.fixture
def desk(page: Page, live_server) -> Page:
    """Allie's browser, on the request of Zelda."""
    cast = assemble()
    found = cast.writes(cast.zelda, "They come back", at=clock.now(), subject="Drones")
    client = Client()
    client.force_login(cast.allie, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.address = f"{live_server.url}/desk/tickets/{found.public_id}/"
    page.goto(page.address)
    return page


def rows(desk: Page, state: str = "here"):
    return desk.locator(f"#files .upload.{state}")


def test_files_are_dropped_pasted_taken_away_kept_and_sent(desk):
    box = desk.locator("#text")
    box.evaluate(DROP, ["log.txt", 2000, "text/plain"])
    expect(rows(desk).filter(has_text="log.txt")).to_contain_text("2.0")
    box.evaluate(PASTE)
    expect(rows(desk)).to_have_count(2)
    picture = rows(desk).filter(has_text="image.png").locator("img")
    expect(picture).to_be_visible()
    box.evaluate(DROP, ["wrong.txt", 10, "text/plain"])
    expect(rows(desk)).to_have_count(3)
    box.fill("Here it is.")
    desk.get_by_role("button", name="Take wrong.txt away").click()
    expect(rows(desk)).to_have_count(2)
    desk.wait_for_timeout(900)
    desk.reload()
    expect(rows(desk)).to_have_count(2)
    expect(desk.locator("#text")).to_have_value("Here it is.")
    picture.evaluate("picture => picture.decode()")
    assert picture.evaluate("picture => picture.naturalWidth") == 40
    desk.locator("#due").fill("tomorrow 15:00")
    desk.locator("#composer .primary").click()
    expect(desk.locator("#items .file")).to_have_count(2)
    sent = Message.objects.get(kind="outbound").attachments.order_by("id")
    assert [file.name for file in sent] == ["log.txt", "image.png"]
    assert files.read(sent[0].digest) == b"A" * 2000
    assert desk.crashes == []


def test_sending_waits_for_a_file_under_way_and_shows_how_far_it_is(desk):
    held: list[Route] = []
    desk.route("**/files/", lambda route: held.append(route))
    desk.locator("#text").fill("Here it is.")
    desk.locator("#due").fill("tomorrow 15:00")
    desk.wait_for_timeout(900)
    desk.locator("#text").evaluate(DROP, ["log.txt", 3_000_000, "text/plain"])
    expect(desk.locator("#files progress")).to_be_visible()
    desk.locator("#composer .primary").click()
    expect(desk.locator("#composer .primary")).to_have_text("Sent as soon as the files are here…")
    assert Draft.objects.get().pressed_at is None
    held[0].continue_()
    expect(desk.locator("#items .file")).to_have_count(1)
    assert Message.objects.get(kind="outbound").attachments.get().size == 3_000_000


def test_a_lost_connection_is_said_on_its_row_and_tried_again(desk):
    desk.route("**/files/", lambda route: route.abort())
    desk.locator("#text").fill("Here it is.")
    desk.locator("#text").evaluate(DROP, ["log.txt", 100, "text/plain"])
    lost = rows(desk, "failed")
    expect(lost).to_contain_text("The connection was lost.")
    desk.locator("#composer .primary").click()
    expect(lost).to_contain_text("Try again, or take it away.")
    expect(desk.locator("#text")).to_have_value("Here it is.")
    desk.unroute("**/files/")
    lost.get_by_role("button", name="Try again").click()
    expect(rows(desk)).to_have_count(1)


def test_what_cannot_come_is_said_on_its_row(desk):
    desk.evaluate("document.getElementById('upload').dataset.largest = 1000")
    desk.locator("#text").evaluate(DROP, ["film.mp4", 1001, "video/mp4"])
    desk.locator("#text").evaluate(DROP, ["nothing.txt", 0, "text/plain"])
    expect(rows(desk, "failed").filter(has_text="film.mp4")).to_contain_text(
        "Too large: a file may have 20 MB."
    )
    expect(rows(desk, "failed").filter(has_text="nothing.txt")).to_contain_text(
        "There is nothing in this file."
    )
    assert not Draft.objects.exists() and Ticket.objects.count() == 1


def test_a_note_takes_files_and_what_is_typed_of_it_survives(desk):
    desk.keyboard.press("n")
    box = desk.locator("#note-text")
    expect(box).to_be_focused()
    box.evaluate(DROP, ["log.txt", 2000, "text/plain"])
    here = desk.locator("#note .upload.here")
    expect(here).to_contain_text("log.txt")
    box.evaluate(DROP, ["wrong.txt", 10, "text/plain"])
    expect(here).to_have_count(2)
    desk.get_by_role("button", name="Take wrong.txt away").click()
    expect(here).to_have_count(1)
    with desk.expect_response("**/note/draft/"):
        box.press_sequentially("The vendor")
    desk.reload()
    expect(box).to_have_value("The vendor")
    expect(box).to_be_visible()
    expect(here).to_have_count(1)
    desk.locator("#note .primary").click()
    expect(desk.locator("#items .message.note .file")).to_contain_text("log.txt")
    expect(box).to_have_value("")
    expect(desk.locator("#text")).to_be_visible()
    assert not NoteDraft.objects.exists() and not Draft.objects.exists()
    assert desk.crashes == []
