"""The front page: open or closed, by when a person answers, an honest figure, and the form."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import assemble, clock
from heard.clock import now
from heard.health import Finding
from heard.portal import limits
from heard.portal.front import figure
from heard.record import files
from heard.record.actions import alarm as alarms
from heard.record.actions import desk, field, participant, requester, rota, ticket, watch
from heard.record.actor import HEARD
from heard.record.models.alarm import Alarm
from heard.record.models.desk import Desk
from heard.record.models.field import values_of
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from portal_story import page_of, text_of

pytestmark = pytest.mark.django_db

GIVEN = {
    "doing": "Deliver a parcel.",
    "happened": "The drone circles and comes back with it.",
    "stopped": "All deliveries of this morning.",
    "needed": "By noon, a hospital waits.",
    "name": "Nora New",
    "email": "nora@lakes.example",
    "phone": "555 0199",
}


@pytest.fixture
def front(story) -> str:
    """The address of the desk's page."""
    desk.change(story.cast.desk, by=story.cast.carla, at=story.at, phone="555 0117")
    return f"/d/{story.cast.desk.slug}/"


def send(front: str, browser: Client | None = None, **more):
    return (browser or Client(HTTP_ACCEPT_LANGUAGE="en")).post(front, {**GIVEN, **more})


# --- what it says ---------------------------------------------------------------------------------------


def test_open_says_until_when_and_by_when_a_person_answers(story, front):
    page = text_of(Client().get(front))
    assert "Open until 6:00 pm. Write now and a person answers by 10:02 am today." in page
    assert (
        "support@heard.example" in page and "Call 555 0117" in page and "All times are New York time." in page
    )


def test_closed_says_until_when_and_by_when_you_hear(story, front):
    story.now("19:40")
    page = text_of(Client().get(front))
    assert "Closed until tomorrow 9:00 am. Write now; you'll hear by 10:00 am tomorrow." in page
    assert "any hour" not in page


def test_only_a_desk_with_a_number_for_the_night_hints_at_one(story, front):
    story.now("19:40")
    desk.change(story.cast.desk, by=story.cast.carla, at=story.at, on_call="555 0999")
    assert "Call 555 0999, any hour." in text_of(Client().get(front))
    story.now("9:02")
    assert "555 0999" not in text_of(Client().get(front))


def test_a_long_backlog_makes_the_time_later_and_true(story, front):
    for n in range(90):
        story.asks(f"Number {n}.")
    page = text_of(Client().get(front))
    assert "by 11:33 am today" in page
    answer = send(front)
    assert answer.status_code == 302
    assert Ticket.objects.latest("pk").promise.due_at == clock("11:33")


def test_the_only_desk_is_the_front_page(story):
    Desk.objects.filter(pk=story.cast.quiet.pk).update(sample=True)
    assert Client().get("/").headers["Location"] == f"/d/{story.cast.desk.slug}/"


def test_several_desks_are_listed_and_samples_are_not(story):
    page = text_of(Client().get("/"))
    assert "Support Open. A person answers by 10:02 am today (New York time)." in page and "Quiet" in page
    Desk.objects.update(sample=True)
    assert "Quiet" in text_of(Client().get("/"))


@pytest.mark.django_db
def test_before_anything_is_set_up():
    assert "Nobody answers here yet." in text_of(Client().get("/"))


def test_a_desk_that_is_none(story):
    assert Client().get("/d/nothing/").status_code == 404
    assert Client().post("/d/nothing/", GIVEN).status_code == 404
    assert Client().get("/d/nothing/sent/").status_code == 404


# --- the figure -----------------------------------------------------------------------------------------


def answered(story, minutes: list[int | None]) -> None:
    """So many requests this morning, each answered after so many minutes, or not yet (None)."""
    for wait in minutes:
        story.now("9:02")
        asked = story.asks()
        if wait is not None:
            story.at += timedelta(minutes=wait)
            story.says(asked, "Here.")


@pytest.mark.parametrize(
    "minutes, says",
    [
        ([3, 5, 8, 9, 11, 12, 14, 19, 23, 200], 25),
        ([3, 5, 8, 9, 11, 12, 14, 19, 25, 200], 25),
        ([3, 5, 8, 9, 11, 12, 14, 19, 26, 200], 30),
        ([1] * 10, 5),
        ([3] * 9, None),
        ([3] * 9 + [None], 5),
        ([3] * 8 + [None, None], None),
    ],
)
def test_nine_of_ten_in_opening_time(story, minutes, says):
    answered(story, minutes)
    assert figure(story.cast.desk, at=story.now("14:00")) == says


def test_the_figure_counts_opening_time_and_only_this_week(story):
    story.now("17:55")
    late = [story.asks() for _ in range(10)]
    story.now("9:10", day=1)
    for asked in late:
        story.says(asked, "Good morning.")
    assert figure(story.cast.desk, at=story.at) == 15
    cache.clear()
    assert figure(story.cast.desk, at=clock("18:00", day=7)) is None


def test_sample_requests_and_spam_are_outside_the_figure(story):
    answered(story, [60] * 10)
    Ticket.objects.all().update(sample=True)
    assert figure(story.cast.desk, at=story.now("14:00")) is None
    story.cast.desk.refresh_from_db()
    story.now("9:02")
    for asked in [story.asks() for _ in range(10)]:
        ticket.release(asked, resolution="spam", by=story.cast.allie, at=story.at)
    cache.clear()
    assert figure(story.cast.desk, at=story.now("14:00")) is None


def test_the_figure_is_shown_only_when_there_is_one(story, front):
    assert "9 of 10" not in text_of(Client().get(front))
    answered(story, [20] * 10)
    story.now("10:00")
    page = text_of(Client().get(front))
    assert "In the last seven days 9 of 10 heard from a person within 20 minutes of our opening time." in page


# --- the form -------------------------------------------------------------------------------------------


def test_the_form_asks_for_a_photo_first(story, front):
    body = Client().get(front).content.decode()
    places = [
        body.index(f'name="{name}"') for name in ("files", "doing", "happened", "stopped", "needed", "email")
    ]
    assert places == sorted(places)


def test_a_form_becomes_a_request_like_any_other(story, front):
    photo = SimpleUploadedFile("drone.png", b"PNG", content_type="image/png")
    answer = send(front, files=[photo], zone="Europe/Berlin")
    assert answer.headers["Location"] == f"{front}sent/"
    asked = Ticket.objects.get()
    assert asked.subject == "The drone circles and comes back with it."
    said = asked.messages.get()
    assert said.text == (
        "What were you trying to do?\nDeliver a parcel.\n\n"
        "What happened instead?\nThe drone circles and comes back with it.\n\n"
        "What has stopped because of it?\nAll deliveries of this morning.\n\n"
        "By when do you need to hear, and why then?\nBy noon, a hospital waits.\n\n"
        "A number, if we may ring you\n555 0199"
    )
    assert (said.door, said.attachments.get().name) == ("form", "drone.png")
    person = asked.requester
    assert (person.name, person.address, person.zone, person.language) == (
        "Nora New", "nora@lakes.example", "Europe/Berlin", "en",
    )  # fmt: skip
    assert (asked.promise.kind, asked.promise.due_at) == ("first", clock("10:02"))
    letter = Letter.objects.get(kind="receipt")
    assert (letter.to_address, letter.told_due_at) == ("nora@lakes.example", clock("10:02"))


def test_it_stands_on_intake_with_all_that_came(story, front):
    send(front, files=[SimpleUploadedFile("drone.png", b"PNG")])
    row, asked = Intake.objects.get(), Ticket.objects.get()
    assert (row.door, row.state, row.ticket, row.desk, row.from_address) == (
        "form", "ticket", asked, story.cast.desk, "nora@lakes.example",
    )  # fmt: skip
    raw = files.read(row.digest).decode()
    assert "All deliveries of this morning." in raw and "drone.png" in raw
    assert row.settled_at == story.at


def test_a_german_form_makes_a_german_request(story, front):
    browser = Client(HTTP_ACCEPT_LANGUAGE="de-DE,de;q=0.9")
    assert "Was ist stattdessen geschehen?" in text_of(browser.get(front))
    send(front, browser)
    assert "Was ist stattdessen geschehen?" in Ticket.objects.get().messages.get().text
    assert Letter.objects.get(kind="receipt").language == "de"


def test_the_page_after_sending_tells_the_time_and_opens_nothing(story, front):
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    page = text_of(send(front, browser) and browser.get(f"{front}sent/"))
    assert "We have your request. A person will write to you by 10:02 am today." in page
    asked = Ticket.objects.get()
    assert browser.get(page_of(asked)).status_code == 404
    link = Letter.objects.get(kind="receipt").facts["link"]
    browser.post(link)
    assert browser.get(page_of(asked)).status_code == 200


def test_the_page_after_sending_is_for_those_who_sent(story, front):
    assert Client().get(f"{front}sent/").headers["Location"] == front


def test_a_known_persons_name_zone_and_history_are_safe_from_strangers(story, front):
    requester.change(story.cast.zelda, by=HEARD, at=story.at, zone="America/New_York", language="en")
    history = story.asks("My old request.")
    browser = Client(HTTP_ACCEPT_LANGUAGE="de")
    answer = send(front, browser, email="Zelda@Northwind.example", name="Mallory", zone="Asia/Tokyo")
    assert answer.status_code == 302
    zelda = Requester.objects.get(pk=story.cast.zelda.pk)
    assert (zelda.name, zelda.zone, zelda.language) == ("Zelda Marsh", "America/New_York", "en")
    assert browser.get(page_of(history)).status_code == 404
    sent = text_of(browser.get(f"{front}sent/"))
    assert "Zelda" not in sent and "My old request" not in sent


def test_known_and_unknown_addresses_look_the_same(story, front):
    pages = []
    for email in ("zelda@northwind.example", "nobody@lakes.example"):
        browser = Client(HTTP_ACCEPT_LANGUAGE="en")
        send(front, browser, email=email)
        pages.append(text_of(browser.get(f"{front}sent/")))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "wrong, says",
    [
        ({"email": ""}, "We need a mail address to answer you."),
        ({"email": "nora at home"}, "That is no mail address."),
        ({"email": "a@b.example\nBcc: x@y.example"}, "That is no mail address."),
        ({"doing": "", "happened": "", "stopped": "", "needed": ""}, "Write a few words first"),
        ({"website": "http://spam.example"}, "A program seems to have filled in this form."),
        ({"happened": "x" * 50_001}, "at most 50000 characters"),
        ({"happened": "a\x00b"}, "Null characters are not allowed."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written_is_lost(story, front, wrong, says):
    answer = send(front, **wrong)
    assert answer.status_code == 422
    assert says in text_of(answer)
    body = answer.content.decode()
    kept = {name: text for name, text in GIVEN.items() if name not in wrong}
    assert all(text in body for text in kept.values())
    assert not Ticket.objects.exists() and not Requester.objects.filter(name="Nora New").exists()


def test_a_picture_alone_is_a_request(story, front):
    empty = {"doing": "", "happened": "", "stopped": "", "needed": "", "phone": ""}
    send(front, **empty, files=[SimpleUploadedFile("drone.png", b"PNG")])
    assert Ticket.objects.get().subject == "A picture"


def test_a_long_story_has_a_short_subject(story, front):
    send(front, happened="The drone circles " * 20)
    subject = Ticket.objects.get().subject
    assert len(subject) <= 82 and subject.endswith(" …") and "\n" not in subject


def test_pressed_twice_is_one_request_and_changed_is_another(story, front):
    for _ in range(2):
        assert send(front, once="c" * 32).status_code == 302
    assert Ticket.objects.count() == 1
    send(front, once="c" * 32, happened="Something else.")
    assert Ticket.objects.count() == 2


def test_the_form_needs_its_token(story, front):
    assert Client(enforce_csrf_checks=True).post(front, GIVEN).status_code == 403
    assert not Ticket.objects.exists()


# --- floods ---------------------------------------------------------------------------------------------


def test_one_address_is_stopped_and_nothing_written_is_lost(story, front):
    for n in range(limits.PER_ADDRESS):
        assert send(front, happened=f"Number {n}.").status_code == 302
    answer = send(front, happened="One too many.")
    assert answer.status_code == 429
    assert "Please wait until 10:02 am" in text_of(answer) and "One too many." in answer.content.decode()
    assert Ticket.objects.count() == limits.PER_ADDRESS
    assert send(front, email="other@lakes.example").status_code == 302
    story.now("10:03")
    assert send(front, happened="Later.").status_code == 302


def test_one_browser_with_many_addresses_is_stopped_too(story, front):
    for n in range(limits.PER_NETWORK):
        assert send(front, email=f"n{n}@lakes.example").status_code == 302
    assert send(front, email="last@lakes.example").status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.9", HTTP_ACCEPT_LANGUAGE="en")
    assert send(front, elsewhere, email="last@lakes.example").status_code == 302


def test_people_behind_a_proxy_are_told_apart(story, front):
    def behind(address: str) -> Client:
        return Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=address, HTTP_ACCEPT_LANGUAGE="en")

    for n in range(limits.PER_NETWORK):
        send(front, behind("198.51.100.1"), email=f"n{n}@lakes.example")
    assert send(front, behind("198.51.100.1"), email="x@lakes.example").status_code == 429
    assert send(front, behind("198.51.100.2"), email="y@lakes.example").status_code == 302


def test_addresses_of_the_network_are_kept_nowhere(story, front):
    send(front, Client(REMOTE_ADDR="203.0.113.9"))
    row = Intake.objects.get()
    assert "203.0.113.9" not in repr(row.__dict__) + files.read(row.digest).decode()


def test_a_request_on_a_sample_desk_is_a_sample(story, front):
    Desk.objects.filter(pk=story.cast.desk.pk).update(sample=True)
    send(front)
    asked = Ticket.objects.get()
    assert asked.sample and Letter.objects.get(kind="receipt").sample


# --- language -------------------------------------------------------------------------------------------


def test_a_language_chosen_here_stays_in_this_browser(story, front):
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    answer = browser.post("/language/", {"language": "de", "next": front})
    assert answer.headers["Location"] == front
    assert "Erzählen Sie, was geschehen ist" in text_of(browser.get(front))
    assert browser.get(front).headers["Content-Language"] == "de"


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_choosing_a_language_leads_nowhere_else(story, away):
    assert Client().post("/language/", {"language": "de", "next": away}).headers["Location"] == "/"


def test_a_language_nobody_speaks_is_not_kept(story):
    assert not Client().post("/language/", {"language": "tlh", "next": "/"}).cookies


def test_agents_requests_are_not_touched(story, front):
    twin = story.asks("Already here.")
    before = (twin.last_n, twin.owed_at)
    send(front)
    twin.refresh_from_db()
    assert (twin.last_n, twin.owed_at) == before


def test_when_mail_is_down_the_page_says_so_and_offers_no_address(client):
    cast = assemble()
    page = text_of(client.get(f"/d/{cast.desk.slug}/"))
    assert "support@heard.example" in page and "not working" not in page
    red = Finding("canary of support@heard.example", "red", "did not come back", "look")
    alarms.note([red], at=now() - timedelta(minutes=1))
    assert "not working" not in text_of(client.get(f"/d/{cast.desk.slug}/")), "a restart is no fault"
    Alarm.objects.update(since=now() - timedelta(minutes=5))
    page = text_of(client.get(f"/d/{cast.desk.slug}/"))
    assert "Our mail is not working right now." in page and "support@heard.example" not in page
    assert "not working" not in text_of(client.get(f"/d/{cast.quiet.slug}/")), "another desk's mail works"
    alarms.note([], at=now())
    assert "not working" not in text_of(client.get(f"/d/{cast.desk.slug}/"))


def test_the_page_says_honestly_how_the_desk_is_minded(story):
    cast, browser, at = story.cast, Client(HTTP_ACCEPT_LANGUAGE="en"), story.at - timedelta(hours=3)
    desk.set_hours(cast.desk, week=[[(0, 1440)]] * 7, zone="UTC", country="", region="", by=cast.carla, at=at)
    front = f"/d/{cast.desk.slug}/"
    for one in cast.desk.tickets.all():
        ticket.open(one, by=cast.allie, at=story.at)
    assert "minding" not in browser.get(front).content.decode()
    rota.set_week(cast.desk, week=[[(cast.allie, 0, 1440)]] * 7, by=cast.carla, at=at)
    assert "Nobody is minding this desk at the moment." in browser.get(front).content.decode()
    watch.take(cast.desk, by=cast.allie, at=story.at)
    page = browser.get(front).content.decode()
    assert "Somebody is minding this desk right now." in page
    assert "Allie" not in page and "We are behind" not in page
    cast.writes(cast.zelda, "Hello?", at=story.at - timedelta(hours=2))
    assert "We are behind: the oldest request" in browser.get(front).content.decode()
    assert "Wir sind im Rückstand" in browser.get(front, headers={"Accept-Language": "de"}).content.decode()


# --- what the desk wants to know beside it ----------------------------------------------------------------


@pytest.fixture
def wants(story, front) -> str:
    """A desk that asks for a serial number and a day, and for something that is for agents alone."""
    more = {"serial": {"shown": True, "names": {"de": "Seriennummer"}}, "bought": {"shown": True}, "risk": {}}
    for name, kind in (("serial", "text"), ("bought", "date"), ("risk", "yes_no")):
        field.make(
            story.cast.desk, name=name, kind=kind, label=name.title(), by=HEARD, at=story.at, **more[name]
        )
    return front


def test_the_form_asks_for_what_the_desk_shows_and_the_request_says_it(story, wants):
    page = text_of(Client(HTTP_ACCEPT_LANGUAGE="de").get(wants))
    assert "Seriennummer" in page and "Bought" in page and "Risk" not in page
    assert send(wants, field_serial="A7", field_bought="2026-11-01", field_risk="yes").status_code == 302
    asked = Ticket.objects.get()
    assert values_of([asked.pk])[asked.pk] == {"serial": "A7", "bought": "2026-11-01"}
    mine = text_of(story.browser(asked).get(page_of(asked)))
    assert "Serial A7" in mine and "Bought 1 November 2026" in mine
    participant.add(asked, address="yusuf@aegean.example", by=story.cast.allie, at=story.at)
    added = Client(HTTP_ACCEPT_LANGUAGE="en")
    added.post(f"/r/{story.token(asked, story.cast.yusuf)}/")
    assert "Serial" not in text_of(added.get(page_of(asked)))


def test_a_wrong_value_is_said_under_it_and_nothing_written_is_lost(wants):
    answer = send(wants, field_serial="A7", field_bought="yesterday")
    raw = answer.content.decode()
    assert answer.status_code == 422 and not Ticket.objects.exists()
    assert "Please write a day like 2026-11-23." in raw and 'aria-describedby="field_bought_error"' in raw
    assert 'value="A7"' in raw and "The drone circles" in raw and "not sent yet" in raw
    assert send(wants).status_code == 302, "nothing there must be filled in"
