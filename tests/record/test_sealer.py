"""Events get a gap-free seq once they are committed, whatever the number of sealers."""

import threading

import pytest
from django.db import connection, transaction

from cast import assemble, clock
from heard.record.actions import desk, requester, ticket
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.event import Event
from heard.record.sealer import seal


def numbers() -> list[int]:
    """Every number of the log given so far, in order."""
    return list(Event.objects.filter(seq__gt=0).order_by("seq").values_list("seq", flat=True))


@pytest.fixture
def log(transactional_db):
    """A log with the events of a story's beginning; how many there are."""
    cast = assemble()
    for _ in range(5):
        cast.writes(cast.zelda, "It comes back again.", at=clock("9:00"))
    return Event.objects.count()


def test_every_event_gets_the_next_number_once(log):
    assert log > 10
    assert seal(4) == 4
    assert numbers() == [1, 2, 3, 4]
    assert seal(1000) == log - 4
    assert numbers() == list(range(1, log + 1))
    assert seal(1000) == 0


def test_numbers_follow_the_order_of_happening(log):
    seal(1000)
    assert list(Event.objects.order_by("seq").values_list("id", flat=True)) == sorted(
        Event.objects.values_list("id", flat=True)
    )


def test_an_event_committed_late_comes_after_what_was_read(log):
    """The smaller id of a slow transaction gets the larger number: nobody who read on by seq misses it."""
    late = Event.objects.order_by("id").first()
    others = Event.objects.exclude(pk=late.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        for place, pk in enumerate(others.order_by("id").values_list("id", flat=True), 1):
            cursor.execute("UPDATE record_event SET seq = %s WHERE id = %s", [place, pk])
    assert seal(1000) == 1
    late.refresh_from_db()
    assert late.seq == log


def test_several_sealers_give_no_number_twice(log):
    sealed, troubles = [], []

    def work() -> None:
        try:
            while count := seal(3):
                sealed.append(count)
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not troubles
    assert sum(sealed) == log
    assert numbers() == list(range(1, log + 1))


def test_sample_data_is_outside_the_log_and_leaves_no_gap(log):
    sample = desk.make(
        name="Sample", address="s@heard.example", zone="UTC", language="en", by=HEARD, at=clock("8:00"),
        sample=True,
    )  # fmt: skip
    zelda = requester.meet("z@northwind.example", at=clock("9:00"))[0]
    for is_sample in (True, False):
        arrival = Arrival(door="smtp", from_address="z@northwind.example", text="Hello")
        ticket.receive(arrival, desk=sample, requester=zelda, at=clock("9:00"), sample=is_sample)
    outside = Event.objects.filter(ticket__sample=True) | Event.objects.filter(ticket=None, desk=sample)
    wanted = Event.objects.count() - outside.count()
    while seal(3):
        pass
    assert outside.count() > 2 and all(event.seq < 0 for event in outside)
    assert numbers() == list(range(1, wanted + 1))
    real = Event.objects.filter(ticket__desk=sample, ticket__sample=False)
    assert real and all(event.seq > 0 for event in real)
