"""Somebody is away, their mail program says: told on the ticket, with one press; nothing happens by itself."""

import re
from datetime import timedelta

import pytest

from agents.conftest import seen, url
from heard.record.actions import chase, intake, party, promise
from heard.record.actions.message import Word
from heard.record.arrival import Arrival
from heard.record.models.chase import Chase
from heard.record.models.draft import Draft
from heard.record.models.intake import Intake
from heard.record.models.message import Message
from heard.record.models.promise import Promise

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(stage):
    found = stage.asks(stage.zelda, "They come back")
    word = Word("Which format?", "waits", question="Which export format?")
    promise.say(found, word, by=stage.allie, at=stage.minutes(-20))
    return found


def away(stage, found, address, *, days):
    """An out-of-office reply from an address, on a ticket: back in so many days."""
    row = intake.note(
        "0" * 64, size=1, door="smtp", at=stage.minutes(-10), envelope_from=address, envelope_to=[]
    )
    arrival = Arrival(door="smtp", from_address=address, machine="out-of-office")
    back_on = (stage.now + timedelta(days=days)).date()
    intake.settle(
        row,
        state="filed",
        at=stage.minutes(-10),
        arrival=arrival,
        desk=found.desk,
        ticket=found,
        back_on=back_on,
    )
    return back_on


def test_the_check_in_waits_by_a_draft_that_a_person_sends(stage, waiting, allie):
    away(stage, waiting, stage.zelda.address, days=3)
    page = seen(allie.get(url(waiting)))
    assert "Zelda is away until" in page and "Wait with the next check-in till then" in page
    before = Promise.objects.count(), Message.objects.count()
    allie.patch("post", url(waiting, "absence"))
    draft = Draft.objects.get()
    assert (draft.way, draft.agreed) == ("waits", "their own out-of-office reply")
    assert draft.text == (
        "Hi Zelda,\n\nI saw your out-of-office reply, so I'll wait until you are back. Then I only need one thing from"
        " you: Which export format?"
    )
    assert draft.due_at and draft.due_at > stage.now + timedelta(days=2)
    assert (Promise.objects.count(), Message.objects.count()) == before


def test_nothing_waits_where_a_word_is_owed(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look.")
    away(stage, found, stage.zelda.address, days=3)
    page = seen(allie.get(url(found)))
    assert "Zelda is away until" in page and "Wait with the next check-in" not in page
    assert allie.patch("post", url(found, "absence")).status_code == 422
    assert not Draft.objects.exists()


def test_the_next_ping_waits_by_one_press(stage, waiting, allie):
    mira = party.make(name="Mira Maps", address="mira@globex.example", by=stage.allie, at=stage.now)
    twin = party.make(name="Tom Tiles", address="tom@tiles.example", by=stage.allie, at=stage.now)
    asked, other = (
        chase.start(waiting, contact=one, asked="When?", by=stage.allie, at=stage.minutes(-15))
        for one in (mira, twin)
    )
    away(stage, waiting, "Mira@globex.example", days=9)
    page = seen(allie.get(url(waiting)))
    assert page.count("Ask again then") == 1 and "Zelda is away" not in page
    assert "Ask again then" in seen(allie.get(f"/desk/chases/{asked.public_id}/"))
    assert "Ask again then" not in seen(allie.get(f"/desk/chases/{other.public_id}/"))
    allie.patch("post", url(waiting, "chases", str(asked.pk), "wait"))
    assert Chase.objects.get(pk=asked.pk).ping_at > stage.now + timedelta(days=8)
    assert Chase.objects.get(pk=other.pk).ping_at == other.ping_at
    assert "Ask again then" not in seen(allie.get(url(waiting)))
    assert allie.patch("post", url(waiting, "chases", str(other.pk), "wait")).status_code == 422


@pytest.fixture
def due(stage):
    """A check-in of Allie's in three minutes."""
    found = stage.asks(stage.zelda, "They come back", ago=60 * 50)
    word = Word("Which?", "waits", question="Which export format?", due_at=stage.minutes(3))
    promise.say(found, word, by=stage.allie, at=stage.minutes(-60 * 48))
    return found


def key_in(page):
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_in_the_round_a_check_in_waits_by_one_key_and_is_sent_by_a_person(stage, due, allie):
    assert "is away until" not in seen(allie.get("/desk/round/"))
    away(stage, due, stage.zelda.address, days=9)
    page = seen(allie.get("/desk/round/"))
    assert "Zelda is away until" in page and "Wait with the next check-in till then" in page
    given = {"key": key_in(page), "text": "And the logs, please."}
    page = seen(allie.post(url(due, "round", "wait"), given))
    assert "I saw your out-of-office reply" in page and "And the logs, please." in page
    assert "Wait with the next check-in" not in page and not Draft.objects.exists()
    assert Promise.objects.filter(outcome=None).get().due_at == stage.minutes(3), "nothing moved by itself"
    sent = {"key": key_in(page), "waits": "1", "text": "I wait until you are back."}
    assert allie.post(url(due, "round"), sent).status_code == 302
    standing = Promise.objects.filter(outcome=None).get()
    assert standing.kind == "check_in" and standing.due_at > stage.now + timedelta(days=8)
    assert standing.agreed == "their own out-of-office reply"


def test_in_the_round_nothing_waits_for_somebody_who_is_back(stage, due, allie):
    away(stage, due, stage.zelda.address, days=9)
    key = key_in(seen(allie.get("/desk/round/")))
    twin = chase.start(due, party="Map vendor", asked="When?", by=stage.allie, at=stage.minutes(-60 * 47))
    Intake.objects.update(back_on=None)  # they are heard of again
    assert "is away until" not in seen(allie.get("/desk/round/"))
    sent = {"key": key, "waits": "1", "text": "I wait until you are back."}
    assert allie.post(url(due, "round"), sent).status_code == 422
    allie.post(url(due, "round", "wait"), {"key": key})
    assert Message.objects.filter(text__startswith="I wait").count() == 0
    assert Chase.objects.get().ping_at == twin.ping_at


def test_in_the_round_a_ping_waits_by_one_key(stage, waiting, allie):
    mira = party.make(name="Mira Maps", address="mira@globex.example", by=stage.allie, at=stage.now)
    asked = chase.start(waiting, contact=mira, asked="When?", by=stage.allie, at=stage.minutes(-15))
    Chase.objects.update(ping_at=stage.minutes(-1))
    away(stage, waiting, "Mira@globex.example", days=9)
    page = seen(allie.get("/desk/round/"))
    assert "Away until" in page and "Ask again then" in page
    assert allie.post(url(waiting, "round", "wait"), {"key": key_in(page)}).status_code == 302
    assert Chase.objects.get(pk=asked.pk).ping_at > stage.now + timedelta(days=8)
    assert "Ask again then" not in seen(allie.get("/desk/round/"))
