"""What a requester may do on their page, each through its form, with a twin that must not change."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import clock
from heard.portal import attachment
from heard.record.actions import cadence, requester, restatement
from heard.record.actor import HEARD
from heard.record.models.alert import Alert
from heard.record.models.intake import Intake
from heard.record.models.owed import OwedAnswer
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from portal_story import line_of, page_of, text_of

pytestmark = pytest.mark.django_db

ACTS = (
    *("message/", "nudge/", "sooner/", "restatement/", "resolution/"),
    *("you/", "browser/", "others/", "leave/", "cadence/end/"),
)


def shown(story, asked: Ticket) -> str:
    return text_of(story.browser(asked).get(page_of(asked)))


# --- writing -------------------------------------------------------------------------------------------------


def test_a_message_with_a_photo(story):
    asked, twin = story.asks(), story.asks("Not touched.", by=story.cast.yusuf)
    browser = story.browser(asked)
    story.now("9:31")
    photo = SimpleUploadedFile("circling drone.png", b"PNG", content_type="image/png")
    answer = browser.post(page_of(asked, "message/"), {"text": "See.\r\nThere.", "files": [photo]})
    assert answer.status_code == 302 and answer.headers["Location"] == page_of(asked) + "#now"
    said = asked.messages.get(n=asked.messages.order_by("-n")[0].n)
    assert (said.text, said.kind, said.door, said.requester) == (
        "See.\nThere.",
        "inbound",
        "form",
        story.cast.zelda,
    )
    assert (said.verified, said.by_person, said.attachments.get().name) == (True, True, "circling drone.png")
    assert twin.messages.count() == 1
    row = Intake.objects.get(door="form")
    assert (row.state, row.ticket, row.message, row.settled_at) == ("reply", asked, said, story.at)


def test_a_message_pressed_twice_is_one(story):
    asked = story.asks()
    browser = story.browser(asked)
    for _ in range(2):
        browser.post(page_of(asked, "message/"), {"text": "Once.", "once": "a" * 32})
    browser.post(page_of(asked, "message/"), {"text": "Once.", "once": "b" * 32})
    assert asked.messages.count() == 3
    assert Intake.objects.filter(state="reply").count() == 2


def test_an_empty_message_is_refused(story):
    asked = story.asks()
    answer = story.browser(asked).post(page_of(asked, "message/"), {"text": "  \n "})
    assert answer.status_code == 422
    assert "Write a few words first." in text_of(answer)
    assert asked.messages.count() == 1


@pytest.mark.parametrize(
    "files, says",
    [
        ([("big.bin", attachment.LARGEST + 1)], "Too large: big.bin."),
        (
            [("a.bin", attachment.LARGEST), ("b.bin", attachment.LARGEST), ("c.bin", attachment.LARGEST)],
            "c.bin",
        ),
        ([(f"{n}.txt", 3) for n in range(attachment.MOST + 1)], "9 files; 8 fit in one message"),
    ],
)
def test_too_much_is_said_and_the_text_is_kept(story, files, says):
    asked = story.asks()
    uploads = [SimpleUploadedFile(name, b"x" * size) for name, size in files]
    answer = story.browser(asked).post(
        page_of(asked, "message/"), {"text": "My long story.", "files": uploads}
    )
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert "My long story." in answer.content.decode()
    assert asked.messages.count() == 1


def test_what_just_fits_is_taken(story):
    asked = story.asks()
    upload = SimpleUploadedFile("full.bin", b"x" * attachment.LARGEST)
    assert story.browser(asked).post(page_of(asked, "message/"), {"files": [upload]}).status_code == 302
    assert asked.messages.order_by("-n")[0].attachments.get().size == attachment.LARGEST


def test_a_flood_is_not_even_read(story):
    asked = story.asks()
    answer = story.browser(asked).post(
        page_of(asked, "message/"), {"text": "x"}, CONTENT_LENGTH=attachment.HOPELESS + 1
    )
    assert answer.status_code == 413
    assert "too large" in text_of(answer)


def test_writing_needs_the_forms_token(story):
    asked = story.asks()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = story.browser(asked).cookies
    for rest in (
        "message/",
        "nudge/",
        "sooner/",
        "restatement/",
        "resolution/",
        "opinion/",
        "you/",
        "browser/",
        "others/",
        "leave/",
    ):
        assert strict.post(page_of(asked, rest), {"text": "x"}).status_code == 403, rest
    assert asked.messages.count() == 1


def test_a_reply_opens_a_done_request_again_and_tells_the_time(story):
    asked = story.asks()
    story.now("9:30")
    story.says(asked, "Done.")
    story.now("11:00")
    browser = story.browser(asked)
    browser.post(page_of(asked, "message/"), {"text": "It is back."})
    asked.refresh_from_db()
    assert asked.is_open and asked.promise.told_at == story.at
    assert line_of(browser.get(page_of(asked)))[1] == (
        "We have your message of 11:00 am. A person will answer by 12:00 pm today."
    )


# --- have we got this right ----------------------------------------------------------------------------------


def restated(story) -> tuple[Ticket, Restatement]:
    asked = story.asks()
    story.now("9:27")
    story.says(asked, "You say: only the red ones.", due="12:00", restating="only the red ones.")
    return asked, Restatement.objects.get(ticket=asked)


def test_yes_thats_it(story):
    asked, version = restated(story)
    _, twin = restated(story)
    browser = story.browser(asked)
    assert "Have we got this right?" in text_of(browser.get(page_of(asked)))
    browser.post(page_of(asked, "restatement/"), {"answer": "yes", "about": version.message.public_id})
    version.refresh_from_db()
    twin.refresh_from_db()
    assert (version.answer, version.answered_by, twin.answer) == ("yes", story.cast.zelda, "")
    page = text_of(browser.get(page_of(asked)))
    assert "you said yes, 9:27 am" in page and "Have we got this right?" not in page


def test_not_quite_opens_a_box_and_is_owed_an_answer(story):
    asked, version = restated(story)
    browser = story.browser(asked)
    about = {"answer": "no", "about": version.message.public_id}
    empty = browser.post(page_of(asked, "restatement/"), {**about, "correction": ""})
    assert empty.status_code == 422 and "Write a few words first." in text_of(empty)
    browser.post(page_of(asked, "restatement/"), {**about, "correction": "The blue ones, too."})
    version.refresh_from_db()
    assert (version.answer, version.correction) == ("no", "The blue ones, too.")
    page = text_of(browser.get(page_of(asked)))
    assert "Allie has this now and will answer by 9:57 am." in page and "The blue ones, too." in page


def test_an_answer_is_about_the_version_that_was_shown(story):
    asked, version = restated(story)
    browser = story.browser(asked)
    story.now("9:40")
    story.says(asked, "You say: all of them.", due="12:30", restating="all of them.")
    old = browser.post(page_of(asked, "restatement/"), {"answer": "yes", "about": version.message.public_id})
    assert old.status_code == 404
    assert not Restatement.objects.exclude(answer="").exists()


def test_an_answer_given_meanwhile_is_said(story):
    asked, version = restated(story)
    restatement.confirm(version, by=story.cast.allie, at=story.at)
    answer = story.browser(asked).post(
        page_of(asked, "restatement/"), {"answer": "yes", "about": version.message.public_id}
    )
    assert answer.status_code == 409 and "That was answered already." in text_of(answer)


# --- where is my answer, and sooner --------------------------------------------------------------------------


def test_where_is_my_answer_only_after_a_miss(story):
    asked = story.asks()
    browser = story.browser(asked)
    assert "Where is my answer?" not in text_of(browser.get(page_of(asked)))
    early = browser.post(page_of(asked, "nudge/"))
    assert early.status_code == 409 and "Nothing is late here now." in text_of(early)
    assert not OwedAnswer.objects.exists()


def test_where_is_my_answer_rings_somebody_at_once(story):
    asked = story.asks()
    story.now("9:20")
    story.says(asked, due="14:00")
    story.now("14:00")
    story.time_passes(asked)
    browser = story.browser(asked)
    story.now("14:07")
    assert "Press, and somebody who can act is called now." in text_of(browser.get(page_of(asked)))
    browser.post(page_of(asked, "nudge/"))
    assert Alert.objects.get(ticket=asked, kind="nudge").agent == story.cast.allie
    page = text_of(browser.get(page_of(asked)))
    assert "Done, 2:07 pm. This rang Allie, who is on duty. You'll hear by 2:22 pm." in page
    assert "Press, and" not in page
    again = browser.post(page_of(asked, "nudge/"))
    assert again.status_code == 409 and OwedAnswer.objects.count() == 1
    story.now("14:37")
    browser.post(page_of(asked, "nudge/"))
    assert Alert.objects.get(ticket=asked, kind="lapse_again").agent == story.cast.carla


def test_a_miss_nobody_settled_yet_can_be_nudged(story):
    asked = story.asks()
    story.now("10:02")
    assert story.browser(asked).post(page_of(asked, "nudge/")).status_code == 302
    asked.refresh_from_db()
    assert asked.promise.kind == "repair"


def test_the_nudge_is_gone_after_a_word(story):
    asked = story.asks()
    story.now("10:05")
    browser = story.browser(asked)
    browser.post(page_of(asked, "nudge/"))
    story.now("10:10")
    story.says(asked, due="12:00")
    page = text_of(browser.get(page_of(asked)))
    assert "Done, 10:05" not in page and "Where is my answer?" not in page


@pytest.mark.parametrize(
    "zone, typed, hour",
    [
        ("America/New_York", "11:30 am", "11:30"),
        ("Europe/Berlin", "17:30", "11:30"),
        ("Asia/Tokyo", "1:30 tomorrow", "11:30"),
    ],
)
def test_sooner_is_typed_as_people_say_it_in_their_own_zone(story, zone, typed, hour):
    requester.change(story.cast.zelda, by=HEARD, at=story.at, zone=zone)
    asked = story.asks()
    story.now("9:27")
    story.says(asked, due="12:00")
    answer = story.browser(asked).post(page_of(asked, "sooner/"), {"when": typed, "reason": "I have a call."})
    assert answer.status_code == 302, text_of(answer)
    owed = OwedAnswer.objects.get(ticket=asked)
    assert (owed.wanted_at, owed.reason, owed.requester) == (clock(hour), "I have a call.", story.cast.zelda)


def test_after_sooner_the_page_says_who_has_it_and_what_stands(story):
    asked = story.asks()
    story.now("9:27")
    story.says(asked, due="12:00")
    story.now("11:10")
    browser = story.browser(asked)
    assert "It isn't 12:00 pm yet. If that is too late:" in text_of(browser.get(page_of(asked)))
    browser.post(page_of(asked, "sooner/"), {"when": "11:45"})
    page = text_of(browser.get(page_of(asked)))
    assert (
        "You need to hear by 11:45 am today. Allie has this now and will say by 11:40 am whether that works."
        " Until then 12:00 pm stands." in page
    )
    assert "I need it sooner" not in page
    asked.refresh_from_db()
    assert asked.promise.due_at == clock("12:00")


@pytest.mark.parametrize(
    "typed, says",
    [
        ("soonish", "We cannot read that as a time."),
        ("", "When do you need to hear?"),
        ("9:00", "That time has passed."),
        ("3pm", "You will hear before that."),
    ],
)
def test_a_time_that_does_not_do_is_said_at_once_and_kept(story, typed, says):
    asked = story.asks()
    story.now("9:27")
    story.says(asked, due="12:00")
    answer = story.browser(asked).post(page_of(asked, "sooner/"), {"when": typed, "reason": "The <call>."})
    assert answer.status_code == 422
    assert says in text_of(answer)
    body = answer.content.decode()
    assert f'value="{typed}"' in body and "The &lt;call&gt;." in body
    assert not OwedAnswer.objects.exists()


def test_an_offer_is_one_press(story):
    asked = story.asks()
    story.now("9:27")
    story.says(asked, due="17:00")
    story.now("13:00")
    browser = story.browser(asked)
    answer = browser.post(page_of(asked, "sooner/"), {"when": "3"})
    assert answer.status_code == 422 and "3:00 pm today" in text_of(answer)
    browser.post(page_of(asked, "sooner/"), {"when": "3", "offer": clock("15:00").isoformat()})
    assert OwedAnswer.objects.get(ticket=asked).wanted_at == clock("15:00")


# --- does it work --------------------------------------------------------------------------------------------


def test_not_yet_opens_it_again_with_a_word(story):
    asked, twin = story.asks(), story.asks("The printer.")
    story.now("9:30")
    for each in (asked, twin):
        story.says(each, "This should be right now.")
    story.now("11:45")
    browser = story.browser(asked)
    browser.post(page_of(asked, "resolution/"), {"answer": "no", "text": "It still circles."})
    asked.refresh_from_db()
    twin.refresh_from_db()
    assert asked.is_open and not twin.is_open
    assert asked.received_at == clock("9:02")
    assert asked.messages.order_by("-n")[0].text == "It still circles."
    assert line_of(browser.get(page_of(asked)))[0] == "wrote"


def test_not_yet_needs_no_words(story):
    asked = story.asks()
    story.now("9:30")
    story.says(asked, "This should be right now.")
    story.now("11:45")
    browser = story.browser(asked)
    browser.post(page_of(asked, "resolution/"), {"answer": "no"})
    assert (
        line_of(browser.get(page_of(asked)))[1] == "It is open again. A person will write by 12:45 pm today."
    )
    assert asked.messages.count() == 2


def test_did_we_keep_you_informed_is_asked_once_after_a_resolution(story):
    asked, twin = story.asks(), story.asks("The printer.")
    story.now("9:30")
    for each in (asked, twin):
        assert "Did we keep you informed?" not in text_of(story.browser(each).get(page_of(each)))
        story.says(each, "This should be right now.")
    story.now("11:45")
    browser = story.browser(asked)
    assert "Did we keep you informed?" not in text_of(browser.get(page_of(asked))), "first: does it work?"
    assert browser.post(page_of(asked, "opinion/"), {"answer": "yes"}).status_code == 409
    browser.post(page_of(asked, "resolution/"), {"answer": "yes"})
    assert "Did we keep you informed?" in text_of(browser.get(page_of(asked)))
    assert not asked.opinions.exists(), "looking says nothing"
    assert browser.post(page_of(asked, "opinion/"), {"answer": "well"}).status_code == 409
    browser.post(page_of(asked, "opinion/"), {"answer": "asked"})
    assert "Did we keep you informed?" not in text_of(browser.get(page_of(asked)))
    assert browser.post(page_of(asked, "opinion/"), {"answer": "yes"}).status_code == 409
    assert [one.answer for one in asked.opinions.all()] == ["asked"] and not twin.opinions.exists()


def test_after_the_next_resolution_it_is_asked_again(story):
    asked = story.asks()
    story.now("9:30")
    story.says(asked, "This should be right now.")
    story.now("11:45")
    browser = story.browser(asked)
    browser.post(page_of(asked, "resolution/"), {"answer": "yes"})
    browser.post(page_of(asked, "opinion/"), {"answer": "yes"})
    story.replies(asked, "It broke again.")
    assert browser.post(page_of(asked, "opinion/"), {"answer": "no"}).status_code == 409
    story.says(asked, "Now it is.")
    story.now("13:00")
    browser.post(page_of(asked, "resolution/"), {"answer": "yes"})
    browser.post(page_of(asked, "opinion/"), {"answer": "partly"})
    assert [one.answer for one in asked.opinions.order_by("id")] == ["yes", "partly"]


def test_yes_on_an_open_request_is_refused(story):
    asked = story.asks()
    answer = story.browser(asked).post(page_of(asked, "resolution/"), {"answer": "yes"})
    assert answer.status_code == 409 and "This request is open already." in text_of(answer)


# --- how often they hear -------------------------------------------------------------------------------------


def test_an_agreed_rhythm_is_shown_and_ended_with_one_press(story):
    asked, twin = story.asks(), story.asks("Not touched.", by=story.cast.yusuf)
    for one in (asked, twin):
        cadence.agree(
            one,
            rhythm="friday",
            last_day=date(2027, 6, 30),
            agreed="By phone",
            by=story.cast.allie,
            at=story.at,
        )
    browser = story.browser(asked)
    told = text_of(browser.get(page_of(asked)))
    assert (
        "once a week, on Friday at the latest. That was agreed with Allie and holds until 30 June 2027."
        in told
    )
    german = text_of(browser.get(page_of(asked), headers={"Accept-Language": "de"}))
    assert "spätestens am Freitag. Das ist mit Allie so vereinbart und gilt bis 30. Juni 2027." in german
    assert browser.post(page_of(asked, "cadence/end/")).status_code == 302
    assert "once a week" not in text_of(browser.get(page_of(asked)))
    assert asked.cadences.get().ended_by_requester == story.cast.zelda
    assert twin.cadences.get().ended_at is None
    again = browser.post(page_of(asked, "cadence/end/"))
    assert again.status_code == 409 and "That was ended already." in text_of(again)
