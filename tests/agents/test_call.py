"""The call screen: who it is, the script, the promise at the end; refused beside its field with nothing lost."""

import pytest

from agents.conftest import seen
from heard.record.actions import phone
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
CALL = "/desk/call/"


def said(stage, **changes):
    """The form as Allie fills it in for Zelda."""
    usual = {
        "once": "a" * 32,
        "person": stage.zelda.public_id,
        "desk": stage.desk.public_id,
        "door": "phone",
        "about": "new",
        "subject": "Printer jam",
        "text": "I look at the tray.",
        "way": "next",
        "how": "ring",
        "due": "2h",
    }
    return {**usual, **changes}


@pytest.fixture
def number(stage):
    """Zelda's and Yusuf's desks share an extension; Zelda has a number of her own."""
    for person, kept in ((stage.zelda, "+12125550117"), (stage.zelda, "4711"), (stage.yusuf, "4711")):
        phone.add(person, number=kept, by=stage.allie, at=stage.now)


@pytest.mark.parametrize(
    ("typed", "shown", "not_shown"),
    [
        ("212 555 0117", ["Zelda Marsh"], ["Yusuf Aydin"]),
        ("4711", ["Zelda Marsh", "Yusuf Aydin"], []),
        ("yus", ["Yusuf Aydin"], ["Zelda Marsh"]),
        ("zelda@north", ["Zelda Marsh"], ["Yusuf Aydin"]),
        ("Quentin", ["Nobody here is known by that yet."], ["Zelda Marsh"]),
    ],
)
def test_people_are_found_by_number_name_and_address(allie, number, typed, shown, not_shown):
    for page in (allie.get(CALL, {"q": typed}), allie.patch("get", f"{CALL}who/", {"q": typed})):
        text = seen(page)
        assert all(words in text for words in shown)
        assert not any(words in text for words in not_shown)


def test_one_who_is_found_is_spoken_with(allie, stage, number):
    ticket = stage.asks(stage.zelda, "They come back.")
    page = seen(allie.get(CALL, {"q": "(212) 555-0117"}))
    assert "We spoke: keep it" in page
    assert f"#{ticket.number} Drones return" in page
    assert "zelda@northwind.example" in page


def test_a_call_is_kept_and_its_letter_said(allie, stage):
    page = allie.post(CALL, said(stage), follow=True)
    ticket = Ticket.objects.get(subject="Printer jam")
    assert page.redirect_chain == [(f"/desk/tickets/{ticket.public_id}/", 302)]
    assert "goes to zelda@northwind.example by letter" in seen(page)
    assert (ticket.standing.how, ticket.standing.agent) == ("ring", stage.allie)
    assert "You told Zelda: a call by" in seen(page)
    assert Letter.objects.filter(ticket=ticket, kind="reply").count() == 1


def test_without_an_address_it_is_said_that_no_letter_goes(allie, stage):
    page = allie.post(CALL, said(stage, person="", name="Nadia", number="030 1", way="solves"), follow=True)
    assert "That is no phone number" in seen(page)
    assert "Printer jam" in page.content.decode()
    given = said(stage, person="", name="Nadia", number="(212) 555-0199", way="solves")
    page = allie.post(CALL, given, follow=True)
    assert "no letter goes" in seen(page)
    assert Requester.objects.get(name="Nadia").phone == "+12125550199"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Write a few words first."),
        ({"subject": "", "said": ""}, "Write in a few words what it is about."),
        ({"due": "soon"}, "That is not a time I know."),
        ({"due": ""}, "Say when you will get back."),
        ({"person": "", "name": ""}, "Say who it is: a name, a number or a mail address."),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_nothing_is_lost(allie, stage, changes, words):
    page = allie.post(
        CALL, said(stage, **{"said": "It is blank.", "agreed": "Zelda, on the phone", **changes})
    )
    assert page.status_code == 422
    assert words in seen(page)
    assert "Zelda, on the phone" in page.content.decode()
    assert not Ticket.objects.exists()


def test_while_one_types_both_clocks_are_said(allie, stage):
    page = seen(allie.patch("post", CALL, said(stage, due="1h")))
    assert "New York" in page
    assert " here." in page
    assert not Ticket.objects.exists()


def test_an_offered_time_is_taken_without_a_script(allie, stage):
    page = allie.post(CALL, said(stage, due="", offer="tomorrow noon", text=""))
    assert page.status_code == 200
    assert 'value="tomorrow noon"' in page.content.decode()
    assert "not kept yet" not in seen(page)


def test_of_a_request_the_time_that_stands_is_offered_and_kept(allie, stage):
    ticket = stage.asks(stage.zelda, "They come back.")
    stage.answers(ticket, "I look.", due=60)
    assert "My time stands" in seen(allie.get(CALL, {"ticket": ticket.public_id}))
    standing = Ticket.objects.get(pk=ticket.pk).standing
    allie.post(CALL, said(stage, about=ticket.public_id, way="stands", subject=""))
    ticket.refresh_from_db()
    assert ticket.standing == standing
    assert ticket.messages.get(kind="call", way="stands")


def test_a_stranger_to_the_desk_gets_nothing_by_it(mallory, stage):
    ticket = stage.asks(stage.zelda, "They come back.")
    assert mallory.get(CALL, {"ticket": ticket.public_id}).status_code == 404
    assert f"#{ticket.number}" not in seen(mallory.get(CALL, {"person": stage.zelda.public_id}))
    mine = said(stage, about=ticket.public_id, desk=stage.quiet.public_id)
    assert mallory.post(CALL, mine).status_code == 404
    assert mallory.post(CALL, said(stage)).status_code == 404
    assert not ticket.messages.filter(kind="call").exists()


def test_somebody_elses_request_is_not_spoken_about(allie, stage):
    ticket = stage.asks(stage.yusuf, "My label is blank.")
    assert allie.post(CALL, said(stage, about=ticket.public_id)).status_code == 404


def test_a_persons_numbers_are_kept_on_their_page(allie, stage, number):
    where = f"/desk/people/{stage.zelda.public_id}/"
    page = seen(allie.get(where))
    assert "(212) 555-0117" in page
    assert "Yusuf Aydin" in page
    assert "That is no phone number" in seen(allie.post(f"{where}phones/", {"number": "Zelda"}, follow=True))
    allie.post(f"{where}phones/", {"number": "+49 30 1234567"})
    assert "+49 30 1234567" in seen(allie.get(where))
    allie.post(f"{where}phones/drop/", {"number": "+49301234567"})
    assert "+49 30 1234567" not in seen(allie.get(where))


def test_the_ticket_shows_whose_number_it_is(allie, stage, number):
    ticket = stage.asks(stage.zelda, "They come back.")
    page = seen(allie.get(f"/desk/tickets/{ticket.public_id}/"))
    assert "(212) 555-0117" in page
    assert "also: Yusuf Aydin" in page


def test_the_quick_line_is_a_walk_up_that_is_solved(allie, stage):
    page = allie.post(f"{CALL}line/", {"line": "Zelda: printer jam, solved by restart"}, follow=True)
    ticket = Ticket.objects.get()
    assert page.redirect_chain == [(f"/desk/tickets/{ticket.public_id}/", 302)]
    assert (ticket.subject, ticket.requester, ticket.resolution, ticket.resolved_by) == (
        "printer jam",
        stage.zelda,
        "solved",
        stage.allie,
    )
    assert ticket.messages.get(kind="inbound").door == "counter"
    assert ticket.messages.get(kind="call").text == "Solved by restart."


def test_the_quick_line_makes_a_promise(allie, stage):
    page = allie.post(f"{CALL}line/", {"line": "Yusuf label printer blank, ring by 2h"})
    assert page.status_code == 302
    assert (Ticket.objects.get().standing.how, Ticket.objects.get().owner) == ("ring", stage.allie)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Quentin: jam, solved", ["Somebody new", 'value="Quentin"', 'value="jam"', "Jam."]),
        ("a: jam, solved", ["Zelda Marsh", "Yusuf Aydin", "line=a%3A%20jam%2C%20solved"]),
        ("Zelda: a jam and no end", ['value="a jam and no end"', "We spoke: keep it"]),
        ("Zelda: jam, back by never", ["That is not a time I know.", 'value="never"']),
    ],
)
def test_a_line_that_does_not_say_all_is_asked_about_and_not_lost(allie, stage, line, shown):
    page = allie.post(f"{CALL}line/", {"line": line}, follow=True).content.decode()
    assert [words for words in shown if words not in page] == []
    assert not Ticket.objects.exists()
