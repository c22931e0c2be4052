"""Where a mail goes: a new ticket, a reply, filed, quarantine; whom it is from, which desk has it."""

import pytest

from cast import assemble, clock
from channels.arriving import DESK, PROVEN, arrive, from_zelda, signed
from channels.mails import mail
from heard.channels.mail.guard import Quarantined
from heard.channels.mail.place import NoDesk, place
from heard.record.actions import intake as intakes
from heard.record.actions.message import Word, say
from heard.record.actions.settle import settled
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


def resolve(cast, ticket: Ticket, at) -> None:
    """Bob writes that it is done."""
    with settled(ticket, at=at) as own:
        say(own, Word("This should be right now.", "solves"), by=cast.bob, at=at)


def test_a_mail_becomes_a_ticket_with_a_receipt(cast):
    row = arrive(from_zelda("Subject: Drones return", "Message-ID: <a@northwind.example>"), at=clock("9:02"))
    assert (row.state, row.desk, row.reason) == ("ticket", cast.desk, "")
    assert (row.from_address, row.subject) == ("zelda@northwind.example", "Drones return")
    assert row.ticket.requester == cast.zelda
    assert row.message.text == "It comes back."
    assert row.ticket.letters.get().kind == Letter.Kind.RECEIPT


def test_somebody_new_is_met_and_written_to_in_their_language(cast):
    body = "Die Drohnen kommen zurück und ich kann das nicht ändern. Bitte helfen Sie mir."
    row = arrive(mail("Subject: Drohnen", body=body, sender="Jörg <joerg@aegean.example>"), at=clock("9:02"))
    assert (row.ticket.requester.name, row.ticket.requester.language) == ("Jörg", "de")
    assert row.ticket.letters.get().language == "de"


def test_who_is_known_keeps_their_language(cast):
    row = arrive(from_zelda(body="Das ist nicht gut und ich kann die Karte nicht sehen."), at=clock("9:02"))
    assert row.ticket.requester.language == ""


@pytest.mark.parametrize(
    ("to", "desk"),
    [
        (("quiet@heard.example",), "Quiet"),
        (("QUIET@heard.example",), "Quiet"),
        (("quiet+anything@heard.example",), "Quiet"),
        (("other@heard.example", "quiet@heard.example"), "Quiet"),
    ],
)
def test_the_desk_is_where_it_was_sent(cast, to, desk):
    row = arrive(from_zelda(), at=clock("9:02"), to=to)
    assert (row.desk.name, row.reason) == (desk, "")


def test_without_an_envelope_the_headers_say_the_desk(cast):
    raw = from_zelda("Cc: quiet@heard.example").replace(b"help@example.com", b"x@example.com")
    assert arrive(raw, at=clock("9:02"), to=()).desk == cast.quiet
    raw = from_zelda("Delivered-To: quiet@heard.example")
    assert arrive(raw, at=clock("9:03"), to=()).desk == cast.quiet


def test_a_mail_for_no_desk_goes_to_the_first_and_says_so(cast):
    row = arrive(from_zelda(), at=clock("9:02"), to=("whoever@heard.example",))
    assert (row.state, row.desk) == ("ticket", cast.desk)
    assert "the first desk" in row.reason


def test_before_there_is_a_desk_a_mail_waits():
    raw = from_zelda()
    row = intakes.keep(raw, door="smtp", at=clock("9:00"))
    with pytest.raises(NoDesk):
        arrive(raw, at=clock("9:00"))
    row.refresh_from_db()
    assert row.state == "received"


def test_placing_twice_changes_nothing(cast):
    row = arrive(from_zelda(), at=clock("9:02"))
    assert place(row.pk, Quarantined("late"), at=clock("9:03")) is False
    row.refresh_from_db()
    assert row.state == "ticket" and Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "header",
    [
        "In-Reply-To: <{letter}>",
        "References: <old@northwind.example> <{letter}>",
        f"{PROVEN}\r\nReferences: <{{mail}}> <x@y.example>",
    ],
)
def test_a_reply_by_message_ids(cast, header):
    ticket = arrive(from_zelda("Message-ID: <a@northwind.example>"), at=clock("9:02")).ticket
    header = header.format(letter=ticket.letters.get().header_id, mail="a@northwind.example")
    row = arrive(from_zelda(header, "Subject: Re: x", body="And again."), at=clock("9:10"))
    assert (row.state, row.ticket, row.message.verified) == ("reply", ticket, True)


def test_a_reply_by_the_signed_address_alone(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    row = arrive(from_zelda("Subject: something else", body="More."), at=clock("9:10"), to=(signed(ticket),))
    assert (row.state, row.ticket, row.message.verified) == ("reply", ticket, True)


def test_an_altered_signed_address_is_a_new_request_to_the_desk(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    address = signed(ticket)
    forged = (
        address.replace("@", "a@") if not address.endswith("a@heard.example") else address.replace("a@", "b@")
    )
    row = arrive(from_zelda(body="More."), at=clock("9:10"), to=(forged,))
    assert (row.state, row.desk) == ("ticket", cast.desk) and row.ticket != ticket


def test_a_stranger_on_the_thread_is_seen_by_agents_only_and_moves_nothing(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    header = f"In-Reply-To: <{ticket.letters.get().header_id}>"
    raw = mail(header, body="Me too!", sender="Mallory <mallory@other.example>")
    for to in ((DESK,), (signed(ticket),)):
        raw += b" Again."
        row = arrive(raw, at=clock("9:10"), to=to)
        assert (row.state, row.ticket, row.message.verified) == ("reply", ticket, False)
        assert "agents" in row.reason
    resolve(cast, ticket, clock("9:20"))
    arrive(raw + b"!", at=clock("9:30"))
    ticket.refresh_from_db()
    assert not ticket.is_open
    assert not ticket.participants.filter(requester__addresses__address="mallory@other.example").exists()


def test_whoever_stands_in_cc_is_not_subscribed(cast):
    ticket = arrive(from_zelda("Cc: yusuf@aegean.example"), at=clock("9:02")).ticket
    assert {one.requester for one in ticket.participants.all()} <= {cast.zelda}
    assert not Letter.objects.filter(to_address="yusuf@aegean.example").exists()


def test_a_reply_reopens_and_after_a_month_it_is_a_new_linked_ticket(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    resolve(cast, ticket, clock("9:20"))
    row = arrive(from_zelda(body="Not yet."), at=clock("9:30"), to=(signed(ticket),))
    ticket.refresh_from_db()
    assert row.state == "reply" and ticket.is_open
    resolve(cast, ticket, clock("9:40"))
    row = arrive(from_zelda(body="It is back."), at=clock("9:00", day=45), to=(signed(ticket),))
    assert (row.state, row.ticket.continues) == ("ticket", ticket)


MACHINES = [
    ("out-of-office", ["Auto-Submitted: auto-replied", "Subject: Out of Office: x"]),
    ("auto-reply", ["Auto-Submitted: auto-generated"]),
    ("list", ["List-Id: <news.example.com>"]),
    ("bulk", ["Precedence: bulk"]),
]


@pytest.mark.parametrize(("kind", "headers"), MACHINES)
def test_machines_are_filed_and_move_nothing(cast, kind, headers):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    resolve(cast, ticket, clock("9:20"))
    letters, messages = Letter.objects.count(), Message.objects.count()
    header = f"In-Reply-To: <{ticket.letters.first().header_id}>"
    row = arrive(from_zelda(header, *headers), at=clock("9:30"))
    assert (row.state, row.machine, row.ticket) == ("filed", kind, ticket)
    ticket.refresh_from_db()
    assert not ticket.is_open
    assert (Letter.objects.count(), Message.objects.count()) == (letters, messages)


def test_a_new_mail_of_a_machine_makes_no_ticket(cast):
    row = arrive(from_zelda("Auto-Submitted: auto-generated"), at=clock("9:02"))
    assert (row.state, row.ticket, row.desk) == ("filed", None, cast.desk)
    assert not Ticket.objects.exists()


def test_a_bounce_is_filed_with_its_addresses_beside_the_ticket(cast):
    ticket = arrive(from_zelda(), at=clock("9:02")).ticket
    body = f"<zelda@northwind.example>: 550 5.1.1 no such user\n\nMessage-ID: <{ticket.letters.get().header_id}>\n"
    raw = mail("Subject: Undelivered mail", body=body, sender="MAILER-DAEMON@northwind.example")
    row = arrive(raw, at=clock("9:10"))
    assert (row.state, row.machine, row.ticket) == ("filed", "bounce", ticket)
    assert "zelda@northwind.example 5.1.1" in row.reason


def test_a_desk_that_is_a_mailing_list_hears_persons(cast):
    list_headers = ("List-Id: <support.heard.example>", "Precedence: list")
    row = arrive(from_zelda(*list_headers, f"List-Post: <mailto:{DESK}>"), at=clock("9:02"))
    assert row.state == "ticket"
    row = arrive(from_zelda(*list_headers, "List-Post: <mailto:other@example.com>"), at=clock("9:03"))
    assert row.state == "filed"


def test_our_own_mail_coming_back_starts_no_loop(cast):
    row = arrive(mail("Subject: x", sender=f"Support <{DESK}>"), at=clock("9:02"))
    assert (row.state, row.reason) == ("filed", "it comes from a desk's own address")
    ticket = arrive(from_zelda(), at=clock("9:03")).ticket
    row = arrive(from_zelda(f"Message-ID: <{ticket.letters.get().header_id}>"), at=clock("9:04"))
    assert (row.state, row.reason) == ("filed", "our own letter came back")


def test_the_same_mail_makes_no_second_ticket(cast):
    raw = from_zelda("Message-ID: <a@northwind.example>", "Subject: Drones return")
    first = arrive(raw, at=clock("9:02"))
    for again in (raw, b"Received: over another way\r\n" + raw):
        row = arrive(again, at=clock("9:03"))
        assert (row.state, row.reason) == ("filed", "the same mail came before")
    assert list(Ticket.objects.all()) == [first.ticket]


def test_another_mail_with_the_same_id_is_not_lost(cast):
    arrive(from_zelda("Message-ID: <a@northwind.example>"), at=clock("9:02"))
    row = arrive(from_zelda("Message-ID: <a@northwind.example>", body="Something new."), at=clock("9:03"))
    assert row.state == "ticket"


def test_a_mail_that_failed_before_is_no_copy(cast):
    raw = from_zelda("Message-ID: <a@northwind.example>")
    waiting = intakes.keep(raw, door="smtp", at=clock("9:01"))
    assert arrive(raw, at=clock("9:02")).state == "ticket"
    waiting.refresh_from_db()
    assert waiting.state == "received"


@pytest.mark.parametrize("sender", ['"', "nobody", "zelda@", "a" * 300 + "@example.com"])
def test_without_a_sender_it_is_quarantined_and_says_why(cast, sender):
    row = arrive(mail(sender=sender), at=clock("9:02"), sender="x@northwind.example")
    assert (row.state, row.ticket) == ("quarantined", None)
    assert "no sender" in row.reason


def test_a_quarantined_mail_says_why(cast):
    row = intakes.keep(b"", door="smtp", at=clock("9:01"))
    place(row.pk, Quarantined("the mail is empty"), at=clock("9:02"))
    row.refresh_from_db()
    assert (row.state, row.reason, row.settled_at) == ("quarantined", "the mail is empty", clock("9:02"))
