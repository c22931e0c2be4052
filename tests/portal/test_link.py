"""The page link: a secret that becomes a key, opens one request and no other, and can be taken back."""

import pytest
from django.conf import settings
from django.test import Client

from heard.portal.link import COOKIE
from heard.record.actions import participant, requester
from heard.record.errors import Refused
from heard.record.models.event import Event
from heard.record.models.requester import Participant
from portal_story import a_file, line_of, page_of, text_of

pytestmark = pytest.mark.django_db


def test_a_get_shows_one_button_and_changes_nothing(story):
    ticket = story.asks()
    before = Event.objects.count()
    scanner = Client()
    for _ in range(3):
        answer = scanner.get(f"/r/{story.token(ticket)}/")
        assert answer.status_code == 200
        assert answer.content.count(b'<button class="button') == 1
        assert COOKIE not in answer.cookies
    assert Event.objects.count() == before
    assert scanner.get(page_of(ticket)).status_code == 404
    assert "drones" not in text_of(answer).lower()


def test_the_button_gives_the_key_and_a_clean_address(story):
    ticket, browser = story.asks(), Client()
    token = story.token(ticket)
    answer = browser.post(f"/r/{token}/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == page_of(ticket) + "#now"
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and int(cookie["max-age"]) > 300 * 24 * 3600
    assert token not in cookie.value
    assert line_of(browser.get(page_of(ticket)))[0] == "before"


def test_who_has_the_key_already_comes_straight_in(story):
    ticket = story.asks()
    answer = story.browser(ticket).get(f"/r/{story.token(ticket)}/")
    assert answer.status_code == 302 and answer.headers["Location"] == page_of(ticket) + "#now"


def test_one_browser_holds_several_requests(story):
    first, second = story.asks("The drones."), story.asks("The printer.")
    browser = story.browser(first, second)
    assert "The drones." in text_of(browser.get(page_of(first)))
    assert "The printer." in text_of(browser.get(page_of(second)))


def test_one_request_opens_on_several_devices(story):
    ticket = story.asks()
    phone, laptop = story.browser(ticket), story.browser(ticket)
    assert phone.get(page_of(ticket)).status_code == laptop.get(page_of(ticket)).status_code == 200


def test_the_link_needs_the_forms_token(story):
    strict = Client(enforce_csrf_checks=True)
    ticket = story.asks()
    assert strict.post(f"/r/{story.token(ticket)}/").status_code == 403
    assert strict.get(page_of(ticket)).status_code == 404


@pytest.mark.parametrize("harm", ["", "A", "zzzz", "ü", "../../desk", "-" * 48])
def test_an_altered_link_opens_nothing(story, harm):
    ticket, browser = story.asks(), Client()
    token = story.token(ticket)
    for wrong in (
        harm or token[:-1],
        token[::-1],
        token[:10] + ("B" if token[10] != "B" else "C") + token[11:],
    ):
        for answer in (browser.get(f"/r/{wrong}/"), browser.post(f"/r/{wrong}/")):
            assert answer.status_code == 404
            assert COOKIE not in answer.cookies
    assert browser.get(page_of(ticket)).status_code == 404


def test_the_key_to_one_request_opens_no_other(story):
    hers, his = story.asks("Mine."), story.asks("Yusuf's secret.", by=story.cast.yusuf)
    zelda = story.browser(hers)
    assert zelda.get(page_of(his)).status_code == 404
    for rest in (
        "message/",
        "nudge/",
        "sooner/",
        "restatement/",
        "resolution/",
        "browser/",
        "others/",
        "leave/",
    ):
        assert (
            zelda.post(page_of(his, rest), {"text": "x", "when": "2pm", "answer": "yes"}).status_code == 404
        )
    assert his.messages.count() == 1
    assert Participant.objects.get(ticket=his).link_version == 1


def test_absent_and_forbidden_look_the_same(story):
    his = story.asks(by=story.cast.yusuf)
    zelda = story.browser(story.asks())
    forbidden, absent = zelda.get(page_of(his)), zelda.get("/request/" + "0" * 32 + "/")
    assert (forbidden.status_code, text_of(forbidden)) == (absent.status_code, text_of(absent))
    broken = zelda.get("/r/nothing/")
    assert text_of(broken) == text_of(absent)


def test_mallory_cannot_make_a_key(story):
    ticket = story.asks()
    mallory = story.browser(story.asks("Mallory's own.", by=story.cast.yusuf))
    value = mallory.cookies[COOKIE].value
    participant = Participant.objects.get(ticket=ticket)
    forged = f"{ticket.pk}.{participant.requester_id}.1"
    for wrong in (
        forged,
        forged + ":" + value.partition(":")[2],
        value.replace(value.split(":")[0], forged, 1),
    ):
        mallory.cookies[COOKIE] = wrong
        assert mallory.get(page_of(ticket)).status_code == 404


def test_signing_out_the_others_keeps_this_browser_in(story):
    ticket = story.asks()
    old_link = story.token(ticket)
    mine, theirs = story.browser(ticket), story.browser(ticket)
    answer = mine.post(page_of(ticket, "others/"), follow=True)
    assert "This browser stays in" in text_of(answer)
    assert mine.get(page_of(ticket)).status_code == 200
    assert theirs.get(page_of(ticket)).status_code == 404
    assert Client().post(f"/r/{old_link}/").status_code == 404
    assert Client().post(f"/r/{story.token(ticket)}/").status_code == 302
    assert Event.objects.filter(kind="links.revoked", ticket=ticket, requester=story.cast.zelda).count() == 1


def test_signing_out_touches_no_other_request(story):
    ticket, other = story.asks(), story.asks("The printer.")
    phone = story.browser(ticket, other)
    story.browser(ticket).post(page_of(ticket, "others/"))
    assert phone.get(page_of(ticket)).status_code == 404
    assert phone.get(page_of(other)).status_code == 200


def test_the_next_letter_brings_a_link_that_works(story):
    ticket = story.asks()
    story.browser(ticket).post(page_of(ticket, "others/"))
    story.now("9:30")
    story.says(ticket, due="12:00")
    link = ticket.letters.get(kind="reply").facts["link"]
    assert Client().post(link).status_code == 302


def test_a_link_ends_thirty_days_after_the_resolution(story):
    ticket, twin = story.asks(), story.asks("Still open.")
    story.now("9:30")
    story.says(ticket, "Done.")
    browser, token = story.browser(ticket, twin), story.token(ticket)
    story.now("9:30", day=30)
    assert browser.get(page_of(ticket)).status_code == 200
    story.now("9:31", day=30)
    assert browser.get(page_of(ticket)).status_code == 404
    assert Client().get(f"/r/{token}/").status_code == 404
    assert browser.post(page_of(ticket, "message/"), {"text": "Hello?"}).status_code == 404
    assert browser.get(page_of(twin)).status_code == 200


def test_leaving_a_shared_computer(story):
    ticket, other = story.asks(), story.asks("The printer.")
    browser = story.browser(ticket, other)
    assert "Closed in this browser" in text_of(browser.post(page_of(ticket, "leave/")))
    assert browser.get(page_of(ticket)).status_code == 404
    assert browser.get(page_of(other)).status_code == 200


def test_what_was_written_is_given_back_when_the_key_is_gone(story):
    ticket = story.asks()
    browser = story.browser(ticket)
    requester.sign_out_others(ticket, by=story.cast.zelda, at=story.at)
    answer = browser.post(page_of(ticket, "message/"), {"text": "My long story <b>"})
    assert answer.status_code == 404
    assert "My long story &lt;b&gt;" in answer.content.decode()
    assert ticket.messages.count() == 1


def test_the_oldest_keys_go_first(story):
    ticket = story.asks()
    browser = story.browser(ticket, *(story.asks(f"Number {n}.") for n in range(40)))
    assert browser.get(page_of(ticket)).status_code == 404
    assert len(browser.cookies[COOKIE].value) < 4000


def test_a_live_stream_is_for_browsers_with_a_key(story, rf):
    from heard.portal.link import listens

    ticket = story.asks()
    request = rf.get("/live/")
    assert not listens(request)
    request.COOKIES[COOKIE] = story.browser(ticket).cookies[COOKIE].value
    assert listens(request)
    requester.sign_out_others(ticket, by=story.cast.zelda, at=story.at)
    assert not listens(request)


def test_the_settings_let_requesters_listen():
    assert "heard.portal.link.listens" in settings.HEARD_LISTENERS


def test_the_page_after_a_restart(story):
    """Nothing of a key stands in the memory of the process or in a session."""
    ticket = story.asks()
    browser = story.browser(ticket)
    assert settings.SESSION_COOKIE_NAME not in browser.cookies
    story.now("9:02", day=10)
    assert browser.get(page_of(ticket)).status_code == 200


def test_who_is_added_later_reads_from_then_on_until_somebody_shows_them_the_rest(story):
    asked = story.asks("The drones come back.")
    story.now("9:05")
    story.says(
        asked, "You mean the drones.", due="12:00", restating="You mean the drones.", files=(a_file(),)
    )
    story.now("9:10")
    added = participant.add(asked, address="yusuf@aegean.example", by=story.cast.allie, at=story.at)
    file = asked.messages.get(kind="outbound").attachments.get()
    theirs = Client(HTTP_ACCEPT_LANGUAGE="en")
    theirs.post(f"/r/{story.token(asked, story.cast.yusuf)}/")
    story.now("9:20")
    story.replies(asked, "And the printer, too.", by=story.cast.zelda)
    story.replies(asked, "I see it here as well.", by=story.cast.yusuf)

    text = text_of(theirs.get(page_of(asked)))
    assert "The drones come back." not in text and "You mean the drones." not in text
    assert "And the printer, too." in text and "I see it here as well." in text
    assert "You take part since 9:10 am" in text and "also goes to Zelda Marsh" in text
    assert theirs.get(page_of(asked, f"file/{file.public_id}/")).status_code == 404
    hers = text_of(story.browser(asked).get(page_of(asked)))
    assert (
        "The drones come back." in hers
        and "also goes to Yusuf Aydin" in hers
        and "take part since" not in hers
    )

    participant.show_before(asked, participant=added.pk, by=story.cast.allie, at=story.at)
    text = text_of(theirs.get(page_of(asked)))
    assert "The drones come back." in text and "You mean the drones." in text
    assert theirs.get(page_of(asked, f"file/{file.public_id}/")).status_code == 200
    with pytest.raises(Refused):
        participant.show_before(asked, participant=added.pk, by=story.cast.allie, at=story.at)


def test_who_is_added_and_told_reads_it_all(story):
    asked = story.asks("The drones come back.")
    story.now("9:10")
    participant.add(asked, address="yusuf@aegean.example", before=True, by=story.cast.allie, at=story.at)
    theirs = Client(HTTP_ACCEPT_LANGUAGE="en")
    theirs.post(f"/r/{story.token(asked, story.cast.yusuf)}/")
    assert "The drones come back." in text_of(theirs.get(page_of(asked)))
