"""Notes and chases on the ticket page; both for agents only."""

import pytest

from agents.conftest import seen, url
from heard.record.models.chase import Chase
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
