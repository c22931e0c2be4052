"""Stories of one word to everybody: each in their own thread, every time kept, no question settled."""

from datetime import timedelta

import pytest

from cast import Cast, assemble, clock
from heard.followup.tick import tick
from heard.letters.render import compose
from heard.record.actions import broadcast, desk, draft, nudge, problem, promise, reading, requester, ticket
from heard.record.actions.message import Word
from heard.record.actions.settle import settled
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.broadcast import Telling
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.problem import Problem
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.models.unreachable import Unreachable

pytestmark = pytest.mark.django_db
KNOW = {"en": "We know why: the map is wrong.", "de": "Wir wissen warum: die Karte ist falsch."}


@pytest.fixture
def cast() -> Cast:
    return assemble()


def behind(cast: Cast, *people: Requester) -> tuple[Problem, list[Ticket]]:
    """A problem with a ticket of each person behind it."""
    tickets = [
        cast.writes(person, "My drone comes back. Do I get my money?", at=clock("9:02")) for person in people
    ]
    found = problem.make(tickets[0], title="Drones come back", by=cast.allie, at=clock("9:05"))
    for one in tickets[1:]:
        problem.join(one, problem=found, by=cast.allie, at=clock("9:06"))
    return found, tickets


def pressed(cast: Cast, found: Problem, *, at: str = "9:30", due: str = "14:00", **more):
    return broadcast.press(
        found, texts=more.pop("texts", KNOW), due_at=clock(due), by=cast.carla, at=clock(at), **more
    )


def carried(at: str = "9:31", **day) -> None:
    while broadcast.carry_some(at=clock(at, **day)) is not None:
        pass


def fresh(*tickets: Ticket) -> list[Ticket]:
    return [Ticket.objects.select_related("promise").get(pk=one.pk) for one in tickets]


def outcome(one: Ticket) -> str:
    return Telling.objects.get(ticket=one).outcome


def test_every_time_is_kept_and_the_next_opens_in_the_name_of_who_pressed(cast):
    found, tickets = behind(cast, cast.zelda, cast.yusuf)
    twin = cast.writes(cast.zelda, "And a printer.", at=clock("9:02"), subject="Printer")
    before = twin.promise.pk
    sent = pressed(cast, found)
    assert sent.tickets == 2
    carried()
    for one in fresh(*tickets):
        first, then = one.promises.order_by("id")
        assert (first.outcome, first.ended_at) == ("kept", clock("9:30"))
        assert first.ended_by.by_person and first.ended_by.agent == cast.carla
        assert (then.kind, then.agent, then.due_at, then.told_at) == (
            "word", cast.carla, clock("14:00"), clock("9:30"),
        )  # fmt: skip
        letter = Letter.objects.get(ticket=one, kind="reply")
        assert letter.promise == then and letter.told_due_at == then.due_at and not letter.automatic
    sent.refresh_from_db()
    assert sent.finished_at == clock("9:31")
    (twin,) = fresh(twin)
    assert twin.promise.pk == before and twin.messages.count() == 1


@pytest.mark.parametrize("looked_in", [0, 1, 2, 3])
def test_where_we_wait_for_an_answer_the_question_stays(cast, looked_in):
    """Question, check-ins, notice: the broadcast's time is our next look-in, and nothing is closed silently."""
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    question, last = "Which export format?", 0
    said = [(0, "10:00", "waits"), (2, "9:40", "waits"), (9, "9:20", "waits"), (15, "10:00", "closes")]
    for day, time, way in said[: looked_in + 1]:
        word = Word(text=question, way=way, question=question if way == "waits" else "")
        promise.say(zeldas, word, by=cast.allie, at=clock(time, day=day))
        last = day
    (before,) = fresh(zeldas)
    broadcast.press(
        found, texts=KNOW, due_at=clock("14:00", day=last), by=cast.carla, at=clock("10:30", day=last)
    )
    carried("10:31", day=last)
    zeldas, yusufs = fresh(zeldas, yusufs)
    then = zeldas.promise
    assert (then.kind, then.question, then.step) == ("check_in", question, before.promise.step)
    assert (then.due_at, then.agent) == (clock("14:00", day=last), cast.carla)
    assert (yusufs.promise.kind, yusufs.promise.question, yusufs.promise.step) == ("word", "", 0)


def test_it_is_contact_and_no_acknowledgement_and_settles_no_question(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    pressed(cast, found)
    carried()
    (zeldas,) = fresh(zeldas)
    asked = zeldas.messages.get(kind="inbound")
    assert zeldas.acknowledged_at is None and zeldas.owner is None and zeldas.opened_at is None
    assert asked.settled_at is None and asked.read_at is None
    assert (zeldas.owed_reason, zeldas.owed_at) == ("reading", clock("10:02"))
    reading.stand(zeldas, by=cast.allie, at=clock("9:40"))
    (zeldas,) = fresh(zeldas)
    assert (zeldas.owed_reason, zeldas.owed_at) == ("promise", clock("14:00"))


def test_what_somebody_asked_stays_owed_and_their_time_stands(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    word = Word(text="I look.", way="next", due_at=clock("12:00"))
    promise.say(zeldas, word, by=cast.allie, at=clock("9:10"))
    nudge.sooner(zeldas, wanted_at=clock("11:00"), reason="A call.", by=cast.zelda, at=clock("9:20"))
    pressed(cast, found)
    carried()
    (zeldas,) = fresh(zeldas)
    assert zeldas.owed_answers.get().answered_at is None
    assert zeldas.promise.due_at == clock("12:00") and zeldas.promise.agent == cast.carla
    assert zeldas.owed_reason == "sooner"


def test_each_reads_their_language_zone_and_count(cast):
    nora, _ = requester.meet("nora@northwind.example", name="Nora Nagel", at=clock("8:00"))
    requester.change(cast.yusuf, by=HEARD, at=clock("8:00"), zone="Europe/Berlin", language="de")
    found, tickets = behind(cast, cast.zelda, cast.yusuf, nora)
    problem.word(found, language="de", title="Drohnen kehren um", by=cast.carla, at=clock("9:10"))
    pressed(cast, found)
    carried()
    english, german = (compose(Letter.objects.get(ticket=one, kind="reply")) for one in tickets[:2])
    assert "We know why" in english.text and "2:00 pm today (New York time)" in english.text
    assert f"your request #{tickets[0].number}: Drones come back." in english.text
    assert "told us 3 times" in english.text
    assert "Wir wissen warum" in german.text and "20:00" in german.text
    assert "Drohnen kehren um." in german.text and "3-mal" in german.text
    assert Message.objects.get(ticket=tickets[1], kind="outbound").text == KNOW["de"]


def test_under_three_voices_no_letter_tells_a_number(cast):
    found, (zeldas, _) = behind(cast, cast.zelda, cast.yusuf)
    problem.again(zeldas, by=cast.zelda, at=clock("9:20"))
    pressed(cast, found)
    carried()
    text = compose(Letter.objects.get(ticket=zeldas, kind="reply")).text
    assert "Your report counts." in text and "times" not in text


def test_a_promise_that_fell_due_while_it_was_leaving_was_met_by_the_pressing(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    due_at = fresh(zeldas)[0].promise.due_at
    pressed(cast, found, at="10:01")
    assert due_at == clock("10:02")
    tick(clock("10:05"))
    assert [p.outcome for p in zeldas.promises.order_by("id")] == ["kept", None]
    carried("10:06")
    for one in (zeldas, yusufs):
        assert one.messages.filter(kind="outbound").count() == 1
        assert not one.promises.filter(outcome="lapsed").exists()
        assert not Letter.objects.filter(ticket=one, kind="missed").exists()


def test_a_time_that_was_missed_before_the_pressing_stays_missed_and_is_repaired(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    pressed(cast, found, at="10:10")
    carried("10:11")
    assert [p.outcome for p in zeldas.promises.order_by("id")] == ["lapsed", "kept", None]
    assert all(p.ended_at >= p.made_at for p in zeldas.promises.exclude(outcome=None))


def test_a_colleagues_word_since_the_pressing_stands(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    pressed(cast, found)
    word = Word(text="Your money is on its way.", way="next", due_at=clock("11:00"))
    promise.say(zeldas, word, by=cast.bob, at=clock("9:31"))
    carried("9:32")
    (zeldas,) = fresh(zeldas)
    assert (zeldas.promise.agent, zeldas.promise.due_at, outcome(zeldas)) == (
        cast.bob,
        clock("11:00"),
        "stands",
    )
    assert zeldas.messages.filter(kind="outbound").count() == 2


def test_a_word_that_a_colleague_pressed_goes_before(cast):
    desk.set_targets(cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=clock("8:30"))
    found, (zeldas,) = behind(cast, cast.zelda)
    found = Problem.objects.select_related("desk").get(pk=found.pk)
    pressed(cast, found)
    draft.keep(zeldas, by=cast.bob, at=clock("9:30"), text="I look.", way="next", due_at=clock("11:00"))
    draft.press(zeldas, by=cast.bob, at=clock("9:30") + timedelta(seconds=10))
    assert broadcast.carry_some(at=clock("9:30") + timedelta(seconds=5)) is None
    assert broadcast.carry_some(at=clock("9:30") + timedelta(seconds=16)) == 1
    assert zeldas.messages.filter(kind="outbound").count() == 0
    carried("9:31")
    said = zeldas.messages.filter(kind="outbound").order_by("n")
    assert [one.agent for one in said] == [cast.bob, cast.carla]
    assert fresh(zeldas)[0].promise.agent == cast.bob


def test_who_cannot_be_reached_is_named_and_their_promise_stands(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    mark = Letter.objects.filter(ticket=yusufs).first()
    Unreachable.objects.create(address=cast.yusuf.address, letter=mark, marked_at=clock("9:20"))
    before = fresh(yusufs)[0].promise.pk
    pressed(cast, found)
    carried()
    assert (outcome(zeldas), outcome(yusufs)) == ("next", "no_route")
    assert fresh(yusufs)[0].promise.pk == before and yusufs.messages.count() == 1


def test_a_blocked_ticket_hears_within_its_own_limit(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    ticket.set_impact(zeldas, impact="blocked", by=cast.allie, at=clock("9:10"))
    broadcast.press(found, texts=KNOW, due_at=clock("11:00", day=1), by=cast.carla, at=clock("9:30"))
    carried()
    zeldas, yusufs = fresh(zeldas, yusufs)
    assert (zeldas.promise.due_at, yusufs.promise.due_at) == (clock("13:30"), clock("11:00", day=1))


def test_the_last_word_resolves_what_is_owed_nothing_and_thanks_those_who_are_resolved(cast):
    nora, _ = requester.meet("nora@northwind.example", name="Nora Nagel", at=clock("8:00"))
    olga, _ = requester.meet("olga@northwind.example", name="Olga Olsen", at=clock("8:00"))
    found, (zeldas, yusufs, noras, olgas) = behind(cast, cast.zelda, cast.yusuf, nora, olga)
    word = Word(text="I look.", way="next", due_at=clock("12:00"))
    for one in (zeldas, noras):
        promise.say(one, word, by=cast.allie, at=clock("9:10"))
    promise.say(noras, Word(text="Set it by hand.", way="solves"), by=cast.allie, at=clock("9:15"))
    ticket.release(olgas, resolution="withdrawn", by=cast.allie, at=clock("9:16"))
    found = problem.set_state(found, state="fixed", fixed_in="4.2", by=cast.bob, at=clock("9:20"))
    pressed(cast, found, solves=True)
    carried()
    assert [outcome(one) for one in (zeldas, yusufs, noras)] == ["solves", "next", "beside"]
    assert not Telling.objects.filter(ticket=olgas).exists()
    zeldas, yusufs, noras = fresh(zeldas, yusufs, noras)
    assert (zeldas.resolution, yusufs.is_open, noras.resolved_at) == ("solved", True, clock("9:15"))
    text = compose(Letter.objects.filter(ticket=noras).latest("id")).text
    assert "Your report was one of the reasons it got done." in text and "You'll hear" not in text


def test_who_is_resolved_hears_nothing_while_it_goes_on(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    promise.say(yusufs, Word(text="By hand.", way="solves"), by=cast.allie, at=clock("9:10"))
    assert pressed(cast, found).tickets == 1
    carried()
    assert yusufs.messages.count() == 2


def test_whoever_left_meanwhile_is_not_told(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    pressed(cast, found)
    problem.leave(yusufs, by=cast.allie, at=clock("9:30"))
    carried()
    assert (outcome(zeldas), outcome(yusufs)) == ("next", "left")
    assert yusufs.messages.count() == 1


def test_a_worker_that_comes_after_the_told_time_says_nothing_untrue(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    pressed(cast, found, due="11:00")
    carried("11:30")
    assert outcome(zeldas) == "late"
    assert zeldas.messages.count() == 1


def test_it_can_be_stopped(cast):
    found, (zeldas, yusufs) = behind(cast, cast.zelda, cast.yusuf)
    sent = pressed(cast, found)
    with pytest.raises(Refused, match="still leaving"):
        pressed(cast, found)
    assert broadcast.stop(sent, by=cast.carla, at=clock("9:30")) == 2
    carried()
    assert zeldas.messages.count() == yusufs.messages.count() == 1
    with pytest.raises(Refused):
        broadcast.stop(sent, by=cast.carla, at=clock("9:31"))
    pressed(cast, found)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"texts": {"en": " "}}, "no_text"),
        ({"due": "9:00"}, "past"),
        ({"due": "20:00"}, "closed"),
        ({"solves": True}, "solves"),
    ],
)
def test_what_is_refused_writes_nothing(cast, more, code):
    found, _ = behind(cast, cast.zelda)
    with pytest.raises(Refused) as refused:
        pressed(cast, found, **more)
    assert refused.value.code == code
    assert not Telling.objects.exists()


def test_beyond_the_silence_budget_is_refused(cast):
    found, _ = behind(cast, cast.zelda)
    with pytest.raises(Refused, match="longer than"):
        broadcast.press(found, texts=KNOW, due_at=clock("11:00", day=9), by=cast.carla, at=clock("9:30"))


def test_one_that_stumbles_holds_up_nobody(cast, monkeypatch):
    nora, _ = requester.meet("nora@northwind.example", at=clock("8:00"))
    found, (zeldas, yusufs, noras) = behind(cast, cast.zelda, cast.yusuf, nora)
    pressed(cast, found)
    Ticket.objects.filter(pk=yusufs.pk).update(last_n=0)  # its next place in the timeline is taken
    carried()
    assert Telling.objects.get(ticket=yusufs).trouble
    assert (outcome(zeldas), outcome(noras)) == ("next", "next")
    Ticket.objects.filter(pk=yusufs.pk).update(last_n=50)
    carried("9:35")
    assert outcome(yusufs) == "next" and yusufs.messages.count() == 2


def test_a_reply_after_it_is_read_by_a_person(cast):
    found, (zeldas,) = behind(cast, cast.zelda)
    pressed(cast, found)
    carried()
    reply = Arrival(door="smtp", from_address=cast.zelda.address, text="Mine looks different.")
    ticket.add_reply(zeldas, reply, requester=cast.zelda, at=clock("9:50"))
    with settled(zeldas, at=clock("9:51")) as own:
        assert own.messages.filter(kind="inbound", settled_at=None).count() == 2
