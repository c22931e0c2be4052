"""Chases on the desk's pages: asked by what is typed, pinged with `u`, the loop closed; a consult opens one ticket."""

from datetime import timedelta

import pytest

from agents.conftest import seen, url
from heard.agents.party import whom
from heard.record.actions import chase, party
from heard.record.models.chase import Chase
from heard.record.models.draft import Draft
from heard.record.models.letter import Letter
from heard.record.models.party import Party
from heard.record.models.tracker import Tracker

pytestmark = pytest.mark.django_db


def asked(stage, found, **more):
    mira = party.make(
        name="Mira Maps", address="mira@globex.example", organization="Globex", by=stage.allie, at=stage.now
    )
    return chase.start(
        found, contact=mira, asked="When?", sends=True, by=stage.allie, at=stage.minutes(-10), **more
    )


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Mira Maps <mira@globex.example>", "contact"),
        ("mira@globex.example", "contact"),
        ("bob bauer", "colleague"),
        ("https://github.com/northwind/tiles/issues/12", "entry"),
        ("The harbour master", "party"),
        ("Known Party", "contact"),
    ],
)
def test_who_is_asked_is_read_from_what_is_typed(stage, typed, kind):
    party.make(name="Known Party", by=stage.allie, at=stage.now)
    assert list(whom(typed, by=stage.allie, at=stage.now)) == [kind]


def test_a_mail_address_becomes_a_party_and_gets_a_letter(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert "mail address" in seen(allie.get(url(found, "chases", "new")))
    allie.patch("post", url(found, "chases"), {"party": "Mira <mira@globex.example>", "asked": "When?"})
    assert (
        Party.objects.get().name == "Mira"
        and Letter.objects.get(kind="ping").to_address == "mira@globex.example"
    )
    allie.patch(
        "post", url(found, "chases"), {"party": "mira@globex.example", "asked": "Again?", "by_hand": "on"}
    )
    assert Party.objects.count() == 1 and Letter.objects.filter(kind="ping").count() == 1


def test_u_brings_the_draft_and_sends_it(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    one = asked(stage, found)
    assert 'data-key="u"' in allie.get(url(found)).content.decode()
    drafted = seen(allie.get(url(found, "chases", str(one.pk), "draft")))
    assert "We asked you at" in drafted and "Send the ping" in drafted
    assert allie.patch("post", url(found, "chases", str(one.pk), "ping"), {"text": " "}).status_code == 422
    allie.patch("post", url(found, "chases", str(one.pk), "ping"), {"text": "And now?"})
    assert Letter.objects.filter(kind="ping").last().facts["text"] == "And now?"


def test_an_answer_is_on_the_ticket_in_the_lists_and_drafted_for_the_requester(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    for each in (found, twin):
        stage.answers(each, "I look.", due=300)
    one = asked(stage, found)
    assert "Mira Maps silent" in seen(allie.get("/desk/"))
    chase.hear(one, text="On Tuesday.", counts=True, at=stage.now)
    assert "Mira Maps answered; tell Zelda" in seen(allie.get("/desk/"))
    assert "They answered: tell Zelda" in seen(allie.get(url(found)))
    allie.patch("post", url(found, "chases", str(one.pk), "tell"))
    draft = Draft.objects.get(ticket=found)
    assert "Mira Maps answered" in draft.text and draft.way == "next" and "Tuesday" not in draft.text
    assert not Draft.objects.filter(ticket=twin).exists()


def test_the_chase_has_a_page_with_each_ping_and_each_answer(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    one = asked(stage, found)
    strange = chase.hear(
        one, text="Who asks?", address="who@else.example", counts=False, at=stage.minutes(-5)
    )
    page = seen(allie.get(f"/desk/chases/{one.public_id}/"))
    assert "Who asks?" in page and "unknown sender, moved nothing" in page and "When?" in page
    assert mallory.get(f"/desk/chases/{one.public_id}/").status_code == 404
    allie.post(url(found, "chases", str(one.pk), "words", strange.public_id, "accept"))
    assert Chase.objects.get().heard_at
    allie.post(url(found, "chases", str(one.pk), "give"), {"agent": stage.bob.public_id})
    allie.post(url(found, "chases", str(one.pk), "pace"), {"days": "1"})
    one = Chase.objects.get()
    assert (one.agent, one.days) == (stage.bob, 1)


def test_the_list_says_who_keeps_us_waiting(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back", ago=300)
    one = asked(stage, found)
    Chase.objects.update(asked_at=stage.now - timedelta(hours=3))
    page = seen(allie.get("/desk/chases/"))
    assert "Mira Maps" in page and "Who keeps us waiting" in page and "3 h" in page
    chase.answer(one, text="Now.", by=stage.allie, at=stage.now)
    page = seen(allie.get("/desk/chases/"))
    assert "Nobody is waited for" in page and "3 h" in page
    assert "Mira" not in seen(mallory.get("/desk/chases/"))


def test_parties_are_shared_and_changed(stage, allie, mallory):
    asked(stage, stage.asks(stage.zelda, "They come back"))
    mira = Party.objects.get()
    assert "Mira Maps" in seen(mallory.get("/desk/parties/"))
    page = seen(mallory.get(f"/desk/parties/{mira.public_id}/"))
    assert "Globex" in page and "When?" not in page
    allie.post(f"/desk/parties/{mira.public_id}/", {"name": "Mira M.", "address": "mira@globex.example"})
    assert Party.objects.get().name == "Mira M."
    assert allie.post("/desk/parties/", {"name": "", "address": ""}).status_code == 422


def test_a_consult_opens_that_one_ticket_and_nothing_else(stage, allie, mallory):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    allie.patch("post", url(found, "chases"), {"party": "Mallory Moss", "asked": "Seen this?"})
    one = Chase.objects.get()
    path = f"/desk/consults/{one.public_id}/"
    page = seen(mallory.get(path))
    assert "Seen this?" in page and "They come back" in page and "Blank" not in page
    for closed in (url(found), url(twin), f"/desk/chases/{one.public_id}/", url(found, "people")):
        assert mallory.get(closed).status_code == 404
    for act in ("send", "note", "give", "release", "opened"):
        assert mallory.post(url(found, act), {"text": "x", "note": "x"}).status_code == 404
    assert allie.get(path).status_code == 404, "only whom it names"
    assert path in mallory.get("/desk/chases/").content.decode()
    assert path not in allie.get("/desk/chases/").content.decode()
    mallory.post(path + "answer/", {"text": "Yes, last week."})
    one.refresh_from_db()
    assert one.heard_at and one.words.get(kind="answer").agent == stage.mallory
    assert not found.messages.filter(kind="outbound").exists()
    assert not Letter.objects.filter(requester=stage.zelda, kind="reply").exists()


def test_trackers_are_the_admins(stage, allie, client):
    assert allie.get("/desk/trackers/").status_code == 404
    stage.allie.role = "admin"
    stage.allie.save()
    made = seen(
        allie.post(
            "/desk/trackers/",
            {"kind": "github", "name": "Tiles", "web": "https://github.com/northwind", "token": "t"},
        )
    )
    tracker = Tracker.objects.get()
    assert f"/hooks/trackers/{tracker.public_id}/" in made and "shown this once" in made
    assert "t0ken" not in tracker.secret and tracker.secret
    assert allie.post("/desk/trackers/", {"kind": "github", "name": "x", "web": "nowhere"}).status_code == 422
    allie.post(f"/desk/trackers/{tracker.public_id}/drop/")
    assert Tracker.objects.get().dropped_at
