"""Handing over: nothing moves before it is taken; who goes or does not come leaves nothing behind."""

from datetime import datetime

import pytest

from cast import Cast, assemble, clock
from heard.followup.tick import tick
from heard.letters.render import compose
from heard.record.access import Absent
from heard.record.access import handover as access
from heard.record.actions import agent, handover, promise, rota
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.handover import Handover
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    """Allie has it, and told Zelda: by noon."""
    made = cast.writes(cast.zelda, "The drone circles.", at=clock("9:02"))
    word = Word(text="I look into it.", way="next", due_at=clock("12:00"))
    promise.say(made, word, by=cast.allie, at=clock("9:20"))
    return made


@pytest.fixture
def twin(cast: Cast) -> Ticket:
    made = cast.writes(cast.yusuf, "Labels print blank.", at=clock("9:00"))
    word = Word(text="I look into it.", way="next", due_at=clock("12:30"))
    promise.say(made, word, by=cast.bob, at=clock("9:10"))
    return made


def fresh(on: Ticket) -> Ticket:
    return Ticket.objects.select_related("promise", "owner").get(pk=on.pk)


def ledger(on: Ticket) -> list[tuple[str, str | None, str | None, datetime | None]]:
    return list(on.promises.order_by("id").values_list("kind", "agent__name", "outcome", "due_at"))


def told(on: Ticket, kind: str) -> list[str]:
    return list(Alert.objects.filter(ticket=on, kind=kind).values_list("agent__name", flat=True))


def test_nothing_moves_before_it_is_taken(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    before, theirs = ledger(drones), ledger(twin)
    offered = handover.offer(drones, to=cast.bob, summary="Waits for logs.", by=cast.allie, at=clock("10:00"))
    assert ledger(drones) == before and fresh(drones).owner == cast.allie
    assert told(drones, "handover") == ["Bob Bauer"]
    handover.take(offered, by=cast.bob, at=clock("10:10"))
    assert ledger(drones)[-2:] == [
        ("word", "Allie Ames", "moved", clock("12:00")),
        ("word", "Bob Bauer", None, clock("12:00")),
    ]
    assert fresh(drones).owner == cast.bob and told(drones, "handed_over") == ["Allie Ames"]
    assert not Letter.objects.filter(kind="taken") and ledger(twin) == theirs
    assert fresh(drones).standing.told_at


def test_the_requester_may_be_told_and_hears_the_same_time(cast: Cast, drones: Ticket) -> None:
    offered = handover.offer(drones, to=cast.bob, tells=True, by=cast.allie, at=clock("10:00"))
    handover.take(offered, by=cast.bob, at=clock("10:10"))
    letter = Letter.objects.get(kind="taken")
    assert letter.told_due_at == clock("12:00") and letter.automatic
    said = compose(letter)
    assert "Bob has taken over from Allie" in said.text and "12:00 pm today (New York time)" in said.text
    letter.language = "de"
    assert "Bob hat von Allie übernommen" in compose(letter).text


def test_whoever_was_not_asked_cannot_take_it_and_a_no_leaves_it_where_it_is(
    cast: Cast, drones: Ticket
) -> None:
    offered = handover.offer(drones, to=cast.bob, by=cast.allie, at=clock("10:00"))
    with pytest.raises(Refused, match="offered to Bob"):
        handover.take(offered, by=cast.carla, at=clock("10:05"))
    handover.decline(offered, by=cast.bob, at=clock("10:06"))
    assert fresh(drones).owner == cast.allie and told(drones, "declined") == ["Allie Ames"]
    with pytest.raises(Refused, match="quicker"):
        handover.take(offered, by=cast.bob, at=clock("10:07"))


def test_a_second_offer_takes_the_place_of_the_first(cast: Cast, drones: Ticket) -> None:
    first = handover.offer(drones, to=cast.bob, by=cast.allie, at=clock("10:00"))
    handover.offer(drones, to=None, by=cast.allie, at=clock("10:01"))
    first.refresh_from_db()
    assert first.outcome == "replaced" and Handover.objects.filter(ended_at=None).count() == 1


def test_mallory_and_the_owner_are_not_asked(cast: Cast, drones: Ticket) -> None:
    for other in (cast.mallory, cast.allie):
        with pytest.raises(Refused):
            handover.offer(drones, to=other, by=cast.allie, at=clock("10:00"))
    offered = handover.offer(drones, to=None, by=cast.allie, at=clock("10:00"))
    assert access.offered_to(cast.mallory) == [] and access.offered_to(cast.bob) == [offered]
    assert access.offered_to(cast.allie) == []
    with pytest.raises(Absent):
        access.get(cast.mallory, offered.public_id)


def test_a_time_missed_meanwhile_is_missed_by_who_promised_it(cast: Cast, drones: Ticket) -> None:
    offered = handover.offer(drones, to=cast.bob, by=cast.allie, at=clock("10:00"))
    handover.take(offered, by=cast.bob, at=clock("12:05"))
    assert ledger(drones)[-2][1:3] == ("Allie Ames", "lapsed")
    assert ledger(drones)[-1][:3] == ("repair", None, None) and fresh(drones).owner == cast.bob


def test_what_is_waited_for_goes_along(cast: Cast, drones: Ticket) -> None:
    word = Word(text="Which one?", way="waits", question="Which drone?")
    promise.say(drones, word, by=cast.allie, at=clock("10:00"))
    offered = handover.offer(drones, to=cast.bob, by=cast.allie, at=clock("10:10"))
    handover.take(offered, by=cast.bob, at=clock("10:20"))
    standing = fresh(drones).standing
    assert (standing.kind, standing.agent, standing.question, standing.step) == (
        "check_in",
        cast.bob,
        "Which drone?",
        1,
    )


def test_who_is_disabled_leaves_nothing_behind(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    theirs = ledger(twin)
    agent.disable(cast.allie, by=cast.carla, at=clock("10:00"))
    assert ledger(drones)[-2:] == [
        ("word", "Allie Ames", "moved", clock("12:00")),
        ("first", None, None, clock("12:00")),
    ]
    assert fresh(drones).owner is None and fresh(drones).standing.told_at
    assert told(drones, "offer") == ["Carla Diaz"]
    (offered,) = access.offered_to(cast.bob)
    handover.take(offered, by=cast.bob, at=clock("10:10"))
    assert fresh(drones).owner == cast.bob and ledger(twin) == theirs


def test_who_is_away_as_the_day_begins_has_theirs_offered_to_the_watch(
    cast: Cast, drones: Ticket, twin: Ticket
) -> None:
    word = Word(text="Tomorrow.", way="next", due_at=clock("15:00", day=1))
    promise.say(drones, word, by=cast.allie, at=clock("10:00"))
    agent.go_away(cast.allie, until=clock("9:00", day=4), by=cast.allie, at=clock("17:00"))
    tick(clock("8:59", day=1))
    assert not Handover.objects.exists()
    answered, _ = tick(clock("9:00", day=1))
    assert answered["offer"] == 1
    offered = Handover.objects.get()
    assert (offered.ticket_id, offered.giver, offered.to) == (drones.pk, None, None)
    assert fresh(drones).owner == cast.allie and ledger(drones)[-1][1:3] == ("Allie Ames", None)
    tick(clock("10:00", day=1))
    assert Handover.objects.count() == 1 and told(drones, "offer") == ["Carla Diaz"]


def test_away_from_a_later_day_changes_nothing_before_it(cast: Cast, drones: Ticket) -> None:
    agent.go_away(
        cast.allie, since=clock("18:00", day=2), until=clock("9:00", day=9), by=cast.allie, at=clock("9:30")
    )
    assert tick(clock("11:59"))[0]["hand_up"] == 0
    assert told(drones, "warn") == ["Allie Ames"]
    with pytest.raises(Refused):
        agent.go_away(
            cast.allie, since=clock("18:00", day=2), until=clock("9:00"), by=cast.allie, at=clock("9:00")
        )


def test_what_i_would_leave_behind_is_mine_alone(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    assert [ticket.pk for ticket, _ in access.left_behind(cast.allie)] == [drones.pk]
    assert access.left_behind(cast.mallory) == []


def test_send_and_bob_has_it_next(cast: Cast) -> None:
    """The first reply offers it; the promise is Allie's until Bob takes it, and Allie's for good when he does not."""
    for one, takes in ((cast.zelda, True), (cast.yusuf, False)):
        made = cast.writes(one, "The drone circles.", at=clock("9:02"))
        word = Word(text="Bob knows this.", way="next", due_at=clock("12:00"), hands_to=cast.bob)
        promise.say(made, word, by=cast.allie, at=clock("9:20"))
        (offered,) = access.offered_to(cast.bob)
        assert (offered.ticket, offered.giver, offered.to) == (made, cast.allie, cast.bob)
        assert told(made, "handover") == ["Bob Bauer"]
        assert (fresh(made).owner, fresh(made).standing.agent) == (cast.allie, cast.allie)
        (handover.take if takes else handover.decline)(offered, by=cast.bob, at=clock("9:30"))
        assert fresh(made).standing.agent == (cast.bob if takes else cast.allie)
        assert fresh(made).standing.due_at == clock("12:00")


@pytest.mark.parametrize(
    ("way", "to", "says"), [("solves", "bob", "Nothing is left"), ("next", "mallory", "does not answer")]
)
def test_what_cannot_be_handed_on_with_a_word(cast: Cast, way: str, to: str, says: str) -> None:
    made = cast.writes(cast.zelda, "The drone circles.", at=clock("9:02"))
    word = Word(text="Done.", way=way, due_at=clock("12:00"), hands_to=getattr(cast, to))  # type: ignore[arg-type]
    with pytest.raises(Refused, match=says):
        promise.say(made, word, by=cast.allie, at=clock("9:20"))
    assert not Handover.objects.exists() and not made.messages.filter(kind="outbound").exists()


def test_to_oneself_is_no_offer(cast: Cast) -> None:
    made = cast.writes(cast.zelda, "The drone circles.", at=clock("9:02"))
    word = Word(text="I look.", way="next", due_at=clock("12:00"), hands_to=cast.allie)
    promise.say(made, word, by=cast.allie, at=clock("9:20"))
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("shift", "offered"),
    [
        ([], None),
        ([(780, 1080)], "13:00"),
        # The turn that runs as somebody goes away has begun already.
        ([(540, 1080)], None),
    ],
)
def test_who_is_not_there_as_their_turn_begins_has_theirs_offered(
    cast: Cast, drones: Ticket, shift: list[tuple[int, int]], offered: str | None
) -> None:
    word = Word(text="Still at it.", way="next", due_at=clock("16:00"))
    promise.say(drones, word, by=cast.allie, at=clock("9:40"))
    week = [[(cast.allie, *stretch) for stretch in shift]] * 5 + [[], []]
    rota.set_week(cast.desk, week=week, by=cast.carla, at=clock("8:00"))
    agent.go_away(cast.allie, until=clock("9:00", day=2), by=cast.allie, at=clock("10:00"))
    tick(clock("12:59"))
    assert not Handover.objects.exists()
    tick(clock("13:00"))
    made = Handover.objects.filter(ticket=drones).first()
    assert (made.offered_at if made else None) == (clock(offered) if offered else None)
    assert fresh(drones).owner == cast.allie


def test_a_rota_that_changes_moves_the_offer(cast: Cast, drones: Ticket) -> None:
    word = Word(text="Still at it.", way="next", due_at=clock("16:00"))
    promise.say(drones, word, by=cast.allie, at=clock("9:40"))
    agent.go_away(cast.allie, until=clock("9:00", day=2), by=cast.allie, at=clock("10:00"))
    tick(clock("10:01"))
    week = [[(cast.allie, 660, 1080)]] * 5 + [[], []]
    rota.set_week(cast.desk, week=week, by=cast.carla, at=clock("10:30"))
    tick(clock("10:31"))
    tick(clock("11:00"))
    assert Handover.objects.get(ticket=drones).offered_at == clock("11:00")
