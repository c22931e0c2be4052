"""What the simulated desk found, each as a small story, so that it stays mended."""

from datetime import timedelta

import pytest
from django.db import transaction

from cast import Cast, assemble, clock
from heard.followup.tick import next_due_at, tick
from heard.record.actions import agent, desk, promise
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.due import DoneMoment
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def promised(cast: Cast, due: str, *, day: int = 0) -> Ticket:
    made = cast.writes(cast.zelda, "The drone circles.", at=clock("9:02"))
    word = Word(text="On it.", way="next", due_at=clock(due, day=day))
    promise.say(made, word, by=cast.allie, at=clock("9:05"))
    return made


def test_a_holiday_added_later_brings_the_warning_forward(cast: Cast) -> None:
    """Seed 3: promised for the first minutes of a day, whose eve became a holiday after the promise."""
    promised(cast, "9:20", day=2)
    assert next_due_at() == clock("17:20", day=1)
    desk.set_day(
        cast.desk, day=clock("12:00", day=1).date(), times=[], label="Feast", by=HEARD, at=clock("10:00")
    )
    assert next_due_at() == clock("10:00")
    tick(clock("10:00"))
    assert next_due_at() == clock("17:20")
    tick(clock("17:20"))
    assert DoneMoment.objects.get().key.startswith("warn:")


def test_other_targets_bring_the_warning_forward(cast: Cast) -> None:
    promised(cast, "17:00")
    assert next_due_at() == clock("16:00")
    desk.set_targets(cast.desk, targets={"warn_most": 120}, by=HEARD, at=clock("10:00"))
    tick(clock("10:00"))
    assert next_due_at() == clock("15:25")


def test_who_goes_away_after_promising_is_handed_up(cast: Cast) -> None:
    """The hand-up was not in the ticket's next look: its owner was there when that was reckoned."""
    promised(cast, "12:00")
    agent.go_away(cast.allie, until=clock("17:00"), by=cast.allie, at=clock("10:00"))
    tick(clock("10:00"))
    for minute in range(0, 60, 5):
        tick(clock("11:00") + timedelta(minutes=minute))
    assert Alert.objects.get(kind="hand_up").agent == cast.carla


def test_a_second_miss_that_no_letter_tells_counts_as_told_to_nobody(cast: Cast) -> None:
    """Seeds 6, 7 and 8: the desk said "Zelda was told", and one letter is all she gets until a person has written."""
    made = promised(cast, "12:00")
    tick(clock("12:00"))
    assert made.promises.get(outcome=None).told_at == clock("12:00")
    tick(clock("13:00"))
    assert Letter.objects.filter(kind="missed").count() == 1
    assert made.promises.get(outcome=None).told_at is None


@pytest.mark.django_db(transaction=True)
def test_hours_changed_on_two_pages_at_once_have_a_version_each(cast: Cast) -> None:
    """A process keeps a schedule by its version; with one version for two changes it would keep the first."""
    first, second = Desk.objects.get(pk=cast.desk.pk), Desk.objects.get(pk=cast.desk.pk)
    for number, one in enumerate((first, second)):
        with transaction.atomic():
            day = clock("12:00", day=number + 1).date()
            desk.set_day(one, day=day, times=[], label="", by=HEARD, at=clock("10:00"))
    assert Desk.objects.get(pk=cast.desk.pk).schedule.closed == {clock("12:00", day=n).date() for n in (1, 2)}
    assert second.hours_version == first.hours_version + 1
