"""Approvals as stories: an exception is asked for, decided one step after the other, and the twin that never moves."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cast import Cast, clock
from heard.followup.ping import asking_draft, decision_draft, ping_draft
from heard.followup.tick import tick
from heard.letters.preview import preview
from heard.letters.render import compose
from heard.record import links
from heard.record.actions import agent, approval, chase, desk, merge, promise, ticket
from heard.record.actions.approval import Named, Step
from heard.record.actions.message import Word
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.approval import Approval, Approver
from heard.record.models.chase import Chase
from heard.record.models.letter import Letter
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db
NORA, OTTO, PIA = "nora@northwind.example", "otto@northwind.example", "pia@northwind.example"
SAID = {
    "asked": "500 GB for the render share",
    "policy": "At most 250 GB for a team",
    "why": "Two films end this week, and renders wait a day without it.",
    "told_as": "your manager, then Bob",
}


@pytest.fixture
def disk(cast: Cast) -> Ticket:
    """Zelda's ticket, which is Allie's, with a word promised for Wednesday."""
    found = cast.writes(cast.zelda, "I need more disk.", at=clock("9:00"), subject="More disk")
    word = Word(text="I look.", way="next", due_at=clock("16:00", day=2))
    promise.say(found, word, by=cast.allie, at=clock("9:30"))
    return Ticket.objects.get(pk=found.pk)


@pytest.fixture(autouse=True)
def twin(cast: Cast):
    """The same asking on another ticket, which nothing here may touch."""
    other = cast.writes(cast.yusuf, "Me too.", at=clock("9:01"))
    asking = approval.ask(other, **asks(cast), by=cast.bob, at=clock("9:40"))
    yield asking
    fresh = Approval.objects.get(pk=asking.pk)
    assert (fresh.outcome, fresh.step, fresh.ticket_id) == ("", 1, other.pk)
    assert not fresh.approvers.exclude(decision="").exists()


def asks(cast: Cast, **others: Any) -> dict[str, Any]:
    """Nora first; then Carla, an agent, and Otto together."""
    steps = [
        Step([Named("Nora Northwind", NORA)], clock("16:00")),
        Step([Named("", cast.carla.email), Named("Otto", OTTO)], clock("16:00", day=1)),
    ]
    return {**SAID, "steps": steps, **others}


@pytest.fixture
def asking(cast: Cast, disk: Ticket) -> Approval:
    return approval.ask(disk, **asks(cast, ends_at=clock("17:00", day=2)), by=cast.allie, at=clock("10:00"))


def seat(asking: Approval, address: str) -> Approver:
    return asking.approvers.get(address=address)


def asked_by_letter(asking: Approval) -> list[str]:
    of = Letter.objects.filter(kind="approval", chase__approver__approval=asking)
    return list(of.order_by("id").values_list("to_address", flat=True))


def rang(kind: str) -> list[str]:
    return list(
        Alert.objects.filter(kind=kind, ticket__subject="More disk").values_list("agent__name", flat=True)
    )


def agree(asking: Approval, address: str, at: datetime, **by: Any) -> None:
    approval.decide(seat(asking, address), agrees=True, at=at, **{"by": None, **by})


def fresh(asking: Approval) -> Approval:
    return Approval.objects.get(pk=asking.pk)


def test_one_step_after_the_other_and_together_within_one(cast: Cast, asking: Approval, disk: Ticket) -> None:
    assert asked_by_letter(asking) == [NORA]
    assert (asking.step, asking.decide_by, asking.for_whom) == (1, clock("16:00"), "Zelda Marsh")
    before = Ticket.objects.get(pk=disk.pk).promise_id
    agree(asking, NORA, clock("11:00"))
    assert asked_by_letter(asking) == [NORA, cast.carla.email, OTTO]
    now = fresh(asking)
    assert (now.step, now.decide_by, now.outcome) == (2, clock("16:00", day=1), "")
    agree(asking, OTTO, clock("12:00"))
    assert fresh(asking).outcome == "" and rang("decided") == []
    agree(asking, cast.carla.email, clock("12:30"), by=cast.carla)
    now = fresh(asking)
    assert (now.outcome, now.ended_at) == ("approved", clock("12:30"))
    assert rang("decided") == ["Allie Ames"]
    assert not Chase.objects.filter(ticket=disk, answered_at=None).exists()
    assert Ticket.objects.get(pk=disk.pk).promise_id == before  # no decision moves a promise
    kinds = disk.events.filter(kind__startswith="approval.").order_by("id").values_list("kind", flat=True)
    assert [kind.partition(".")[2] for kind in kinds] == [
        "asked", "agreed", "turn", "agreed", "agreed", "approved",
    ]  # fmt: skip


def test_the_first_no_ends_it(cast: Cast, asking: Approval) -> None:
    agree(asking, NORA, clock("11:00"))
    with pytest.raises(Refused) as refused:
        approval.decide(seat(asking, OTTO), agrees=False, reason=" ", by=None, at=clock("12:00"))
    assert refused.value.field == "reason"
    approval.decide(seat(asking, OTTO), agrees=False, reason="No money.", by=None, at=clock("12:00"))
    assert fresh(asking).outcome == "declined"
    with pytest.raises(Refused):
        agree(asking, cast.carla.email, clock("12:01"), by=cast.carla)
    assert seat(asking, cast.carla.email).decision == ""


@pytest.mark.parametrize(
    ("address", "by", "code"),
    [(NORA, "carla", "not_yours"), ("carla@heard.example", None, "not_yours"), (OTTO, None, "turn")],
)
def test_only_whose_turn_it_is_decides(
    cast: Cast, asking: Approval, address: str, by: str | None, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        agree(asking, address, clock("11:00"), by=getattr(cast, by) if by else None)
    assert refused.value.code == code
    assert not asking.approvers.exclude(decision="").exists()


def test_each_decides_once(asking: Approval) -> None:
    agree(asking, NORA, clock("11:00"))
    with pytest.raises(Refused) as refused:
        approval.decide(seat(asking, NORA), agrees=False, reason="Changed.", by=None, at=clock("11:01"))
    assert refused.value.code == "decided"


NONSENSE = [
    ({"asked": " "}, "asked"),
    ({"policy": ""}, "policy"),
    ({"why": ""}, "why"),
    ({"told_as": ""}, "told_as"),
    ({"asked": "x" * 301}, "asked"),
    ({"steps": []}, "who1"),
    ({"steps": [Step([], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", NORA)], clock("9:59"))]}, "by1"),
    ({"steps": [Step([Named("", NORA)], clock("20:00"))]}, "by1"),
    ({"steps": [Step([Named("", NORA)], clock("16:00")), Step([Named("", OTTO)], clock("15:00"))]}, "by2"),
    ({"steps": [Step([Named("", NORA)], clock("16:00")), Step([Named("", NORA)], clock("17:00"))]}, "who2"),
    ({"steps": [Step([Named("", NORA), Named("N", NORA.upper())], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", "zelda@northwind.example")], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", "allie@heard.example")], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", "support@heard.example")], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", "no address")], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", "")], clock("16:00"))]}, "who1"),
    ({"steps": [Step([Named("", NORA)], clock("16:00"), days=91)]}, "days1"),
    ({"ends_at": clock("15:00")}, "ends"),
]


@pytest.mark.parametrize(("wrong", "field"), NONSENSE)
def test_nonsense_is_refused_at_its_field(
    cast: Cast, disk: Ticket, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        approval.ask(disk, **asks(cast, **wrong), by=cast.allie, at=clock("10:00"))
    assert refused.value.field == field
    assert not disk.approvals.exists() and not disk.chases.exists()


def test_somebody_else_decides_in_their_place(cast: Cast, asking: Approval) -> None:
    for wrong in (cast.zelda.address, NORA, OTTO, cast.allie.email):
        with pytest.raises(Refused) as refused:
            approval.hand_on(seat(asking, NORA), address=wrong, why="Not mine.", by=None, at=clock("10:30"))
        assert refused.value.field == "address"
    pia = approval.hand_on(
        seat(asking, NORA), address=PIA, why="Pia has the budget.", by=None, at=clock("10:30")
    )
    assert (pia.step, pia.handed_from.address) == (1, NORA)
    assert asked_by_letter(asking) == [NORA, PIA]
    letter = Letter.objects.get(to_address=PIA)
    assert "Nora Northwind handed this decision to you: *Pia has the budget.*" in compose(letter).text
    with pytest.raises(Refused) as refused:
        agree(asking, NORA, clock("10:40"))
    assert refused.value.code == "decided"
    with pytest.raises(Refused) as refused:
        approval.hand_on(pia, address="quin@northwind.example", why="Nor mine.", by=None, at=clock("10:45"))
    assert refused.value.code == "handed"
    agree(asking, PIA, clock("11:00"))
    assert fresh(asking).step == 2


def test_who_does_not_work_here_any_more_is_replaced_by_an_agent(cast: Cast, asking: Approval) -> None:
    agree(asking, NORA, clock("11:00"))
    agent.disable(cast.carla, by=cast.bob, at=clock("11:30"))
    assert rang("cannot_decide") == ["Allie Ames"]
    carla = seat(asking, cast.carla.email)
    assert carla.cannot and not carla.chase.is_running
    with pytest.raises(Refused):
        approval.decide(carla, agrees=True, by=carla.agent, at=clock("11:40"))
    approval.hand_on(carla, address=PIA, why="Carla has left.", by=cast.allie, at=clock("12:00"))
    agree(asking, PIA, clock("12:10"))
    agree(asking, OTTO, clock("12:20"))
    assert fresh(asking).outcome == "approved"


def test_it_ends_without_a_decision_once(cast: Cast, asking: Approval, disk: Ticket) -> None:
    tick(clock("16:00"))
    assert rang("undecided") == ["Allie Ames"]
    end = clock("17:00", day=2)
    with pytest.raises(Refused) as refused:  # a fact of time, whether or not a worker came by
        agree(asking, NORA, end)
    assert refused.value.code == "over"
    tick(end)
    tick(end)
    tick(end + timedelta(hours=1))
    now = fresh(asking)
    assert (now.outcome, now.ended_at) == ("expired", end)
    assert disk.events.filter(kind="approval.expired").count() == 1
    assert rang("decided") == ["Allie Ames"]
    assert not disk.chases.filter(answered_at=None).exists()
    assert "There is no decision" in decision_draft(now, end)


def test_they_are_chased_until_they_decide(cast: Cast, asking: Approval) -> None:
    own = seat(asking, NORA).chase
    draft = ping_draft(own, clock("11:00", day=1))
    assert draft.sends and "We have no decision yet" in draft.text
    with pytest.raises(Refused) as refused:
        chase.answer(own, text="She said yes on the phone.", by=cast.allie, at=clock("11:00"))
    assert refused.value.code == "decides" and seat(asking, NORA).decision == ""
    chase.ping(own, text=draft.text, by=cast.allie, at=clock("11:00", day=1))
    last = Letter.objects.filter(to_address=NORA, chase=own).last()
    assert compose(last).subject.startswith("Re: Your decision by") and last.facts["references"]
    agree(asking, NORA, clock("11:10", day=1))
    last.refresh_from_db()
    assert last.state == "recalled"  # nobody is asked for what they have decided
    with pytest.raises(Refused):
        chase.ping(own, text="Again?", by=cast.allie, at=clock("11:20", day=1))


def test_by_itself_where_the_desk_allows_it(cast: Cast, disk: Ticket) -> None:
    desk.set_targets(
        cast.desk, targets={"undo_seconds": 0, "chase_alone": True}, by=cast.carla, at=clock("9:50")
    )
    disk.refresh_from_db()
    asking = approval.ask(disk, **asks(cast, alone=True), by=cast.allie, at=clock("10:00"))
    tick(clock("10:00", day=2))
    assert asked_by_letter(asking) == [NORA, NORA]
    assert Letter.objects.filter(to_address=NORA, automatic=True, ticket=disk).count() == 1


def test_a_mail_decides_nothing(cast: Cast, asking: Approval) -> None:
    own = seat(asking, NORA).chase
    chase.hear(own, text="Yes, fine!", at=clock("10:30"), counts=True, name="Nora")
    assert rang("not_decided") == ["Allie Ames"] and rang("loop") == []
    assert seat(asking, NORA).decision == "" and fresh(asking).outcome == ""
    own.refresh_from_db()
    assert own.is_running and own.heard_at == clock("10:30")


def test_what_they_read_is_the_asking_and_nothing_else(cast: Cast, disk: Ticket) -> None:
    from heard.record.actions import note

    note.write(disk, text="Zelda is difficult.", by=cast.allie, at=clock("9:45"))
    asking = approval.ask(
        disk, **asks(cast, excerpt="We film until Friday."), by=cast.allie, at=clock("10:00")
    )
    letter = Letter.objects.get(chase__approver__approval=asking)
    composed = compose(letter)
    assert composed.subject == "Your decision by 4:00 pm today: 500 GB for the render share"
    for said in (*SAID["asked"].split(), SAID["policy"], SAID["why"], "We film until Friday.", "Zelda Marsh"):
        assert said in composed.text
    for hidden in ("difficult", "I need more disk", "I look"):
        assert hidden not in composed.text and hidden not in composed.html
    secret = links.approval_token(seat(asking, NORA).pk)
    assert f"/a/{secret}/" in composed.text
    letter.state = "kept"
    shown = preview(letter)
    assert secret not in shown.text and secret not in shown.html  # agents cannot decide in their place


def test_the_words_for_the_requester_are_those_that_were_chosen(cast: Cast, asking: Approval) -> None:
    told = asking_draft(asking)
    assert "I've asked your manager, then Bob to decide" in told and "Nora" not in told
    approval.decide(seat(asking, NORA), agrees=False, reason="She had enough.", by=None, at=clock("11:00"))
    said = decision_draft(fresh(asking), clock("11:05"))
    assert "it is a no: your manager, then Bob" in said and "enough" not in said and "Nora" not in said
    cast.zelda.language = "de"
    cast.zelda.save()
    assert "die Antwort ist nein" in decision_draft(fresh(asking), clock("11:05"))


@pytest.mark.parametrize("how", ["solves", "spam"])
def test_a_resolved_ticket_asks_for_nothing(cast: Cast, asking: Approval, disk: Ticket, how: str) -> None:
    if how == "spam":
        ticket.release(disk, resolution="spam", by=cast.allie, at=clock("11:00"))
    else:
        promise.say(disk, Word(text="Done.", way="solves"), by=cast.allie, at=clock("11:00"))
    now = fresh(asking)
    assert (now.outcome, now.ended_at) == ("withdrawn", clock("11:00"))
    assert rang("decided") == [] and not disk.chases.filter(answered_at=None).exists()


def test_withdrawn_by_the_agent(cast: Cast, asking: Approval) -> None:
    approval.withdraw(asking, by=cast.allie, at=clock("10:30"))
    assert fresh(asking).outcome == "withdrawn" and decision_draft(fresh(asking), clock("10:31")) == ""
    with pytest.raises(Refused):
        approval.withdraw(asking, by=cast.allie, at=clock("10:40"))


def test_a_merge_brings_it_along_and_back(cast: Cast, asking: Approval, disk: Ticket) -> None:
    other = cast.writes(cast.zelda, "Also the gate.", at=clock("10:05"))
    merge.merge(disk, into=other, by=cast.allie, at=clock("10:30"))
    assert fresh(asking).ticket_id == other.pk and seat(asking, NORA).chase.ticket_id == other.pk
    merge.unmerge(disk, by=cast.allie, at=clock("10:40"))
    assert fresh(asking).ticket_id == disk.pk and seat(asking, NORA).chase.ticket_id == disk.pk
    agree(asking, NORA, clock("11:00"))
    assert fresh(asking).step == 2


def test_another_agent_sees_to_it(cast: Cast, asking: Approval) -> None:
    with pytest.raises(Refused):
        approval.give(asking, agent=cast.mallory, by=cast.allie, at=clock("10:30"))
    with pytest.raises(Refused):
        approval.give(asking, agent=cast.carla, by=cast.allie, at=clock("10:30"))
    approval.give(asking, agent=cast.bob, by=cast.allie, at=clock("10:30"))
    approval.decide(seat(asking, NORA), agrees=False, reason="No.", by=None, at=clock("11:00"))
    assert rang("decided") == ["Allie Ames", "Bob Bauer"]  # who holds the ticket, and who sees to it


def test_the_next_step_has_a_time_ahead_however_late_the_first_was(cast: Cast, disk: Ticket) -> None:
    asking = approval.ask(disk, **asks(cast), by=cast.allie, at=clock("10:00"))
    agree(asking, NORA, clock("10:00", day=2))
    now = fresh(asking)
    assert now.decide_by == clock("10:00", day=3)


def test_nobody_is_given_a_time_after_its_end(asking: Approval) -> None:
    agree(asking, NORA, clock("16:30", day=2))
    assert asking.ends_at == clock("17:00", day=2)
    assert {seat(asking, OTTO).answer_by, fresh(asking).decide_by} == {clock("17:00", day=2)}
