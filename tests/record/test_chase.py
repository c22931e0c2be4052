"""Chases as stories: a vendor is asked, says nothing, is asked again, answers; and the twin that never moves."""

from datetime import timedelta

import pytest

from cast import Cast, assemble, clock
from heard.followup.ping import loop_draft, ping_draft
from heard.followup.tick import tick
from heard.record.actions import agent, chase, desk, party, promise
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.party import Party
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
ASKED = "When do the new map tiles come?"


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    """Zelda's ticket, which is Allie's, with a word promised for Wednesday."""
    found = cast.writes(cast.zelda, "They come back.", at=clock("9:00"))
    word = Word(text="I look.", way="next", due_at=clock("16:00", day=2))
    promise.say(found, word, by=cast.allie, at=clock("9:30"))
    return Ticket.objects.get(pk=found.pk)


@pytest.fixture
def mira(cast: Cast) -> Party:
    """Somebody at the map vendor."""
    made = party.make(
        name="Mira Maps",
        address="Mira@Globex.example",
        organization="Globex Maps",
        by=cast.allie,
        at=clock("9:40"),
    )
    assert (made.address, made.organization.name) == ("mira@globex.example", "Globex Maps")
    return made


@pytest.fixture
def asked(cast: Cast, drones: Ticket, mira: Party) -> Chase:
    return chase.start(drones, contact=mira, asked=ASKED, sends=True, by=cast.allie, at=clock("10:00"))


def letters(of: Chase) -> list[Letter]:
    return list(Letter.objects.filter(chase=of).order_by("id"))


def rang(kind: str) -> list[str]:
    return list(Alert.objects.filter(kind=kind).values_list("agent__name", flat=True))


def test_what_is_asked_leaves_as_a_letter_in_a_thread_of_its_own(
    cast: Cast, asked: Chase, drones: Ticket
) -> None:
    (first,) = letters(asked)
    assert (first.kind, first.to_address, first.requester, first.automatic) == (
        "ping", "mira@globex.example", None, False,
    )  # fmt: skip
    assert first.facts["references"] == []
    said = chase.ping(asked, text="And now?", by=cast.allie, at=clock("15:00"))
    second = letters(asked)[1]
    assert said.letter == second and second.facts["references"] == [first.header_id]
    theirs = drones.letters.filter(requester=cast.zelda)
    assert theirs and not {letter.header_id for letter in theirs} & set(second.facts["references"])
    asked.refresh_from_db()
    assert (asked.pings, asked.ping_at) == (2, clock("15:00", day=2))


def test_a_ping_by_phone_sends_nothing_and_moves_the_next(cast: Cast, asked: Chase) -> None:
    chase.ping(asked, by=cast.allie, at=clock("15:00"))
    asked.refresh_from_db()
    assert len(letters(asked)) == 1 and asked.ping_at == clock("15:00", day=2)


def test_a_chase_without_an_address_can_only_be_rung(cast: Cast, drones: Ticket) -> None:
    by_phone = chase.start(drones, party="The harbour master", asked=ASKED, by=cast.allie, at=clock("10:00"))
    assert not letters(by_phone) and not ping_draft(by_phone, clock("10:05")).sends
    with pytest.raises(Refused):
        chase.ping(by_phone, text="And now?", by=cast.allie, at=clock("10:05"))
    assert Chase.objects.get().pings == 1


def test_the_pace_follows_impact_and_can_be_chosen(cast: Cast, asked: Chase, drones: Ticket) -> None:
    assert asked.ping_at == clock("10:00", day=2)
    chase.set_pace(asked, days=1, alone=False, by=cast.allie, at=clock("10:05"))
    asked.refresh_from_db()
    assert asked.ping_at == clock("10:00", day=1)
    with pytest.raises(Refused):
        chase.set_pace(asked, days=91, alone=False, by=cast.allie, at=clock("10:06"))


def test_a_party_that_writes_is_asked_again_later_and_the_owner_closes_the_loop(
    cast: Cast, asked: Chase
) -> None:
    chase.hear(asked, text="We look into it.", address="mira@globex.example", counts=True, at=clock("14:00"))
    asked.refresh_from_db()
    assert asked.is_running and asked.ping_at == clock("14:00", day=2)
    assert rang("loop") == ["Allie Ames"]
    assert "Mira Maps answered" in loop_draft(asked, clock("14:05"))
    assert "look into it" not in loop_draft(asked, clock("14:05"))
    chase.answer(asked, text="", by=cast.allie, at=clock("14:10"))
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == ("We look into it.", clock("14:10"))


def test_an_unknown_sender_is_shown_and_moves_nothing_until_a_person_says_so(
    cast: Cast, asked: Chase
) -> None:
    before = asked.ping_at
    word = chase.hear(asked, text="Tuesday.", address="bot@other.example", counts=False, at=clock("14:00"))
    asked.refresh_from_db()
    assert (asked.heard_at, asked.ping_at, rang("loop")) == (None, before, [])
    chase.accept(word, by=cast.bob, at=clock("14:30"))
    asked.refresh_from_db()
    assert (asked.heard_at, asked.ping_at) == (clock("14:30"), clock("14:30", day=2))
    assert rang("loop") == ["Allie Ames"]
    with pytest.raises(Refused):
        chase.accept(word, by=cast.bob, at=clock("14:31"))


def test_an_answer_takes_back_the_ping_that_waits(cast: Cast, asked: Chase) -> None:
    chase.answer(asked, text="Tuesday.", by=cast.allie, at=clock("10:01"))
    assert [letter.state for letter in letters(asked)] == ["recalled"]
    with pytest.raises(Refused):
        chase.ping(asked, text="And now?", by=cast.allie, at=clock("10:02"))


def test_pings_leave_by_themselves_only_where_desk_and_chase_want_it(
    cast: Cast, drones: Ticket, mira: Party
) -> None:
    twin = cast.writes(cast.yusuf, "The printer is blank.", at=clock("9:00"))
    chosen = chase.start(
        drones, contact=mira, asked=ASKED, alone=True, sends=True, by=cast.allie, at=clock("10:00")
    )
    beside = chase.start(twin, contact=mira, asked="Ink?", sends=True, by=cast.allie, at=clock("10:00"))
    desk.set_targets(cast.desk, targets={"undo_seconds": 0, "chase_alone": True}, by=HEARD, at=clock("10:01"))
    promised = drones.promise_id
    tick(clock("10:00", day=2))
    assert (len(letters(chosen)), len(letters(beside))) == (2, 1)
    alone = letters(chosen)[1]
    assert alone.automatic and "We asked you at" in alone.facts["text"] and ASKED in alone.facts["text"]
    assert rang("ping") == ["Carla Diaz"]  # the twin has no owner
    drones.refresh_from_db()
    assert drones.promise_id == promised, "a ping by itself keeps nothing"
    chosen.refresh_from_db()
    assert chosen.ping_at > clock("10:00", day=2)


def test_after_three_alone_a_person_is_told(cast: Cast, drones: Ticket, mira: Party) -> None:
    desk.set_targets(cast.desk, targets={"chase_alone": True}, by=HEARD, at=clock("9:50"))
    chosen = chase.start(drones, contact=mira, asked=ASKED, alone=True, by=cast.allie, at=clock("10:00"))
    at = chosen.ping_at
    for _ in range(4):
        tick(at)
        chosen.refresh_from_db()
        at = max(chosen.ping_at, at + timedelta(minutes=1))
    assert len(letters(chosen)) == 3
    assert "Allie Ames" in rang("ping")


def test_no_figure_under_three_people(cast: Cast, asked: Chase) -> None:
    draft = ping_draft(asked, clock("9:00", day=2))
    assert (draft.figures.people, draft.figures.reports) == (1, 1)
    assert "people" not in draft.text and "Mira Maps" in draft.text and draft.sends


def test_a_chase_is_given_to_somebody_of_the_desk(cast: Cast, asked: Chase) -> None:
    chase.give(asked, agent=cast.bob, by=cast.allie, at=clock("11:00"))
    asked.refresh_from_db()
    assert asked.agent == cast.bob
    with pytest.raises(Refused):
        chase.give(asked, agent=cast.mallory, by=cast.allie, at=clock("11:01"))


def test_a_colleague_is_asked_by_letter(cast: Cast, drones: Ticket) -> None:
    asked = chase.start(
        drones, colleague=cast.mallory, asked="Have you seen this?", by=cast.allie, at=clock("10:00")
    )
    (letter,) = letters(asked)
    assert (letter.kind, letter.to_address, letter.agent) == (
        "consult",
        "mallory@heard.example",
        cast.mallory,
    )
    with pytest.raises(Refused):
        chase.start(drones, colleague=cast.allie, asked="Me?", by=cast.allie, at=clock("10:01"))


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"address": "nobody"}, {"address": "support@heard.example"}, {"zone": "Mars/Base"}],
)
def test_a_party_is_somebody_who_can_be_asked(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Refused):
        party.make(**{"name": "Mira", **wrong}, by=cast.allie, at=clock("9:00"))


def test_an_address_is_one_party(cast: Cast, mira: Party) -> None:
    with pytest.raises(Refused):
        party.make(name="Mira again", address="MIRA@globex.example", by=cast.allie, at=clock("9:41"))
    party.change(mira, name="Mira M.", by=cast.allie, at=clock("9:42"))
    mira.refresh_from_db()
    assert (mira.name, mira.organization.name) == ("Mira M.", "Globex Maps")


def test_a_resolved_ticket_asks_nobody(cast: Cast, asked: Chase, drones: Ticket) -> None:
    promise.say(drones, Word(text="Done.", way="solves"), by=cast.allie, at=clock("11:00"))
    tick(clock("10:00", day=2))
    assert not rang("ping")


def test_an_owner_who_is_away_does_not_hold_the_loop(cast: Cast, asked: Chase) -> None:
    agent.go_away(cast.allie, until=clock("17:00", day=3), by=cast.allie, at=clock("10:30"))
    chase.hear(asked, text="Tuesday.", counts=True, at=clock("14:00"))
    assert rang("loop") == ["Carla Diaz"]
