"""Writing to the requester: kept and judged while typing, sent, refused, taken back; two who write at once."""

import re
from base64 import b64decode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agents.conftest import seen, url
from heard.record import files
from heard.record.actions import chase, desk, nudge, reading, requester, ticket
from heard.record.actor import HEARD
from heard.record.models.alert import Alert
from heard.record.models.draft import Draft
from heard.record.models.handover import Handover
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


def fresh(found: Ticket) -> Ticket:
    return Ticket.objects.select_related("promise", "owner").get(pk=found.pk)


def form(**values: str) -> dict[str, str]:
    """What the composer posts."""
    return {"text": "I look at it.", "way": "next", "due": "in 2 hours", "seen_n": "99", **values}


def said_on(found: Ticket) -> list[str]:
    return list(found.messages.filter(kind="outbound").order_by("n").values_list("text", flat=True))


@pytest.fixture
def slow(stage) -> None:
    """The desk takes letters back for 15 seconds."""
    desk.set_targets(stage.desk, targets={"undo_seconds": 15}, by=HEARD, at=stage.now)


# --- while typing ------------------------------------------------------------------------------------------


def judged(browser, found: Ticket, **values: str) -> str:
    return seen(browser.patch("post", url(found, "draft"), form(**values), at="div#judged"))


def test_what_is_typed_is_kept_on_the_server(stage, allie, bob):
    found = stage.asks(stage.zelda, "They come back")
    judged(allie, found, text="Half a sent")
    assert "Half a sent" in seen(allie.get(url(found))) and 'value="in 2 hours"' in seen(
        allie.get(url(found))
    )
    assert "Half a sent" not in seen(bob.get(url(found)))
    assert not said_on(found) and not Letter.objects.filter(kind="reply").exists()


def test_an_emptied_draft_is_gone(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    judged(allie, found)
    judged(allie, found, text=" ", due="")
    assert not Draft.objects.exists()


def test_a_time_is_shown_in_both_zones_and_the_button_is_a_sentence(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    told = judged(allie, found)
    assert re.search(r"\d+:\d\d [ap]m \w+ in New York, \d+:\d\d [ap]m \w+ here\.", told)
    assert re.search(r"Send to Zelda · back by \d+:\d\d [ap]m.* in New York", told)


def test_a_bare_time_is_the_requesters_and_mine_says_otherwise(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    judged(allie, found, due="tomorrow 2pm")
    theirs = Draft.objects.get().due_at
    judged(allie, found, due="tomorrow 2pm mine")
    mine = Draft.objects.get().due_at
    assert (theirs - mine).total_seconds() in (4 * 3600, 5 * 3600, -19 * 3600, -20 * 3600)


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("soonish", "That is not a time I know"),
        ("1 jan 2020 9:00", "That time has passed"),
        ("in 60 days", "That is longer than people are left without a word"),
    ],
)
def test_a_refusal_stands_in_the_field_at_once_with_offers(stage, allie, due, words):
    found = stage.asks(stage.zelda, "They come back")
    told = judged(allie, found, due=due)
    assert words in told and "data-offer" in told and "Send to Zelda · say when you get back" in told
    kept = Draft.objects.get()
    assert (kept.text, kept.typed, kept.due_at) == ("I look at it.", due, None)


def test_outside_opening_hours_is_refused_with_the_next_good_times(stage, allie):
    week = [[(0, 60)] for _ in range(7)]
    desk.set_hours(stage.desk, week=week, zone="Europe/London", country="", region="", by=HEARD, at=stage.now)
    found = stage.asks(stage.zelda, "They come back")
    told = judged(allie, found, due="tomorrow 13:00 mine")
    assert "The desk is closed then" in told and "data-offer" in told


def test_an_offer_is_taken_by_one_press(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    told = judged(allie, found, due="")
    offer = re.search(r'name="offer" value="([^"]+)"', told)[1]
    told = judged(allie, found, due="soonish", offer=offer)
    assert 'hx-target="#due"' in told and f'value="{offer}"' in told and "back by" in told
    assert Draft.objects.get().due_at is not None


def test_every_offer_means_what_it_says(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    for offer in re.findall(r'name="offer" value="([^"]+)"', judged(allie, found, due="")):
        assert "say when you get back" not in judged(allie, found, due=offer), offer


def test_the_requesters_own_deadline_comes_first(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=200)
    wanted = stage.minutes(77)
    nudge.sooner(found, wanted_at=wanted, reason="a call", by=stage.zelda, at=stage.now)
    told = judged(allie, found, due="", way="next")
    first = re.search(r'name="offer" value="([^"]+)"', told)[1]
    minute = f":{wanted:%M}" if wanted.minute else "m"
    assert "Zelda needs it then" in told and minute in first
    assert "Your time is after it" in judged(allie, found, due="in 3 hours", way="next")


def test_a_time_beyond_the_budget_asks_who_agreed(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    assert 'name="agreed"' in judged(allie, found, due="in 6 days")
    told = judged(allie, found, due="in 6 days", agreed="Zelda, by phone")
    assert "back by" in told and 'value="Zelda, by phone"' in told


def test_how_many_others_are_owed_around_then(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    for n in range(2):
        other = stage.asks(requester.meet(f"p{n}@example.com", name="P", at=stage.now)[0], "Please")
        stage.answers(other, "On it", due=120)
    assert "You owe 2 others around then." in judged(allie, found)
    assert "others" not in judged(allie, found, due="in 5 hours")


@pytest.mark.parametrize(
    ("story", "ways"),
    [
        ("new", ["next", "solves", "waits"]),
        ("told", ["stands", "next", "solves", "waits"]),
        ("nudged", ["next", "solves", "waits"]),
    ],
)
def test_the_engine_says_which_ways_are_open(stage, allie, story, ways):
    found = stage.asks(stage.zelda, "They come back")
    if story != "new":
        stage.answers(found, "I look", due=120)
    if story == "nudged":
        nudge.sooner(found, wanted_at=stage.minutes(60), reason="", by=stage.zelda, at=stage.now)
    page = seen(allie.get(url(found)))
    offered = re.findall(r'name="way" value="(\w+)"( checked)?', page)
    assert [way for way, _checked in offered] == ways and offered[0][1]


def test_one_hint_at_a_time(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    told = judged(allie, found, text="It stops all your deliveries, and I look at it now.")
    assert told.count('class="hint"') == 1 and "mark it" in told
    assert 'class="hint"' not in judged(
        allie, found, text="It stops. Now more and more words.", restating="It stops."
    )
    assert "has changed" in judged(allie, found, text="It goes on.", restating="It stops.")


def test_the_steps_light_as_the_letter_will(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    steps = re.findall(
        r'<li(?: class="(\w+)")?>(\w+)</li>', judged(allie, found, text="It stops.", restating="It stops.")
    )
    assert steps == [
        ("on", "Heard"),
        ("on", "Acknowledged"),
        ("half", "Restated"),
        ("on", "Estimated"),
        ("", "Met"),
    ]


# --- sending -----------------------------------------------------------------------------------------------


def test_send_with_a_new_time(stage, allie):
    found, twin = stage.asks(stage.zelda, "They come back"), stage.asks(stage.yusuf, "Blank")
    answer = allie.patch("post", url(found, "send"), form())
    now = fresh(found)
    assert said_on(found) == ["I look at it."] and now.promise.kind == "word" and now.owner == stage.allie
    assert "You told Zelda" in seen(answer) and not Draft.objects.exists()
    letter = Letter.objects.get(kind="reply")
    assert letter.told_due_at == now.promise.due_at
    assert fresh(twin).promise.kind == "first" and not said_on(twin)


def test_send_without_a_script_leads_back_to_the_page(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    answer = allie.post(url(found, "send"), form())
    assert answer.status_code == 302 and answer.url == url(found) and said_on(found)


def test_my_time_stands_adds_and_ends_nothing(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=90)
    promise = fresh(found).promise
    allie.patch("post", url(found, "send"), form(text="One thing more.", way="stands", due=""))
    assert fresh(found).promise == promise and said_on(found)[-1] == "One thing more."


def test_this_solves_it(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "send"), form(way="solves", due=""))
    assert fresh(found).resolution == "solved"


def test_a_marked_sentence_becomes_the_restatement(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "send"), form(text="You say: it stops.\r\nI look.", restating="it stops."))
    assert Restatement.objects.get().text == "it stops."


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"due": ""}, "Say when you will get back."),
        ({"due": "soonish"}, "That is not a time I know"),
        ({"text": "  "}, "Write a few words first."),
        ({"restating": "never said"}, "has changed"),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_what_is_refused_is_said_and_nothing_is_lost(stage, allie, values, words, script):
    found = stage.asks(stage.zelda, "They come back")
    send = (
        (lambda: allie.patch("post", url(found, "send"), form(**values)))
        if script
        else (lambda: allie.post(url(found, "send"), form(**values)))
    )
    answer = send()
    assert answer.status_code == 422 and words in seen(answer) and not said_on(found)
    if values.get("text", "x").strip():
        assert "I look at it." in seen(answer) and "I look at it." in seen(allie.get(url(found)))


def test_undo_takes_it_back_before_it_left(stage, allie, slow):
    found = stage.asks(stage.zelda, "They come back")
    pressed = seen(allie.patch("post", url(found, "send"), form()))
    assert "On its way to Zelda" in pressed and "Undo" in pressed and not said_on(found)
    assert "On its way to Zelda" in seen(allie.get(url(found)))
    back = seen(allie.patch("post", url(found, "undo")))
    assert "I look at it." in back and 'value="in 2 hours"' in back and not said_on(found)
    assert not Letter.objects.filter(kind="reply").exists()


def test_too_late_to_undo_says_so(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "send"), form())
    answer = allie.patch("post", url(found, "undo"))
    assert answer.status_code == 422 and "It has left already" in seen(answer) and said_on(found)


def test_pressed_twice_is_sent_once(stage, allie, slow):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "send"), form())
    again = allie.patch("post", url(found, "send"), form(text="again"))
    assert again.status_code == 422 and "On its way to Zelda" in seen(again)
    assert Draft.objects.get().text == "I look at it."


def test_when_it_left_the_open_page_gets_a_fresh_composer(stage, allie, slow):
    found = stage.asks(stage.zelda, "They come back")
    pressed = seen(allie.patch("post", url(found, "send"), form()))
    stamp = re.search(r'data-stamp="([^"]*)"', pressed)[1]
    ticket.open(found, by=stage.bob, at=stage.minutes(2))
    told = seen(
        allie.patch("get", url(found, "news"), {"stamp": stamp, "leaving": "1", "shown_n": "1"}, at="div")
    )
    assert 'hx-target="#write"' in told and "<textarea" in told and "I look at it." in told


# --- somebody wrote meanwhile ------------------------------------------------------------------------------


def test_the_second_of_two_is_shown_the_firsts_reply_and_loses_nothing(stage, allie, bob):
    found = stage.asks(stage.zelda, "They come back")
    begun = str(fresh(found).last_n)
    bob.patch("post", url(found, "send"), form(text="Bob has it.", seen_n=begun))
    stopped = allie.patch("post", url(found, "send"), form(text="Allie has it.", seen_n=begun))
    page = seen(stopped)
    assert stopped.status_code == 422 and "Somebody wrote meanwhile" in page
    assert "Bob has it." in page and "Allie has it." in page and "Send all the same" in page
    assert said_on(found) == ["Bob has it."]
    allie.patch("post", url(found, "send"), form(text="Allie has it.", seen_n=begun, despite="1"))
    assert said_on(found) == ["Bob has it.", "Allie has it."]


def test_a_colleagues_letter_that_is_still_leaving_stops_too(stage, allie, bob, slow):
    found = stage.asks(stage.zelda, "They come back")
    bob.patch("post", url(found, "send"), form(text="Bob has it."))
    stopped = allie.patch("post", url(found, "send"), form(text="Allie has it."))
    assert stopped.status_code == 422 and "Bob has it." in seen(stopped) and not said_on(found)


def test_the_requester_wrote_meanwhile(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    begun = str(fresh(found).last_n)
    stage.replies(found, stage.zelda, "IT WORKS AGAIN", ago=0)
    stopped = allie.patch("post", url(found, "send"), form(seen_n=begun))
    assert "IT WORKS AGAIN" in seen(stopped) and not said_on(found)
    assert "IT WORKS AGAIN" in seen(allie.post(url(found, "send"), form(seen_n=begun)))
    allie.patch("post", url(found, "send"), form(seen_n=str(fresh(found).last_n)))
    assert said_on(found)


# --- the no-news word --------------------------------------------------------------------------------------


def test_no_news_is_drafted_from_the_chases(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=90)
    asked = chase.start(found, party="the map vendor", asked="tiles", by=stage.allie, at=stage.minutes(-10))
    page = seen(allie.patch("post", url(found, "renew")))
    kept = Draft.objects.get()
    assert kept.way == "renew" and kept.text.startswith(
        "Hi Zelda,\n\nNo news yet. I asked the map vendor at "
    )
    assert "and they haven&#x27;t answered; I&#x27;ll ask again at" in page
    allie.patch("post", url(found, "send"), form(text=kept.text, way="renew", due=kept.typed))
    assert found.promises.filter(outcome="renewed").count() == 1
    asked.refresh_from_db()
    assert asked.answered_at is None


def test_no_news_without_a_chase_owns_up(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "renew"))
    assert re.fullmatch(r"Hi Zelda,\n\nI haven't got to it yet; I will [\w ]+\.", Draft.objects.get().text)


def test_no_news_in_the_requesters_language(stage, allie):
    requester.change(stage.zelda, by=HEARD, at=stage.now, language="de")
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "renew"))
    assert re.match(
        r"Hallo Zelda,\n\nIch bin noch nicht dazu gekommen; (heute|morgen|am )", Draft.objects.get().text
    )


def test_no_news_keeps_what_was_begun(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.patch("post", url(found, "renew"), {"text": "I had begun."})
    assert Draft.objects.get().text.endswith("\n\nI had begun.")


# --- the acknowledgement -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hi Zelda,\n\nI'm Allie. I've read what you wrote, and I'm on it."),
        ("de", "Hallo Zelda,\n\nich bin Allie. Ich habe Ihre Nachricht gelesen und kümmere mich darum."),
    ],
)
def test_an_acknowledgement_begins_the_first_word_and_keeps_what_was_typed(stage, allie, language, text):
    requester.change(stage.zelda, by=HEARD, at=stage.now, language=language)
    found = stage.asks(stage.zelda, "They come back")
    assert 'data-key="c"' in seen(allie.get(url(found)))
    allie.patch("post", url(found, "acknowledge"), {"text": "I had begun.", "due": "2bd"})
    kept = Draft.objects.get()
    assert (kept.text, kept.way, kept.typed) == (f"{text}\n\nI had begun.", "next", "2bd")
    assert not said_on(found)


def test_who_had_a_first_word_is_not_offered_another(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=90)
    assert 'data-key="c"' not in seen(allie.get(url(found)))


# --- files -------------------------------------------------------------------------------------------------


def test_files_go_along_and_can_be_taken_away(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    for name in ("one.txt", "two.txt"):
        told = allie.patch(
            "post", url(found, "files"), {"files": SimpleUploadedFile(name, name.encode(), "text/plain")}
        )
    assert "one.txt" in seen(told) and "two.txt" in seen(told)
    digest = Draft.objects.get().files[0]["digest"]
    assert "one.txt" not in seen(allie.patch("post", url(found, "files"), {"without": digest}))
    allie.patch("post", url(found, "send"), form())
    sent = Message.objects.get(kind="outbound").attachments.get()
    assert sent.name == "two.txt" and files.read(sent.digest) == b"two.txt"


def test_files_without_a_script_come_with_the_letter(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    allie.post(url(found, "send"), {**form(), "files": SimpleUploadedFile("one.txt", b"1", "text/plain")})
    assert Message.objects.get(kind="outbound").attachments.get().name == "one.txt"


def test_too_many_files_are_refused(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    many = [SimpleUploadedFile(f"{n}.txt", b"1", "text/plain") for n in range(11)]
    assert allie.patch("post", url(found, "files"), {"files": many}).status_code == 422


JSON = {"HTTP_ACCEPT": "application/json"}
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def test_a_file_that_comes_by_itself_is_kept_while_one_types(stage, allie, bob):
    found = stage.asks(stage.zelda, "They come back")
    file = SimpleUploadedFile("one.png", DOT, "image/png")
    answer = allie.post(url(found, "files"), {"files": file, "upload": "a" * 32}, **JSON).json()
    picture = url(found, "files", Draft.objects.get().files[0]["digest"], "picture")
    assert answer["id"] == "a" * 32 and f'src="{picture}"' in seen(allie.get(url(found)))
    allie.patch("post", url(found, "draft"), form(text=""))
    assert Draft.objects.get().files[0]["name"] == "one.png"
    assert allie.get(picture).headers["Content-Type"] == "image/png"
    assert bob.get(picture).status_code == 404
    bob.post(url(found, "files"), {"without": "a" * 32}, **JSON)
    assert len(Draft.objects.get(agent=stage.allie).files) == 1
    assert allie.post(url(found, "files"), {"without": "a" * 32}, **JSON).json() == {}
    assert Draft.objects.get(agent=stage.allie).files == []
    assert allie.get(picture).status_code == 404


def test_one_file_too_many_and_an_empty_one_are_refused_by_themselves(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    for n in range(10):
        allie.post(url(found, "files"), {"files": SimpleUploadedFile(f"{n}.txt", b"1")}, **JSON)
    more = allie.post(url(found, "files"), {"files": SimpleUploadedFile("more.txt", b"1")}, **JSON)
    assert more.status_code == 422 and more.json()["says"].startswith("One file too many: 10")
    empty = allie.post(url(found, "files"), {"files": SimpleUploadedFile("no.txt", b"")}, **JSON)
    assert empty.status_code == 422 and len(Draft.objects.get().files) == 10


def test_a_read_mail_lets_the_way_stand_again(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=90)
    stage.replies(found, stage.zelda, "Thanks a lot for looking, and by the way: it rains.")
    reading.stand(found, by=stage.allie, at=stage.now)
    assert 'value="stands" checked' in seen(allie.get(url(found)))


def answers(allie, found, answer: str) -> Draft:
    allie.post(url(found, "sooner"), {"answer": answer, "text": ""})
    return Draft.objects.get()


def asks_sooner(stage):
    found = stage.asks(stage.zelda, "They come back")
    stage.answers(found, "I look", due=200)
    nudge.sooner(found, wanted_at=stage.minutes(90), reason="a call", by=stage.zelda, at=stage.now)
    return found


def test_sooner_is_answered_by_one_key_with_yes(stage, allie):
    found = asks_sooner(stage)
    page = seen(allie.get(url(found)))
    assert [key in page for key in ('data-key="b"', 'data-key="d"', 'data-key="o"')] == [True] * 3
    draft = answers(allie, found, "yes")
    assert draft.due_at == stage.minutes(90).replace(second=0) and "Yes, by " in draft.text
    assert draft.way == "next" and "back by" in judged(allie, found, text=draft.text, due=draft.typed)


def test_or_with_no_and_what_helps_till_then(stage, allie):
    draft = answers(allie, asks_sooner(stage), "no")
    assert "I don't want you to count on it" in draft.text and draft.text.endswith("Until then you can use: ")
    assert draft.due_at == stage.minutes(90).replace(second=0)


def test_or_a_lead_is_asked_to_decide(stage, allie):
    found = asks_sooner(stage)
    draft = answers(allie, found, "escalate")
    owed = found.owed_answers.get()
    assert (owed.escalated_to, owed.answered_at, owed.stood_at) == (
        stage.carla,
        None,
        found.promises.get(outcome=None).due_at,
    )
    assert "I've asked Carla Diaz to decide; you'll hear by " in draft.text
    assert Alert.objects.filter(agent=stage.carla, kind="escalated").count() == 1
    answers(allie, found, "escalate")
    assert Alert.objects.filter(kind="escalated").count() == 1, "asked once"
    assert "Carla Diaz was asked to decide" in seen(allie.get(url(found)))


def test_what_was_answered_is_not_answered_again(stage, allie):
    found = asks_sooner(stage)
    stage.answers(found, "Yes", due=90, ago=0)
    for answer in ("yes", "escalate"):
        allie.post(url(found, "sooner"), {"answer": answer, "text": ""})
    assert not Draft.objects.exists() and not Alert.objects.filter(kind="escalated").exists()


def test_send_and_bob_has_it_next(stage, allie):
    found = stage.asks(stage.zelda, "They come back")
    page = seen(allie.get(url(found)))
    assert "Then it goes to" in page and "Bob Bauer" in page
    assert ", and Bob has it next" in judged(allie, found, hands_to=stage.bob.public_id)
    assert ", and Bob has it next" not in judged(allie, found, hands_to=stage.mallory.public_id)
    allie.post(url(found, "send"), form(hands_to=stage.bob.public_id))
    offered = Handover.objects.get()
    assert (offered.ticket, offered.giver, offered.to) == (found, stage.allie, stage.bob)
    assert fresh(found).promise.agent == stage.allie
    assert "Then it goes to" not in seen(allie.get(url(found)))


def test_taken_back_nothing_was_offered(stage, allie, slow):
    found = stage.asks(stage.zelda, "They come back")
    allie.post(url(found, "send"), form(hands_to=stage.bob.public_id))
    allie.post(url(found, "undo"))
    assert not Handover.objects.exists()
    assert Draft.objects.get().hands_to == stage.bob
