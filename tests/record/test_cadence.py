"""A cadence through its verbs: it counts in place of the budget, ends by a press, by time and with the ticket; a twin
without one must not change."""

from datetime import date, timedelta

import pytest

from cast import Cast, assemble, clock
from heard.followup import round, tick
from heard.record.actions import cadence, merge, promise, ticket
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.event import Event
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 31)


@pytest.fixture
def cast() -> Cast:
    return assemble()


def asked(cast: Cast, person=None, **more) -> Ticket:
    """A request that Allie has, with a word by 4 pm."""
    made = cast.writes(person or cast.zelda, "They come back.", at=clock("9:02"), **more)
    ticket.open(made, by=cast.allie, at=clock("9:03"))
    promise.say(made, Word("I look.", "next", due_at=clock("16:00")), by=cast.allie, at=clock("9:05"))
    return made


def agree(
    made: Ticket, cast: Cast, rhythm="friday", last_day=LATER, agreed="Zelda, on the phone", at="10:00"
):
    return cadence.agree(made, rhythm=rhythm, last_day=last_day, agreed=agreed, by=cast.allie, at=clock(at))


def says(made: Ticket, cast: Cast, due_at, at="15:00") -> None:
    promise.say(made, Word("Not yet.", "renew", due_at=due_at), by=cast.allie, at=clock(at))


def test_what_was_agreed_may_be_promised_and_the_told_time_stands(cast):
    made, twin = asked(cast), asked(cast, cast.yusuf)
    agree(made, cast)
    made.refresh_from_db()
    assert made.promise.due_at == clock("16:00")
    says(made, cast, clock("18:00", day=4))
    with pytest.raises(Refused) as refused:
        says(twin, cast, clock("18:00", day=4))
    assert refused.value.code == "too_far"
    with pytest.raises(Refused):
        says(made, cast, clock("12:00", day=7), at="15:30")


def test_the_round_drafts_the_next_word_for_the_next_beat(cast):
    made, twin = asked(cast), asked(cast, cast.yusuf)
    agree(made, cast)
    for each in (made, twin):
        says(each, cast, clock("16:00", day=1))
    found = {
        step.ticket.pk: step.due_at
        for step in round.round_of(cast.allie, now=clock("11:00", day=1), until=clock("23:00", day=1))
    }
    assert found[made.pk] == clock("18:00", day=4)
    assert found[twin.pk] < clock("18:00", day=3)


def test_the_requester_ends_it_with_one_press_and_the_owner_is_told(cast):
    made = asked(cast)
    agreed = agree(made, cast)
    says(made, cast, clock("18:00", day=4))
    cadence.end(made, by=cast.zelda, at=clock("15:30"))
    agreed.refresh_from_db()
    made.refresh_from_db()
    assert (agreed.ended_at, agreed.ended_by_requester, agreed.ended_by_agent) == (
        clock("15:30"),
        cast.zelda,
        None,
    )
    assert made.promise.due_at == clock("18:00", day=4), "a told time never moves by itself"
    assert Alert.objects.get(kind="cadence_ended").agent == cast.allie
    with pytest.raises(Refused):
        says(made, cast, clock("18:00", day=4), at="15:40")
    with pytest.raises(Refused) as refused:
        cadence.end(made, by=cast.zelda, at=clock("15:50"))
    assert refused.value.code == "none"


def test_it_is_over_after_its_last_day_by_itself_whether_or_not_a_worker_came_by(cast):
    made, twin = asked(cast), asked(cast, cast.yusuf)
    agreed = agree(made, cast, rhythm="2", last_day=date(2026, 11, 25))
    agree(twin, cast)
    over = clock("0:00", day=3)
    for one in (made, twin):
        says(one, cast, clock("18:00", day=2))
        says(one, cast, clock("12:00", day=3) + timedelta(hours=1), at="15:10") if one == twin else None
    assert agreed.until == over
    with pytest.raises(Refused):
        cadence.end(made, by=cast.zelda, at=over)
    tick.tick(over)
    tick.tick(over + timedelta(minutes=1))
    agreed.refresh_from_db()
    assert (agreed.ended_at, agreed.ended_by_requester) == (over, None)
    assert [event.ticket for event in Event.objects.filter(kind="cadence.over")] == [made]
    assert twin.cadences.get().ended_at is None


@pytest.mark.parametrize("how", ["solves", "withdrawn", "merged"])
def test_it_ends_with_the_ticket(cast, how):
    made, twin = asked(cast), asked(cast, subject="Another")
    for one in (made, twin):
        agree(one, cast)
    if how == "solves":
        promise.say(made, Word("Done.", "solves"), by=cast.allie, at=clock("11:00"))
    elif how == "withdrawn":
        ticket.release(made, resolution="withdrawn", by=cast.allie, at=clock("11:00"))
    else:
        merge.merge(made, into=twin, by=cast.allie, at=clock("11:00"))
    assert made.cadences.get().ended_at == clock("11:00")
    assert twin.cadences.get().ended_at is None
    if how == "solves":
        ticket.reopen(made, by=cast.zelda, at=clock("12:00"))
        assert not made.cadences.filter(ended_at=None).exists()


def test_a_new_one_takes_the_place_of_the_old(cast):
    made = asked(cast)
    first, second = agree(made, cast), agree(made, cast, rhythm="5", at="11:00")
    first.refresh_from_db()
    assert first.ended_at == clock("11:00") and second.ended_at is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"rhythm": "weekly"}, "rhythm"),
        ({"agreed": " "}, "agreed"),
        ({"last_day": date(2026, 11, 22)}, "last_day"),
        ({"last_day": date(2028, 11, 22)}, "last_day"),
        ({"last_day": date(2026, 11, 26)}, "last_day"),
    ],
)
def test_what_cannot_be_agreed_is_refused_at_its_field(cast, values, field):
    made = asked(cast)
    with pytest.raises(Refused) as refused:
        agree(made, cast, **values)
    assert refused.value.field == field and not made.cadences.exists()


def test_nothing_is_agreed_on_a_resolved_ticket(cast):
    made = asked(cast)
    promise.say(made, Word("Done.", "solves"), by=cast.allie, at=clock("9:30"))
    with pytest.raises(Refused) as refused:
        agree(made, cast)
    assert refused.value.code == "resolved"
