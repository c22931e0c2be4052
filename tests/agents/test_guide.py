"""Guides on the desk: written with a preview, versions, pictures, the list to look over, and sent from a ticket."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from agents.conftest import seen, url
from heard.record.access import guide as guides
from heard.record.actions import desk, requester
from heard.record.actions import guide as verbs
from heard.record.actor import HEARD
from heard.record.models.guide import Guide, GuideVersion

TITLE, TEXT = "Label printer prints blank labels", "Open the printer.\n\nTurn the **roll** around."
BLANK = "Since the update our label printers print only blanks."


@pytest.fixture
def found(stage) -> Guide:
    """An internal guide of Allie's."""
    verbs.make(stage.desk, language="en", title=TITLE, text=TEXT, by=stage.allie, at=stage.now)
    return Guide.objects.get()


def place(found: Guide, *after: str) -> str:
    return f"/desk/guides/{found.public_id}/" + "".join(f"{part}/" for part in after)


def test_one_is_written_read_published_and_hidden(stage, allie):
    page = allie.get("/desk/guides/")
    assert "No guides yet." in seen(page)
    words = {"desk": stage.desk.public_id, "language": "en", "title": TITLE, "text": TEXT, "seen": "0"}
    refused = allie.post("/desk/guides/new/", {**words, "title": ""})
    assert refused.status_code == 422 and "Turn the **roll** around." in seen(refused)
    answer = allie.post("/desk/guides/new/", words)
    made = Guide.objects.get()
    assert answer.url == place(made) and not made.is_public
    assert "<strong>roll</strong>" in seen(allie.get(place(made)))
    for does, public in (("publish", True), ("publish", True), ("hide", False)):
        allie.post(place(made, "act"), {"does": does})
        assert Guide.objects.get().is_public is public
    assert allie.post(place(made, "act"), {"does": "burn"}).status_code == 404


def test_a_preview_keeps_nothing(stage, allie, found):
    shown = seen(allie.post("/desk/guides/preview/", {"text": "**now** <script>", "guide": found.public_id}))
    assert "<strong>now</strong> &lt;script&gt;" in shown
    assert GuideVersion.objects.count() == 1


def test_two_who_write_at_once_lose_nothing(stage, allie, bob, found):
    edit = place(found, "words", "en")
    assert bob.post(edit, {"title": TITLE, "text": "Bob's words.", "seen": "1"}).status_code == 302
    refused = allie.post(edit, {"title": TITLE, "text": "Allie's words.", "seen": "1"})
    assert refused.status_code == 422
    assert "Allie&#x27;s words." in seen(refused) and "Bob&#x27;s words." in seen(refused)
    assert 'name="seen" value="2"' in seen(refused)
    allie.post(edit, {"title": TITLE, "text": "Both our words.", "seen": "2"})
    assert guides.newest(found)["en"].text == "Both our words."


def test_the_versions_say_who_what_and_bring_one_back(stage, allie, bob, found):
    bob.post(
        place(found, "words", "en"), {"title": TITLE, "text": "Open the printer.\n\nShake it.", "seen": "1"}
    )
    shown = seen(allie.get(place(found, "versions", "en")))
    assert "<ins>Shake it.</ins>" in shown and "<del>Turn the **roll** around.</del>" in shown
    assert "Bob Bauer" in shown and "Allie Ames" in shown
    allie.post(place(found, "versions", "en", "1"))
    assert guides.newest(found)["en"].text == TEXT and GuideVersion.objects.count() == 3
    assert allie.post(place(found, "versions", "en", "9")).status_code == 404
    assert allie.get(place(found, "versions", "de")).status_code == 404


def test_it_is_written_in_further_languages(stage, allie, found):
    german = place(found, "words", "de")
    assert "German ·" in seen(allie.get(german))
    allie.post(german, {"title": "Drucker", "text": "Rolle umdrehen.", "seen": "0"})
    assert "Rolle umdrehen." in seen(allie.get(f"{place(found)}?language=de"))
    assert allie.get(place(found, "words", "xx")).status_code == 404


def test_a_picture_is_sent_up_and_shown(stage, allie, mallory, found):
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    answer = allie.post(place(found, "pictures"), {"picture": SimpleUploadedFile("a.png", out.getvalue())})
    kept = found.help.pictures.get()
    assert seen(answer) == f"![what it shows](picture:{kept.public_id})"
    shown = allie.get(place(found, "pictures", kept.public_id))
    assert shown["Content-Type"] == "image/png" and "sandbox" in shown["Content-Security-Policy"]
    assert mallory.get(place(found, "pictures", kept.public_id)).status_code == 404
    script = SimpleUploadedFile("a.svg", b"<svg><script>alert(1)</script></svg>")
    assert allie.patch("post", place(found, "pictures"), {"picture": script}).status_code == 422
    assert found.help.pictures.count() == 1


def test_what_is_to_be_looked_over_goes_with_one_press(stage, allie, found):
    Guide.objects.update(looked_at=stage.now - timedelta(days=200))
    assert "One to look over" in seen(allie.get("/desk/guides/"))
    assert "not looked over for 200 days" in seen(allie.get("/desk/guides/stale/"))
    answer = allie.post(place(found, "act"), {"does": "right", "from": "stale"})
    assert answer.url == "/desk/guides/stale/" and "All are looked over." in seen(allie.get(answer.url))
    assert "look over</a>" not in seen(allie.get("/desk/guides/"))


def test_beside_a_ticket_stands_what_may_help_with_the_line_that_sends_it(stage, allie, found, settings):
    settings.HEARD_URL = "https://help.example.com"
    asked = stage.asks(stage.zelda, BLANK, subject="Blank labels")
    shown = seen(allie.get(url(asked, "help")))
    assert TITLE in shown and "for agents only" in shown and "data-insert" not in shown
    verbs.publish(found, shown=True, by=stage.allie, at=stage.now)
    address = f"https://help.example.com/d/{stage.desk.slug}/guides/{found.public_id}/"
    assert f'data-insert="This may help: {TITLE}\n{address}" data-key="f"' in seen(
        allie.get(url(asked, "help"))
    )
    requester.change(stage.zelda, by=HEARD, at=stage.now, zone="Europe/Berlin", language="de")
    assert f"Das hilft vielleicht: {TITLE}" in seen(allie.get(url(asked, "help")))
    other = stage.asks(stage.zelda, "Please send the invoice for October.", subject="Invoice")
    assert "No guide reads like it." in seen(allie.get(url(other, "help")))
    assert TITLE in seen(allie.get(url(other, "help") + "?q=roll"))
    assert not asked.messages.filter(kind="outbound").exists()


def test_nothing_of_it_is_for_an_agent_of_another_desk(stage, mallory, found):
    verbs.publish(found, shown=True, by=stage.allie, at=stage.now)
    assert TITLE not in seen(mallory.get("/desk/guides/")) and TITLE not in seen(
        mallory.get("/desk/guides/?q=roll")
    )
    for after in ((), ("words", "en"), ("versions", "en")):
        assert mallory.get(place(found, *after)).status_code == 404
    assert mallory.post(place(found, "act"), {"does": "hide"}).status_code == 404
    desk.add_member(stage.desk, agent=stage.mallory, by=HEARD, at=stage.now)
    assert TITLE in seen(mallory.get("/desk/guides/?q=roll"))
