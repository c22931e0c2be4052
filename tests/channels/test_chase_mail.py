"""A party's mail, as real bytes: it lands on the chase; it is never a ticket and never reaches the requester."""

from email import message_from_bytes
from email.utils import parseaddr

import pytest

from cast import Cast, assemble, clock
from channels.arriving import DESK, TRUSTED, arrive, from_zelda
from channels.mails import mail
from heard.letters.render import render
from heard.record import links
from heard.record.actions import chase, outbox, party
from heard.record.models.alert import Alert
from heard.record.models.chase import Chase, Ping
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MIRA = "Mira Maps <mira@globex.example>"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    return arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket


@pytest.fixture
def asked(cast: Cast, ticket: Ticket) -> Chase:
    mira = party.make(name="Mira Maps", address="mira@globex.example", by=cast.allie, at=clock("9:30"))
    return chase.start(ticket, contact=mira, asked="When?", sends=True, by=cast.allie, at=clock("9:40"))


@pytest.fixture(autouse=True)
def _nothing_for_the_requester(ticket: Ticket):
    """Whatever arrives here: no ticket more, no word more on the ticket, no letter more to the requester."""
    before = Message.objects.count(), Letter.objects.filter(requester__isnull=False).count()
    yield
    assert Ticket.objects.count() == 1
    assert (Message.objects.count(), Letter.objects.filter(requester__isnull=False).count()) == before


def where(asked: Chase) -> str:
    """Where an answer goes, as the party's mail program reads it."""
    letter = Letter.objects.filter(chase=asked).last()
    return parseaddr(str(message_from_bytes(render(letter))["Reply-To"]))[1]


def answer(
    asked: Chase, text: str, *headers: str, sender: str = MIRA, to: str = "", at: str = "9:50"
) -> Intake:
    return arrive(mail(*headers, body=text, sender=sender), at=clock(at), to=(to or where(asked),))


def fresh(asked: Chase) -> Chase:
    return Chase.objects.get(pk=asked.pk)


def test_an_answer_lands_on_the_chase_and_moves_the_next_ping(asked: Chase, ticket: Ticket) -> None:
    row = answer(asked, "On Tuesday.\n\nOn Mon, 23 Nov 2026 at 10:00, Allie wrote:\n> When?")
    assert (row.state, row.ticket, row.message) == ("reply", ticket, None)
    word = asked.words.get(kind="answer")
    assert (word.text, word.address, word.name, word.intake) == (
        "On Tuesday.", "mira@globex.example", "Mira Maps", row,
    )  # fmt: skip
    assert (fresh(asked).heard_at, fresh(asked).ping_at) == (clock("9:50"), clock("9:50", day=2))
    assert Alert.objects.filter(kind="loop").count() == 1


def test_the_thread_alone_leads_there_too(asked: Chase) -> None:
    """A mail program that answers to From, and not to Reply-To."""
    letter = Letter.objects.get(chase=asked)
    row = answer(asked, "Tuesday.", f"In-Reply-To: <{letter.header_id}>", to=DESK)
    assert row.state == "reply" and fresh(asked).heard_at == clock("9:50")


def test_the_next_ping_answers_their_mail(cast: Cast, asked: Chase) -> None:
    answer(asked, "Tuesday.", "Message-ID: <their-first@globex.example>")
    chase.ping(asked, text="Thanks. And the river?", by=cast.allie, at=clock("9:58"))
    second = Letter.objects.filter(chase=asked).last()
    assert second.facts["in_reply_to"] == "their-first@globex.example"


def test_the_same_mail_by_two_ways_is_one_answer(asked: Chase) -> None:
    answer(asked, "Tuesday.", "Message-ID: <once@globex.example>")
    again = answer(asked, "Tuesday.", "Message-ID: <once@globex.example>", at="9:55")
    assert again.state == "filed" and asked.words.filter(kind="answer").count() == 1


@pytest.mark.parametrize(
    ("sender", "headers"),
    [
        ("Somebody <support@globex.example>", ()),
        ("Mallory <mallory@elsewhere.example>", ()),
        (MIRA, (f"Authentication-Results: {TRUSTED}; dmarc=fail header.from=globex.example",)),
    ],
)
def test_an_unknown_sender_is_shown_and_moves_nothing(
    asked: Chase, sender: str, headers: tuple[str, ...]
) -> None:
    before = fresh(asked)
    row = answer(asked, "Stop asking.", *headers, sender=sender)
    assert row.state == "filed" and "unknown" in row.reason
    word = asked.words.get(kind="answer")
    assert (word.text, word.counted_at) == ("Stop asking.", None)
    after = fresh(asked)
    assert (after.heard_at, after.ping_at, after.answered_at) == (None, before.ping_at, None)
    assert not Alert.objects.filter(kind="loop").exists()


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied", "X-Auto-Response-Suppress: All\nX-Autoreply: yes"]
)
def test_a_machine_moves_nothing(asked: Chase, header: str) -> None:
    row = answer(asked, "I am away.", *header.split("\n"))
    assert row.state == "filed" and row.ticket == asked.ticket
    assert not asked.words.filter(kind="answer").exists()


def test_a_forged_chase_address_is_nothing(asked: Chase, ticket: Ticket) -> None:
    wrong = where(asked).replace("+c", "+caa")
    assert links.read_chase_address(wrong) is None
    assert not Ping.objects.filter(kind="answer").exists()


def test_the_requester_who_learns_the_address_stays_outside(asked: Chase) -> None:
    """Zelda writes to the chase's address: shown to agents there, nothing moves, nothing is told to anybody."""
    row = answer(asked, "What is this?", sender="Zelda <zelda@northwind.example>")
    assert row.state == "filed" and asked.words.get(kind="answer").counted_at is None


def test_a_ping_that_comes_back_tells_the_owner(asked: Chase) -> None:
    letter = Letter.objects.get(chase=asked)
    outbox.sent(letter, at=clock("9:41"))
    outbox.returned(letter, says="5.1.1 no such person", at=clock("9:45"), is_address=True)
    assert list(Alert.objects.values_list("kind", flat=True)) == ["unasked"]
    assert Ticket.objects.get().unreached_at is None


def test_a_colleague_answers_by_mail(cast: Cast, ticket: Ticket) -> None:
    asked = chase.start(ticket, colleague=cast.mallory, asked="Seen this?", by=cast.allie, at=clock("9:40"))
    row = answer(asked, "Yes, last week.", sender="Mallory <mallory@heard.example>")
    assert row.state == "reply"
    word = asked.words.get(kind="answer")
    assert (word.agent, word.text) == (cast.mallory, "Yes, last week.")


def test_an_answer_on_a_resolved_ticket_opens_nothing(cast: Cast, asked: Chase) -> None:
    Ticket.objects.update(promise=None, resolved_at=clock("9:45"), resolution="withdrawn")
    answer(asked, "Tuesday.")
    assert Ticket.objects.get().resolved_at and fresh(asked).heard_at == clock("9:50")
