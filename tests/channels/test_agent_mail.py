"""Agents answer by mail: with the address signed for them and proven it goes out as theirs; else it is filed."""

from email import message_from_bytes
from email.utils import parseaddr

import pytest

from cast import assemble, clock
from channels.arriving import DESK, TRUSTED, arrive, from_zelda, signed
from channels.mails import mail
from heard.channels.mail import agent_mail
from heard.letters.alerts import deliver_one
from heard.letters.render import render
from heard.record import links
from heard.record.actions import agent, alert, desk, message
from heard.record.actions import ticket as tickets
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.models.draft import Draft
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ALLIE = "Allie Ames <allie@heard.example>"
PROVEN = f"Authentication-Results: {TRUSTED}; dmarc=pass header.from=heard.example"


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def ticket(cast) -> Ticket:
    return arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket


@pytest.fixture(autouse=True)
def twin(cast, ticket) -> Ticket:
    return arrive(mail("Subject: Labels", sender="Yusuf <yusuf@aegean.example>"), at=clock("9:03")).ticket


@pytest.fixture
def told(cast, ticket) -> Letter:
    """Allie was told about the ticket at half past nine."""
    with settled(ticket, at=clock("9:30")) as own:
        alert.raise_for(own, cast.allie, "warn", at=clock("9:30"))
    assert deliver_one(clock("9:30"))
    return Letter.objects.get(agent=cast.allie)


def where(told: Letter) -> str:
    """Where an answer to the alert goes, as Allie's mail program reads it."""
    return parseaddr(str(message_from_bytes(render(told))["Reply-To"]))[1]


def answer(
    told: Letter, text: str, *headers: str, sender: str = ALLIE, to: str = "", at: str = "9:40"
) -> Intake:
    raw = mail(f"In-Reply-To: <{told.header_id}>", *headers, body=text, sender=sender)
    return arrive(raw, at=clock(at), to=(to or where(told),))


def test_an_answer_with_key_and_proof_is_the_agents_word(cast, ticket, told, twin):
    row = answer(
        told, "I am on it.\n\nback by 2pm\n\nOn Mon, 23 Nov 2026 at 9:30, Heard wrote:\n> Zelda", PROVEN
    )
    assert (row.state, row.ticket, row.reason) == ("reply", ticket, "Allie Ames answered by mail")
    said = row.message
    assert (said.text, said.agent, said.by_person, said.way) == ("I am on it.", cast.allie, True, "next")
    ticket.refresh_from_db()
    assert (ticket.standing.due_at, ticket.standing.agent, ticket.owner) == (
        clock("14:00"),
        cast.allie,
        cast.allie,
    )
    assert ticket.promises.order_by("id").first().outcome == "kept"
    letter = ticket.letters.get(kind="reply")
    assert (letter.to_address, letter.told_due_at) == ("zelda@northwind.example", clock("14:00"))
    assert twin.messages.count() == 1 and twin.promises.count() == 1


def test_the_alert_says_that_it_can_be_answered(told):
    text = render(told).decode()
    assert "back by 2pm" in text and "+a" in where(told)


def test_an_alert_about_several_cannot_be_answered(cast, ticket, twin):
    for one in (ticket, twin):
        with settled(one, at=clock("9:30")) as own:
            alert.raise_for(own, cast.allie, "warn", at=clock("9:30"))
    deliver_one(clock("9:30"))
    mail_of = message_from_bytes(render(Letter.objects.get(agent=cast.allie)))
    assert mail_of["Reply-To"] is None


MALLORY_PROVEN = PROVEN.replace("heard.example;", "heard.example;").replace("from=heard", "from=other")
NOT_TAKEN = {
    "nothing proves it": ([], ALLIE, agent_mail.NOT_PROVEN),
    "it is known to be forged": ([PROVEN.replace("pass", "fail")], ALLIE, agent_mail.NOT_PROVEN),
    "a result of another host": ([PROVEN.replace("mx.heard", "mx.other")], ALLIE, agent_mail.NOT_PROVEN),
    "a colleague has the address": ([PROVEN], "Bob <bob@heard.example>", agent_mail.NOT_PROVEN),
    "a stranger has the address": (
        [MALLORY_PROVEN],
        "Mallory <mallory@other.example>",
        agent_mail.NOT_PROVEN,
    ),
    "her name on another address": (
        [MALLORY_PROVEN],
        '"allie@heard.example" <x@other.example>',
        agent_mail.NOT_PROVEN,
    ),
    "Reply-To names her": (
        [PROVEN, "Reply-To: allie@heard.example"],
        "no-reply@heard.example",
        agent_mail.NOT_PROVEN,
    ),
}


@pytest.mark.parametrize("kind", NOT_TAKEN)
def test_without_proof_it_is_filed_and_moves_nothing(cast, ticket, told, kind):
    headers, sender, reason = NOT_TAKEN[kind]
    before = (Ticket.objects.get(pk=ticket.pk).last_n, Letter.objects.count(), Ticket.objects.count())
    row = answer(told, "It is solved.\n\nsolved", *headers, sender=sender)
    assert (row.state, row.reason) == ("filed", reason)
    assert before == (Ticket.objects.get(pk=ticket.pk).last_n, Letter.objects.count(), Ticket.objects.count())


def test_without_the_signed_address_it_is_filed_not_a_new_request(cast, told):
    count = Ticket.objects.count()
    for to in (DESK, where(told).replace("@", "2@")):
        row = answer(told, f"I am on it. {to}", PROVEN, to=to)
        assert (row.state, row.reason) == ("filed", agent_mail.NO_KEY)
    assert Ticket.objects.count() == count
    row = arrive(mail("Subject: My chair", PROVEN, sender=ALLIE), at=clock("9:50"))
    assert row.state == "ticket", "an agent may ask for something, too"


def test_a_requesters_address_is_no_agents(cast, ticket, told, twin):
    row = answer(told, "solved", PROVEN, to=signed(ticket))
    assert (row.ticket, row.message.verified, row.message.agent) == (ticket, False, None)
    other = links.agent_address(DESK, twin.pk, cast.bob.pk)
    assert answer(told, "Into another.\nsolved", PROVEN, to=other).state == "filed"
    assert twin.messages.count() == 1


def test_who_left_the_desk_or_the_house_says_nothing(cast, ticket, told):
    desk.drop_member(cast.desk, agent=cast.allie, by=cast.carla, at=clock("9:35"))
    assert answer(told, "back by 2pm", PROVEN).reason == agent_mail.NOT_THEIRS
    agent.disable(cast.allie, by=cast.carla, at=clock("9:36"))
    assert answer(told, "Still here.\nback by 2pm", PROVEN).reason == agent_mail.NOT_PROVEN
    assert not ticket.messages.filter(kind="outbound").exists()


REFUSED = {
    "no time": ("I am on it.", "Say when"),
    "a time that is over": ("I am on it.\nback by 8am", "no time that lies ahead"),
    "no time at all": ("I am on it.\nback by soonish", "no time that lies ahead"),
    "closed then": ("I am on it.\nback by 11pm", "closed"),
    "no words": ("back by 2pm", "few words"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_said_is_kept_as_a_draft_and_the_agent_told(cast, ticket, told, kind):
    text, says = REFUSED[kind]
    row = answer(told, text, PROVEN)
    assert (row.state, row.ticket) == ("filed", ticket) and says in row.reason and "draft" in row.reason
    kept = Draft.objects.get(ticket=ticket, agent=cast.allie)
    assert kept.text == ("" if kind == "no words" else "I am on it.") and says in kept.trouble
    assert ticket.alerts.filter(agent=cast.allie, kind="unsent").count() == 1
    assert not ticket.messages.filter(kind="outbound").exists()


def test_what_others_wrote_meanwhile_stops_it(cast, ticket, told):
    arrive(from_zelda(body="It works again, thank you!"), at=clock("9:35"), to=(signed(ticket),))
    row = answer(told, "I am on it.\nback by 2pm", PROVEN)
    assert row.state == "filed" and "meanwhile" in row.reason
    assert Draft.objects.get(ticket=ticket).typed == "2pm"


def test_the_time_stands_when_one_stands(cast, ticket, told):
    with settled(ticket, at=clock("9:20")) as own:
        message.say(own, Word("First.", "next", due_at=clock("15:00")), by=cast.allie, at=clock("9:20"))
    row = answer(told, "The vendor has it.", PROVEN)
    assert (row.state, row.message.way) == ("reply", "stands")
    ticket.refresh_from_db()
    assert ticket.standing.due_at == clock("15:00")


def test_solved_by_mail(cast, ticket, told):
    assert answer(told, "This should be right now.\n\nSolved", PROVEN).message.way == "solves"
    assert not Ticket.objects.get(pk=ticket.pk).is_open


def test_the_same_answer_twice_is_said_once(cast, ticket, told):
    for way in ("a", "b"):
        row = answer(told, "Mine.\nback by 2pm", PROVEN, "Message-ID: <one@heard.example>", f"X-Way: {way}")
    assert (row.state, row.reason) == ("filed", agent_mail.AGAIN)
    assert ticket.messages.filter(kind="outbound").count() == 1


def test_an_out_of_office_of_an_agent_says_nothing(cast, ticket, told):
    row = answer(told, "I am away.\nsolved", PROVEN, "Auto-Submitted: auto-replied", "Subject: Out of office")
    assert row.state == "filed" and Ticket.objects.get(pk=ticket.pk).is_open


def test_a_resolved_ticket_is_answered_by_mail_too(cast, ticket, told):
    tickets.release(ticket, resolution="withdrawn", by=cast.bob, at=clock("9:35"))
    assert answer(told, "One more thing.\nback by 3pm", PROVEN).message.way == "next"
    assert Ticket.objects.get(pk=ticket.pk).is_open


READ = [
    ("Hello\nback by 2pm", ("Hello", "next", "2pm")),
    ("back by: tomorrow noon.\n\nHello\nyou", ("Hello\nyou", "next", "tomorrow noon")),
    ("Hello\n\nI'll be back by fri 15:00", ("Hello", "next", "fri 15:00")),
    ("Hallo\nzurück bis 14 Uhr", ("Hallo", "next", "14 Uhr")),
    ("Done.\nIt is right now.", ("It is right now.", "solves", "")),
    ("Hallo\nErledigt", ("Hallo", "solves", "")),
    ("Hello\nmy time stands", ("Hello", "stands", "")),
    ("Solved problems are good.\nHello", ("Solved problems are good.\nHello", None, "")),
    ("Hello\nBy the way, it rains", ("Hello\nBy the way, it rains", None, "")),
    ("", ("", None, "")),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_what_a_line_of_its_own_says(text, expected):
    assert agent_mail.read(text) == expected
