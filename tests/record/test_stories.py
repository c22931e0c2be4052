"""The verbs through whole stories, each with a twin that must not change."""

from datetime import datetime, timedelta

import pytest

from cast import Cast, clock
from heard.followup.tick import next_due_at, tick
from heard.record.actions import agent, chase, desk, draft, nudge, promise, reading, restatement, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD, Robot
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db


def said(cast: Cast, on: Ticket, due: str, *, at: str, by: str = "allie", **changes: object) -> Message:
    word = Word(text="I am looking into it.", way="next", due_at=clock(due), **changes)
    return promise.say(on, word, by=getattr(cast, by), at=clock(at))


def reply(cast: Cast, on: Ticket, text: str, *, at: datetime, **changes: bool) -> Message:
    arrival = Arrival(door="smtp", from_address=cast.zelda.address, text=text)
    return ticket.add_reply(on, arrival, requester=cast.zelda, at=at, **changes)


def ledger(on: Ticket) -> list[tuple[str, str | None, datetime | None]]:
    return list(on.promises.order_by("id").values_list("kind", "outcome", "due_at"))


def fresh(on: Ticket) -> Ticket:
    return Ticket.objects.get(pk=on.pk)


def test_a_mail_makes_a_ticket_its_promise_and_its_receipt(drones: Ticket) -> None:
    assert ledger(drones) == [("first", None, clock("10:02"))]
    receipt = Letter.objects.get()
    assert (receipt.kind, receipt.told_due_at, receipt.automatic) == ("receipt", clock("10:02"), True)
    assert (drones.owed_at, drones.owed_reason) == (clock("10:02"), "first")
    assert next_due_at() == clock("9:17")


def test_the_first_word_keeps_the_desks_promise_and_takes_the_ticket(
    cast: Cast, drones: Ticket, twin: Ticket
) -> None:
    before = ledger(twin)
    said(cast, drones, "12:00", at="9:27", restating="looking into it")
    assert ledger(drones) == [("first", "kept", clock("10:02")), ("word", None, clock("12:00"))]
    now = fresh(drones)
    assert (now.owner, now.acknowledged_at, now.opened_at) == (cast.allie, clock("9:27"), clock("9:27"))
    assert Letter.objects.get(kind="reply").told_due_at == clock("12:00")
    assert ledger(twin) == before


def test_my_time_stands_adds_and_ends_nothing(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    promise.say(drones, Word(text="One more thing.", way="stands"), by=cast.bob, at=clock("10:00"))
    assert ledger(drones)[-1] == ("word", None, clock("12:00"))
    assert Letter.objects.filter(kind="reply").count() == 2


def test_no_news_renews(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    promise.renew(drones, text="No news yet.", due_at=clock("15:00"), by=cast.allie, at=clock("11:50"))
    assert [outcome for _, outcome, _ in ledger(drones)] == ["kept", "renewed", None]


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (Word(text="  ", way="solves"), "text"),
        (Word(text="Hi", way="next"), "due_at"),
        (Word(text="Hi", way="next", due_at=clock("9:00")), "due_at"),
        (Word(text="Hi", way="next", due_at=clock("20:00")), "due_at"),
        (Word(text="Hi", way="next", due_at=clock("10:00", day=4)), "due_at"),
        (Word(text="Hi", way="stands"), "way"),
        (Word(text="Hi", way="parks"), "event"),
        (Word(text="Hi", way="solves", restating="Ho"), "restating"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_changes(
    cast: Cast, drones: Ticket, word: Word, field: str
) -> None:
    before = (ledger(drones), drones.messages.count(), Letter.objects.count())
    with pytest.raises(Refused) as refused:
        promise.say(drones, word, by=cast.allie, at=clock("9:30"))
    assert refused.value.field == field
    assert (ledger(drones), drones.messages.count(), Letter.objects.count()) == before


def test_an_agreed_date_may_lie_beyond_the_budget(cast: Cast, drones: Ticket) -> None:
    word = Word(
        text="On the 4th, as you asked.", way="next", due_at=clock("10:00", day=11), agreed="her mail"
    )
    promise.say(drones, word, by=cast.allie, at=clock("9:30"))
    assert fresh(drones).standing.agreed == "her mail"


def test_a_robots_word_keeps_nothing(cast: Cast, drones: Ticket) -> None:
    before = ledger(drones)
    promise.say(drones, Word(text="Deployed.", way="stands"), by=Robot("Deployer"), at=clock("9:30"))
    now = fresh(drones)
    assert (ledger(drones), now.is_open, now.acknowledged_at) == (before, True, None)


@pytest.mark.parametrize("way", ["next", "renew", "solves", "parks"])
def test_a_robot_promises_and_resolves_nothing(cast: Cast, drones: Ticket, way: str) -> None:
    word = Word(text="By two.", way=way, due_at=clock("14:00"), event="4.2")
    with pytest.raises(Refused, match="person"):
        promise.say(drones, word, by=Robot("Deployer"), at=clock("9:30"))


def test_a_lapse_is_repaired_told_once_and_rises(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    said(cast, twin, "17:00", at="9:05", by="bob")
    said(cast, drones, "12:00", at="9:27")
    tick(clock("12:00"))
    assert ledger(drones)[1:] == [("word", "lapsed", clock("12:00")), ("repair", None, clock("13:00"))]
    missed = Letter.objects.get(kind="missed")
    assert (missed.told_due_at, missed.ticket) == (clock("13:00"), drones)
    assert list(Alert.objects.filter(kind="lapse").values_list("agent__name", flat=True)) == ["Allie Ames"]
    tick(clock("13:00"))
    assert ledger(drones)[-1] == ("repair", None, clock("15:00"))
    assert Letter.objects.filter(kind="missed").count() == 1
    assert Alert.objects.get(kind="lapse_again").agent == cast.carla
    tick(clock("15:00"))
    tick(clock("10:00", day=1))
    assert ledger(drones)[-1] == ("repair", None, clock("10:00", day=2))
    assert [kind for kind, _, _ in ledger(twin)] == ["first", "word", "repair", "repair"][: len(ledger(twin))]


def test_a_lapse_nobody_was_told_of_writes_nothing(cast: Cast, drones: Ticket) -> None:
    untold = cast.writes(cast.zelda, "And another thing.", at=clock("9:05"))
    assert untold.standing.told_at is None
    tick(clock("10:30"))
    assert untold.promises.count() == 2
    assert not Letter.objects.filter(kind="missed", ticket=untold).exists()
    assert Letter.objects.filter(kind="missed", ticket=drones).exists()


def test_strangers_get_fewer_receipts_than_people_we_wrote_to(cast: Cast, drones: Ticket) -> None:
    times = [clock(f"{9 + n // 2}:{30 * (n % 2):02}", day=1) for n in range(16)]
    told = [cast.writes(cast.yusuf, f"Bomb {n}", at=at).standing.told_at for n, at in enumerate(times)]
    assert [bool(at) for at in told].count(True) == 5
    said(cast, drones, "12:00", at="9:27")
    told = [cast.writes(cast.zelda, f"More {n}", at=clock("9:30")).standing.told_at for n in range(12)]
    assert [bool(at) for at in told].count(True) == 9


def test_a_verb_between_due_time_and_worker_finds_the_promise_lapsed(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    said(cast, drones, "14:00", at="12:01")
    assert [(kind, outcome) for kind, outcome, _ in ledger(drones)] == [
        ("first", "kept"), ("word", "lapsed"), ("repair", "kept"), ("word", None),
    ]  # fmt: skip
    assert Letter.objects.get(kind="missed").state == "recalled"
    assert tick(clock("12:01"))[0].get("lapse") is None


def test_after_a_stop_moments_collapse(drones: Ticket) -> None:
    answered, stumbled = tick(clock("9:30"))
    assert (dict(answered), stumbled) == ({"rise_watch": 1}, 0)
    answered, _ = tick(clock("17:00"))
    assert dict(answered) == {"lapse": 1}
    assert drones.promises.count() == 2
    assert tick(clock("17:00")) == ({}, 0)


def test_what_is_pressed_can_be_taken_back_and_then_leaves(cast: Cast, drones: Ticket) -> None:
    desk.set_targets(cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=clock("8:00"))
    typed = {"text": "On it.", "way": "next", "due_at": clock("12:00"), "seen_n": 9}
    draft.keep(drones, by=cast.allie, at=clock("9:20"), **typed)
    assert draft.press(drones, by=cast.allie, at=clock("9:27"))
    assert drones.messages.filter(kind="outbound").count() == 0
    kept = draft.undo(drones, by=cast.allie, at=clock("9:27"))
    assert (kept.text, kept.pressed_at) == ("On it.", None)
    draft.press(drones, by=cast.allie, at=clock("9:28"))
    tick(clock("9:28") + timedelta(seconds=14))
    assert drones.messages.filter(kind="outbound").count() == 0
    tick(clock("9:28") + timedelta(seconds=15))
    assert drones.messages.get(kind="outbound").said_at == clock("9:28")
    with pytest.raises(Refused, match="left already"):
        draft.undo(drones, by=cast.allie, at=clock("9:29"))


def test_the_act_counts_when_send_is_pressed(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    desk.set_targets(cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=clock("8:00"))
    pressed = clock("12:00") - timedelta(seconds=5)
    draft.keep(drones, by=cast.allie, at=pressed, text="Done.", way="solves", seen_n=99)
    draft.press(drones, by=cast.allie, at=pressed)
    tick(clock("12:00"))
    assert ledger(drones)[-1] == ("word", "kept", clock("12:00"))
    assert not fresh(drones).is_open


def test_two_agents_sending_at_once(cast: Cast, drones: Ticket) -> None:
    for who in (cast.allie, cast.bob):
        typed = {"text": f"{who} here.", "way": "next", "due_at": clock("12:00"), "seen_n": drones.last_n}
        draft.keep(drones, by=who, at=clock("9:20"), **typed)
    draft.press(drones, by=cast.allie, at=clock("9:21"))
    with pytest.raises(Refused) as refused:
        draft.press(drones, by=cast.bob, at=clock("9:21"))
    assert refused.value.code == "meanwhile"
    assert drones.drafts.get().text == "Bob Bauer here."
    draft.press(drones, by=cast.bob, at=clock("9:22"), despite=True)
    assert drones.messages.filter(kind="outbound").count() == 2


@pytest.mark.parametrize("text, seen_later, kept", [
    ("On it.", 0, 0), ("On", 0, 0), ("On it. And", 0, 1), ("On it.", 99, 1),
])  # fmt: skip
def test_what_left_is_no_draft_again(
    cast: Cast, drones: Ticket, text: str, seen_later: int, kept: int
) -> None:
    typed = {"text": "On it.", "way": "next", "due_at": clock("12:00"), "seen_n": drones.last_n}
    draft.keep(drones, by=cast.allie, at=clock("9:20"), **typed)
    draft.press(drones, by=cast.allie, at=clock("9:21"))
    draft.keep(drones, by=cast.allie, at=clock("9:21"), text=text, seen_n=typed["seen_n"] + seen_later)
    assert drones.drafts.count() == kept


def test_a_pressed_word_that_cannot_be_said_any_more_is_a_draft_again(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    desk.set_targets(cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=clock("8:00"))
    draft.keep(drones, by=cast.allie, at=clock("11:00"), text="As said.", way="stands", seen_n=99)
    draft.press(drones, by=cast.allie, at=clock("11:00"))
    nudge.sooner(drones, wanted_at=clock("11:30"), reason="call", by=cast.zelda, at=clock("11:00"))
    said(cast, drones, "11:30", at="11:10", by="bob")
    kept = drones.drafts.get()
    assert (kept.text, kept.pressed_at) == ("As said.", None)
    assert kept.trouble
    assert Alert.objects.filter(kind="unsent", agent=cast.allie).exists()


def test_a_message_is_a_reading_duty_until_answered_or_let_stand(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "17:00", at="9:27")
    reply(cast, drones, "Four more did it.", at=clock("9:31"))
    assert (fresh(drones).owed_at, fresh(drones).owed_reason) == (clock("10:31"), "reading")
    assert reading.stand(drones, by=cast.allie, at=clock("9:40")) == 1
    assert (fresh(drones).owed_at, fresh(drones).owed_reason) == (clock("17:00"), "promise")
    assert ledger(drones)[-1] == ("word", None, clock("17:00"))


def test_a_correction_is_owed_an_answer_and_nothing_stands_before(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "17:00", at="9:27", restating="looking into it")
    restatement.correct(
        Restatement.objects.get(), correction="Only at night.", by=cast.zelda, at=clock("9:31")
    )
    assert (fresh(drones).owed_at, fresh(drones).owed_reason) == (clock("10:01"), "correction")
    with pytest.raises(Refused):
        promise.say(drones, Word(text="Ok.", way="stands"), by=cast.allie, at=clock("9:35"))
    with pytest.raises(Refused):
        reading.stand(drones, by=cast.allie, at=clock("9:35"))
    said(cast, drones, "16:00", at="9:40")
    assert fresh(drones).owed_reason == "promise"
    with pytest.raises(Refused, match="answered already"):
        restatement.confirm(Restatement.objects.get(), by=cast.zelda, at=clock("9:41"))


def test_where_is_my_answer_only_after_a_lapse(cast: Cast, drones: Ticket) -> None:
    with pytest.raises(Refused):
        nudge.nudge(drones, by=cast.zelda, at=clock("9:10"))
    nudge.nudge(drones, by=cast.zelda, at=clock("10:05"))
    assert [outcome for _, outcome, _ in ledger(drones)] == ["lapsed", None]
    with pytest.raises(Refused):
        nudge.nudge(drones, by=cast.zelda, at=clock("10:20"))


def test_sooner_keeps_both_times(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "17:00", at="9:27")
    with pytest.raises(Refused, match="before that"):
        nudge.sooner(drones, wanted_at=clock("17:30"), reason="", by=cast.zelda, at=clock("9:30"))
    owed = nudge.sooner(drones, wanted_at=clock("12:30"), reason="a call", by=cast.zelda, at=clock("9:30"))
    assert fresh(drones).standing.due_at == clock("17:00")
    assert owed.wanted_at == clock("12:30")
    assert Event.objects.get(kind="owed.sooner").personal.text == {"reason": "a call"}


def test_solved_not_yet_and_yes(cast: Cast, drones: Ticket) -> None:
    promise.say(drones, Word(text="Fixed.", way="solves"), by=cast.allie, at=clock("9:30"))
    assert not fresh(drones).is_open
    ticket.reopen(drones, by=cast.zelda, at=clock("9:45"))
    assert (fresh(drones).received_at, ledger(drones)[-1]) == (clock("9:02"), ("first", None, clock("10:45")))
    promise.say(drones, Word(text="Now.", way="solves"), by=cast.allie, at=clock("10:00"))
    ticket.agree(drones, by=cast.zelda, at=clock("10:05"))
    assert fresh(drones).agreed_at == clock("10:05")


@pytest.mark.parametrize(("thanks", "opens"), [(False, True), (True, False)])
def test_a_reply_reopens_but_thanks_do_not(cast: Cast, drones: Ticket, thanks: bool, opens: bool) -> None:
    promise.say(drones, Word(text="Fixed.", way="solves"), by=cast.allie, at=clock("9:30"))
    reply(cast, drones, "Thanks" if thanks else "It broke again", at=clock("9:45"))
    assert fresh(drones).is_open is opens


def test_a_strangers_mail_on_a_thread_moves_nothing(cast: Cast, drones: Ticket) -> None:
    promise.say(drones, Word(text="Fixed.", way="solves"), by=cast.allie, at=clock("9:30"))
    reply(cast, drones, "Open up.", at=clock("9:45"), verified=False)
    assert not fresh(drones).is_open


def test_any_word_ends_the_parking(cast: Cast, drones: Ticket) -> None:
    promise.park(drones, text="I can't say when.", event="version 4.2", by=cast.allie, at=clock("9:30"))
    assert fresh(drones).standing.due_at is None
    reply(cast, drones, "Any news?", at=clock("11:00"))
    assert [(kind, outcome) for kind, outcome, _ in ledger(drones)][-2:] == [
        ("on_event", "released"), ("first", None),
    ]  # fmt: skip


def test_spam_releases_and_takes_the_receipt_back(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    ticket.release(drones, resolution="spam", by=cast.bob, at=clock("9:05"))
    assert ledger(drones) == [("first", "released", clock("10:02"))]
    assert Letter.objects.get(ticket=drones).state == "recalled"
    assert Letter.objects.get(ticket=twin).state == "queued"
    assert tick(clock("12:00"))[0]["lapse"] == 1


def test_an_absent_owners_moments_are_handed_up(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "12:00", at="9:27")
    agent.go_away(cast.allie, until=clock("17:00"), by=cast.allie, at=clock("10:00"))
    tick(clock("11:50"))
    assert Alert.objects.filter(kind="hand_up").values_list("agent__name", flat=True).get() == "Carla Diaz"


def test_a_chase_presses_on_by_itself(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "16:00", at="9:27")
    started = chase.start(drones, party="Map vendor", asked="tiles", by=cast.allie, at=clock("10:00"))
    assert started.ping_at == clock("10:00", day=2)
    chase.ping(started, by=cast.allie, at=clock("11:00"))
    chase.answer(started, text="Fixed in 4.2", by=cast.allie, at=clock("12:00"))
    with pytest.raises(Refused):
        chase.ping(started, by=cast.allie, at=clock("12:05"))


def test_only_members_can_be_given_a_ticket(cast: Cast, drones: Ticket) -> None:
    with pytest.raises(Refused):
        ticket.give(drones, owner=cast.mallory, by=cast.carla, at=clock("9:10"))
    ticket.give(drones, owner=cast.bob, by=cast.carla, at=clock("9:10"))
    assert fresh(drones).owner == cast.bob
    assert fresh(drones).standing.agent is None


def test_changed_hours_move_nothing_told(cast: Cast, drones: Ticket) -> None:
    said(cast, drones, "17:00", at="9:27")
    desk.set_hours(
        cast.desk, week=[[(540, 720)]] * 5 + [[], []], zone=cast.desk.zone, country="", region="",
        by=cast.carla, at=clock("10:00"),
    )  # fmt: skip
    assert fresh(drones).standing.due_at == clock("17:00")
    with pytest.raises(Refused):
        said(cast, fresh(drones), "17:30", at="10:05")


@pytest.mark.parametrize("week", [[[(540, 720), (700, 800)]] + [[]] * 6, [[]] * 7, [[(540, 500)]] + [[]] * 6])
def test_wrong_hours_are_refused(cast: Cast, week: list[list[tuple[int, int]]]) -> None:
    with pytest.raises(Refused):
        desk.set_hours(
            cast.desk, week=week, zone="UTC", country="", region="", by=cast.carla, at=clock("9:00")
        )
    assert cast.desk.intervals.count() == 5


@pytest.mark.parametrize(
    ("text", "answer", "reason"),
    [
        ("Yes, that's it", "yes", "reading"),
        ("Not quite, only at night.", "no", "correction"),
        ("There were four more.", "", "reading"),
    ],
)
def test_a_mail_that_clearly_says_so_answers_the_restatement(
    cast: Cast, drones: Ticket, text: str, answer: str, reason: str
) -> None:
    said(cast, drones, "17:00", at="9:27", restating="looking into it")
    reply(cast, drones, text, at=clock("9:31"))
    assert Restatement.objects.get().answer == answer
    assert fresh(drones).owed_reason == reason
