"""Notes and chases on the ticket page; both for agents only."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agents.conftest import seen, url
from heard.record.models.chase import Chase
from heard.record.models.draft import NoteDraft
from heard.record.models.letter import Letter
from heard.record.models.note import Note

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_and_goes_nowhere(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    letters = Letter.objects.count()
    told = seen(allie.patch("post", url(found, "note"), {"note": "Vendor ticket 88231", "shown_n": "1"}))
    assert "Vendor ticket 88231" in told and 'hx-target="#note"' in told
    assert Letter.objects.count() == letters and not found.messages.filter(kind="outbound").exists()
    assert "Vendor" not in seen(allie.get(url(twin)))


def test_an_empty_note_is_refused_and_a_note_without_a_script_leads_back(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert allie.patch("post", url(found, "note"), {"note": " "}).status_code == 422
    assert allie.post(url(found, "note"), {"note": "Plain"}).url == url(found)
    assert Note.objects.get().text == "Plain"


def test_a_folded_note_opens_for_agents_of_the_desk_only(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    allie.post(url(found, "note"), {"note": "A secret"})
    path = f"/desk/notes/{Note.objects.get().public_id}/text/"
    assert "A secret" in seen(allie.get(path)) and mallory.get(path).status_code == 404


def test_a_chase_is_started_asked_again_and_answered(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    allie.patch("post", url(found, "chases"), {"party": "Globex Maps", "asked": "tiles"})
    chase = Chase.objects.get()
    assert chase.ticket == found and "asked once, next time" in seen(allie.get(url(found)))
    allie.patch("post", url(found, "chases", str(chase.pk), "ping"))
    assert "asked 2 times" in seen(allie.get(url(found)))
    allie.patch("post", url(found, "chases", str(chase.pk), "answer"), {"answer": "It is fixed in 4.2"})
    page = seen(allie.get(url(found)))
    assert "It is fixed in 4.2" in page and "I asked again" not in page
    assert "Globex Maps" not in seen(allie.get(url(twin)))


@pytest.mark.parametrize("values", [{"party": "", "asked": "tiles"}, {"party": "Vendor", "asked": " "}])
def test_a_chase_says_who_and_what(stage, allie, values):
    found = stage.asks(stage.zelda, "They come back")
    assert allie.patch("post", url(found, "chases"), values).status_code == 422
    assert not Chase.objects.exists()


def test_a_chase_belongs_to_its_ticket_and_its_desk(stage, allie, mallory):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    allie.post(url(found, "chases"), {"party": "Globex Maps", "asked": "tiles"})
    pk = str(Chase.objects.get().pk)
    assert allie.post(url(twin, "chases", pk, "ping")).status_code == 404
    assert mallory.post(url(found, "chases", pk, "ping")).status_code == 404
    assert Chase.objects.get().pings == 1


def upload(allie, found, name="map.txt", content=b"old map", key="a" * 32):
    """A file on its way with a note, as the page sends it."""
    values = {"upload": key, "files": SimpleUploadedFile(name, content)}
    return allie.post(url(found, "note", "files"), values, headers={"Accept": "application/json"})


def test_a_note_takes_files_along_shows_them_and_lets_agents_find_them(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    assert upload(allie, found).json()["id"] == "a" * 32
    assert "map.txt" in seen(allie.get(url(found)))
    told = allie.patch("post", url(found, "note"), {"note": "Vendor ticket 88231", "shown_n": "1"})
    assert "map.txt" in seen(told) and not NoteDraft.objects.exists()
    file = Note.objects.get().notefile_set.get()
    answer = allie.get(f"/desk/note-files/{file.public_id}/")
    assert answer.content == b"old map" and "attachment" in answer["Content-Disposition"]
    assert mallory.get(f"/desk/note-files/{file.public_id}/").status_code == 404
    for query in ("map", "file:map", "has:attachment"):
        assert found.public_id in seen(allie.get("/desk/search/", {"q": query})), query
        assert found.public_id not in seen(mallory.get("/desk/search/", {"q": query})), query
    assert not found.messages.get().attachments.exists()
    assert "map.txt" in seen(allie.get(f"/desk/notes/{Note.objects.get().public_id}/text/"))


def test_a_file_on_its_way_with_a_note_is_taken_away_and_limited(stage, allie, bob):
    found = stage.asks(stage.zelda, "They come back")
    for n in range(10):
        assert upload(allie, found, key=f"{n:032}").status_code == 200
    assert "One file too many" in upload(allie, found).json()["says"]
    assert "nothing in this file" in upload(bob, found, content=b"").json()["says"]
    for n in range(10):
        allie.post(
            url(found, "note", "files"), {"without": f"{n:032}"}, headers={"Accept": "application/json"}
        )
    assert not NoteDraft.objects.exists()


def test_without_a_script_files_come_with_the_note(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    file = SimpleUploadedFile("map.txt", b"old map")
    allie.post(url(found, "note"), {"note": "Ask @Nobody", "files": file})
    draft = NoteDraft.objects.get()
    assert (draft.text, draft.files[0]["name"]) == ("Ask @Nobody", "map.txt")
    assert allie.post(url(found, "note"), {"note": "Plain"}).url == url(found)
    assert Note.objects.get().notefile_set.get().name == "map.txt"


def test_a_note_being_typed_is_kept_for_its_writer_alone(stage, allie, bob):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    assert allie.patch("post", url(found, "note", "draft"), {"note": "The vendor"}).status_code == 204
    page = seen(allie.get(url(found)))
    assert "The vendor</textarea>" in page and 'checked data-key="n"' in page
    assert "The vendor" not in seen(bob.get(url(found))) and "The vendor" not in seen(allie.get(url(twin)))
    allie.patch("post", url(found, "draft"), {"text": "Dear Zelda", "seen_n": "9"})
    assert "The vendor</textarea>" in seen(allie.patch("post", url(found, "renew")))
    assert 'checked data-key="r"' in seen(allie.get(url(found)))
    allie.patch("post", url(found, "note"), {"note": "The vendor knows", "shown_n": "1"})
    allie.patch("post", url(found, "note", "draft"), {"note": "The vendor"})
    assert not NoteDraft.objects.exists()
    allie.patch("post", url(found, "note", "draft"), {"note": "Another"})
    allie.patch("post", url(found, "note", "draft"), {"note": " "})
    assert not NoteDraft.objects.exists()
