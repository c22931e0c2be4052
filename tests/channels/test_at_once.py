"""Several processes settle mails of one person at the same instant, each over a connection of its own: copies of one
mail by two doors and for two desks, and first mails of somebody new. On PostgreSQL they really run side by side."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from cast import assemble, clock
from channels.arriving import DESK
from channels.mails import mail
from heard.channels.mail.parse import parse
from heard.channels.mail.place import place
from heard.record.actions import intake as intakes
from heard.record.models.intake import Intake
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.requester import RequesterAddress
from heard.record.models.ticket import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
QUIET = "quiet@heard.example"
NEW = "Nora <nora@harbour.example>"
ROUNDS = 8


@pytest.fixture(autouse=True)
def cast():
    return assemble()


def side_by_side(*acts: Callable[[], object]) -> None:
    """Do all at once, each in a thread with a connection of its own; what one raises is raised here."""
    start, raised = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait()
            act()
        except BaseException as trouble:
            raised.append(trouble)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def taken(raw: bytes, *to: str) -> Callable[[], object]:
    """A mail that a door has taken; the act that settles it."""
    row = intakes.keep(
        raw, door="smtp", at=clock("9:02"), envelope_from="nora@harbour.example", envelope_to=to
    )
    read = parse(raw, door="smtp", envelope_from=row.envelope_from, envelope_to=to)
    return lambda: place(row.pk, read, at=clock("9:02"))


def way(name: str, raw: bytes) -> bytes:
    """The same mail by another way."""
    return f"Received: by {name}\r\n".encode() + raw


@pytest.mark.parametrize("round_", range(ROUNDS))
@pytest.mark.parametrize("has_id", [True, False], ids=["id", "no id"])
def test_copies_by_two_doors_are_one_ticket(round_, has_id):
    raw = mail(*(["Message-ID: <1@harbour.example>"] if has_id else []), sender=NEW)
    copies = [way("a", raw), way("b", raw), way("c", raw)] if has_id else [raw] * 3
    side_by_side(*[taken(copy, DESK) for copy in copies])
    assert Ticket.objects.count() == Message.objects.count() == 1
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert sorted(Intake.objects.values_list("state", flat=True)) == ["filed", "filed", "ticket"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_copies_for_two_desks_are_a_ticket_each_with_one_receipt(round_):
    raw = mail("Message-ID: <1@harbour.example>", sender=NEW)
    side_by_side(*[taken(way(f"{to}{n}", raw), to) for n in range(2) for to in (DESK, QUIET)])
    first, second = Ticket.objects.order_by("id")
    assert {first.desk.name, second.desk.name} == {"Support", "Quiet"} and second.linked_to == first
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert sorted(Intake.objects.values_list("state", flat=True)) == ["filed", "filed", "ticket", "ticket"]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_somebody_new_who_writes_twice_at_once_is_one_person_with_one_receipt(round_):
    side_by_side(*[taken(mail(f"Message-ID: <{n}@harbour.example>", sender=NEW), DESK) for n in range(3)])
    assert RequesterAddress.objects.filter(address="nora@harbour.example").count() == 1
    assert Ticket.objects.count() == 3
    assert Letter.objects.filter(kind="receipt").count() == 1
    assert len(Letter.objects.get(kind="folded").facts["tickets"]) == 2


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_the_same_row_in_the_hands_of_two_processes_is_settled_once(round_):
    act = taken(mail(sender=NEW), DESK)
    side_by_side(act, act, act)
    assert Ticket.objects.count() == Message.objects.count() == 1
