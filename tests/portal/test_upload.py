"""Files that come by themselves to a requester's form: kept for that form alone, sent with it, swept after a day."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Page, expect

from agents.test_upload_browser import DROP, PASTE
from cast import assemble
from heard import clock
from heard.followup.sweep import sweep
from heard.record import links
from heard.record.models.message import Attachment
from heard.record.models.requester import Participant
from heard.record.models.ticket import Ticket
from heard.record.models.upload import Upload

ONCE, OTHER, MARK = "a" * 32, "b" * 32, "c" * 32
FORM = {"happened": "It fell.", "email": "zelda@northwind.example", "once": ONCE}


@pytest.fixture
def cast(db):
    """The cast, with a request of Zelda."""
    found = assemble()
    found.writes(found.zelda, "They come back", at=clock.now(), subject="Drones")
    return found


def put(browser: Client, where: str, *, once: str = ONCE, content: bytes = b"a log", **given: str):
    file = SimpleUploadedFile("log.txt", content, "text/plain")
    return browser.post(where, {"files": file, "upload": MARK, "once": once, **given})


def request_of(person) -> str:
    """The address of the files of somebody's request."""
    return f"/request/{Ticket.objects.get(requester=person).public_id}/files/"


@pytest.fixture
def zelda(cast) -> Client:
    """Zelda's browser, which holds the key to her request."""
    browser = Client()
    browser.post(f"/r/{links.page_token(Participant.objects.get(requester=cast.zelda))}/")
    return browser


def test_a_file_comes_before_the_form_and_goes_with_it(cast):
    front = f"/d/{cast.desk.slug}/"
    assert put(Client(), f"{front}files/").json()["id"] == MARK
    assert Client().post(front, FORM).status_code == 302
    assert Client().post(front, FORM).status_code == 302
    assert Ticket.objects.count() == 2
    assert Attachment.objects.get().name == "log.txt"


def test_another_form_neither_sends_nor_removes_it(cast):
    front = f"/d/{cast.desk.slug}/"
    put(Client(), f"{front}files/")
    Client().post(f"{front}files/", {"without": MARK, "once": OTHER})
    Client().post(front, {**FORM, "once": OTHER})
    Client().post(f"/d/{cast.quiet.slug}/", FORM)
    assert Upload.objects.count() == 1 and not Attachment.objects.exists()
    assert Client().post(f"{front}files/", {"without": MARK, "once": ONCE}).json() == {}
    assert not Upload.objects.exists()


def test_on_a_request_only_whoever_holds_its_key_puts_files_to_it(cast, zelda):
    where = request_of(cast.zelda)
    assert put(Client(), where).status_code == 404
    assert put(zelda, where).status_code == 200
    put(Client(), f"/d/{cast.desk.slug}/files/", once=OTHER)
    Client().post(f"/d/{cast.desk.slug}/", {**FORM, "email": "nadia@northwind.example"})
    assert not Attachment.objects.exists()
    zelda.post(where.replace("files", "message"), {"text": "", "once": ONCE})
    assert Attachment.objects.get().message.requester == cast.zelda


def test_what_is_wrong_is_said(cast):
    front = f"/d/{cast.desk.slug}/files/"
    assert "nothing in this file" in put(Client(), front, content=b"").json()["says"]
    large = put(Client(), front, content=b"1" * (10 * 1024 * 1024 + 1))
    assert large.status_code == 422 and large.json()["says"] == "Too large: a file may have 10 MB."
    for n in range(8):
        put(Client(), front, upload=f"{n}" * 32)
    assert put(Client(), front).json()["says"].startswith("One file too many: 8")
    assert put(Client(), front, once="mine").status_code == 422


def test_a_refused_form_shows_the_files_that_came(cast):
    front = f"/d/{cast.desk.slug}/"
    put(Client(), f"{front}files/")
    answer = Client().post(front, {**FORM, "email": "nobody"})
    assert answer.status_code == 422 and 'aria-label="Take log.txt away"' in answer.content.decode()


def test_what_came_and_was_never_sent_is_swept_after_a_day(cast):
    put(Client(), f"/d/{cast.desk.slug}/files/")
    assert sweep(clock.now() + timedelta(hours=23)) == 0
    assert sweep(clock.now() + timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_pasted_into_the_form_of_the_front_page(page: Page, live_server):
    cast = assemble()
    page.goto(f"{live_server.url}/d/{cast.desk.slug}/")
    page.get_by_label("What happened instead?").fill("It fell.")
    page.get_by_label("What happened instead?").evaluate(PASTE)
    expect(page.locator(".upload.here img")).to_be_visible()
    page.locator("form#write").evaluate(DROP, ["log.txt", 1000, "text/plain"])
    expect(page.locator(".upload.here")).to_have_count(2)
    page.get_by_role("button", name="Take log.txt away").click()
    expect(page.locator(".upload.here")).to_have_count(1)
    page.get_by_label("Your mail address").fill("zelda@northwind.example")
    page.locator("#write .primary").click()
    page.wait_for_url("**/sent/")
    assert Attachment.objects.get().name == "image.png"
    assert page.crashes == []


def test_a_photo_of_a_refused_form_waits_and_goes_with_the_next(cast):
    front, browser = f"/d/{cast.desk.slug}/", Client()
    photo = SimpleUploadedFile("photo.png", b"a picture", "image/png")
    refused = browser.post(front, FORM | {"email": "no address", "files": photo})
    assert refused.status_code == 422 and "photo.png" in refused.content.decode()
    assert not Attachment.objects.exists()
    assert browser.post(front, FORM).status_code == 302
    assert Attachment.objects.get().name == "photo.png"
