"""Macros: kept with steps that can be done, shown before they are done, all or nothing, taken back where it can be."""

from datetime import timedelta
from html import unescape

import pytest

from agents.conftest import seen, url
from heard.record.actions import canned, desk, field, macro, tag
from heard.record.actions import ticket as tickets
from heard.record.actions.macro_steps import Step
from heard.record.actor import HEARD
from heard.record.models.draft import Draft
from heard.record.models.event import Event
from heard.record.models.follow import Follow
from heard.record.models.letter import Letter
from heard.record.models.macro import Macro
from heard.record.models.note import Note
from heard.record.models.tag import NAMES
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(stage):
    """A field of the desk."""
    return field.make(stage.desk, name="room", kind="text", label="Room", by=HEARD, at=stage.now)


@pytest.fixture
def hello(stage):
    """Canned text of the desk."""
    texts = {"en": "Hello {requester.first}, we send it."}
    return canned.save(name="Hello", texts=texts, desk=stage.desk, by=stage.allie, at=stage.now)


def kept(stage, *steps: tuple[str, str], desk=None, by=None) -> Macro:
    found = [Step(kind, value) for kind, value in steps]
    return macro.save(name="Spare part", steps=found, desk=desk, by=by or stage.allie, at=stage.now)


def everything(stage, hello) -> Macro:
    return kept(
        stage, ("next", "2bd"), ("insert", hello.public_id), ("follow", ""), ("give", "me"), ("note", "Order it"),
        ("impact", "degraded"), ("field", "room = 12"), ("tag", "Spare Part"), ("untag", "new"),
        desk=stage.desk,
    )  # fmt: skip


def state(found: Ticket) -> tuple:
    now = Ticket.objects.get(pk=found.pk)
    values = list(now.field_values.values_list("value", flat=True))
    return (
        NAMES.all(now.pk),
        values,
        now.impact,
        str(now.owner or ""),
        Follow.objects.filter(ticket=now).count(),
    )


def test_what_will_happen_is_shown_and_nothing_has_happened(stage, allie, room, hello):
    drones = stage.asks(stage.zelda, "They come back")
    tag.add(drones, name="new", by=stage.allie, at=stage.now)
    found, before = everything(stage, hello), state(drones)
    sizes = Event.objects.count(), Letter.objects.count(), Note.objects.count()
    menu = seen(allie.get(url(drones, "macro"), {"q": "spare"}))
    assert "Spare part" in menu and "Spare part" not in seen(allie.get(url(drones, "macro"), {"q": "zzz"}))
    page = unescape(seen(allie.get(url(drones, "macro", found.public_id))))
    for words in (
        "Puts the tag spare-part on.", "Takes the tag new off.", "Writes 12 into room.", "Sets the impact to degraded.",
        "Writes a note: Order it", "Gives it to you.", "You follow it from now on.", "Puts “Hello” where you write.",
        "Fills in when the next word comes: 2bd.", "No letter leaves.", "data-does-it",
    ):  # fmt: skip
        assert words in page
    assert state(drones) == before
    assert (Event.objects.count(), Letter.objects.count(), Note.objects.count()) == sizes


def test_it_is_done_in_one_go_and_a_person_sends_the_words(stage, allie, room, hello):
    drones, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    tag.add(drones, name="new", by=stage.allie, at=stage.now)
    found, before, other = everything(stage, hello), state(drones), state(twin)
    values = {"macro": found.public_id, "text": "And more."}
    answer = seen(allie.patch("post", url(drones, "macro", "run"), values))
    assert state(drones) == (["spare-part"], ["12"], "degraded", "Allie Ames", 1) and state(twin) == other
    draft = Draft.objects.get(ticket=drones)
    assert draft.text == "Hello Zelda, we send it.\n\nAnd more." and (draft.way, draft.typed) == (
        "next",
        "2bd",
    )
    assert draft.pressed_at is None and drones.messages.count() == 1 and "Hello Zelda, we send it." in answer
    assert "Done: Spare part." in answer and 'data-key="Mod+z"' in answer
    allie.patch("post", url(drones, "macro", "undo"))
    assert state(drones) == before and Note.objects.get().text == "Order it"
    assert allie.patch("post", url(drones, "macro", "undo")).status_code == 422


def test_what_is_so_already_is_said_and_taken_back_is_only_what_was_done(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    tag.add(drones, name="bill", by=stage.bob, at=stage.now)
    found = kept(stage, ("tag", "bill"), ("give", "me"))
    assert "It is so already." in seen(allie.get(url(drones, "macro", found.public_id)))
    allie.patch("post", url(drones, "macro", "run"), {"macro": found.public_id})
    tickets.give(drones, owner=stage.bob, by=stage.carla, at=stage.now)
    told = seen(allie.patch("post", url(drones, "macro", "undo")))
    assert "what somebody changed since stays" in told
    assert state(drones)[0] == ["bill"] and state(drones)[3] == "Bob Bauer"


def test_a_step_gone_stale_is_said_and_nothing_half_happens(stage, allie, room, hello):
    drones = stage.asks(stage.zelda, "They come back")
    found, before = everything(stage, hello), state(drones)
    field.drop(room, by=HEARD, at=stage.now)
    canned.drop(hello, by=stage.allie, at=stage.now)
    page = seen(allie.get(url(drones, "macro", found.public_id)))
    assert "This desk has no field room." in page and "That canned text is not there any more." in page
    assert "data-does-it" not in page and "Nothing of it is done" in page
    assert allie.patch("post", url(drones, "macro", "run"), {"macro": found.public_id}).status_code == 422
    assert state(drones) == before and not Note.objects.exists() and not Draft.objects.exists()


def test_the_time_to_take_it_back_ends(stage, allie, monkeypatch):
    drones = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(drones, "macro", "run"), {"macro": kept(stage, ("tag", "bill")).public_id})
    session = allie.session
    session["macro"] = {**session["macro"], "at": (stage.now - timedelta(minutes=1)).isoformat()}
    session.save()
    assert "over" in seen(allie.patch("post", url(drones, "macro", "undo")))
    assert state(drones)[0] == ["bill"]


def test_moved_away_from_ones_desks_leads_home(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    found = kept(stage, ("move", stage.quiet.public_id), ("note", "Yours"))
    answer = allie.patch("post", url(drones, "macro", "run"), {"macro": found.public_id})
    assert answer.headers["HX-Redirect"] == "/desk/"
    assert Ticket.objects.get(pk=drones.pk).desk == stage.quiet


@pytest.mark.parametrize(
    ("field_name", "value", "says"),
    [
        ("tag", "any", "A search means something else by any."),
        ("field", "rom = 1", "There is no field rom. There are: room."),
        ("next", "soonish", "Write a time as you type it on a request, like 2bd, 4h or fri 15:00."),
        ("note", "@Xerxes", "Nobody here is called @Xerxes."),
    ],
)
def test_a_bad_step_is_refused_beside_its_field_and_what_was_typed_stays(
    stage, allie, room, field_name, value, says
):
    values = {"name": "Mine", "desk": stage.desk.public_id, "tag": "bill", field_name: value}
    refused = allie.post("/desk/macros/", values)
    page = unescape(seen(refused))
    assert refused.status_code == 422 and says in page and value in page and not Macro.objects.exists()
    assert "Say at least one thing that it does." in seen(allie.post("/desk/macros/", {"name": "Mine"}))


def test_a_desks_refuses_who_is_not_there_and_text_of_ones_own(stage, allie):
    own = canned.save(name="Mine", texts={"en": "x"}, by=stage.allie, at=stage.now)
    desk.add_member(stage.quiet, agent=stage.allie, by=HEARD, at=stage.now)
    both = {"give": stage.mallory.public_id, "insert": own.public_id}
    page = seen(
        allie.post("/desk/macros/", {"name": "a", "desk": stage.desk.public_id, "give": both["give"]})
    )
    assert "Mallory Moss does not answer on this desk." in page
    page = seen(
        allie.post("/desk/macros/", {"name": "a", "desk": stage.desk.public_id, "insert": both["insert"]})
    )
    assert "Not everybody of the desk sees that text." in page
    assert allie.post("/desk/macros/", {"name": "a", **both}).status_code == 302


def test_a_desks_is_everybodys_there_and_changed_by_few(stage, allie, bob, carla, mallory):
    drones, found = stage.asks(stage.zelda, "They come back"), kept(stage, ("tag", "bill"), desk=stage.desk)
    place = f"/desk/macros/{found.public_id}/"
    assert "Spare part" in seen(bob.get(url(drones, "macro"))) and "Spare part" in seen(
        bob.get("/desk/macros/")
    )
    for stranger in (bob, mallory):
        assert stranger.get(place).status_code == 404 and stranger.post(f"{place}drop/").status_code == 404
    assert mallory.post(url(drones, "macro", "run"), {"macro": found.public_id}).status_code == 404
    assert 'value="bill"' in seen(carla.get(place))
    carla.post(place, {"name": "Bill", "tag": "bill, paper", "field": ""})
    found.refresh_from_db()
    assert (found.name, found.steps) == ("Bill", [["tag", "bill"], ["tag", "paper"]])
    carla.post(f"{place}drop/")
    assert not Macro.objects.exists()
    mine = kept(stage, ("tag", "own"))
    assert "Spare part" not in seen(bob.get(url(drones, "macro"))) and mine.desk is None
