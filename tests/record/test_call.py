"""Calls: "spoke" keeps like a letter, no answer keeps nothing, and who was reached is unreached no longer."""

import pytest

from cast import assemble, clock
from heard.record.actions import call, message
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def cast():
    return assemble()


@pytest.fixture
def ticket(cast):
    return cast.writes(cast.zelda, "They come back.", at=clock("9:02"))


def say(ticket: Ticket, word: Word, *, by, at) -> Message:
    with settled(ticket, at=at) as own:
        said = message.say(own, word, by=by, at=at)
    ticket.refresh_from_db()
    return said


def test_spoke_keeps_and_what_was_agreed_goes_by_letter(cast, ticket):
    word = Word("We agreed to try the old firmware.", "next", clock("14:00"), spoken=True)
    said = say(ticket, word, by=cast.allie, at=clock("9:30"))
    assert (said.kind, said.by_person) == ("call", True)
    kept = ticket.promises.order_by("id")[0]
    assert (kept.outcome, kept.ended_by) == ("kept", said)
    letter = Letter.objects.get(message=said)
    assert (letter.kind, letter.told_due_at) == ("reply", ticket.standing.due_at)
    assert ticket.acknowledged_at == clock("9:30")


def test_without_an_address_what_was_said_is_told_all_the_same(cast, ticket):
    ticket.requester.addresses.all().delete()
    say(ticket, Word("I ring again.", "next", clock("14:00"), spoken=True), by=cast.allie, at=clock("9:30"))
    assert (ticket.standing.told_at, ticket.standing.due_at) == (clock("9:30"), clock("14:00"))
    assert not ticket.letters.filter(kind="reply").exists()


def test_no_answer_keeps_nothing(cast, ticket):
    before = ticket.standing.pk, ticket.owed_at
    call.tried(ticket, by=cast.allie, at=clock("9:30"))
    ticket.refresh_from_db()
    assert (ticket.standing.pk, ticket.owed_at, ticket.acknowledged_at) == (*before, None)
    assert ticket.events.filter(kind="call.tried", agent=cast.allie).count() == 1
    assert not ticket.messages.filter(kind="call").exists()


def test_a_call_reaches_whom_letters_did_not(cast, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(unreached_at=clock("9:10"))
    call.tried(ticket, by=cast.allie, at=clock("9:20"))
    ticket.refresh_from_db()
    assert ticket.unreached_at
    say(ticket, Word("She knows.", "next", clock("14:00"), spoken=True), by=cast.allie, at=clock("9:30"))
    assert ticket.unreached_at is None
