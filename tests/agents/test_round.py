"""The Round: what stands in it, that its drafts are true, and Enter, e and x."""

import re
from datetime import timedelta

import pytest

from agents.conftest import Browser, Stage, seen
from heard.followup.round import round_of
from heard.record.access import ticket as tickets
from heard.record.actions import chase, desk, party, promise
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

ROUND = "/desk/round/"


@pytest.fixture
def waiting(stage: Stage) -> Ticket:
    """Zelda was asked one thing two days ago, and the check-in is due in a few minutes."""
    made = stage.asks(stage.zelda, "Please send me the export.", ago=60 * 50)
    word = Word(text="Which one?", way="waits", question="Which export format?", due_at=stage.minutes(3))
    promise.say(made, word, by=stage.allie, at=stage.minutes(-60 * 48))
    return made


@pytest.fixture
def promised(stage: Stage) -> Ticket:
    """Yusuf expects a word in five minutes, and the map vendor was asked."""
    made = stage.asks(stage.yusuf, "Labels print blank.", ago=60 * 60, subject="Labels")
    stage.answers(made, "I ask the vendor.", ago=60 * 30, due=5)
    chase.start(
        made, party="Map vendor", asked="When is it fixed?", by=stage.allie, at=stage.minutes(-60 * 2)
    )
    return made


def step(page: str) -> tuple[str, str]:
    """Where the first step is sent, and its key."""
    found = re.search(r'action="(/desk/tickets/\w+/round/)".*?name="key" value="([^"]+)"', page, re.S)
    assert found, page
    return found[1], found[2]


def kinds(stage: Stage, by: object = None) -> list[str]:
    until = stage.now + timedelta(hours=20)
    return [one.kind for one in round_of(by or stage.allie, now=stage.now, until=until)]


def test_it_holds_what_is_allies_and_nothing_of_others(
    stage: Stage, waiting: Ticket, promised: Ticket
) -> None:
    assert kinds(stage) == ["check_in", "no_news"]
    assert kinds(stage, stage.bob) == kinds(stage, stage.mallory) == []


def test_a_time_told_today_asks_for_no_other_word_today(stage: Stage, promised: Ticket) -> None:
    assert kinds(stage) == ["no_news"]
    stage.answers(promised, "Still with the vendor.", ago=2, due=60)
    assert kinds(stage) == []
    until = stage.now + timedelta(hours=20)
    assert tickets.counts(stage.allie, until=until).round == 0
    assert tickets.counts(stage.allie, until=until + timedelta(days=1)).round == 1


def test_enter_sends_the_check_in_as_drafted(
    stage: Stage, allie: Browser, waiting: Ticket, promised: Ticket
) -> None:
    page = seen(allie.get(ROUND))
    assert "I only need one thing from you: Which export format?" in page and "about 2 minutes" in page
    where, key = step(page)
    twin = Promise.objects.get(ticket=promised, outcome=None)
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1].replace("&#x27;", "'")
    assert allie.post(where, {"key": key, "text": text}).status_code == 302
    said = Message.objects.filter(ticket=waiting, kind="outbound").last()
    assert (said.way, said.agent, said.by_person) == ("waits", stage.allie, True)
    assert Ticket.objects.get(pk=waiting.pk).promise.step == 2
    assert Promise.objects.get(ticket=promised, outcome=None) == twin
    assert kinds(stage) == ["no_news"]


def test_the_no_news_word_says_only_what_is_so(stage: Stage, allie: Browser, promised: Ticket) -> None:
    page = seen(allie.get(ROUND))
    assert "No news yet. I asked Map vendor" in page
    where, key = step(page)
    allie.post(where, {"key": key, "text": "No news yet, Yusuf."})
    ends = list(promised.promises.order_by("id").values_list("outcome", flat=True))
    assert ends[-2:] == ["renewed", None]


def test_x_leaves_it_for_today_and_it_can_be_brought_back(
    stage: Stage, allie: Browser, waiting: Ticket
) -> None:
    where, key = step(seen(allie.get(ROUND)))
    allie.post(where.replace("/round/", "/skip/"), {"key": key})
    page = seen(allie.get(ROUND))
    assert "The round is done." in page and "1 not today." in page
    assert Ticket.objects.get(pk=waiting.pk).promise.step == 1
    allie.post(f"{ROUND}again/")
    assert "Which export format?" in seen(allie.get(ROUND))


def test_what_changed_meanwhile_is_not_sent(stage: Stage, allie: Browser, waiting: Ticket) -> None:
    where, key = step(seen(allie.get(ROUND)))
    stage.replies(waiting, stage.zelda, "CSV, please.", ago=0)
    answer = allie.post(where, {"key": key, "text": "Still the one question."})
    page = seen(answer)
    assert answer.status_code == 422 and "The round is done." in page
    assert "That has changed meanwhile." in page and "Still the one question." in page
    assert allie.post(f"{where.removesuffix('round/')}skip/", {"key": key}).status_code == 422
    assert not Message.objects.filter(ticket=waiting, text__startswith="Still").exists()
    assert kinds(stage) == []


def test_an_empty_text_is_refused_and_nothing_is_kept(stage: Stage, allie: Browser, waiting: Ticket) -> None:
    where, key = step(seen(allie.get(ROUND)))
    answer = allie.post(where, {"key": key, "text": "  "})
    assert answer.status_code == 422 and "Write a few words first." in seen(answer)
    assert not waiting.drafts.exists()


def test_whoever_has_begun_to_write_finishes_that_first(
    stage: Stage, allie: Browser, waiting: Ticket
) -> None:
    allie.post(f"/desk/tickets/{waiting.pk}/draft/")
    waiting.drafts.create(agent=stage.allie, text="Half a sente", saved_at=stage.now)
    page = seen(allie.get(ROUND))
    assert "You have begun to write" in page and "round-text" not in page
    where, key = step(page)
    allie.post(where, {"key": key, "text": "Hi"})
    assert waiting.drafts.get().text == "Half a sente"


def test_it_can_be_taken_back_while_it_leaves(stage: Stage, allie: Browser, waiting: Ticket) -> None:
    desk.set_targets(stage.desk, targets={"undo_seconds": 60}, by=HEARD, at=stage.now)
    where, key = step(seen(allie.get(ROUND)))
    allie.post(where, {"key": key, "text": "Still the one question."})
    assert waiting.drafts.get().pressed_at and kinds(stage) == []


def test_others_are_asked_again_and_parked_ones_looked_at(stage: Stage, allie: Browser) -> None:
    made = stage.asks(stage.zelda, "A fault.", ago=60 * 24 * 92)
    promise.park(
        made, text="Passed on.", event="4.2 is out", by=stage.allie, at=stage.minutes(-60 * 24 * 90 - 5)
    )
    assert kinds(stage) == ["look"]
    where, key = step(seen(allie.get(ROUND)))
    allie.post(where, {"key": key})
    assert kinds(stage) == [] and Ticket.objects.get(pk=made.pk).promise.looked_at
    owed = chase.start(made, party="Carrier", asked="When?", by=stage.allie, at=stage.minutes(-60 * 24 * 4))
    assert kinds(stage) == ["ping"]
    where, key = step(seen(allie.get(ROUND)))
    allie.post(where, {"key": key})
    owed.refresh_from_db()
    assert owed.pings == 2 and kinds(stage) == []


def test_a_party_with_an_address_is_asked_by_letter(stage: Stage, allie: Browser) -> None:
    made = stage.asks(stage.zelda, "A fault.", ago=60 * 24 * 5)
    stage.answers(made, "I ask.", ago=60 * 2, due=60 * 36)
    vendor = party.make(name="Map vendor", address="maps@vendor.example", by=stage.allie, at=stage.now)
    ago = stage.minutes(-60 * 24 * 4)
    owed = chase.start(made, contact=vendor, asked="When is it fixed?", by=stage.allie, at=ago)
    page = seen(allie.get(ROUND))
    where, key = step(page)
    assert "When is it fixed?" in page and "Ask again" in page
    assert "Write a few words first." in seen(allie.post(where, {"key": key, "text": " "}))
    allie.post(where, {"key": key, "text": "Is there any news?"})
    owed.refresh_from_db()
    assert owed.pings == 2 and kinds(stage) == []
    letter = Letter.objects.get(kind="ping", to_address="maps@vendor.example")
    assert letter.requester is None
    assert not made.messages.filter(text="Is there any news?").exists(), "Zelda never sees it"


def test_mallory_sends_nothing_here(stage: Stage, mallory: Browser, waiting: Ticket) -> None:
    assert "Which export format" not in seen(mallory.get(ROUND))
    assert mallory.post(f"/desk/tickets/{waiting.public_id}/round/", {"key": "1.0"}).status_code == 404
