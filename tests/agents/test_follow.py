"""Following a ticket, and being mentioned in a note: who is told of what, who is not, and who follows no longer."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.conftest import seen, url
from heard.clock import now
from heard.followup import tick
from heard.letters.alert_words import answers_to
from heard.letters.alerts import deliver_one
from heard.letters.render import compose
from heard.record.actions import agent as agents
from heard.record.actions import desk as desks
from heard.record.actions import follow, handover, merge, move, note
from heard.record.actions import ticket as tickets
from heard.record.actor import HEARD
from heard.record.models.alert import Alert
from heard.record.models.event import Event
from heard.record.models.follow import Follow
from heard.record.models.letter import Letter
from heard.record.models.note import Mention, Note

pytestmark = pytest.mark.django_db


def told(agent) -> list[str]:
    """The kinds of alerts that somebody was told, in order."""
    return list(Alert.objects.filter(agent=agent).order_by("id").values_list("kind", flat=True))


def followers(ticket) -> list[str]:
    return [one.agent.first_name for one in Follow.objects.filter(ticket=ticket).select_related("agent")]


# --- following ----------------------------------------------------------------------------------------------


def test_one_key_follows_and_the_same_key_ends_it(stage, allie, bob):
    drones = stage.asks(stage.zelda, "They come back")
    assert "Followed by" not in seen(allie.get(url(drones)))
    answer = seen(allie.patch("post", url(drones, "follow")))
    assert "You follow it" in answer and 'data-key="+" name="end"' in answer and "<p>you</p>" in answer
    allie.post(url(drones, "follow"))
    assert "Allie Ames" in seen(bob.get(url(drones))).partition("Followed by")[2][:200]
    assert followers(drones) == ["Allie"] and Event.objects.filter(kind="follow.started").count() == 1
    allie.patch("post", url(drones, "follow"), {"end": "1"})
    allie.post(url(drones, "follow"), {"end": "1"})
    assert followers(drones) == [] and Event.objects.filter(kind="follow.ended").count() == 1


def test_followers_hear_what_others_do_and_never_of_themselves(stage):
    drones, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    follow.start(drones, by=stage.bob, at=stage.now)
    stage.answers(drones, "On it", due=60, ago=9)
    stage.replies(drones, stage.zelda, "It still happens", ago=8)
    note.write(drones, text="The vendor knows", by=stage.allie, at=stage.minutes(-7))
    note.write(drones, text="Mine", by=stage.bob, at=stage.minutes(-6))
    tickets.give(drones, owner=stage.carla, by=stage.allie, at=stage.minutes(-5))
    stage.answers(drones, "Solved", due=None, ago=4)
    assert told(stage.bob) == ["follow_wrote", "follow_note", "follow_handed", "follow_solved"]
    stage.replies(twin, stage.yusuf, "Anybody?", ago=1)
    assert told(stage.bob)[4:] == [] and not Alert.objects.filter(agent=stage.zelda.pk, kind="x").exists()


def test_a_missed_time_is_told_once_to_each(stage):
    drones = stage.asks(stage.zelda, "They come back")
    for who in (stage.allie, stage.bob):
        follow.start(drones, by=who, at=stage.minutes(-29))
    stage.answers(drones, "On it", due=-5, ago=20)
    Alert.objects.all().delete()
    tick.tick(stage.now)
    assert told(stage.bob) == ["follow_missed"] and "follow_missed" not in told(stage.allie)
    assert "lapse" in told(stage.allie)


def test_a_hand_over_is_told_to_followers_but_not_twice_to_who_gave_it(stage):
    drones = stage.asks(stage.zelda, "They come back")
    stage.answers(drones, "On it", due=60)
    for who in (stage.allie, stage.carla):
        follow.start(drones, by=who, at=stage.minutes(-4))
    given = handover.offer(drones, to=stage.bob, by=stage.allie, at=stage.minutes(-3))
    handover.take(given, by=stage.bob, at=stage.minutes(-2))
    assert told(stage.allie) == ["handed_over"] and told(stage.carla) == ["follow_handed"]


def test_who_does_not_answer_on_the_desk_cannot_follow(stage, mallory):
    drones = stage.asks(stage.zelda, "They come back")
    assert mallory.post(url(drones, "follow")).status_code == 404
    assert mallory.get(url(drones, "mentions")).status_code == 404
    assert followers(drones) == []


def test_followers_go_along_with_a_merge_and_come_back(stage):
    drones, other = stage.asks(stage.zelda, "They come back"), stage.asks(stage.zelda, "Again")
    for who in (stage.bob, stage.carla):
        follow.start(drones, by=who, at=stage.minutes(-9))
    follow.start(other, by=stage.carla, at=stage.minutes(-8))
    merge.merge(drones, into=other, by=stage.allie, at=stage.minutes(-7))
    assert sorted(followers(other)) == ["Bob", "Carla"] and followers(drones) == []
    merge.unmerge(drones, by=stage.allie, at=stage.minutes(-6))
    assert sorted(followers(drones)) == ["Bob", "Carla"]


def test_whoever_may_not_read_it_any_more_follows_no_longer(stage):
    drones, other = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    desks.add_member(stage.quiet, agent=stage.carla, by=HEARD, at=stage.now)
    for who in (stage.bob, stage.carla):
        follow.start(drones, by=who, at=stage.now)
        follow.start(other, by=who, at=stage.now)
    move.to_desk(drones, desk=stage.quiet, by=stage.allie, at=stage.now)
    assert followers(drones) == ["Carla"]
    desks.drop_member(stage.desk, agent=stage.bob, by=HEARD, at=stage.now)
    assert followers(other) == ["Carla"]
    agents.disable(stage.carla, by=stage.allie, at=stage.now)
    assert not Follow.objects.exists()


def test_what_waits_for_quiet_hours_is_not_told_to_who_left_meanwhile(stage):
    drones = stage.asks(stage.zelda, "They come back")
    note.write(drones, text="@Bob the secret word", by=stage.allie, at=now())
    move.to_desk(drones, desk=stage.quiet, by=stage.allie, at=now())
    Letter.objects.all().delete()
    while deliver_one(now()):
        pass
    assert not Letter.objects.filter(agent=stage.bob).exists()


def test_a_query_and_a_view_find_what_one_follows(stage, allie, bob):
    drones, other = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    follow.start(drones, by=stage.allie, at=stage.now)
    note.write(other, text="@Allie, please", by=stage.bob, at=stage.now)

    def found(browser, query):
        text = seen(browser.get("/desk/search/", {"q": query}))
        return [one for one in (drones, other) if one.public_id in text]

    assert found(allie, "follows:me") == [drones, other] and found(bob, "follows:me") == []
    assert found(bob, "follows:ames") == [drones, other] and found(allie, "follows:bob") == []
    assert found(allie, "-follows:nobody") == [drones, other] and found(bob, "follows:nobody") == []
    assert found(allie, "mentions:me") == [other] == found(bob, "mentions:allie")
    assert "Followed" in seen(allie.get("/desk/views/rail/"))
    assert "<h2>Followed</h2>" in seen(allie.get("/desk/search/", {"q": "follows:me is:open"}))


# --- mentioning ---------------------------------------------------------------------------------------------


def test_a_mention_is_told_at_once_with_the_words_and_follows(stage, allie, bob):
    drones = stage.asks(stage.zelda, "They come back")
    follow.start(drones, by=stage.carla, at=now())
    allie.patch("post", url(drones, "note"), {"note": "@Bob could you look at the map? @allie knows."})
    assert told(stage.bob) == ["mention"] and told(stage.carla) == ["follow_note"] and told(stage.allie) == []
    assert followers(drones) == ["Carla", "Bob", "Allie"]
    assert list(Mention.objects.values_list("agent__name", flat=True)) == ["Bob Bauer", "Allie Ames"]
    while deliver_one(now()):
        pass
    letter = Letter.objects.get(agent=stage.bob)
    (facts,) = letter.facts["alerts"]
    assert facts["author"] == "Allie" and facts["words"].startswith("@Bob could you look")
    page = seen(bob.get("/desk/alerts/"))
    assert "Allie mentions you: @Bob could you look at the map? @allie knows." in page
    assert "Allie wrote a note on what you follow" in seen_of(stage.carla)


def seen_of(agent) -> str:
    return compose(Letter.objects.get(agent=agent)).text


def test_nobody_answers_the_requester_from_under_a_note(stage):
    drones = stage.asks(stage.zelda, "They come back")
    note.write(drones, text="@Bob look", by=stage.allie, at=now())
    while deliver_one(now()):
        pass
    assert answers_to(Letter.objects.get(agent=stage.bob)) == ""


@pytest.mark.parametrize(
    ("text", "says", "offers"),
    [
        ("@Bbo, look", "Nobody here is called @Bbo. Did you mean @Bob Bauer?", ["@Bob Bauer"]),
        ("@Xerxes", "Nobody here is called @Xerxes. Take the @ away, or put it in `backquotes`.", []),
        ("@Mallory", "Mallory Moss does not answer on Support and may not read its notes.", []),
    ],
)
def test_a_name_that_is_not_clear_is_said_and_the_note_stays(stage, allie, text, says, offers):
    drones = stage.asks(stage.zelda, "They come back")
    refused = allie.patch("post", url(drones, "note"), {"note": text})
    page = seen(refused)
    assert refused.status_code == 422 and says in page and f">{text}</textarea>" in page
    assert 'aria-invalid="true"' in page and [one for one in offers if f'data-mend="{one}"' in page] == offers
    assert not Note.objects.exists() and not Alert.objects.exists()
    plain = allie.post(url(drones, "note"), {"note": text})
    assert plain.status_code == 422 and text in seen(plain)


def test_two_of_a_name_are_both_offered(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    stage.carla.name = "Bob Diaz"
    stage.carla.save()
    page = seen(allie.patch("post", url(drones, "note"), {"note": "@Bob?"}))
    assert "@Bob may be several people. Write @Bob Bauer, @Bob Diaz." in page
    assert allie.patch("post", url(drones, "note"), {"note": "@bob diaz?"}).status_code == 200
    assert told(stage.carla) == ["mention"]


def test_the_list_names_who_may_read_it(stage, allie):
    drones = stage.asks(stage.zelda, "They come back")
    agents.disable(stage.bob, by=stage.carla, at=stage.now)
    page = seen(allie.get(url(drones, "mentions")))
    assert 'data-mention="Carla Diaz"' in page and "Bob" not in page and "Mallory" not in page


def test_followers_cost_the_page_one_question(stage, allie, django_assert_max_num_queries):
    drones, plain = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    for who in (stage.allie, stage.bob, stage.carla):
        follow.start(drones, by=who, at=stage.now)
    allie.get(url(plain))
    with CaptureQueriesContext(connection) as asked:
        allie.get(url(plain))
    with django_assert_max_num_queries(len(asked) + 1):
        allie.get(url(drones))
