"""Which desk gets a mail, and one mail to two desks: a ticket each, linked, one receipt, in any order, by any door."""

from itertools import permutations

import pytest

from cast import assemble, clock
from channels.arriving import DESK, PROVEN, arrive, from_zelda, signed
from channels.mails import mail
from heard.record.actions import desk as desks
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
QUIET = "quiet@heard.example"
OTHER = "whoever@elsewhere.example"


@pytest.fixture
def cast():
    return assemble()


def to(*lines: str, body: str = "It comes back.") -> bytes:
    """A mail from Zelda whose headers name whom these lines say, and no others."""
    return from_zelda(*lines, body=body).replace(b"To: help@example.com\r\n", b"")


WHERE = [
    # envelope, headers, the desks
    ((QUIET,), (f"To: {DESK}",), ["Quiet"]),
    ((DESK, QUIET), (f"To: {OTHER}",), ["Support", "Quiet"]),
    ((OTHER,), (f"Delivered-To: {QUIET}", f"To: {DESK}"), ["Quiet"]),
    ((), (f"X-Original-To: {QUIET}", f"To: {DESK}"), ["Quiet"]),
    ((), (f"To: {QUIET}", f"Cc: {OTHER}"), ["Quiet"]),
    ((), (f"To: {OTHER}", f"Cc: {QUIET}"), ["Quiet"]),
    ((), (f"To: {QUIET}", f"Cc: {DESK}"), ["Quiet", "Support"]),
    ((OTHER,), (f"To: Team <{DESK.upper()}>, {QUIET}",), ["Support", "Quiet"]),
    (("quiet+shop@heard.example", "quiet+desk@heard.example"), (), ["Quiet"]),
    ((DESK, "support+x@heard.example"), (), ["Support"]),
    ((OTHER,), (f"To: {OTHER}", f"Bcc: {QUIET}"), ["Support"]),
]


@pytest.mark.parametrize(("envelope", "headers", "expected"), WHERE)
def test_the_desks_a_mail_is_for(cast, envelope, headers, expected):
    arrive(to(*headers), at=clock("9:02"), to=envelope)
    made = Ticket.objects.order_by("id")
    assert [one.desk.name for one in made] == expected
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert [one.linked_to for one in made] == [None] + [made[0]] * (len(made) - 1)


def test_the_default_desk_says_that_nobody_named_it(cast):
    row = arrive(to(f"To: {OTHER}"), at=clock("9:02"), to=(OTHER,))
    assert "first desk" in row.reason
    assert row.ticket.events.filter(kind="ticket.unaddressed").exists()
    assert (
        not arrive(to(f"To: {DESK}", body="x"), at=clock("9:03"))
        .ticket.events.filter(kind="ticket.unaddressed")
        .exists()
    )


RAW = {
    "by envelope": (f"To: {DESK}", f"Cc: {QUIET}"),
    "by header": (f"To: {DESK}, {QUIET}",),
}
COPIES = {
    "support": (DESK,),
    "quiet": (QUIET,),
    "both": (DESK, QUIET),
    "unknown": (),
}


@pytest.mark.parametrize("order", list(permutations(COPIES, 2)) + list(permutations(COPIES, 3)), ids="-".join)
@pytest.mark.parametrize("message_id", ["Message-ID: <one@northwind.example>", ""], ids=["id", "no id"])
def test_copies_of_one_mail_make_one_ticket_on_each_desk(cast, order, message_id):
    lines = filter(None, (f"To: {DESK}", f"Cc: {QUIET}", message_id))
    raw = to(*lines)
    for number, name in enumerate(order):
        # Each way adds lines of its own on top; without a Message-ID only the same bytes are the same mail.
        way = f"Received: by way of {name}\r\n".encode() if message_id else b""
        arrive(way + raw, at=clock(f"9:0{number + 2}"), to=COPIES[name])
    wanted = {"both": {"Support", "Quiet"}, "unknown": {"Support", "Quiet"}, "support": {"Support"}}
    desks = set[str]().union(*(wanted.get(name, {"Quiet"}) for name in order))
    made = Ticket.objects.order_by("id")
    assert sorted(one.desk.name for one in made) == sorted(desks)
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert [one.linked_to for one in made] == [None] + [made[0]] * (len(made) - 1)
    assert not Intake.objects.filter(state="received").exists()
    silent = [one for one in made if not one.letters.exists()]
    assert all(one.promise.told_at is None for one in silent)


def test_another_mail_beside_it_has_its_own_receipt(cast):
    arrive(to("Message-ID: <one@northwind.example>"), at=clock("9:02"), to=(DESK,))
    row = arrive(
        mail(
            "Message-ID: <one@northwind.example>",
            body="It comes back.",
            sender="Yusuf <yusuf@aegean.example>",
        ),
        at=clock("9:03"),
        to=(QUIET,),
    )
    assert row.ticket.linked_to is None and row.ticket.letters.filter(kind="receipt").exists()


@pytest.mark.parametrize("order", list(permutations((0, 1, 2), 2)))
def test_an_answer_to_one_desk_with_another_in_copy(cast, order):
    """In the thread of the one, a new ticket on the other, whichever copy comes first."""
    ticket = arrive(to(f"To: {DESK}", "Message-ID: <a@northwind.example>"), at=clock("9:02")).ticket
    letter = ticket.letters.get().header_id
    answer = to(
        f"To: {signed(ticket)}",
        f"Cc: {QUIET}",
        f"In-Reply-To: <{letter}>",
        "Message-ID: <b@northwind.example>",
        body="And this.",
    )
    copies = [(signed(ticket),), (QUIET,), (signed(ticket), QUIET)]
    for number in order:
        arrive(answer, at=clock(f"9:1{number}"), to=copies[number])
    beside = Ticket.objects.get(desk=cast.quiet)
    assert beside.linked_to == ticket
    assert [one.text for one in ticket.messages.order_by("n")] == ["It comes back.", "And this."]
    assert [one.text for one in beside.messages.all()] == ["And this."]


def test_an_answer_to_all_goes_on_each_of_two_linked_tickets(cast):
    arrive(to("Message-ID: <a@northwind.example>"), at=clock("9:02"), to=(DESK, QUIET))
    first, second = Ticket.objects.order_by("id")
    again = to(PROVEN, "In-Reply-To: <a@northwind.example>", body="And this.")
    arrive(again, at=clock("9:10"), to=(signed(first), QUIET))
    assert [one.messages.count() for one in (first, second)] == [2, 2]
    assert Ticket.objects.count() == 2


def test_one_desk_with_two_addresses_is_one_desk(cast):
    desks.add_address(cast.desk, address="help@heard.example", by=cast.carla, at=clock("8:30"))
    arrive(to(), at=clock("9:02"), to=(DESK, "help@heard.example"))
    assert Ticket.objects.count() == 1


def test_a_mail_nobody_may_answer_makes_nothing_on_either(cast):
    arrive(to("Auto-Submitted: auto-replied"), at=clock("9:02"), to=(DESK, QUIET))
    assert not Ticket.objects.exists() and Intake.objects.get().state == "filed"
