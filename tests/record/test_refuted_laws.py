"""The laws of refuted ends hold against raw SQL, on whichever database the tests run."""

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast, assemble, clock
from heard.record.actions import outbox, promise
from heard.record.actions.message import Word
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.refuted import Refuted
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

REFUTE = "INSERT INTO record_refuted (promise_id, letter_id, at, says) VALUES (%s, %s, %s, '')"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = cast.writes(cast.zelda, "It comes back.", at=clock("9:02"))
    promise.say(made, Word(text="On it.", way="next", due_at=clock("12:00")), by=cast.allie, at=clock("9:27"))
    return Ticket.objects.get(pk=made.pk)


@pytest.fixture
def letter(ticket: Ticket) -> Letter:
    """The letter with the word that kept the first promise, come back; nothing follows yet."""
    Letter.objects.filter(kind="reply").update(state="returned")
    return Letter.objects.get(kind="reply")


def refused(sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        run(sql, *values)


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def kept(ticket: Ticket) -> Promise:
    return ticket.promises.get(outcome="kept")


def test_the_letter_with_the_word_that_kept_may_refute(ticket, letter):
    run(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))
    assert not Promise.objects.select_related("refuted").get(pk=kept(ticket).pk).is_honoured


def test_no_other_letter_may(cast, ticket, letter):
    receipt = Letter.objects.filter(kind="receipt").first()
    Letter.objects.filter(pk=receipt.pk).update(state="returned")
    refused(REFUTE, kept(ticket).pk, receipt.pk, clock("9:40"))
    other = cast.writes(cast.yusuf, "Blank labels.", at=clock("9:10"))
    promise.say(other, Word(text="Yes.", way="next", due_at=clock("12:00")), by=cast.bob, at=clock("9:30"))
    strange = Letter.objects.get(kind="reply", ticket=other)
    Letter.objects.filter(pk=strange.pk).update(state="returned")
    refused(REFUTE, kept(ticket).pk, strange.pk, clock("9:40"))


@pytest.mark.parametrize("state", ["queued", "sent", "kept", "recalled"])
def test_nor_while_it_has_not_come_back(ticket, letter, state):
    Letter.objects.filter(pk=letter.pk).update(state=state)
    refused(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))


def test_nor_a_copy_of_it(ticket, letter):
    Letter.objects.filter(pk=letter.pk).update(copy="cc")
    refused(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))


def test_an_open_promise_cannot_be_refuted(ticket, letter):
    refused(REFUTE, ticket.promise.pk, letter.pk, clock("9:40"))


def test_a_second_time_neither(ticket, letter):
    run(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))
    refused(REFUTE, kept(ticket).pk, letter.pk, clock("9:41"))


@pytest.mark.parametrize("column", ["at", "says", "promise_id", "letter_id"])
def test_what_was_refuted_never_changes(ticket, letter, column):
    run(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))
    refused(f"UPDATE record_refuted SET {column} = {column}")


def test_nor_is_it_deleted(ticket, letter):
    run(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))
    refused("DELETE FROM record_refuted")
    refused("UPDATE record_promise SET outcome = 'lapsed', ended_at = due_at, ended_by_id = NULL WHERE id = %s",
            kept(ticket).pk)  # fmt: skip


def test_but_with_the_sample_it_goes(ticket, letter):
    run(REFUTE, kept(ticket).pk, letter.pk, clock("9:40"))
    Ticket.objects.filter(pk=ticket.pk).update(sample=True)
    run("DELETE FROM record_refuted")
    assert not Refuted.objects.exists()


def test_the_verb_writes_what_the_law_allows(ticket):
    letter = Letter.objects.get(kind="reply")
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=clock("9:27"))
    assert outbox.returned(letter, says="5.1.1", at=clock("9:40"), is_address=True)
    assert Refuted.objects.get().promise == kept(ticket)
    assert Ticket.objects.get(pk=ticket.pk).promises.filter(outcome=None).count() == 1
