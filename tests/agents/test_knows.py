"""Who knows: two colleagues with the reason, on the reader's desks alone; asking one is a consult."""

import pytest

from agents.conftest import seen, url
from heard.record.access import knows
from heard.record.actions import agent as agents
from heard.record.actions import chase, desk, ticket
from heard.record.actor import HEARD
from heard.record.models.chase import Chase

BLANK = "The label printer prints blank labels since the update."
WEEK = 7 * 24 * 60


@pytest.fixture
def asked(stage):
    """Bob solved two like it; something else was Carla's."""
    for n in range(2):
        solved = stage.asks(stage.yusuf, f"{BLANK} It is at ramp {n}.", subject="Label printer", ago=300)
        stage.answers(solved, "Load the old driver.", due=None, by=stage.bob, ago=200)
    other = stage.asks(stage.zelda, "Please send the invoice for October.", subject="Invoice", ago=300)
    stage.answers(other, "It is in your mail.", due=None, by=stage.carla, ago=200)
    return stage.asks(stage.zelda, BLANK, subject="Labels come out blank")


def named(stage, asked, *, reader=None):
    """Who is named to Allie, or to somebody else."""
    return [one.agent for one in knows.who(reader or stage.allie, asked, at=stage.now)]


def skilled(stage, who, skills: str) -> None:
    """Somebody says what they know well."""
    own = {"name": who.name, "role": who.role, "zone": who.zone, "language": who.language}
    agents.change(who, **own, skills=skills, by=who, at=stage.now)


def test_who_solved_what_is_alike_is_named_with_the_reason(stage, allie, asked):
    shown = seen(allie.get(url(asked, "knows")))
    assert stage.bob.name in shown and "solved 2 like this" in shown and "not asked this week" in shown
    assert stage.carla.name not in shown
    assert "Nobody has solved" in seen(allie.get(url(stage.asks(stage.zelda, "Something else."), "knows")))


def test_a_skill_speaks_for_somebody_and_only_where_it_stands_in_the_request(stage, allie, asked):
    skilled(stage, stage.carla, " label  printers, VPN,, label  printers")
    assert stage.carla.skills == "label printers, VPN"
    shown = seen(allie.get(url(asked, "knows")))
    assert "knows label printers" in shown and "VPN" not in shown
    skilled(stage, stage.carla, "IT, 2026")
    assert stage.carla not in named(stage, asked)


def test_whoever_is_away_comes_last_and_who_was_asked_less_comes_first(stage, asked):
    for who in (stage.carla, stage.bob):
        skilled(stage, who, "blank labels" if who is stage.bob else "blank, labels")
    assert named(stage, asked) == [stage.bob, stage.carla]
    chase.start(
        asked, colleague=stage.bob, asked="Do you know it?", by=stage.allie, at=stage.minutes(-WEEK - 1)
    )
    assert [one.asked for one in knows.who(stage.allie, asked, at=stage.now)] == [0, 0]
    chase.start(asked, colleague=stage.bob, asked="And this?", by=stage.allie, at=stage.minutes(-5))
    assert named(stage, asked) == [stage.carla, stage.bob]
    agents.go_away(stage.carla, until=stage.minutes(WEEK), by=stage.carla, at=stage.now)
    assert named(stage, asked) == [stage.bob, stage.carla]


def test_nobody_is_named_for_what_lies_on_a_desk_the_reader_does_not_see(stage, asked):
    hidden = stage.asks(stage.yusuf, BLANK, subject="Label printer", ago=300)
    ticket.open(hidden, by=stage.bob, at=stage.minutes(-250))
    assert named(stage, asked, reader=stage.bob) == []
    assert stage.mallory not in named(stage, asked)
    skilled(stage, stage.mallory, "labels")
    assert stage.mallory not in named(stage, asked)
    desk.add_member(stage.desk, agent=stage.mallory, by=HEARD, at=stage.now)
    assert stage.mallory in named(stage, asked)


def test_asking_is_a_consult(stage, allie, asked):
    answer = allie.patch(
        "post", url(asked, "knows", "ask"), {"colleague": stage.bob.public_id, "asked": "Which driver?"}
    )
    consult = Chase.objects.get()
    assert (consult.colleague, consult.asked, consult.ticket) == (stage.bob, "Which driver?", asked)
    assert "asked once this week" in seen(answer)
    refused = allie.patch(
        "post", url(asked, "knows", "ask"), {"colleague": stage.mallory.public_id, "asked": "?"}
    )
    assert refused.status_code == 404 and Chase.objects.count() == 1
