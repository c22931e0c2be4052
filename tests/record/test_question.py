"""Questions and rows: the short ways to the database give and keep just what the ORM does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import assemble, clock
from heard.record import rows
from heard.record.actions import ticket
from heard.record.arrival import Arrival
from heard.record.models.due import DueWork
from heard.record.models.event import Event
from heard.record.models.message import Message
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.question import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return assemble()


def messages(ticket, at):
    found = Message.objects.filter(ticket=ticket, said_at__lte=at, verified=True, settled_at=None)
    return found.exclude(text="").order_by("n").values_list("id", "said_at", "verified")


def tickets(pk):
    return Ticket.objects.select_related("desk", "owner", "requester__organization", "promise").filter(pk=pk)


def numbers(desk, subject):
    return Ticket.objects.filter(desk=desk, subject=subject).order_by("id").values_list("id", flat=True)


def test_rows_are_those_of_the_queryset(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    ticket.add_reply(made, arrival("And again"), requester=cast.zelda, at=clock("9:30"))
    asked = Question(messages)
    for until in ("9:00", "9:02", "9:30"):
        assert asked.all(made.pk, clock(until)) == list(messages(made.pk, clock(until)))
    assert len(asked.all(made.pk, clock("9:30"))) == 2


def test_flat_rows_are_values_and_each_asking_has_its_own(cast):
    first = cast.writes(cast.zelda, "a", at=clock("9:02"), subject="50 %s \\ ' off")
    second = cast.writes(cast.yusuf, "b", at=clock("9:03"), subject="Other")
    asked = Question(numbers)
    assert asked.all(cast.desk.pk, first.subject) == [first.pk]
    assert asked.all(cast.desk.pk, "Other") == [second.pk]
    assert asked.first(cast.quiet.pk, "Other") is None


def test_instances_come_with_what_was_selected(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    asked = Question(tickets)
    with CaptureQueriesContext(connection) as queries:
        found = asked.first(made.pk)
        whole = found.desk.name, found.requester.name, found.standing.due_at, found.owner, found.is_open
    assert len(queries) == 1
    own = tickets(made.pk).get()
    assert whole == (own.desk.name, own.requester.name, own.standing.due_at, None, True)
    assert found == own and {**vars(found), "_state": 0} == {**vars(own), "_state": 0}
    found.subject = "Changed"
    found.save()
    assert tickets(made.pk).get().subject == "Changed"


def test_a_written_row_is_what_the_model_would_have_written(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    data = {"text": "Grüße \\ '", "many": [1, None, True]}
    event = rows.insert(
        Event(kind="ticket.opened", at=clock("9:05"), ticket=made, n=9, desk=cast.desk, data=data)
    )
    fresh = Event.objects.get(pk=event.pk)
    assert (fresh.data, fresh.at, fresh.ticket, fresh.seq, fresh.robot) == (
        data,
        clock("9:05"),
        made,
        None,
        "",
    )
    assert fresh.public_id == event.public_id and not event._state.adding


def test_what_the_database_computes_comes_back(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    promise = made.standing
    assert promise.open_for == made.pk
    ticket.release(made, resolution="spam", by=cast.allie, at=clock("9:10"))
    assert Promise.objects.get(pk=promise.pk).open_for is None


def test_only_the_named_fields_are_written(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    made.subject, made.preview = "New subject", "not written"
    rows.update(made, "subject")
    fresh = Ticket.objects.get(pk=made.pk)
    assert (fresh.subject, fresh.preview) == ("New subject", "They fell")


def test_a_row_that_is_gone_is_not_written_quietly(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    made.pk += 1000
    with pytest.raises(ObjectDoesNotExist):
        rows.update(made, "subject")


def test_a_row_is_put_once_and_then_changed(cast):
    made = cast.writes(cast.zelda, "They fell", at=clock("9:02"))
    DueWork.objects.filter(ticket=made).update(stumbles=3)
    before = DueWork.objects.get(ticket=made)
    later = before.look_again_at + timedelta(hours=1)
    rows.put(DueWork(ticket=made, look_again_at=later), "look_again_at", by="ticket")
    after = DueWork.objects.get(ticket=made)
    assert (after.pk, after.look_again_at, after.stumbles) == (before.pk, later, 3)
    before.delete()
    rows.put(DueWork(ticket=made, look_again_at=later), "look_again_at", by="ticket")
    assert DueWork.objects.get(ticket=made).look_again_at == later


def arrival(text):
    return Arrival(door="smtp", from_address="zelda@northwind.example", text=text)
