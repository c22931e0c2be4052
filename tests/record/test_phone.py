"""Phone numbers: typed in any way, found in one form; shared ones say so; calls bring their people along."""

from dataclasses import replace

import pytest

from cast import assemble, clock
from heard.followup.tick import tick
from heard.record.actions import call, field, phone
from heard.record.actions import requester as requesters
from heard.record.actions.call import Asked, Caller
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.phones import NotANumber, country_of, normal, people_of, said

NORMAL = [
    ("030 1234567", "DE", "+49301234567"),
    ("0171/123 45 67", "DE", "+491711234567"),
    ("+49 (30) 1234567", "", "+49301234567"),
    ("0049 30 1234567", "DE", "+49301234567"),
    ("(212) 555-0117", "US", "+12125550117"),
    ("+1 212 555 0117", "DE", "+12125550117"),
    ("4711", "DE", "4711"),
    ("4 71-1", "US", "4711"),
]
NONE = [("", "DE"), ("Zelda", "DE"), ("030 1234567", ""), ("+49", "DE"), ("1" * 64, "US"), ("0", "DE")]


@pytest.mark.parametrize(("typed", "country", "number"), NORMAL)
def test_a_number_has_one_form(typed, country, number):
    assert normal(typed, country=country) == number


@pytest.mark.parametrize(("typed", "country"), NONE)
def test_what_is_no_number_is_refused(typed, country):
    with pytest.raises(NotANumber):
        normal(typed, country=country)


@pytest.mark.parametrize(
    ("number", "country", "words"),
    [
        ("+12125550117", "US", "(212) 555-0117"),
        ("+12125550117", "DE", "+1 212-555-0117"),
        ("+49301234567", "", "+49 30 1234567"),
        ("4711", "DE", "4711"),
    ],
)
def test_a_number_is_said_as_it_is_dialled(number, country, words):
    assert said(number, country=country) == words


@pytest.fixture
def cast(db):
    return assemble()


pytestmark = pytest.mark.database
NUMBER = "+12125550117"


def test_a_desk_without_a_country_takes_that_of_its_zone(cast):
    assert country_of(cast.desk) == "US"
    cast.desk.country = "DE"
    assert country_of(cast.desk) == "DE"
    cast.desk.country, cast.desk.zone = "", "UTC"
    assert country_of(cast.desk) == ""


def test_several_numbers_of_one_and_one_of_several(cast):
    for person, number in ((cast.zelda, NUMBER), (cast.zelda, "4711"), (cast.yusuf, "4711")):
        phone.add(person, number=number, by=cast.allie, at=clock("9:00"))
    assert people_of(NUMBER) == [cast.zelda]
    assert people_of("4711") == [cast.zelda, cast.yusuf]
    phone.add(cast.zelda, number=NUMBER, by=cast.allie, at=clock("9:01"))
    assert cast.zelda.phones.count() == 2
    phone.drop(cast.zelda.phones.get(number="4711"), by=cast.allie, at=clock("9:02"))
    assert people_of("4711") == [cast.yusuf]


def test_one_person_with_two_histories_is_found_once(cast):
    phone.add(cast.zelda, number=NUMBER, by=cast.allie, at=clock("9:00"))
    phone.add(cast.yusuf, number=NUMBER, by=cast.allie, at=clock("9:00"))
    requesters.merge(cast.yusuf, into=cast.zelda, by=cast.allie, at=clock("9:01"))
    assert people_of(NUMBER) == [cast.zelda]


def test_who_rings_from_a_number_of_two_is_taken_for_neither(cast):
    phone.add(cast.zelda, number="4711", by=cast.allie, at=clock("9:00"))
    assert phone.meet("4711", at=clock("9:01")) == (cast.zelda, True)
    phone.add(cast.yusuf, number="4711", by=cast.allie, at=clock("9:02"))
    nobody, known = phone.meet("4711", name="Zelda Marsh", at=clock("9:03"))
    assert (nobody.name, bool(nobody.shared_at), known, str(nobody)) == ("", True, False, "4711")
    assert phone.meet("4711", at=clock("9:04")) == (nobody, True)


def take(cast, caller: Caller, word: Word, *, asked: Asked | None = None, at="9:30") -> Ticket:
    asked = asked or Asked("phone", subject="Printer jam", once="a" * 32)
    return call.take(caller, asked, word, desk=cast.desk, by=cast.allie, at=clock(at))


RING = Word("I look at the tray.", "next", clock("14:00"), how="ring", spoken=True)
SOLVED = Word("Solved by restart.", "solves", spoken=True)


def test_a_call_is_heard_answered_and_promised_in_one(cast):
    ticket = take(cast, Caller(cast.zelda, number="(212) 555-0117"), RING)
    promise = ticket.promises.order_by("id").last()
    assert (promise.how, promise.due_at, promise.agent, promise.told_at) == (
        "ring",
        clock("14:00"),
        cast.allie,
        clock("9:30"),
    )
    ticket.refresh_from_db()
    assert (ticket.opened_at, ticket.acknowledged_at, ticket.owner) == (
        clock("9:30"),
        clock("9:30"),
        cast.allie,
    )
    assert ticket.promises.order_by("id")[0].outcome == "kept"
    assert [each.kind for each in Letter.objects.filter(ticket=ticket)] == ["reply"]
    assert people_of(NUMBER) == [cast.zelda]
    arrival = Intake.objects.get(ticket=ticket)
    assert (arrival.door, arrival.state) == ("phone", "ticket")
    assert ticket.messages.get(kind="inbound").door == "phone"


@pytest.mark.parametrize(("how", "then"), [("ring", "ring"), ("come", "write"), ("write", "write")])
def test_who_was_to_be_rung_is_rung_after_a_miss(cast, how, then):
    ticket = take(cast, Caller(cast.zelda), replace(RING, how=how))
    tick(clock("14:01"))
    missed, repair = ticket.promises.order_by("-id")[1], ticket.promises.order_by("-id")[0]
    assert (missed.how, missed.outcome, repair.kind, repair.how) == (how, "lapsed", "repair", then)


def test_solved_while_they_spoke(cast):
    ticket = take(cast, Caller(cast.zelda), SOLVED)
    ticket.refresh_from_db()
    assert (ticket.is_open, ticket.resolution, ticket.resolved_by) == (False, "solved", cast.allie)


def test_a_call_that_solves_is_told_what_the_desk_wants_to_know_first(cast):
    field.make(
        cast.desk, name="serial", kind="text", label="Serial", required=True, by=cast.carla, at=clock("9:00")
    )
    with pytest.raises(Refused) as refused:
        take(cast, Caller(cast.zelda), SOLVED)
    assert (refused.value.code, refused.value.field) == ("fields", "way")
    assert "Serial" in refused.value.says and "by when you get back" in refused.value.says
    assert take(cast, Caller(cast.zelda), RING).is_open


def test_somebody_of_whom_only_the_name_is_known_gets_no_letter(cast):
    ticket = take(cast, Caller(name="Nadia"), RING)
    assert (str(ticket.requester), ticket.requester.address) == ("Nadia", "")
    assert not Letter.objects.filter(ticket=ticket).exists()


def test_pressed_twice_it_is_one_call_and_another_is_another(cast):
    first = take(cast, Caller(name="Nadia"), RING)
    again = take(cast, Caller(name="Nadia"), RING, at="9:31")
    other = take(cast, Caller(name="Nadia"), RING, asked=Asked("phone", "Printer jam", once="b" * 32))
    assert (first, first == other) == (again, False)
    assert Requester.objects.filter(name="Nadia").count() == 2
    assert first.messages.filter(kind="call").count() == 1


@pytest.mark.parametrize(
    ("caller", "asked", "word", "field"),
    [
        (Caller(), Asked("phone", "Jam"), RING, "name"),
        (Caller(name="N", number="not one"), Asked("phone", "Jam"), RING, "number"),
        (Caller(name="N", address="nobody"), Asked("phone", "Jam"), RING, "address"),
        (Caller(name="N"), Asked("phone"), RING, "subject"),
        (Caller(name="N"), Asked("phone", "Jam"), Word("", "solves", spoken=True), "text"),
        (Caller(name="N"), Asked("phone", "Jam"), Word("Soon.", "next", clock("3:00", day=1)), "due_at"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, caller, asked, word, field):
    people = Requester.objects.count()
    with pytest.raises(Refused) as refused:
        take(cast, caller, word, asked=asked)
    assert refused.value.field == field
    assert (Ticket.objects.count(), Requester.objects.count(), Intake.objects.count()) == (0, people, 0)


def test_what_they_said_about_a_request_that_is_there_goes_on_it(cast):
    ticket = cast.writes(cast.zelda, "They come back.", at=clock("9:02"))
    asked = Asked("counter", said="Only the red ones.")
    text, restating = "Only the red ones return.\n\nI look.", "Only the red ones return."
    word = Word(text, "next", clock("14:00"), restating=restating, said_yes=True, spoken=True)
    call.spoke(ticket, asked, word, caller=Caller(cast.zelda), by=cast.allie, at=clock("9:30"))
    call.spoke(ticket, asked, word, caller=Caller(cast.zelda), by=cast.allie, at=clock("9:30"))
    kinds = list(ticket.messages.order_by("n").values_list("kind", "door"))
    assert kinds == [("inbound", "smtp"), ("inbound", "counter"), ("call", "")]
    restated = ticket.restatements.get()
    assert (restated.answer, restated.read_by) == ("yes", cast.allie)
    letter = Letter.objects.get(ticket=ticket, kind="reply")
    assert letter.facts["restating"] == ""
    assert ticket.messages.filter(settled_at=None, kind="inbound").count() == 0
