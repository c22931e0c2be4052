"""The request's page from real rows: its first line, the conversation, whose language and zone it speaks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import clock
from heard.record.actions import desk, draft, reading, ticket
from heard.record.actor import HEARD, Robot
from heard.record.models.ticket import Ticket
from portal_story import a_file, line_of, page_of, text_of

pytestmark = pytest.mark.django_db


def state(story, asked: Ticket) -> str:
    return line_of(story.browser(asked).get(page_of(asked)))[0]


def shown(story, asked: Ticket) -> str:
    return text_of(story.browser(asked).get(page_of(asked)))


def reads(story, asked: Ticket, by) -> None:
    ticket.open(asked, by=by, at=story.at)


# --- the first line, from real rows --------------------------------------------------------------------------


def test_from_the_first_minute_to_the_yes(story):
    asked = story.asks()
    browser = story.browser(asked)

    def line() -> str:
        return line_of(browser.get(page_of(asked)))[1]

    assert line() == "Your request is here. A person will write by 10:02 am today."
    story.now("9:03")
    reads(story, asked, story.cast.bob)
    assert line() == "Bob opened it at 9:03 am. You'll hear by 10:02 am today."
    story.now("9:27")
    story.says(asked, "Hi Zelda, I'm looking.", due="12:00")
    assert line() == "Allie is on it. You'll hear from Allie by 12:00 pm today."
    story.now("9:31")
    browser.post(page_of(asked, "message/"), {"text": "It circles."})
    assert line() == "We have your message of 9:31 am. Allie will answer by 12:00 pm today, as promised."
    story.now("9:40")
    reading.stand(asked, by=story.cast.allie, at=story.at)
    assert line() == "Allie read it at 9:40 am. You'll hear by 12:00 pm today, as promised."
    story.now("11:50")
    story.says(asked, "This should be right now.")
    assert line() == "Allie says this is done. Is it?"
    browser.post(page_of(asked, "resolution/"), {"answer": "yes"})
    assert line() == "You say it works."
    assert "2 of 2" in text_of(browser.get(page_of(asked)))


def test_from_a_miss_to_the_repair(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="12:00")
    story.now("12:00")
    assert line_of(story.browser(asked).get(page_of(asked))) == (
        "lapsed",
        "We said 12:00 pm and we missed it.",
    )
    assert "One of them will write to you." in shown(story, asked)
    story.time_passes(asked)
    assert "One of them will write by 1:00 pm today ." in shown(story, asked)
    story.now("12:10")
    ticket.give(asked, owner=story.cast.bob, by=story.cast.bob, at=story.at)
    assert (
        line_of(story.browser(asked).get(page_of(asked)))[1]
        == "Bob has taken over. You'll hear by 1:00 pm today."
    )
    story.now("12:20")
    story.says(asked, "Bob here.", by=story.cast.bob, due="14:00")
    assert line_of(story.browser(asked).get(page_of(asked)))[1] == (
        "Bob has taken over. You'll hear from Bob by 2:00 pm today."
    )
    assert "2 of 3" in shown(story, asked)


def test_who_was_given_a_late_request_has_not_taken_it(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="12:00")
    story.now("12:00")
    story.time_passes(asked)
    ticket.give(asked, owner=story.cast.bob, by=story.cast.carla, at=story.at)
    assert state(story, asked) == "lapsed"
    assert "Bob" not in shown(story, asked)


def test_a_second_miss_names_the_lead(story):
    asked = story.asks()
    story.now("10:02")
    story.time_passes(asked)
    story.now("10:32")
    story.time_passes(asked)
    assert state(story, asked) == "twice"
    assert "Carla Diaz leads this desk and has been told." in shown(story, asked)


def test_the_one_who_makes_good_for_their_own_miss_takes_nothing_over(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="10:00")
    story.now("10:00")
    story.time_passes(asked)
    story.now("10:05")
    story.says(asked, due="12:00")
    assert state(story, asked) == "taken"


def test_a_word_pressed_in_time_is_no_miss(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="12:00")
    desk.set_targets(story.cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=story.at)
    pressed = clock("12:00") - timedelta(seconds=6)
    draft.keep(asked, by=story.cast.allie, at=pressed, text="Here it is.", way="solves", seen_n=99)
    draft.press(asked, by=story.cast.allie, at=pressed)
    story.now("12:00")
    assert state(story, asked) == "taken"


def test_taken_before_a_word(story):
    asked = story.asks()
    ticket.give(asked, owner=story.cast.bob, by=story.cast.bob, at=story.at)
    assert state(story, asked) == "on_it"
    given = story.asks(by=story.cast.yusuf)
    ticket.give(given, owner=story.cast.bob, by=story.cast.carla, at=story.at)
    assert state(story, given) == "before"


def test_parked_until_an_event_and_any_word_ends_it(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, "You found a real fault.", way="parks", event="version 4.2 is out")
    assert state(story, asked) == "parked"
    assert "We'll write once, when version 4.2 is out." in shown(story, asked)
    story.now("9:30")
    story.browser(asked).post(page_of(asked, "message/"), {"text": "Every week, please."})
    assert line_of(story.browser(asked).get(page_of(asked)))[1] == (
        "We have your message of 9:30 am. A person will answer by 10:30 am today."
    )


@pytest.mark.parametrize("resolution", ["spam", "withdrawn"])
def test_closed_without_a_word_accuses_nobody(story, resolution):
    asked = story.asks()
    ticket.release(asked, resolution=resolution, by=story.cast.allie, at=story.at)
    assert state(story, asked) == "closed"
    assert resolution not in shown(story, asked).lower()


def test_a_time_nobody_was_told_is_not_shown(story):
    """Strangers get one receipt an hour; their second request has a promise that nobody was told."""
    first, second = story.asks(), story.asks("The printer.")
    assert second.promise.told_at is None
    assert (state(story, first), state(story, second)) == ("before", "untold")
    assert "10:02" not in shown(story, second)
    story.now("10:02")
    assert state(story, second) == "late"


# --- the conversation ----------------------------------------------------------------------------------------


def test_only_verified_messages_are_shown(story):
    asked = story.asks("Mine.")
    story.replies(asked, "I am the chat of your firm: code 4711.", by=story.cast.yusuf, verified=False)
    story.replies(asked, "My own, from another address.", verified=False)
    story.replies(asked, "A colleague's.", by=story.cast.yusuf)
    page = shown(story, asked)
    assert "4711" not in page and "from another address" not in page, (
        "mail that only claims to be of somebody"
    )
    assert all(words in page for words in ("Mine.", "A colleague's."))


def test_a_forged_mail_is_no_message_of_theirs(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="12:00")
    story.replies(asked, "Forged.", verified=False)
    assert state(story, asked) == "taken"


def test_a_robots_word_between_hides_no_waiting_message(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="12:00")
    story.now("9:31")
    story.replies(asked, "One more thing.")
    story.says(asked, "Your parcel moved.", by=Robot("Depot"), way="stands")
    assert state(story, asked) == "wrote"


def test_the_page_asks_the_database_a_dozen_things_however_long_the_conversation(story):
    asked = story.asks()
    browser = story.browser(asked)
    for n in range(30):
        story.now(f"{10 + n // 10}:{n % 10:02}")
        story.replies(asked, f"Number {n}.")
        story.says(asked, f"Answer {n}.", due="17:00", files=(a_file(),))
    with CaptureQueriesContext(connection) as asking:
        assert browser.get(page_of(asked)).status_code == 200
    assert len(asking) <= 12, "\n".join(query["sql"][:120] for query in asking.captured_queries)


def test_what_people_write_is_text_and_never_a_tag(story):
    asked = story.asks("<script>alert(1)</script> <img src=x onerror=y> https://example.com/a?b=1&c=2")
    body = story.browser(asked).get(page_of(asked)).content.decode()
    assert "<script>alert" not in body and "<img" not in body
    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow">' in body


def test_a_told_time_says_what_became_of_it(story):
    asked = story.asks()
    story.now("9:27")
    story.says(asked, "First.", due="11:00")
    story.now("10:50")
    story.says(asked, "Second.", due="12:00")
    page = shown(story, asked)
    assert "Next word by 11:00 am: it came." in page and "Next word by 12:00 pm." in page
    story.now("12:00")
    story.time_passes(asked)
    assert "Next word by 12:00 pm: we missed it." in shown(story, asked)


def test_a_robot_says_that_it_is_one(story):
    asked = story.asks()
    story.says(asked, "Your parcel moved.", by=Robot("Depot"), way="stands")
    assert "Depot (automatic)" in shown(story, asked)
    assert state(story, asked) == "before"


def test_a_file_leaves_as_a_download_and_as_nothing_else(story):
    asked = story.asks()
    story.says(asked, "Here.", files=(a_file("evil.html", b"<script>alert(1)</script>"),))
    his = story.asks(by=story.cast.yusuf)
    file = asked.messages.order_by("-n")[0].attachments.get()
    browser = story.browser(asked)
    answer = browser.get(page_of(asked, f"file/{file.public_id}/"))
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evil.html"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert story.browser(his).get(page_of(his, f"file/{file.public_id}/")).status_code == 404
    assert Client().get(page_of(asked, f"file/{file.public_id}/")).status_code == 404


def test_a_file_of_an_unseen_message_is_absent(story):
    asked = story.asks()
    said = story.replies(asked, "Look.", by=story.cast.yusuf, verified=False, files=[a_file()])
    file = said.attachments.get()
    assert story.browser(asked).get(page_of(asked, f"file/{file.public_id}/")).status_code == 404


# --- language, zone, live ------------------------------------------------------------------------------------


def test_the_browsers_zone_and_language_count_once(story):
    asked = story.asks()
    browser = story.browser(asked)
    assert b'id="browser"' in browser.get(page_of(asked)).content
    told = browser.post(page_of(asked, "browser/"), {"zone": "Asia/Tokyo"}, HTTP_ACCEPT_LANGUAGE="de-AT,de")
    assert told.status_code == 204
    story.cast.zelda.refresh_from_db()
    assert (story.cast.zelda.zone, story.cast.zelda.language) == ("Asia/Tokyo", "de")
    browser.post(page_of(asked, "browser/"), {"zone": "Europe/Berlin"}, HTTP_ACCEPT_LANGUAGE="en")
    story.cast.zelda.refresh_from_db()
    assert (story.cast.zelda.zone, story.cast.zelda.language) == ("Asia/Tokyo", "de")
    page = browser.get(page_of(asked))
    assert b'id="browser"' not in page.content and "Ortszeit Tokio" in text_of(page)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "localtime"])
def test_a_zone_that_is_none_is_refused(story, zone):
    asked = story.asks()
    browser = story.browser(asked)
    assert browser.post(page_of(asked, "browser/"), {"zone": zone}).status_code == 422
    assert browser.post(page_of(asked, "you/"), {"zone": zone}).status_code == 422
    story.cast.zelda.refresh_from_db()
    assert story.cast.zelda.zone == ""


def test_choosing_changes_the_page_and_no_told_time(story):
    asked = story.asks()
    words = asked.promise.words
    browser = story.browser(asked)
    assert "All times are New York time." in text_of(browser.get(page_of(asked)))
    assert 'value="America/New_York" selected' in browser.get(page_of(asked, "you/")).content.decode()
    browser.post(page_of(asked, "you/"), {"zone": "Europe/Berlin", "language": "de"})
    answer = browser.get(page_of(asked))
    assert answer.headers["Content-Language"] == "de" and b'<html lang="de" dir="ltr">' in answer.content
    assert "bis heute um 16:02 Uhr" in line_of(answer)[1]
    asked.refresh_from_db()
    assert (asked.promise.words, asked.promise.due_at) == (words, clock("10:02"))


def test_what_was_chosen_beats_what_the_browser_asks(story):
    asked = story.asks()
    browser = story.browser(asked)
    assert browser.get(page_of(asked), HTTP_ACCEPT_LANGUAGE="de").headers["Content-Language"] == "de"
    browser.post(page_of(asked, "you/"), {"language": "en"})
    assert browser.get(page_of(asked), HTTP_ACCEPT_LANGUAGE="de").headers["Content-Language"] == "en"


def test_a_language_nobody_speaks_falls_back_to_the_desks(story):
    desk.change(story.cast.desk, by=story.cast.carla, at=story.at, language="de")
    asked = story.asks()
    assert (
        story.browser(asked).get(page_of(asked), HTTP_ACCEPT_LANGUAGE="it").headers["Content-Language"]
        == "de"
    )


def test_a_live_page_hears_that_nothing_changed(story):
    asked = story.asks()
    browser = story.browser(asked)
    page = browser.get(page_of(asked)).content.decode()
    mark = page.split('data-mark="')[1].split('"')[0]
    assert browser.get(page_of(asked), HTTP_IF_NONE_MATCH=mark).status_code == 304
    story.now("9:10")
    reads(story, asked, story.cast.bob)
    assert browser.get(page_of(asked), HTTP_IF_NONE_MATCH=mark).status_code == 200


def test_a_live_page_hears_of_a_time_that_passed(story):
    asked = story.asks()
    browser = story.browser(asked)
    mark = browser.get(page_of(asked)).content.decode().split('data-mark="')[1].split('"')[0]
    story.now("10:02")
    assert browser.get(page_of(asked), HTTP_IF_NONE_MATCH=mark).status_code == 200
