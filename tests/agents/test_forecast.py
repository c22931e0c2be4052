"""Beside a time: how likely news is by then. For the desk's agents; from the desk's own past; never to requesters."""

import re
from datetime import timedelta

import pytest

from agents.conftest import seen, url
from heard.agents.forecast import _known
from heard.followup import forecast
from heard.followup.tick import tick
from heard.record.access import forecast as access
from heard.record.actions import desk, mark, ticket
from heard.record.actions.message import Word
from heard.record.actions.promise import say
from heard.record.actor import HEARD
from heard.record.models.draft import Draft
from heard.record.models.forecast import Forecast
from heard.record.models.mark import Mark
from heard.record.models.prediction import Prediction
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
    opened = [wait.opened for wait in waits]
    assert opened == [stage.minutes(ago).timestamp() for ago in (-300, -290, -290, -110)], (
        "since the news before"
    )


@pytest.mark.parametrize(("way", "since"), [("next", 0), ("renew", -20)])
def test_a_word_begins_a_new_wait_and_no_news_goes_on_with_the_one_that_runs(stage, way, since):
    found = stage.asks(stage.zelda, "They come back", ago=30)
    stage.answers(found, "I look.", ago=20, due=60)
    step = access.beginning(found, way=way, by=stage.bob, at=stage.now)
    traits = dict(zip(access.TRAITS, step.traits, strict=True))
    assert (step.began, step.opened) == (stage.now.timestamp(), stage.minutes(since).timestamp())
    assert (traits["kind"], traits["owner"], traits["steps"]) == ("word", str(stage.bob.pk), "2")


@pytest.fixture
def pressed(stage, past, allie) -> Ticket:
    """Allie saw how likely news is by a time, and pressed send."""
    forecast.learn_due(stage.now)
    desk.set_targets(stage.desk, targets={"undo_seconds": 15}, by=HEARD, at=stage.now)
    found = stage.asks(stage.zelda, "They come back", ago=0)
    composed(allie, found)
    assert not Prediction.objects.exists(), "typing keeps none"
    form = {"text": "I look at it.", "way": "next", "due": "in 1 hour", "seen_n": "99"}
    assert allie.patch("post", url(found, "send"), form).status_code == 200
    return found


def test_what_stood_beside_a_time_is_kept_when_it_is_sent_and_judged_when_the_time_is_over(stage, pressed):
    assert not Prediction.objects.exists()
    tick(stage.minutes(10))
    said = Prediction.objects.get()
    assert 55 <= said.percent <= 74 and said.promise == Ticket.objects.get(pk=pressed.pk).promise
    assert said.due_at == said.promise.due_at and said.judged_at is None
    assert not mark.judge_some(at=said.due_at - timedelta(seconds=1))
    assert mark.judge_some(at=said.due_at) and not mark.judge_some(at=said.due_at)
    found = Mark.objects.filter(ticket=pressed, measure__in=("foretold", "came"))
    assert list(found.values_list("measure", "minutes", "agent")) == [
        ("foretold", said.percent, stage.allie.pk)
    ]


def test_what_was_taken_back_was_not_said(stage, pressed, allie):
    allie.patch("post", url(pressed, "undo"))
    tick(stage.minutes(10))
    assert Draft.objects.get(ticket=pressed).foretold is None and not Prediction.objects.exists()


def test_beside_a_word_through_another_door_nothing_stood(stage, past):
    forecast.learn_due(stage.now)
    stage.answers(stage.asks(stage.zelda, "They come back", ago=2), "I look.", ago=1)
    assert not Prediction.objects.exists()


def test_who_is_waited_for_is_known_and_what_ended_without_a_word_teaches_nothing(stage):
    silent = stage.asks(stage.zelda, "Never mind", ago=300, subject="Other")
    ticket.release(silent, resolution="spam", by=stage.allie, at=stage.minutes(-290))
    found = stage.asks(stage.zelda, "They come back", ago=300)
    waits = access.past(stage.desk, at=stage.now)
    assert [wait.ticket for wait in waits] == [found.pk]
    traits = dict(zip(access.TRAITS, waits[0].traits, strict=True))
    assert (traits["kind"], traits["waiting"], traits["steps"]) == ("first", "desk", "0")
