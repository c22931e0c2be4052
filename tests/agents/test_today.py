"""The lists: what is in them, in which order, who sees them, and how an open list learns of changes."""

import re

import pytest

from agents.conftest import seen, url
from heard.followup import tick
from heard.record.access import ticket as tickets
from heard.record.actions import note, requester, ticket

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    """The people of a list, from top to bottom."""
    return re.findall(r'<span class="who"><b>([^<]+)</b>', seen(response))


def headings(response) -> list[str]:
    return re.findall(r"<h2 class=\"\w+\">([^<]+) <small>", seen(response))


def test_today_shows_what_is_owed_by_when(stage, allie):
    late = stage.asks(stage.yusuf, "Blank labels", ago=120)
    stage.answers(late, "I look at it", ago=100, due=-10)
    soon = stage.asks(stage.zelda, "They come back", ago=60)
    stage.answers(soon, "I look at it", ago=50, due=30)
    tick.tick(stage.now)
    page = allie.get("/desk/")
    assert names(page) == ["Yusuf Aydin", "Zelda Marsh"]
    assert headings(page) == ["Late", "Next hour"]
    assert "say so, and say when" in seen(page) and "10 min ago" in seen(page)


def test_a_missed_time_stays_on_top_although_its_repair_is_due_later(stage, allie):
    missed = stage.asks(stage.yusuf, "Blank labels", ago=600)
    stage.answers(missed, "I look at it", ago=590, due=-10)
    tick.tick(stage.now)
    missed.refresh_from_db()
    soon = stage.asks(stage.zelda, "They come back", ago=10)
    stage.answers(soon, "I look at it", ago=5, due=2)
    assert missed.owed_at > stage.minutes(2)
    page = allie.get("/desk/")
    assert names(page) == ["Yusuf Aydin", "Zelda Marsh"] and headings(page)[0] == "Late"


def test_mallory_sees_nothing_of_another_desk(stage, allie, mallory):
    found = stage.asks(stage.zelda, "They come back")
    note.write(found, text="secret vendor", by=stage.allie, at=stage.now)
    for path in (
        "",
        "unheard/",
        "mine/",
        "open/",
        "resolved/",
        "search/?q=vendor",
        "search/?q=zelda",
        f"search/?q={found.number}",
    ):
        assert not names(mallory.get(f"/desk/{path}")), path
    assert names(allie.get("/desk/search/?q=vendor")) == names(allie.get("/desk/unheard/")) == ["Zelda Marsh"]


def test_unheard_empties_when_somebody_opens(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    twin = stage.asks(stage.yusuf, "Blank labels")
    assert names(allie.get("/desk/unheard/")) == ["Zelda Marsh", "Yusuf Aydin"]
    ticket.open(found, by=stage.bob, at=stage.now)
    assert names(allie.get("/desk/unheard/")) == ["Yusuf Aydin"]
    twin.refresh_from_db()
    assert twin.opened_at is None


def test_mine_are_those_i_own(stage, allie, bob):
    stage.answers(stage.asks(stage.zelda, "They come back"), "On it")
    stage.answers(stage.asks(stage.yusuf, "Blank labels"), "On it", by=stage.bob)
    assert names(allie.get("/desk/mine/")) == ["Zelda Marsh"]
    assert names(bob.get("/desk/mine/")) == ["Yusuf Aydin"]
    assert names(allie.get("/desk/open/")) == ["Zelda Marsh", "Yusuf Aydin"]


def test_resolved_are_newest_first(stage, allie):
    stage.answers(stage.asks(stage.zelda, "They come back"), "Done", ago=20, due=None)
    stage.answers(stage.asks(stage.yusuf, "Blank labels"), "Done", ago=10, due=None)
    assert names(allie.get("/desk/resolved/")) == ["Yusuf Aydin", "Zelda Marsh"]
    assert not names(allie.get("/desk/open/"))


@pytest.mark.parametrize(
    "path", ["", "unheard/", "mine/", "open/", "resolved/", "search/", "search/?q=nothing"]
)
def test_an_empty_list_says_what_to_do_next(allie, path):
    page = seen(allie.get(f"/desk/{path}"))
    assert 'class="empty"' in page and not re.search(r'class="row[ "]', page)


@pytest.mark.parametrize(
    "words",
    ["label", "yusuf", "Yusuf Aydin", "gate blank", "aegean", "@aegean.example", "blan", "cafe", "Café"],
)
def test_one_word_finds_subject_person_message(stage, allie, words):
    stage.asks(stage.zelda, "They come back")
    stage.asks(stage.yusuf, "The labels at gate 4 are blank, the café is open", subject="Label printer")
    assert names(allie.get("/desk/search/", {"q": words})) == ["Yusuf Aydin"]


def test_a_number_is_found_first(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.asks(stage.yusuf, f"As I said in {found.number}")
    assert names(allie.get("/desk/search/", {"q": f"#{found.number}"}))[0] == "Zelda Marsh"


def test_pages_go_on_where_the_last_row_was(stage, allie, monkeypatch):
    people = [requester.meet(f"p{n}@example.com", name=f"P{n:02}", at=stage.now)[0] for n in range(7)]
    for n, person in enumerate(people):
        stage.answers(stage.asks(person, "Please"), "On it", due=30 + n * 60)
    monkeypatch.setattr("heard.agents.today.PAGE", 3)
    shown, path = [], "/desk/open/"
    while path:
        page = allie.get(path)
        shown += names(page)
        following = re.search(r'id="more" class="more" href="([^"]+)"', seen(page))
        path = following[1].replace("&amp;", "&") if following else ""
    assert shown == [f"P{n:02}" for n in range(7)]


def test_more_rows_do_not_repeat_a_heading(stage, allie, monkeypatch):
    for n in range(4):
        person = requester.meet(f"p{n}@example.com", name=f"P{n}", at=stage.now)[0]
        stage.answers(stage.asks(person, "Please"), "On it", due=2700 + n)
    monkeypatch.setattr("heard.agents.today.PAGE", 2)
    first = allie.get("/desk/")
    following = re.search(r'href="([^"]+under=later)"', seen(first))[1].replace("&amp;", "&")
    rows = allie.patch("get", following, at="a#more")
    assert headings(first) == ["Later"] and headings(rows) == [] and names(rows) == ["P2", "P3"]


@pytest.mark.parametrize("after", ["x", "1-", "-1", "99999999999999-1", "1-99999999999999999999"])
def test_a_wrong_place_is_the_first_page(stage, allie, after):
    stage.asks(stage.zelda, "They come back")
    assert names(allie.get("/desk/open/", {"after": after})) == ["Zelda Marsh"]


def test_counts_stop_at_a_hundred(stage, allie, monkeypatch):
    monkeypatch.setattr(tickets, "MANY", 2)
    for _ in range(3):
        stage.asks(stage.zelda, "They come back")
    assert "99+" in seen(allie.get("/desk/"))


def test_the_rail_counts_what_the_lists_hold(stage, allie):
    stage.asks(stage.zelda, "They come back")
    stage.answers(stage.asks(stage.yusuf, "Blank"), "On it", due=2700)
    counts = tickets.counts(stage.allie, until=stage.minutes(120))
    assert (counts.today, counts.unheard, counts.mine, counts.open) == (1, 1, 1, 2)
    assert tickets.counts(stage.mallory, until=stage.minutes(120)).open == 0


def news(browser, page, name="today") -> str:
    """What an open list is told, given what it shows."""
    shown = re.findall(r'id="t(\d+)" data-row data-v="(\w+)"', seen(page))
    values = {"in": name, "shown": ",".join(f"{pk}.{version}" for pk, version in shown)}
    return seen(browser.patch("get", "/desk/news/", values, at="div"))


def test_an_open_list_is_patched_in_place_and_never_reordered(stage, allie):
    one, two = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    stage.answers(one, "On it", due=30)
    stage.answers(two, "On it", due=40)
    page = allie.get("/desk/")
    stage.replies(two, stage.yusuf, "Any news?")
    told = news(allie, page)
    assert f'hx-target="#t{two.pk}"' in told and "unread" in told
    assert f'hx-target="#t{one.pk}"' not in told and 'hx-target="#rows"' not in told


def test_what_is_new_is_counted_not_put_in(stage, allie, mallory):
    stage.asks(stage.zelda, "They come back")
    page, other = allie.get("/desk/"), mallory.get("/desk/")
    for _ in range(3):
        stage.asks(stage.yusuf, "Blank")
    assert "3 new" in news(allie, page) and "Yusuf" not in news(allie, page)
    assert "new</a>" not in news(mallory, other)


def test_nothing_happened_is_answered_with_nothing(stage, allie):
    stage.asks(stage.zelda, "They come back")
    page = seen(allie.get("/desk/"))
    newest = re.search(r'data-newest="(\d+)"', page)[1]
    assert allie.patch("get", "/desk/news/", {"newest": newest}, at="div").status_code == 204


def test_a_resolved_row_says_so_where_it_stands(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    page = allie.get("/desk/")
    stage.answers(found, "Done", ago=0, due=None, by=stage.bob)
    assert "solved" in news(allie, page)


def test_a_list_costs_few_questions(stage, allie, django_assert_max_num_queries):
    for n in range(20):
        stage.asks(requester.meet(f"p{n}@example.com", name=f"P{n}", at=stage.now)[0], "Please")
    allie.get("/desk/")
    with django_assert_max_num_queries(12):
        allie.get("/desk/")


def test_the_list_alone_comes_for_the_pane(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    part = seen(allie.patch("get", "/desk/mine/", at="section#list"))
    assert 'hx-target="#list"' in part and "<html" not in part
    assert url(found) + "?in=unheard" in seen(allie.get("/desk/unheard/"))
