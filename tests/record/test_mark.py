"""Counting: the marks of stories by hand; and of random histories, counted as they happen, rebuilt, and by a naive
oracle that reads the rows one by one."""

from collections import Counter
from datetime import date, datetime

import pytest

from cast import Cast, clock
from heard.cli import main
from heard.followup.tick import tick
from heard.record.actions import desk, mark, move, nudge, promise, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.models.desk import Desk
from heard.record.models.mark import Mark
from heard.record.models.message import Message
from heard.record.models.prediction import Prediction
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket
from heard.record.sealer import seal
from heard.simulation.run import simulate
from record.naive_numbers import COUNTS, naive

DAY = date(2026, 11, 23)
FIELDS = "ticket", "desk", "measure", "day", "hour", "agent", "minutes"


def count() -> None:
    while seal(1000) or mark.count_some():
        pass


def marks(*on: Ticket) -> Counter[tuple]:
    found = Mark.objects.filter(ticket__in=on) if on else Mark.objects.all()
    return Counter(found.values_list(*FIELDS))


def names(on: Ticket) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    rows = Mark.objects.filter(ticket=on).order_by("measure", "minutes")
    for measure, minutes in rows.values_list("measure", "minutes"):
        found.setdefault(measure, []).append(minutes)
    return found


def rebuilt() -> Counter[tuple]:
    """What a rebuild makes of the same rows, from nothing, in small pieces."""
    Mark.objects.all().delete()
    mark.rebuild()
    while mark.count_some():
        pass
    return marks()


def solves(cast: Cast, on: Ticket, at: datetime) -> Message:
    return promise.say(on, Word(text="This should be right now.", way="solves"), by=cast.allie, at=at)


@pytest.mark.django_db
def test_a_first_reply_that_solves_is_first_contact_until_not_yet(
    cast: Cast, drones: Ticket, twin: Ticket
) -> None:
    solves(cast, drones, clock("9:40"))
    count()
    before = marks(twin)
    assert names(drones) == {
        "opened": [38], "acknowledged": [38], "first_contact": [None], "kept": [None], "silence": [38],
        "solved": [None], "wait": [60],
    }  # fmt: skip
    ticket.reopen(drones, by=cast.zelda, at=clock("9:00", day=6))
    count()
    assert "first_contact" not in names(drones) and names(drones)["too_early"] == [None]
    early = Mark.objects.get(ticket=drones, measure="too_early")
    assert (early.day, early.agent) == (DAY, cast.allie), "the day on which it was called solved changes"
    assert marks(twin) == before


@pytest.mark.django_db
def test_a_not_yet_after_eight_days_leaves_first_contact(cast: Cast, drones: Ticket) -> None:
    solves(cast, drones, clock("9:40"))
    ticket.reopen(drones, by=cast.zelda, at=clock("9:41", day=7))
    count()
    assert {"first_contact", "too_early"} <= set(names(drones))


@pytest.mark.django_db
def test_a_lapse_a_nudge_and_the_repair(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    tick(clock("10:03"))
    nudge.nudge(drones, by=cast.zelda, at=clock("10:04"))
    reply = Arrival(door="smtp", from_address=cast.zelda.address, text="Is anybody there?")
    ticket.add_reply(drones, reply, requester=cast.zelda, at=clock("10:05"))
    word = Word(text="Sorry. I look now.", way="next", due_at=clock("12:00"))
    promise.say(drones, word, by=cast.bob, at=clock("10:10"))
    count()
    found = names(drones)
    assert found["lapsed"] == [None] and found["repaired"] == [None] and found["kept"] == [None]
    assert found["had_to_ask"] == [None], "one person, one day, however often"
    assert found["acknowledged"] == [68] and "first_contact" not in found
    assert names(twin)["acknowledged"] == [None], (
        "nobody wrote there: that counts as not over, not as nothing"
    )
    lapsed = Mark.objects.get(ticket=drones, measure="lapsed")
    assert (lapsed.day, lapsed.hour, lapsed.agent) == (DAY, 10, None)


@pytest.mark.django_db
def test_changed_hours_count_the_desk_anew(cast: Cast, drones: Ticket) -> None:
    solves(cast, drones, clock("11:02"))
    count()
    assert names(drones)["acknowledged"] == [120]
    desk.set_day(cast.desk, day=DAY, times=[(9 * 60, 10 * 60)], label="", by=HEARD, at=clock("12:00"))
    count()
    assert names(drones)["acknowledged"] == [58] and "first_contact" in names(drones)


@pytest.mark.django_db
def test_a_mark_stays_on_the_desk_on_which_it_happened(cast: Cast, drones: Ticket) -> None:
    tick(clock("10:03"))
    move.to_desk(drones, desk=cast.quiet, by=cast.allie, at=clock("10:30"))
    count()
    where = dict(Mark.objects.filter(ticket=drones).values_list("measure", "desk"))
    assert where["lapsed"] == where["opened"] == cast.desk.pk


@pytest.mark.django_db
def test_spam_is_no_request_but_its_lapse_stays(cast: Cast, drones: Ticket) -> None:
    tick(clock("10:03"))
    ticket.release(drones, resolution="spam", by=cast.allie, at=clock("10:10"))
    count()
    assert set(names(drones)) == {"wait", "lapsed", "released"}


@pytest.mark.django_db
def test_samples_are_outside_all_numbers(cast: Cast) -> None:
    Desk.objects.filter(pk=cast.desk.pk).update(sample=True)
    arrival = Arrival(door="smtp", from_address=cast.zelda.address, subject="Drones", text="They come back.")
    ticket.receive(
        arrival, desk=Desk.objects.get(pk=cast.desk.pk), requester=cast.zelda, at=clock("9:02"), sample=True
    )
    count()
    mark.rebuild()
    count()
    assert not Mark.objects.exists()


@pytest.mark.django_db
def test_the_log_is_counted_once_and_a_rebuild_can_be_interrupted(
    cast: Cast, drones: Ticket, twin: Ticket
) -> None:
    count()
    before = marks()
    assert before and not mark.count_some()
    mark.rebuild()
    assert mark.progress().until >= twin.pk and mark.progress().walked < mark.progress().until
    assert mark.count_some()
    while mark.count_some():
        pass
    assert marks() == before and mark.progress() == mark.Progress(0, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [3, 17])
def test_random_histories_count_the_same_as_they_happen_rebuilt_and_naively(seed: int) -> None:
    simulate(seed, days=3, tickets_per_day=12)
    count()
    said = [one for one in Promise.objects.filter(kind="word").order_by("id") if one.pk % 3]
    for one in said:
        Prediction.objects.create(promise=one, percent=one.pk % 101, due_at=one.due_at)
    assert mark.judge_some(at=max(one.due_at for one in said)) and len(said) > 20
    counted = marks()
    assert len(counted) > 100
    plain = Counter((one[0], one[2], one[3], one[5]) for one in counted.elements() if one[2] in COUNTS)
    assert plain == naive()
    assert rebuilt() == counted


@pytest.mark.django_db(transaction=True)
def test_the_command_counts_anew_and_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], cast: Cast, drones: Ticket
) -> None:
    count()
    before = marks()
    Mark.objects.all().delete()
    assert main(["numbers", "rebuild"]) == 0
    assert marks() == before
    assert capsys.readouterr().out.endswith("The numbers are counted.\n")
