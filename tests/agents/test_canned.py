"""Canned text: kept with its variables, found while one types, filled in for the ticket, changed by few."""

import re
from html import unescape

import pytest

from agents.conftest import seen, url
from heard.record.actions import canned, requester
from heard.record.actor import HEARD
from heard.record.models.canned import Canned
from heard.record.models.draft import Draft
from heard.record.models.event import Event
from heard.record.models.requester import Organization

pytestmark = pytest.mark.django_db


def keep(browser, name: str = "Hello", desk: str = "", **texts: str):
    values = {f"text_{language}": text for language, text in (texts or {"en": "Hello"}).items()}
    return browser.post("/desk/canned/", {"name": name, "folder": "Greetings", "desk": desk, **values})


def offered(browser, ticket, typed: str = "") -> list[tuple[str, str]]:
    """What the menu on a ticket finds: names, and the words as they would be put in."""
    found = seen(browser.get(url(ticket, "canned"), {"q": typed}))
    pairs = re.findall(r'data-canned="([^"]*)"><span class="cut"><b>([^<]+)', found)
    return [(unescape(name), unescape(words)) for words, name in pairs]


def test_words_are_kept_found_and_filled_in_for_the_ticket(stage, allie, bob):
    drones = stage.asks(stage.zelda, "They come back")
    stage.answers(drones, "On it", due=60)
    kept = keep(allie, en="Hi {requester.first},\n\nthis is {agent.first} about #{ticket.number}.")
    assert kept.status_code == 302 and Event.objects.get(kind="canned.saved").agent == stage.allie
    assert offered(allie, drones) == [("Hello", f"Hi Zelda,\n\nthis is Allie about #{drones.number}.")]
    assert (
        offered(allie, drones, "greet hel") == offered(allie, drones) and offered(allie, drones, "zzz") == []
    )
    assert offered(bob, drones) == []
    keep(allie, "By then", en="You hear by {promise.time}, as {desk.name} said.")
    ((_, words),) = offered(allie, drones, "by th")
    assert words.startswith("You hear by ") and "{" not in words


def test_what_has_no_value_stays_is_named_and_is_never_sent(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    keep(allie, en="At {requester.organization} by {promise.time}: {requester.name}")
    menu = seen(allie.get(url(drones, "canned")))
    assert "no value here: {requester.organization}" in menu
    written = "At {requester.organization}: Zelda Marsh. It is solved."
    hinted = seen(allie.patch("post", url(drones, "draft"), {"text": written, "way": "solves"}))
    assert "{requester.organization} has no value here." in hinted
    refused = allie.patch("post", url(drones, "send"), {"text": written, "way": "solves"})
    assert refused.status_code == 422 and "{requester.organization} has no value here." in seen(refused)
    assert written in seen(refused) and drones.messages.count() == 1
    sent = allie.patch("post", url(drones, "send"), {"text": "It is solved.", "way": "solves"})
    assert sent.status_code == 200 and drones.messages.count() == 2


def test_a_variable_that_there_is_not_is_refused_beside_its_field(stage, allie):
    refused = keep(allie, en="Hi", de="Hallo {requestor.first}")
    page = unescape(seen(refused))
    assert refused.status_code == 422 and not Canned.objects.exists()
    assert (
        "There is no {requestor.first}. Did you mean {requester.first}? There are {requester.first}," in page
    )
    assert "Hallo {requestor.first}" in page and 'value="Greetings"' in page
    assert keep(allie, "", en="Hi").status_code == keep(allie, en=" ").status_code == 422


def test_it_comes_in_the_language_of_who_asks(stage, allie):
    drones, labels = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    keep(allie, en="Hello {requester.first}", de="Hallo {requester.first}")
    requester.change(stage.zelda, language="de", by=HEARD, at=stage.now)
    assert offered(allie, drones) == [("Hello", "Hallo Zelda")]
    assert offered(allie, labels) == [("Hello", "Hello Yusuf")]
    requester.change(stage.zelda, language="fr", by=HEARD, at=stage.now)
    assert offered(allie, drones) == [("Hello", "Hello Zelda")]


def test_an_organization_has_its_name(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    stage.zelda.organization = Organization.objects.create(name="Northwind")
    stage.zelda.save(update_fields=["organization"])
    keep(allie, en="{requester.organization}")
    assert offered(allie, drones) == [("Hello", "Northwind")]


def test_a_desks_is_everybodys_there_and_changed_by_few(stage, allie, bob, carla, mallory):
    drones = stage.asks(stage.zelda, "They come back")
    keep(allie, desk=stage.desk.public_id)
    (one,) = Canned.objects.all()
    page = f"/desk/canned/{one.public_id}/"
    assert offered(bob, drones) == [("Hello", "Hello")]
    assert mallory.get(url(drones, "canned")).status_code == 404
    for stranger in (bob, mallory):
        assert stranger.get(page).status_code == 404 and stranger.post(f"{page}drop/").status_code == 404
        assert stranger.post(page, {"name": "Mine", "text_en": "x"}).status_code == 404
    carla.post(page, {"name": "Greeting", "text_en": "Good day", "text_de": "Guten Tag"})
    assert offered(bob, drones) == [("Greeting", "Good day")]
    assert 'value="Greeting"' in seen(carla.get(page)) and "Guten Tag" in seen(carla.get(page))
    carla.post(f"{page}drop/")
    assert not Canned.objects.exists()


def test_a_desks_words_are_offered_on_its_tickets_only(stage, allie, mallory):
    drones = stage.asks(stage.zelda, "They come back")
    canned.save(name="Quiet", texts={"en": "Psst"}, desk=stage.quiet, by=stage.mallory, at=stage.now)
    assert offered(allie, drones) == []
    assert keep(allie, desk=stage.quiet.public_id).status_code == 422


def test_without_a_script_it_goes_before_what_was_written(stage, allie, mallory):
    drones = stage.asks(stage.zelda, "They come back")
    keep(allie, en="Hi {requester.first}")
    (one,) = Canned.objects.all()
    values = {"canned": one.public_id, "text": "I look now.", "way": "next", "due": "2bd"}
    assert mallory.post(url(drones, "canned", "insert"), values).status_code == 404
    allie.post(url(drones, "canned", "insert"), values)
    draft = Draft.objects.get(ticket=drones)
    assert (draft.text, draft.way, draft.typed) == ("Hi Zelda\n\nI look now.", "next", "2bd")
    assert drones.messages.count() == 1
