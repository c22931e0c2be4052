"""The watch of a desk: taken, handed over with what is hot, put down; who is told; and the rota behind it."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from cast import Cast, assemble, clock
from heard.promise import Gap, light, untaken, untaken_minutes
from heard.record.actions import agent, desk, nudge, promise, rota, ticket, watch
from heard.record.actions.alert import who_acts
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.watch import Watch
from heard.record.watch import minding_of, taken_between, who_has, who_should

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


def with_rota(cast: Cast) -> Desk:
    """Allie has the mornings, Bob the afternoons."""
    week = [[(cast.allie, 540, 780), (cast.bob, 780, 1080)]] * 5 + [[], []]
    rota.set_week(cast.desk, week=week, by=cast.carla, at=clock("8:00"))
    return Desk.objects.get(pk=cast.desk.pk)


def reasons(cast: Cast, at: str) -> list[str]:
    found = Desk.objects.get(pk=cast.desk.pk)
    minding = minding_of(found, clock(at))
    return [f"{one.state} {one.kind}" for one in light(rules_of(found), minding, clock(at))]


def gaps(cast: Cast, since: str, until: str) -> list[Gap]:
    found = taken_between(cast.desk, clock(since), clock(until))
    return untaken(rules_of(cast.desk), found, clock(since), clock(until))


def test_a_person_takes_it_and_it_ends_with_the_day(cast: Cast) -> None:
    assert who_has(cast.desk, clock("9:00")) is None
    taken = watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    assert taken.lasts_until == clock("18:00")
    assert who_has(cast.desk, clock("17:59")) == cast.allie
    assert who_has(cast.desk, clock("18:00")) is None
    assert who_has(cast.desk, clock("8:59")) is None
    assert who_has(cast.quiet, clock("10:00")) is None
    assert Event.objects.filter(kind="watch.taken", desk=cast.desk, agent=cast.allie).count() == 1


def test_taking_it_twice_changes_nothing(cast: Cast) -> None:
    first = watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    assert watch.take(cast.desk, by=cast.allie, at=clock("9:30")) == first
    assert Watch.objects.count() == 1


def test_the_next_day_it_is_taken_anew(cast: Cast) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    watch.take(cast.desk, by=cast.allie, at=clock("9:05", day=1))
    assert list(Watch.objects.order_by("id").values_list("taken_at", "ended_at")) == [
        (clock("9:00"), clock("18:00")),
        (clock("9:05", day=1), None),
    ]


def test_whoever_takes_it_relieves_the_one_before(cast: Cast) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    watch.take(cast.desk, by=cast.bob, at=clock("13:00"))
    assert who_has(cast.desk, clock("12:59")) == cast.allie
    assert who_has(cast.desk, clock("13:00")) == cast.bob
    assert gaps(cast, "9:00", "18:00") == []


def test_nobody_takes_the_watch_of_another_desk(cast: Cast) -> None:
    with pytest.raises(Refused, match="does not answer on this desk"):
        watch.take(cast.desk, by=cast.mallory, at=clock("9:00"))


def test_handed_over_with_what_is_hot_and_theirs_until_it_is_taken(cast: Cast) -> None:
    hot = cast.writes(cast.zelda, "All stopped", at=clock("9:02"))
    ticket.open(hot, by=cast.allie, at=clock("9:03"))
    promise.say(hot, Word(text="I look", way="next", due_at=clock("13:30")), by=cast.allie, at=clock("9:20"))
    calm = cast.writes(cast.yusuf, "Labels", at=clock("9:05"))
    promise.say(calm, Word(text="Later", way="next", due_at=clock("17:00")), by=cast.allie, at=clock("9:20"))
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    watch.hand_over(
        cast.desk, to=cast.bob, words="The vendor rings at two.", by=cast.allie, at=clock("12:50")
    )
    offered = Watch.objects.get()
    assert (offered.offered_to, offered.hot, offered.words) == (
        cast.bob,
        [hot.pk],
        "The vendor rings at two.",
    )
    assert who_has(cast.desk, clock("12:55")) == cast.allie
    told = Alert.objects.get(kind="watch_offered")
    assert (told.agent, told.desk, told.ticket) == (cast.bob, cast.desk, None)
    watch.take(cast.desk, by=cast.bob, at=clock("13:01"))
    assert who_has(cast.desk, clock("13:01")) == cast.bob


@pytest.mark.parametrize("who", ["allie", "bob"])
def test_an_offer_can_be_taken_back_or_declined(cast: Cast, who: str) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    watch.hand_over(cast.desk, to=cast.bob, by=cast.allie, at=clock("12:50"))
    watch.keep(cast.desk, by=getattr(cast, who), at=clock("12:52"))
    assert who_has(cast.desk, clock("13:00")) == cast.allie
    assert Watch.objects.get().offered_to is None
    assert Alert.objects.filter(kind="watch_declined", agent=cast.allie).exists() == (who == "bob")
    with pytest.raises(Refused, match="Nothing is offered"):
        watch.keep(cast.desk, by=cast.bob, at=clock("12:53"))


def test_only_who_has_it_hands_it_over_or_puts_it_down(cast: Cast) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    for act in (
        lambda: watch.put_down(cast.desk, by=cast.bob, at=clock("10:00")),
        lambda: watch.hand_over(cast.desk, to=cast.carla, by=cast.bob, at=clock("10:00")),
        lambda: watch.hand_over(cast.desk, to=cast.mallory, by=cast.allie, at=clock("10:00")),
        lambda: watch.hand_over(cast.desk, to=cast.allie, by=cast.allie, at=clock("10:00")),
        lambda: watch.hand_over(cast.desk, to=cast.bob, by=cast.allie, at=clock("18:30")),
    ):
        with pytest.raises(Refused):
            act()
    assert who_has(cast.desk, clock("10:00")) == cast.allie


@pytest.mark.parametrize("how", ["away", "disabled", "dropped"])
def test_whoever_is_not_there_does_not_have_it(cast: Cast, how: str) -> None:
    watch.take(cast.desk, by=cast.allie, at=clock("9:00"))
    if how == "away":
        agent.go_away(cast.allie, until=clock("9:00", day=1), by=cast.allie, at=clock("11:00"))
    elif how == "disabled":
        agent.disable(cast.allie, by=HEARD, at=clock("11:00"))
    else:
        desk.drop_member(cast.desk, agent=cast.allie, by=cast.carla, at=clock("11:00"))
    assert who_has(cast.desk, clock("11:00")) is None
    assert who_has(cast.desk, clock("10:59")) == cast.allie
    assert untaken_minutes(gaps(cast, "9:00", "12:00")) == 60


def test_who_should_have_it_by_the_rota(cast: Cast) -> None:
    assert who_should(cast.desk, clock("10:00")) is None
    with_rota(cast)
    assert who_should(cast.desk, clock("10:00")) == cast.allie
    assert who_should(cast.desk, clock("13:00")) == cast.bob
    assert who_should(cast.desk, clock("18:00")) is None
    assert who_should(cast.quiet, clock("10:00")) is None
    turn = rota.add_turn(
        cast.desk,
        agent=cast.carla,
        starts_at=clock("10:00"),
        ends_at=clock("11:00"),
        by=cast.carla,
        at=clock("9:00"),
    )
    assert who_should(cast.desk, clock("10:30")) == cast.carla
    rota.drop_turn(turn, by=cast.carla, at=clock("9:00"))
    assert who_should(cast.desk, clock("10:30")) == cast.allie
    agent.go_away(cast.allie, until=clock("12:00"), by=cast.allie, at=clock("9:30"))
    assert who_should(cast.desk, clock("10:30")) is None


def test_a_rota_that_cannot_be(cast: Cast) -> None:
    empty: list[list[tuple]] = [[]] * 6
    for day in (
        [(cast.allie, 540, 780), (cast.bob, 700, 1080)],
        [(cast.allie, 780, 540)],
        [(cast.mallory, 540, 780)],
    ):
        with pytest.raises(Refused):
            rota.set_week(cast.desk, week=[day, *empty], by=cast.carla, at=clock("8:00"))
    for agent_, starts, ends in (
        (cast.mallory, "10:00", "11:00"),
        (cast.allie, "11:00", "10:00"),
        (cast.allie, "7:00", "7:30"),
    ):
        with pytest.raises(Refused):
            rota.add_turn(
                cast.desk,
                agent=agent_,
                starts_at=clock(starts),
                ends_at=clock(ends),
                by=cast.carla,
                at=clock("8:00"),
            )


def test_the_light_of_a_desk(cast: Cast) -> None:
    assert reasons(cast, "10:00") == ["fine no_rota"]
    with_rota(cast)
    assert reasons(cast, "8:30") == ["fine closed"]
    assert reasons(cast, "9:05") == ["warn untaken"]
    assert reasons(cast, "9:10") == ["red untaken"]
    watch.take(cast.desk, by=cast.allie, at=clock("9:11"))
    assert reasons(cast, "9:12") == ["fine taken"]
    assert reasons(cast, "13:10") == ["warn relief", "fine taken"]
    cast.writes(cast.zelda, "Nobody reads this", at=clock("13:20"))
    assert reasons(cast, "13:36") == ["warn relief", "warn unopened", "fine taken"]
    assert reasons(cast, "14:20") == ["red unopened", "warn relief", "fine taken"]


def test_without_a_rota_nothing_is_measured_and_with_it_from_then_on(cast: Cast) -> None:
    assert cast.desk.watched_since is None
    assert with_rota(cast).watched_since == clock("8:00")
    rota.set_week(cast.desk, week=[[]] * 7, by=cast.carla, at=clock("9:00"))
    assert Desk.objects.get(pk=cast.desk.pk).watched_since is None


def test_a_rise_goes_to_the_watch_then_to_the_lead(cast: Cast) -> None:
    request = cast.writes(cast.zelda, "Hello?", at=clock("9:02"))
    assert who_acts(request, "rise_watch", at=clock("9:17")) == [cast.carla]
    with_rota(cast)
    assert who_acts(request, "rise_watch", at=clock("9:17")) == [cast.allie]
    watch.take(cast.desk, by=cast.bob, at=clock("9:10"))
    assert who_acts(request, "rise_watch", at=clock("9:17")) == [cast.bob]
    assert who_acts(request, "lapse", at=clock("10:02")) == [cast.bob]
    assert who_acts(request, "rise_lead", at=clock("9:42")) == [cast.carla]
    assert who_acts(request, "lapse_again", at=clock("9:42")) == [cast.carla]


def test_a_hand_up_goes_to_the_watch_past_the_owner(cast: Cast) -> None:
    request = cast.writes(cast.zelda, "Hello?", at=clock("9:02"))
    ticket.give(request, owner=cast.allie, by=cast.allie, at=clock("9:05"))
    request.refresh_from_db()
    watch.take(cast.desk, by=cast.bob, at=clock("9:10"))
    assert who_acts(request, "warn", at=clock("9:40")) == [cast.allie]
    agent.go_away(cast.allie, until=clock("12:00"), by=cast.allie, at=clock("9:30"))
    assert who_acts(request, "hand_up", at=clock("9:40")) == [cast.bob]


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_at_once_come_one_after_the_other() -> None:
    cast, start = assemble(), Barrier(3)

    def take(person: object) -> None:
        start.wait()
        try:
            watch.take(cast.desk, by=person, at=clock("9:00"))
        finally:
            connection.close()

    takers = [Thread(target=take, args=(person,)) for person in (cast.allie, cast.bob, cast.carla)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert Watch.objects.count() == 3
    assert Watch.objects.filter(ended_at=None).count() == 1


def test_a_nudge_reaches_owner_and_watch_at_once(cast: Cast) -> None:
    watch.take(cast.desk, by=cast.bob, at=clock("9:00"))
    late = cast.writes(cast.zelda, "They come back.", at=clock("9:02"))
    ticket.give(late, owner=cast.allie, by=cast.allie, at=clock("9:05"))
    nudge.nudge(late, by=cast.zelda, at=clock("10:05"))
    rung = Alert.objects.filter(ticket=late, kind="nudge")
    assert {alert.agent for alert in rung} == {cast.allie, cast.bob}
    assert {alert.raised_at for alert in rung} == {clock("10:05")}
