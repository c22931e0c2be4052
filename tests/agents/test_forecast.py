"""Beside a time: how likely news is by then. For the desk's agents; from the desk's own past; never to requesters."""

import re

import pytest

from agents.conftest import seen, url
from heard.agents.forecast import _known
from heard.followup import forecast
from heard.record.access import forecast as access
from heard.record.actions import ticket
from heard.record.actions.message import Word
from heard.record.actions.promise import say
from heard.record.models.forecast import Forecast
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
SENTENCE = re.compile(r"By [^<]*, (\d) of 10 like this had news; else you write “not yet”\.")


def composed(browser, found: Ticket, **values: str) -> str:
    """What the composer says to a time that is typed."""
    form = {"text": "I look at it.", "way": "next", "due": "in 1 hour", "seen_n": "99", **values}
    return seen(browser.patch("post", url(found, "draft"), form, at="div#judged"))


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    """Another test's desk may have learned in the same minute."""
    _known.cache_clear()


@pytest.fixture
def past(stage) -> list[Ticket]:
    """Twenty tickets heard after ten minutes; twelve after 100, where the time missed makes a second wait."""
    found = []
    for i in range(32):
        ago = 3000 - 40 * i
        found.append(stage.asks(stage.zelda, f"Request {i}", ago=ago, subject=f"Request {i}"))
        stage.answers(found[-1], "Done.", ago=ago - (100 if i % 8 in (1, 4, 6) else 10), due=None)
    return found


def test_by_the_time_six_of_ten_had_news_and_these_are_the_tickets(stage, past, allie, mallory):
    assert forecast.learn_due(stage.now) == 1
    assert forecast.learn_due(stage.minutes(10)) == 0
    found = stage.asks(stage.zelda, "They come back", ago=0)
    told = composed(allie, found)
    assert SENTENCE.search(told)[1] in "67"
    assert "From 44 waits for news on this desk." in told
    shown = {one.public_id for one in past if one.public_id in told}
    assert len(shown) == 5
    assert f"#{past[-1].number} Request 31" in told
    assert "nearly all like this had news" in composed(allie, found, due="in 3 hours")
    assert "had news" not in composed(allie, found, due="soonish")
    assert "had news" not in composed(allie, found, way="solves")
    assert mallory.get(url(found)).status_code == 404


def test_a_desk_that_kept_few_says_nothing(stage, past, allie):
    Ticket.objects.filter(pk__in=[one.pk for one in past[:3]]).update(sample=True)
    assert forecast.learn_due(stage.now) == 0
    found = stage.asks(stage.zelda, "They come back", ago=0)
    assert "had news" not in composed(allie, found)
    assert not Forecast.objects.exists()


def test_what_another_version_kept_is_silence_until_learned_anew(stage, past, allie):
    forecast.learn_due(stage.now)
    Forecast.objects.update(content=b"other", learned_at=stage.minutes(-1))
    found = stage.asks(stage.zelda, "They come back", ago=0)
    assert "had news" not in composed(allie, found)


def test_no_news_ends_no_wait_and_a_word_does(stage):
    found = stage.asks(stage.zelda, "They come back", ago=300)
    stage.answers(found, "I look.", ago=290, due=-200)
    word = Word(text="No news yet.", way="renew", due_at=stage.minutes(-100))
    say(found, word, by=stage.allie, at=stage.minutes(-210))
    stage.answers(found, "Found it.", ago=110, due=60)
    waits = access.past(stage.desk, at=stage.now)
    lasted = [wait.ended and round((wait.ended - wait.began) / 60) for wait in waits]
    assert lasted == [10, 180, 100, None]
    assert access.running(found) == waits[-1]


def test_who_is_waited_for_is_known_and_what_ended_without_a_word_teaches_nothing(stage):
    silent = stage.asks(stage.zelda, "Never mind", ago=300, subject="Other")
    ticket.release(silent, resolution="spam", by=stage.allie, at=stage.minutes(-290))
    found = stage.asks(stage.zelda, "They come back", ago=300)
    waits = access.past(stage.desk, at=stage.now)
    assert [wait.ticket for wait in waits] == [found.pk]
    traits = dict(zip(access.TRAITS, waits[0].traits, strict=True))
    assert (traits["kind"], traits["waiting"], traits["steps"]) == ("first", "desk", "0")
