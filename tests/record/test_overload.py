"""Stories of too many at once: one alert in place of many, an honest later time, one key to tell all, and its end."""

import pytest
from django.test import Client

from cast import Cast, clock
from heard.followup.overload import look
from heard.followup.tick import tick
from heard.letters.alert_words import frozen
from heard.letters.alerts import deliver_one
from heard.letters.render import compose
from heard.record.actions import agent as agents
from heard.record.actions import broadcast, desk, overload, problem, promise, requester, ticket
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.desk import Desk
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.overload import Overload
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket
from heard.record.overload import standing

pytestmark = pytest.mark.django_db


def writes(cast: Cast, number: int, at: str = "9:00", language: str = "en") -> Ticket:
    person = requester.meet(f"w{at}.{number}@flood.example", name=f"Wanda {number}", at=clock("8:00"))[0]
    requester.change(person, by=HEARD, at=clock("8:00"), language=language)
    return cast.writes(person, "Is it down?", at=clock(at))


def flood(cast: Cast, count: int) -> list[Ticket]:
    return [writes(cast, number) for number in range(count)]


def answers(cast: Cast, tickets: list[Ticket], at: str) -> None:
    for one in tickets:
        word = Word(text="I look into it.", way="next", due_at=clock("16:00"))
        promise.say(one, word, by=cast.allie, at=clock(at))


def told(**kinds: object) -> list[tuple[str, str]]:
    return list(Alert.objects.filter(**kinds).order_by("id").values_list("agent__name", "kind"))


def test_one_alert_to_the_lead_and_no_single_warnings(cast: Cast) -> None:
    flood(cast, 11)
    tick(clock("9:39"))
    assert standing(cast.desk) is None
    Alert.objects.all().delete()
    tick(clock("9:40"))
    assert told() == [("Carla Diaz", "overload")]
    for time in ("9:41", "9:48", "9:55", "9:59"):
        tick(clock(time))
    assert told() == [("Carla Diaz", "overload")]
    began = Overload.objects.get()
    assert (began.began_at, began.pressing, began.ended_at) == (clock("9:40"), 11, None)
    assert Event.objects.filter(kind="overload.began").count() == 1


def test_looking_costs_two_questions_and_one_a_desk(cast: Cast, django_assert_num_queries) -> None:
    flood(cast, 3)
    look(clock("9:10"))
    with django_assert_num_queries(2 + Desk.objects.count()):
        look(clock("9:10"))


def test_ten_are_warned_of_one_by_one(cast: Cast) -> None:
    flood(cast, 10)
    for time in ("9:40", "9:48"):
        tick(clock(time))
    assert not Overload.objects.exists()
    assert len(told(kind="rise_lead")) == 10 and len(told(kind="warn")) == 10


def test_another_desk_goes_on_as_ever(cast: Cast) -> None:
    flood(cast, 11)
    cast.desk, here = cast.quiet, cast.desk
    writes(cast, 99)
    tick(clock("9:48"))
    assert standing(here) and standing(cast.quiet) is None
    assert told(ticket__desk=cast.quiet) == [("Mallory Moss", "warn")]


def test_a_word_that_a_person_promised_is_warned_of_all_the_same(cast: Cast) -> None:
    own = cast.writes(cast.zelda, "Mine", at=clock("8:30"))
    promise.say(own, Word(text="By ten.", way="next", due_at=clock("10:00")), by=cast.allie, at=clock("9:01"))
    flood(cast, 11)
    tick(clock("9:50"))
    assert told(ticket=own) == [("Allie Ames", "warn")]


def test_it_ends_by_itself_when_half_is_left(cast: Cast) -> None:
    waiting = flood(cast, 11)
    tick(clock("9:40"))
    answers(cast, waiting[:5], "9:45")
    tick(clock("9:46"))
    assert standing(cast.desk)
    answers(cast, waiting[5:6], "9:47")
    tick(clock("9:48"))
    assert standing(cast.desk) is None
    assert Overload.objects.get().ended_at == clock("9:48")
    assert Event.objects.filter(kind="overload.ended").count() == 1
    assert sorted(told(kind="warn")) == [("Carla Diaz", "warn")] * 5


def test_missed_ones_keep_it_going_until_somebody_writes(cast: Cast) -> None:
    waiting = flood(cast, 11)
    tick(clock("9:40"))
    tick(clock("10:05"))
    assert standing(cast.desk)
    answers(cast, waiting, "10:06")
    tick(clock("10:07"))
    assert standing(cast.desk) is None


def test_receipts_say_so_with_a_later_time_that_is_true(cast: Cast) -> None:
    flood(cast, 11)
    before = writes(cast, 50, at="9:39")
    tick(clock("9:40"))
    english, german = writes(cast, 51, at="9:41"), writes(cast, 52, at="9:41", language="de")
    assert before.promise.due_at == clock("10:39")
    # Twelve wait, three answer, five minutes each: 21 minutes, and then the target.
    assert english.promise.due_at == clock("11:02")
    words = {
        one: compose(Letter.objects.get(ticket=one, kind="receipt")).text for one in (before, english, german)
    }
    assert "Many more requests" not in words[before]
    assert "Many more requests than usual" in words[english] and "11:02 am" in words[english]
    assert "viel mehr Anfragen als sonst" in words[german]


def test_the_front_page_says_so_while_it_lasts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heard.clock.now", lambda: clock("9:41"))
    waiting = flood(cast, 11)
    tick(clock("9:40"))
    page = " ".join(Client().get("/d/support/").content.decode().split())
    assert "Many more people than usual are writing to us at once." in page and "11:01 am" in page
    german = Client(headers={"accept-language": "de"}).get("/d/support/").content.decode()
    assert "viel mehr Menschen auf einmal" in german
    answers(cast, waiting, "9:42")
    tick(clock("9:43"))
    assert "Many more people" not in Client().get("/d/support/").content.decode()


def test_one_key_makes_a_problem_of_all_and_a_person_tells_them(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("heard.clock.now", lambda: clock("9:42"))
    waiting = flood(cast, 11)
    other = cast.writes(cast.zelda, "By itself", at=clock("9:00"))
    answers(cast, [other], "9:10")
    tick(clock("9:40"))
    carla = Client()
    carla.force_login(cast.carla)
    page = " ".join(carla.get("/desk/watch/").content.decode().split())
    assert "11 wait for their first word" in page and "Make a problem of them and tell all" in page
    answer = carla.post(f"/desk/watch/{cast.desk.public_id}/overload/", {"title": "Many requests at once"})
    made = Problem.objects.get()
    assert answer["Location"] == f"/desk/problems/{made.public_id}/#tell"
    assert set(made.tickets.all()) == set(waiting)
    form = carla.get(f"/desk/problems/{made.public_id}/").content.decode()
    assert "More people wrote to us at once" in form and "Es haben uns mehr Menschen" in form
    writes(cast, 70, at="9:42")
    again = overload.gather(cast.desk, title="x", by=cast.bob, at=clock("9:43"))
    assert again == made and made.tickets.count() == 12
    broadcast.press(made, texts={"en": "Many wrote."}, due_at=clock("12:00"), by=cast.carla, at=clock("9:44"))
    while broadcast.carry_some(at=clock("9:45")) is not None:
        pass
    tick(clock("9:46"))
    assert standing(cast.desk) is None
    other.refresh_from_db()
    assert other.problem is None


def test_what_cannot_be_gathered(cast: Cast) -> None:
    flood(cast, 3)
    with pytest.raises(Refused, match="not overloaded"):
        overload.gather(cast.desk, title="Many", by=cast.carla, at=clock("9:41"))
    mallory = Client()
    mallory.force_login(cast.mallory)
    assert mallory.post(f"/desk/watch/{cast.desk.public_id}/overload/", {"title": "x"}).status_code == 404
    assert not Problem.objects.exists()


def test_samples_make_no_overload(cast: Cast) -> None:
    flood(cast, 11)
    Ticket.objects.update(sample=True)
    tick(clock("9:40"))
    assert not Overload.objects.exists()


def test_the_alert_is_one_letter_and_is_not_sent_once_it_is_over(cast: Cast) -> None:
    waiting = flood(cast, 11)
    tick(clock("9:40"))
    Alert.objects.exclude(kind="overload").delete()
    assert deliver_one(clock("9:41"))
    letter = compose(Letter.objects.get(kind="alert"))
    assert "11 first words of Support are about to be missed together" in letter.subject
    assert "Make a problem of them and tell all" in letter.text
    Alert.objects.update(delivered_at=None)
    answers(cast, waiting, "9:42")
    tick(clock("9:43"))
    while deliver_one(clock("9:44")):
        pass
    assert Letter.objects.filter(kind="alert").count() == 1


def told_all(cast: Cast, count: int = 5) -> tuple[Problem, list[Ticket]]:
    """Carla told everybody behind a problem that they hear again by four."""
    tickets = flood(cast, count)
    made = problem.make(tickets[0], title="Drones come back", by=cast.carla, at=clock("9:05"))
    for one in tickets[1:]:
        problem.join(one, problem=made, by=cast.carla, at=clock("9:06"))
    broadcast.press(made, texts={"en": "We know."}, due_at=clock("16:00"), by=cast.carla, at=clock("9:10"))
    while broadcast.carry_some(at=clock("9:11")) is not None:
        pass
    return made, tickets


def test_a_broadcasts_next_time_warns_each_person_once(cast: Cast) -> None:
    made, tickets = told_all(cast)
    for one in tickets[:2]:
        Ticket.objects.filter(pk=one.pk).update(owner=cast.bob)
    own = tickets[4]
    answers(cast, [own], "9:30")
    tick(clock("15:00"))
    assert sorted(told(problem=made, kind="warn_many")) == [
        ("Bob Bauer", "warn_many"),
        ("Carla Diaz", "warn_many"),
    ]
    assert told(ticket__isnull=False) == [("Allie Ames", "warn")]
    Alert.objects.filter(kind="unread_many").delete()
    words = frozen(Alert.objects.filter(problem=made).first())
    assert (words["count"], words["who"], words["path"]) == (
        5, "Carla Diaz", f"/desk/problems/{made.public_id}/#tell",
    )  # fmt: skip
    assert deliver_one(clock("15:01")) and deliver_one(clock("15:01")) and deliver_one(clock("15:01"))
    subjects = [compose(one).subject for one in Letter.objects.filter(kind="alert", agent=cast.carla)]
    assert subjects == [
        '5 told by Carla Diaz of "Drones come back"; the next word is due 4:00 pm today (Support)'
    ]


def test_missed_together_they_are_told_of_once_and_the_repairs_as_well(cast: Cast) -> None:
    made, _ = told_all(cast)
    tick(clock("16:00"))
    assert told() == [("Carla Diaz", "lapse_many")]
    tick(clock("16:50"))
    tick(clock("17:00"))
    assert {one.promise.misses for one in made.tickets.all()} == {2}
    assert sorted(told()) == [("Carla Diaz", f"{kind}_many") for kind in ("lapse", "warn")]


def test_what_people_wrote_before_is_told_of_once_and_what_they_write_since_singly(cast: Cast) -> None:
    made, tickets = told_all(cast)
    tick(clock("10:20"))
    assert told() == [("Carla Diaz", "unread_many")]
    one = tickets[0]
    arrival = Arrival(door="smtp", from_address=one.requester.address, text="Mine is another!", subject="Re")
    ticket.add_reply(one, arrival, requester=one.requester, at=clock("10:30"))
    tick(clock("11:20"))
    assert told(ticket__isnull=False) == [("Carla Diaz", "reading_warn")]


def test_the_next_broadcast_has_a_warning_of_its_own(cast: Cast) -> None:
    made, _ = told_all(cast)
    tick(clock("15:00"))
    broadcast.press(made, texts={"en": "Still."}, due_at=clock("17:30"), by=cast.carla, at=clock("15:10"))
    while broadcast.carry_some(at=clock("15:11")) is not None:
        pass
    assert deliver_one(clock("15:12"))
    assert not Letter.objects.filter(kind="alert").exists()
    tick(clock("17:05"))
    assert told(kind="warn_many") == [("Carla Diaz", "warn_many")] * 2


def test_a_desk_can_set_the_number(cast: Cast) -> None:
    desk.set_targets(cast.desk, targets={"undo_seconds": 0, "overload_many": 2}, by=HEARD, at=clock("8:00"))
    flood(cast, 3)
    tick(clock("9:40"))
    assert Overload.objects.get().pressing == 3


def test_missed_first_words_are_told_by_the_one_alert_and_at_its_end_one_by_one(cast: Cast) -> None:
    """A twin on the quiet desk is told singly at the minute it is missed."""
    waiting = flood(cast, 11)
    here, cast.desk = cast.desk, cast.quiet
    writes(cast, 99)
    cast.desk = here
    tick(clock("9:40"))
    tick(clock("10:00"))
    assert told(kind__in=("lapse", "lapse_again"), ticket__desk=here) == []
    assert told(kind="overload") == [("Carla Diaz", "overload")]
    assert told(kind="lapse", ticket__desk=cast.quiet) == [("Mallory Moss", "lapse")]
    answers(cast, waiting[:9], "10:01")
    tick(clock("10:02"))
    assert standing(here) is None
    missed = Alert.objects.filter(kind="lapse", ticket__desk=here)
    assert sorted(one.ticket.pk for one in missed) == [one.pk for one in waiting[9:]]
    assert {one.at for one in missed} == {clock("10:00")}
    tick(clock("10:03"))
    assert missed.count() == 2, "told once"


def test_what_was_missed_by_a_clock_behind_that_of_its_beginning_is_told_at_its_end(cast: Cast) -> None:
    """Seed 1013 of the simulated desk: one worker's clock was ten minutes ahead."""
    waiting = flood(cast, 11)
    tick(clock("9:40"))
    Overload.objects.update(began_at=clock("10:08"))
    tick(clock("10:00"))
    answers(cast, waiting[:9], "10:12")
    tick(clock("10:13"))
    missed = Alert.objects.filter(kind="lapse").order_by("ticket")
    assert [one.ticket.pk for one in missed] == [one.pk for one in waiting[9:]]


@pytest.mark.parametrize(("told_at", "times"), [("8:59", 2), ("9:40", 1)])
def test_of_more_that_is_missed_after_an_hour_it_tells_again(cast: Cast, told_at: str, times: int) -> None:
    flood(cast, 11)
    tick(clock("9:40"))
    Alert.objects.filter(kind="overload").update(raised_at=clock(told_at))
    tick(clock("10:00"))
    assert told(kind="overload") == [("Carla Diaz", "overload")] * times
    assert told(kind__in=("lapse", "lapse_again")) == []


def test_whose_work_has_stopped_is_told_singly_all_the_same(cast: Cast) -> None:
    stopped = flood(cast, 11)[0]
    ticket.set_impact(stopped, impact="blocked", by=cast.carla, at=clock("9:01"))
    tick(clock("9:40"))
    tick(clock("10:00"))
    assert told(kind__in=("lapse", "lapse_again")) == [("Carla Diaz", "lapse_again")]
    answers(cast, [one for one in Ticket.objects.all() if one != stopped], "10:01")
    tick(clock("10:02"))
    assert told(ticket=stopped, kind__in=("lapse", "lapse_again")) == [("Carla Diaz", "lapse_again")]


def test_a_hand_up_reaches_its_person_at_its_minute(cast: Cast) -> None:
    waiting = flood(cast, 11)
    ticket.give(waiting[0], owner=cast.allie, by=cast.carla, at=clock("9:02"))
    agents.go_away(cast.allie, until=clock("18:00"), by=cast.allie, at=clock("9:03"))
    tick(clock("9:40"))
    tick(clock("9:54"))
    assert told(kind="hand_up", ticket=waiting[0]) == [("Carla Diaz", "hand_up")]
