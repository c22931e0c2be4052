"""All requests of a person by a proven mail address: a link that works once, and tells nobody anything else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from heard.followup.sweep import sweep
from heard.hours.languages import LANGUAGES
from heard.letters.preview import preview
from heard.letters.render import compose
from heard.portal.limits import PER_ADDRESS
from heard.portal.link import PROOF_COOKIE
from heard.record import links
from heard.record.access.proof import LASTS, STAYS
from heard.record.actions import merge, requester
from heard.record.actions import proof as verbs
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.proof import Proof
from portal_story import line_of, page_of, text_of

pytestmark = pytest.mark.django_db
ASK, SENT, LIST, LEAVE = "/requests/ask/", "/requests/sent/", "/requests/", "/requests/leave/"


def asks_for_list(story, address="zelda@northwind.example"):
    """Somebody types an address; the worker comes by."""
    answer = Client().post(ASK, {"email": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, SENT)
    while verbs.answer_one(at=story.at):
        pass


def letters():
    return Letter.objects.filter(kind=Letter.Kind.PROOF).order_by("id")


def link_of(letter):
    return f"/requests/open/{links.proof_token(letter.facts['proof'])}/"


def presses(link, browser=None):
    """Open a link as a person does: the page, then its one button."""
    browser = browser or Client()
    page = browser.get(link)
    once = page.content.decode().partition('name="once" value="')[2].partition('"')[0]
    return browser, browser.post(link, {"once": once})


def proven(story, address="zelda@northwind.example"):
    """A browser that shows the list."""
    asks_for_list(story, address)
    browser, answer = presses(link_of(letters().last()))
    assert answer.headers["Location"] == LIST
    return browser


def test_the_list_holds_every_request_the_newest_first_with_its_state(story):
    first = story.asks("The drones come back.")
    story.says(first, "Done.")
    story.now("9:10")
    second = story.asks("The printer is blank.")
    others = story.asks("My camera.", by=story.cast.yusuf)
    browser = proven(story)
    page = browser.get(LIST).content.decode()
    assert page.index(page_of(second)) < page.index(page_of(first))
    assert page_of(others) not in page
    for ticket in (first, second):
        opened = browser.get(page_of(ticket))
        assert opened.status_code == 200
        assert f'data-state="{line_of(opened)[0]}"' in page
    assert browser.get(page_of(others)).status_code == 404


def test_a_mail_scanner_does_not_use_the_link_up(story):
    ticket = story.asks()
    asks_for_list(story)
    link, before = link_of(letters().get()), Event.objects.count()
    for _ in range(3):
        answer = Client().get(link)
        assert answer.status_code == 200 and PROOF_COOKIE not in answer.cookies
        assert str(ticket.number) not in text_of(answer)
    assert Event.objects.count() == before
    _, answer = presses(link)
    assert answer.headers["Location"] == LIST


def test_the_link_works_once_and_a_button_pressed_twice_is_one_use(story):
    story.asks()
    asks_for_list(story)
    link = link_of(letters().get())
    for answer in (Client().post(link, {"once": "a"}), Client().post(link, {"once": "a"})):
        assert answer.headers["Location"] == LIST
    assert Client().post(link, {"once": "b"}).status_code == 404
    assert Client().post(link).status_code == 404
    assert Client().get(link).status_code == 404
    story.at += timedelta(minutes=2)
    assert Client().post(link, {"once": "a"}).status_code == 404


def test_link_and_list_end_by_time(story):
    story.asks()
    asks_for_list(story)
    late, began = link_of(letters().get()), story.at
    story.at = began + LASTS
    assert Client().get(late).status_code == Client().post(late).status_code == 404
    browser = proven(story)
    story.at += STAYS - timedelta(seconds=1)
    assert browser.get(LIST).status_code == 200
    story.at += timedelta(seconds=1)
    assert browser.get(LIST).headers["Location"] == ASK


@pytest.mark.parametrize("harm", ["", "A", "none", "ü", "-" * 43])
def test_an_altered_link_opens_nothing(story, harm):
    story.asks()
    asks_for_list(story)
    secret = links.proof_token(letters().get().facts["proof"])
    for wrong in (harm or secret[:-2], secret[::-1]):
        answer = Client().post(f"/requests/open/{wrong}/")
        assert answer.status_code == 404 and PROOF_COOKIE not in answer.cookies


def test_nothing_tells_whether_an_address_is_known(story):
    story.asks()
    said = []
    for address in ("zelda@northwind.example", "nobody@northwind.example", "support@heard.example"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = Client().post(ASK, {"email": address})
        said.append((answer.status_code, answer.headers["Location"], answer.content, len(asked)))
    assert said[0] == said[1] == said[2]
    while verbs.answer_one(at=story.at):
        pass
    assert [letter.to_address for letter in letters()] == ["zelda@northwind.example"]
    assert Proof.objects.count() == 1  # of the others nothing is kept


def test_asking_is_limited_for_known_and_unknown_alike(story):
    story.asks()
    for address in ("zelda@northwind.example", "nobody@northwind.example"):
        codes = [Client().post(ASK, {"email": address}).status_code for _ in range(PER_ADDRESS + 1)]
        assert codes == [302] * PER_ADDRESS + [429]


def test_one_address_gets_few_letters_whoever_asks(story):
    story.asks()
    for _ in range(verbs.AN_HOUR + 2):
        verbs.ask("Zelda@northwind.example", language="en", at=story.at)
    while verbs.answer_one(at=story.at):
        pass
    assert letters().count() == verbs.AN_HOUR


def test_several_addresses_of_one_person_are_one_list(story):
    cast = story.cast
    office = requester.meet("zelda@office.example", at=story.at)[0]
    mine, there = story.asks("The drones."), story.asks("From the office.", by=office)
    browser = proven(story)
    assert page_of(there) not in browser.get(LIST).content.decode()
    requester.merge(office, into=cast.zelda, by=cast.allie, at=story.at)
    assert page_of(there) in browser.get(LIST).content.decode()
    assert page_of(mine) in proven(story, "zelda@office.example").get(LIST).content.decode()
    office.refresh_from_db()
    requester.part(office, by=cast.allie, at=story.at)
    assert page_of(there) not in browser.get(LIST).content.decode()
    assert browser.get(page_of(there)).status_code == 404


def test_a_colleague_of_the_same_organization_sees_nothing(story):
    cast = story.cast
    for person in (cast.zelda, cast.yusuf):
        person.organization = requester.join(person, organization="Northwind")
        person.save(update_fields=["organization"])
    ticket = story.asks()
    browser = proven(story, "yusuf@aegean.example")
    assert "There is no request of yours." in text_of(browser.get(LIST))
    assert browser.get(page_of(ticket)).status_code == 404


def test_a_shared_address_opens_only_what_was_asked_from_it(story):
    cast = story.cast
    office = requester.meet("office@northwind.example", at=story.at)[0]
    mine, shared = story.asks("Mine."), story.asks("Ours.", by=office)
    requester.merge(office, into=cast.zelda, by=cast.allie, at=story.at)
    requester.share(office, shared=True, by=cast.allie, at=story.at)
    page = proven(story, "office@northwind.example").get(LIST).content.decode()
    assert page_of(shared) in page and page_of(mine) not in page
    assert page_of(shared) not in proven(story).get(LIST).content.decode()


def test_a_merged_request_leads_on(story):
    first, second = story.asks("The drones."), story.asks("Drones again.")
    merge.merge(second, into=first, by=story.cast.allie, at=story.at)
    page = text_of(proven(story).get(LIST))
    assert f"Open #{first.number}, where it goes on" in page


def test_what_ended_long_ago_can_be_read_but_not_written_on(story):
    old = story.asks("The drones come back.")
    story.says(old, "It works again.")
    by_its_link = story.browser(old)
    story.at += timedelta(days=31)
    assert by_its_link.get(page_of(old)).status_code == 404
    browser = proven(story)
    assert page_of(old) in browser.get(LIST).content.decode()
    page = text_of(browser.get(page_of(old)))
    assert "The drones come back." in page and "This request is over" in page
    assert "Does it work?" not in page and "Add something" not in page
    assert browser.post(page_of(old, "reply/"), {"text": "Again"}).status_code == 404
    assert browser.get(page_of(old, "you/")).status_code == 200


def test_signing_out_closes_the_list_and_the_requests(story):
    ticket = story.asks()
    browser = proven(story)
    browser.post(f"/r/{story.token(ticket)}/")
    stolen = browser.cookies[PROOF_COOKIE].value
    assert "Signed out here." in text_of(browser.post(LEAVE))
    assert browser.get(LIST).headers["Location"] == ASK
    assert browser.get(page_of(ticket)).status_code == 404
    browser.cookies[PROOF_COOKIE] = stolen
    assert browser.get(LIST).headers["Location"] == ASK


def test_signing_out_the_others_closes_their_lists(story):
    ticket = story.asks()
    here, there = proven(story), proven(story)
    assert here.post(page_of(ticket, "others/")).status_code == 302
    assert there.get(LIST).headers["Location"] == ASK
    assert here.get(LIST).status_code == 200


def test_the_cookie_lasts_as_long_as_the_list_and_no_script_reads_it(story):
    story.asks()
    asks_for_list(story)
    _, answer = presses(link_of(letters().get()))
    cookie = answer.cookies[PROOF_COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == STAYS.total_seconds()


def test_old_proofs_are_forgotten(story):
    story.asks()
    proven(story)
    story.at += verbs.KEPT_FOR
    assert sweep(story.at) == 0
    assert sweep(story.at + timedelta(seconds=1)) == 1
    assert not Proof.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_holds_the_link_in_every_language_and_agents_do_not_see_it(story, language):
    story.asks()
    story.cast.zelda.language = language
    story.cast.zelda.save(update_fields=["language"])
    asks_for_list(story)
    letter = letters().get()
    secret = link_of(letter)
    composed = compose(letter)
    assert secret in composed.text and secret in composed.html
    shown = preview(letter)
    assert secret not in shown.text + shown.html


def test_a_bad_address_is_asked_for_again_and_kept(story):
    answer = Client().post(ASK, {"email": "zelda at home"})
    assert answer.status_code == 422
    assert "zelda at home" in answer.content.decode()
    assert not Proof.objects.exists()
