"""Saved views: kept by one, seen by whom they are for, counted in the rail, changed by few."""

import re

import pytest

from agents.conftest import seen
from heard.agents import view as pages
from heard.record.access import view as views
from heard.record.actions import view as verbs
from heard.record.errors import Refused
from heard.record.models.event import Event
from heard.record.models.view import View

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew():
    """What one test counted is forgotten before the next."""
    pages._counts.clear()


def keep(browser, name: str, query: str, desk: str = ""):
    return browser.post("/desk/views/", {"name": name, "query": query, "desk": desk})


def lines(browser) -> list[tuple[str, str]]:
    """Names and numbers in the rail."""
    rail = seen(browser.get("/desk/views/rail/"))
    return re.findall(r'<span class="cut">([^<]+)</span> <span>([^<]*)</span>', rail.replace("\n", ""))


def test_a_query_is_kept_and_stands_in_the_rail_with_its_number(stage, allie, bob):
    stage.asks(stage.zelda, "The printer beeps")
    stage.answers(stage.asks(stage.yusuf, "Blank labels"), "On it")
    kept = keep(allie, "Mine today", "owner:me is:open")
    assert kept.status_code == 302 and kept.url == "/desk/search/?q=owner%3Ame+is%3Aopen"
    assert "<h2>Mine today</h2>" in seen(allie.get(kept.url))
    assert lines(allie) == [("Mine today", "1")] and lines(bob) == []
    assert Event.objects.get(kind="view.saved").agent == stage.allie


def test_a_shared_view_is_the_desks_and_me_is_whoever_looks(stage, allie, bob, mallory):
    stage.answers(stage.asks(stage.yusuf, "Blank labels"), "On it")
    keep(allie, "Own", "owner:me", stage.desk.public_id)
    assert lines(allie) == [("Own", "1")] and lines(bob) == [("Own", "")] and lines(mallory) == []


def test_a_desk_of_others_is_no_choice(stage, allie):
    refused = keep(allie, "Theirs", "is:late", stage.quiet.public_id)
    assert refused.status_code == 422 and not View.objects.exists()


def test_a_query_that_cannot_be_read_is_not_kept_and_nothing_is_lost(stage, allie):
    refused = keep(allie, "Mine", "owmer:me vpn")
    page = seen(refused)
    assert refused.status_code == 422 and not View.objects.exists()
    assert "There is no field owmer." in page and "Did you mean owner:me vpn?" in page
    assert 'value="owmer:me vpn"' in page and 'value="Mine"' in page
    assert keep(allie, "Mine", " ").status_code == 422


def test_who_made_it_and_the_lead_change_a_shared_one_and_nobody_else(stage, allie, bob, carla, mallory):
    keep(allie, "Late", "is:late", stage.desk.public_id)
    keep(allie, "Twin", "is:late")
    shared, twin = View.objects.order_by("id")
    for stranger in (bob, mallory):
        for act in ("", "up/", "drop/"):
            assert stranger.post(f"/desk/views/{shared.public_id}/{act}").status_code == 404
    assert carla.post(f"/desk/views/{twin.public_id}/drop/").status_code == 404
    carla.post(f"/desk/views/{shared.public_id}/", {"name": "Too late", "query": "is:late"})
    shared.refresh_from_db()
    twin.refresh_from_db()
    assert (shared.name, twin.name) == ("Too late", "Twin")
    carla.post(f"/desk/views/{shared.public_id}/drop/")
    assert list(View.objects.all()) == [twin]


def test_they_stand_in_the_order_their_owner_gave_them(stage, allie):
    for name in ("One", "Two", "Three"):
        keep(allie, name, "is:open")
    last = View.objects.get(name="Three")
    verbs.raise_up(last, by=stage.allie, at=stage.now)
    assert [name for name, _ in lines(allie)] == ["One", "Three", "Two"]
    for _ in range(3):
        allie.post(f"/desk/views/{last.public_id}/up/")
    assert [name for name, _ in lines(allie)] == ["Three", "One", "Two"]


def test_the_rail_asks_once_in_a_while_for_a_number(stage, allie, monkeypatch):
    asked = []
    monkeypatch.setattr(views, "count", lambda reader, one, *, at: asked.append(one) or 120)
    keep(allie, "All", "is:open")
    assert lines(allie) == lines(allie) == [("All", "99+")]
    assert asked.count("is:open") == 1


def test_there_is_an_end_to_them(stage, monkeypatch):
    monkeypatch.setattr(verbs, "MOST", 1)
    verbs.save(name="One", query="is:open", by=stage.allie, at=stage.now)
    with pytest.raises(Refused):
        verbs.save(name="Two", query="is:open", by=stage.allie, at=stage.now)
    verbs.save(name="Other", query="is:open", desk=stage.desk, by=stage.allie, at=stage.now)
    verbs.save(name="Bob's", query="is:open", by=stage.bob, at=stage.now)
