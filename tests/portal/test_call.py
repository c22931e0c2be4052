"""Ask us to call you: a number, the hours said honestly, a promise to ring, and nothing typed is lost."""

import pytest
from django.test import Client

from cast import clock
from heard.letters.render import compose
from heard.portal import limits
from heard.record.actions import phone
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from portal_story import text_of

pytestmark = pytest.mark.django_db
NUMBER = "+12125550117"


@pytest.fixture
def page(story) -> str:
    """The address of the page."""
    return f"/d/{story.cast.desk.slug}/call/"


def ask(page: str, browser: Client | None = None, **given):
    form = {"phone": "212 555 0117", "when": "after four", "about": "The drone hums.", **given}
    return (browser or Client(HTTP_ACCEPT_LANGUAGE="en")).post(page, form)


def test_the_front_page_leads_there_and_hours_are_said(story, page):
    assert page in Client().get(page.removesuffix("call/")).content.decode()
    assert "Open until 6:00 pm. Leave your number now and a person rings you by 10:02 am today." in text_of(
        Client().get(page)
    )
    story.at = clock("20:00")
    assert "Closed until tomorrow" in text_of(Client().get(page))


def test_who_asks_is_promised_a_call_and_told_so(story, page):
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = ask(page, browser, name="Nora New")
    ticket = Ticket.objects.get()
    promise = ticket.standing
    assert (promise.kind, promise.how, promise.told_at) == ("first", "ring", story.at)
    assert (str(ticket.requester), ticket.requester.phone) == ("Nora New", NUMBER)
    text = ticket.messages.get().text
    assert ticket.subject == "The drone hums."
    assert "after four" in text and "(212) 555-0117" in text
    after = text_of(browser.get(answer.url))
    assert "A person will ring you by 10:02 am today." in after
    assert "You gave no mail address" in after and "unwanted mails" not in after
    assert not Letter.objects.exists()


def test_with_an_address_it_comes_in_writing(story, page):
    browser = Client(HTTP_ACCEPT_LANGUAGE="de")
    answer = ask(page, browser, email="nora@lakes.example")
    words = " ".join(compose(Letter.objects.get()).text.split())
    assert "um einen Anruf gebeten. Ein Mensch ruft Sie bis heute um 10:02 Uhr" in words
    assert "Sie bekommen dasselbe per Mail" in text_of(browser.get(answer.url))
    assert Requester.objects.get(addresses__address="nora@lakes.example").phone == NUMBER


def test_a_known_number_is_its_persons_and_a_claimed_one_nobodys(story, page):
    phone.add(story.cast.zelda, number=NUMBER, by=story.cast.allie, at=story.at)
    ask(page)
    assert Ticket.objects.get().requester == story.cast.zelda
    ask(page, phone="212 555 0199", email=story.cast.yusuf.address)
    assert Ticket.objects.order_by("id").last().requester == story.cast.yusuf
    assert not story.cast.yusuf.phones.exists(), "nothing proves that it is his"


def test_pressed_twice_it_is_one_request(story, page):
    for _ in range(2):
        assert ask(page, once="a" * 32).status_code == 302
    assert Ticket.objects.count() == 1
    ask(page, once="b" * 32)
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"phone": ""}, "Which number should we ring?"),
        ({"phone": "ask my boss"}, "We cannot ring that number."),
        ({"phone": "4711"}, "We cannot ring that number."),
        ({"email": "nora"}, "That is no mail address."),
        ({"website": "http://spam.example"}, "A program seems to have filled in this form."),
    ],
)
def test_what_is_wrong_stands_in_its_field_and_nothing_is_lost(story, page, given, words):
    answer = ask(page, **given)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "The drone hums." in answer.content.decode()
    assert not Ticket.objects.exists()


def test_a_number_asks_only_so_often_in_an_hour(story, page):
    for n in range(limits.PER_ADDRESS):
        assert ask(page, once=f"{n:032x}").status_code == 302
    refused = ask(page, once="f" * 32)
    assert refused.status_code == 429
    assert "Please wait until" in text_of(refused)
    assert Ticket.objects.count() == limits.PER_ADDRESS
