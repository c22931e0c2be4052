"""The laws hold against raw SQL, on whichever database the tests run. Each refusal has a twin that passes."""

from collections.abc import Callable, Iterator

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cast import Cast, assemble, clock
from heard.record import laws
from heard.record.actions import promise, restatement
from heard.record.actions.message import Word
from heard.record.actor import Robot
from heard.record.ids import new_public_id
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db(transaction=True)

Run = Callable[..., None]


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def ticket(cast: Cast) -> Ticket:
    made = cast.writes(cast.zelda, "The drone circles and comes back.", at=clock("9:02"))
    promise.say(made, Word(text="On it.", way="next", due_at=clock("12:00")), by=cast.allie, at=clock("9:27"))
    return Ticket.objects.get(pk=made.pk)


@pytest.fixture
def other(cast: Cast) -> Ticket:
    return Ticket.objects.get(pk=cast.writes(cast.yusuf, "Labels print blank.", at=clock("9:10")).pk)


@pytest.fixture
def refused() -> Run:
    """Run statements in one transaction and commit; the database must refuse them, now or at commit."""

    def run(*statements: tuple[str, list[object]]) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            _execute(*statements)

    return run


@pytest.fixture
def whole(transactional_db: None) -> Iterator[None]:
    """After every attempt each open ticket still has exactly one open promise."""
    yield
    for ticket in Ticket.objects.all():
        assert Promise.objects.filter(ticket=ticket, outcome=None).count() == (1 if ticket.is_open else 0)


def _execute(*statements: tuple[str, list[object]]) -> None:
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)


def _new_promise(ticket: int, *, kind: str = "word", outcome: str | None = None) -> tuple[str, list[object]]:
    return (
        "INSERT INTO record_promise (public_id, ticket_id, kind, how, made_at, due_at, event, agreed, words,"
        " zone, calendar_version, misses, question, step, outcome)"
        " VALUES (%s, %s, %s, 'write', %s, %s, '', '', '', '', '', 0, '', 0, %s)",
        [new_public_id(), ticket, kind, clock("10:00"), clock("15:00"), outcome],
    )


@pytest.mark.usefixtures("whole")
class TestLaw1:
    """An open ticket has exactly one open promise."""

    def test_the_open_promise_cannot_just_end(self, ticket: Ticket, refused: Run) -> None:
        refused(
            ("UPDATE record_promise SET outcome = 'released', ended_at = %s WHERE id = %s",
             [clock("11:00"), ticket.promise.pk])
        )  # fmt: skip

    def test_it_cannot_be_deleted(self, ticket: Ticket, refused: Run) -> None:
        refused(("DELETE FROM record_promise WHERE id = %s", [ticket.promise.pk]))

    def test_nor_deleted_on_a_sample_ticket_that_stays_open(self, ticket: Ticket, refused: Run) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(sample=True)
        Letter.objects.all().delete()
        refused(("DELETE FROM record_promise WHERE id = %s", [ticket.promise.pk]))

    def test_a_second_cannot_be_opened(self, ticket: Ticket, refused: Run) -> None:
        refused(_new_promise(ticket.pk))

    def test_it_cannot_move_to_another_ticket(self, ticket: Ticket, other: Ticket, refused: Run) -> None:
        refused(
            ("UPDATE record_promise SET ticket_id = %s WHERE id = %s", [other.pk, ticket.promise.pk])
        )  # fmt: skip

    def test_a_ticket_cannot_point_at_anothers(self, ticket: Ticket, other: Ticket, refused: Run) -> None:
        refused(("UPDATE record_ticket SET promise_id = %s WHERE id = %s", [other.pk, ticket.pk]))

    def test_an_open_ticket_cannot_let_go_of_it(self, ticket: Ticket, refused: Run) -> None:
        refused(("UPDATE record_ticket SET promise_id = NULL WHERE id = %s", [ticket.pk]))

    def test_a_resolved_ticket_cannot_open_without_one(
        self, cast: Cast, ticket: Ticket, refused: Run
    ) -> None:
        promise.say(ticket, Word(text="Done.", way="solves"), by=cast.allie, at=clock("10:00"))
        opened = "UPDATE record_ticket SET resolved_at = NULL, resolution = ''{} WHERE id = %s"
        refused((opened.format(""), [ticket.pk]))
        refused((opened.format(", promise_id = id"), [ticket.pk]))

    def test_ending_and_opening_in_one_transaction_passes(self, ticket: Ticket) -> None:
        with transaction.atomic():
            _execute(
                ("UPDATE record_promise SET outcome = 'released', ended_at = %s WHERE id = %s",
                 [clock("11:00"), ticket.promise.pk]),
                _new_promise(ticket.pk),
            )  # fmt: skip
        assert ticket.promises.count() == 3


class TestToldIsFixed:
    """What was promised never changes, and its end is written once."""

    @pytest.mark.parametrize(
        ("column", "value"),
        [("due_at", clock("17:00")), ("made_at", clock("8:00")), ("words", "later"), ("zone", "UTC"),
         ("misses", 3), ("agent_id", None), ("kind", "repair"), ("told_at", None)],
    )  # fmt: skip
    def test_no_column_moves(self, ticket: Ticket, refused: Run, column: str, value: object) -> None:
        refused((f"UPDATE record_promise SET {column} = %s WHERE id = %s", [value, ticket.promise.pk]))

    def test_an_end_is_final(self, ticket: Ticket, refused: Run) -> None:
        first = ticket.promises.get(kind="first")
        refused(
            ("UPDATE record_promise SET outcome = 'released', ended_by_id = NULL WHERE id = %s", [first.pk])
        )
        refused(("UPDATE record_promise SET ended_at = %s WHERE id = %s", [clock("9:03"), first.pk]))
        refused(("UPDATE record_promise SET outcome = NULL, ended_by_id = NULL WHERE id = %s", [first.pk]))

    def test_untold_can_be_told_once(self, other: Ticket) -> None:
        with transaction.atomic():
            _execute(
                ("UPDATE record_promise SET outcome = 'released', ended_at = %s WHERE id = %s",
                 [clock("11:00"), other.promise.pk]),
                _new_promise(other.pk),
                ("UPDATE record_promise SET told_at = %s WHERE ticket_id = %s AND outcome IS NULL",
                 [clock("11:00"), other.pk]),
            )  # fmt: skip
        assert other.promises.get(outcome=None).told_at == clock("11:00")


class TestLaw3:
    """Only people keep promises."""

    END = "UPDATE record_promise SET outcome = %s, ended_at = %s, ended_by_id = %s WHERE id = %s"

    @pytest.mark.parametrize("outcome", ["kept", "renewed"])
    def test_without_a_message(self, ticket: Ticket, refused: Run, outcome: str) -> None:
        refused((self.END, [outcome, clock("11:00"), None, ticket.promise.pk]), _new_promise(ticket.pk))

    def test_with_a_robots_message(self, cast: Cast, ticket: Ticket, refused: Run) -> None:
        said = promise.say(ticket, Word(text="Beep.", way="stands"), by=Robot("Beeper"), at=clock("10:00"))
        assert ticket.promises.get(outcome=None).due_at == clock("12:00")
        refused((self.END, ["kept", clock("11:00"), said.pk, ticket.promise.pk]), _new_promise(ticket.pk))

    def test_with_the_requesters_message(self, ticket: Ticket, refused: Run) -> None:
        asked = ticket.messages.get(kind="inbound")
        refused((self.END, ["kept", clock("11:00"), asked.pk, ticket.promise.pk]), _new_promise(ticket.pk))

    def test_with_a_message_of_another_ticket(
        self, cast: Cast, ticket: Ticket, other: Ticket, refused: Run
    ) -> None:
        said = promise.say(other, Word(text="Soon.", way="next", due_at=clock("12:00")), by=cast.bob,
                           at=clock("9:30"))  # fmt: skip
        refused((self.END, ["kept", clock("11:00"), said.pk, ticket.promise.pk]), _new_promise(ticket.pk))

    def test_too_late(self, cast: Cast, ticket: Ticket, refused: Run) -> None:
        said = ticket.messages.get(kind="outbound")
        refused((self.END, ["kept", clock("12:00"), said.pk, ticket.promise.pk]), _new_promise(ticket.pk))

    def test_a_machine_cannot_become_a_person(self, ticket: Ticket, refused: Run) -> None:
        said = promise.say(ticket, Word(text="Beep.", way="stands"), by=Robot("Beeper"), at=clock("10:00"))
        refused(("UPDATE record_message SET by_person = %s WHERE id = %s", [True, said.pk]))
        assert Ticket.objects.get(pk=ticket.pk).is_open

    def test_nobody_is_a_person_without_a_name(self, ticket: Ticket, refused: Run) -> None:
        refused(("UPDATE record_message SET agent_id = NULL WHERE ticket_id = %s AND kind = 'outbound'",
                 [ticket.pk]))  # fmt: skip

    def test_a_born_kept_promise(self, ticket: Ticket, refused: Run) -> None:
        refused(_new_promise(ticket.pk, outcome="kept"))

    def test_a_persons_word_in_time_passes(self, ticket: Ticket) -> None:
        said = ticket.messages.get(kind="outbound")
        with transaction.atomic():
            _execute(
                (self.END, ["kept", clock("11:59"), said.pk, ticket.promise.pk]), _new_promise(ticket.pk)
            )
        assert ticket.promises.filter(outcome="kept").count() == 2


class TestLaw4:
    """The words and the ledger agree."""

    def test_a_letter_tells_no_other_time(self, ticket: Ticket, refused: Run) -> None:
        letter = Letter.objects.get(kind="reply")
        refused(("UPDATE record_letter SET told_due_at = %s WHERE id = %s", [clock("13:00"), letter.pk]))
        refused(("UPDATE record_letter SET promise_id = NULL WHERE id = %s", [letter.pk]))
        refused(("UPDATE record_letter SET promise_id = %s WHERE id = %s",
                 [ticket.promises.get(kind="first").pk, letter.pk]))  # fmt: skip

    def test_nor_is_one_born_so(self, ticket: Ticket) -> None:
        letter = Letter.objects.get(kind="reply")
        letter.pk, letter.public_id, letter.header_id = None, "f" * 32, "other@heard.example"
        letter.told_due_at = clock("13:00")
        with pytest.raises(DatabaseError), transaction.atomic():
            letter.save(force_insert=True)
        letter.told_due_at = clock("12:00")
        letter.save(force_insert=True)

    def test_a_letter_without_a_promise_tells_no_time(self, ticket: Ticket, refused: Run) -> None:
        Letter.objects.filter(kind="reply").update(promise=None, told_due_at=None)
        refused(("UPDATE record_letter SET told_due_at = %s WHERE kind = 'reply'", [clock("13:00")]))


def test_events_are_never_rewritten_nor_deleted(ticket: Ticket, refused: Run) -> None:
    refused(("UPDATE record_event SET kind = 'ticket.resolved' WHERE ticket_id = %s", [ticket.pk]))
    refused(("DELETE FROM record_event WHERE ticket_id = %s", [ticket.pk]))
    refused(("DELETE FROM record_message WHERE ticket_id = %s", [ticket.pk]))


def test_the_laws_stand_and_are_laid_down_again() -> None:
    assert laws.broken() == []
    with connection.cursor() as cursor:
        table = " ON record_promise" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER promise_end_is_final{table}")
    assert laws.broken() == ["promise_end_is_final"]
    laws.lay_down()
    assert laws.broken() == []


def test_a_rebuilt_table_loses_its_triggers_and_migrating_brings_them_back() -> None:
    """What a migration that alters a field does, on SQLite: the table is made anew, without its triggers."""
    laws.lift()
    if connection.vendor == "sqlite":
        with connection.schema_editor() as editor:
            field = Promise._meta.get_field("words")
            editor._remake_table(Promise, alter_fields=[(field, field)])
    assert set(laws.broken()) == {law.name for law in laws.LAWS}
    call_command("migrate", verbosity=0)
    assert laws.broken() == []


def test_confirming_changes_no_promise(cast: Cast, ticket: Ticket) -> None:
    promise.say(ticket, Word(text="You say it circles.", way="stands", restating="it circles"), by=cast.allie,
                at=clock("9:40"))  # fmt: skip
    before = list(ticket.promises.values_list("id", "outcome"))
    restatement.confirm(Restatement.objects.get(), by=cast.zelda, at=clock("9:41"))
    assert list(ticket.promises.values_list("id", "outcome")) == before
    assert Message.objects.filter(ticket=ticket, way="stands").exists()
