"""An out-of-office reply moves nothing by itself; what it says of its end is kept, and offered."""

from datetime import date, timedelta

import pytest

from cast import Cast, assemble, clock
from channels.arriving import DESK, arrive, from_zelda
from channels.mails import mail
from heard.letters.render import render
from heard.record import links
from heard.record.access import absence
from heard.record.actions import chase, party, promise, ticket
from heard.record.actions.message import Word
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.chase import Chase
from heard.record.models.event import Event
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]
AWAY = ("Auto-Submitted: auto-replied", "Subject: Out of office")
UNTIL = "I am out of the office and back on Monday, 30 November."


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def waiting(cast: Cast) -> Ticket:
    """Allie waits for Zelda's answer; the next check-in is in two days."""
    made = arrive(from_zelda("Subject: Drones return"), at=clock("9:02")).ticket
    word = Word("Which format?", "waits", question="Which format?")
    promise.say(made, word, by=cast.allie, at=clock("9:30"))
    return Ticket.objects.get(pk=made.pk)


@pytest.fixture
def asked(cast: Cast, waiting: Ticket) -> Chase:
    mira = party.make(name="Mira Maps", address="mira@globex.example", by=cast.allie, at=clock("9:30"))
    return chase.start(waiting, contact=mira, asked="When?", sends=True, by=cast.allie, at=clock("9:40"))


def replies(made: Ticket, text: str, *, sender: str = "Zelda <zelda@northwind.example>") -> Intake:
    """Their mail program answers the last letter of the ticket."""
    letter = Letter.objects.filter(ticket=made, kind="reply").last()
    raw = mail(*AWAY, f"In-Reply-To: <{letter.header_id}>", body=text, sender=sender)
    return arrive(raw, at=clock("9:45"), to=(DESK,))


def test_the_requesters_reply_is_offered_and_moves_nothing(waiting: Ticket) -> None:
    row = replies(waiting, UNTIL)
    assert (row.state, row.machine, row.ticket, row.back_on) == (
        "filed", "out-of-office", waiting, date(2026, 11, 30),
    )  # fmt: skip
    same = Ticket.objects.get(pk=waiting.pk)
    assert (same.promise_id, same.owed_at, same.last_n) == (
        waiting.promise_id,
        waiting.owed_at,
        waiting.last_n,
    )
    said = absence.said_on(same, at=clock("10:00"))
    found = absence.of_requester(same, said)
    assert found and (found.opens_at, found.closes_at) == (clock("9:00", day=7), clock("18:00", day=7))
    assert absence.said_on(same, at=clock("9:00", day=7)) == {}


def test_a_day_on_which_the_desk_is_closed_is_the_next_opening_day(waiting: Ticket) -> None:
    replies(waiting, "I am away until Saturday, 28 November.")
    found = absence.of_requester(waiting, absence.said_on(waiting, at=clock("10:00")))
    assert found and (found.back_on, found.opens_at) == (date(2026, 11, 28), clock("9:00", day=7))


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("I am out of the office.", "Zelda <zelda@northwind.example>"),
        (UNTIL, "Mallory <mallory@elsewhere.example>"),
    ],
)
def test_nothing_is_offered_without_a_day_or_for_somebody_else(
    waiting: Ticket, text: str, sender: str
) -> None:
    replies(waiting, text, sender=sender)
    assert absence.of_requester(waiting, absence.said_on(waiting, at=clock("10:00"))) is None


def test_whoever_writes_again_is_there(cast: Cast, waiting: Ticket) -> None:
    replies(waiting, UNTIL)
    said = Arrival(door="smtp", from_address="zelda@northwind.example", text="CSV, please.")
    ticket.add_reply(waiting, said, requester=waiting.requester, at=clock("9:50"))
    assert absence.of_requester(waiting, absence.said_on(waiting, at=clock("10:00"))) is None


def test_the_next_ping_waits_when_a_person_says_so(cast: Cast, waiting: Ticket, asked: Chase) -> None:
    letter = Letter.objects.get(chase=asked)
    render(letter)
    to = links.chase_address(letter.from_address, asked.pk)
    raw = mail(*AWAY, body=UNTIL, sender="Mira <mira@globex.example>")
    row = arrive(raw, at=clock("9:45"), to=(to,))
    assert (row.state, row.ticket, row.back_on) == ("filed", waiting, date(2026, 11, 30))
    before = Chase.objects.get(pk=asked.pk)
    assert before.ping_at == asked.ping_at and before.heard_at is None
    found = absence.of_party(before, absence.said_on(waiting, at=clock("10:00")))
    assert found
    chase.wait(before, until=found.opens_at, by=cast.allie, at=clock("10:00"))
    assert Chase.objects.get(pk=asked.pk).ping_at == clock("9:00", day=7)
    assert Event.objects.get(kind="chase.waits").agent == cast.allie
    assert absence.of_requester(waiting, absence.said_on(waiting, at=clock("10:00"))) is None, (
        "Zelda is there"
    )


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_ping_waits_only_longer_and_not_for_ever(cast: Cast, asked: Chase, days: int) -> None:
    with pytest.raises(Refused) as refused:
        chase.wait(asked, until=asked.ping_at + timedelta(days=days), by=cast.allie, at=clock("10:00"))
    assert refused.value.field == "until"
