"""Waiting for the requester, from the question to the closing day; what stops it, and who alone may close."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from cast import Cast, assemble, clock
from heard.followup.tick import next_due_at, tick
from heard.record.actions import merge, promise, ticket
from heard.record.actions.message import Word
from heard.record.arrival import Arrival
from heard.record.errors import Refused
from heard.record.models.alert import Alert
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket

pytestmark = pytest.mark.django_db

NOTICE = clock("10:00", day=15)  # Tuesday 8 December
CLOSING = clock("18:00", day=22)  # the end of the fifth opening day after it


@pytest.fixture
def cast() -> Cast:
    return assemble()


@pytest.fixture
def drones(cast: Cast) -> Ticket:
    made = cast.writes(cast.zelda, "Please send me the export.", at=clock("9:02"))
    ticket.open(made, by=cast.allie, at=clock("9:05"))
    return made


@pytest.fixture
def twin(cast: Cast) -> Ticket:
    """Another waiting ticket, on which only its first question is asked."""
    made = cast.writes(cast.yusuf, "Labels print blank.", at=clock("9:00"))
    waits(cast, made, at=clock("9:10"), question="Which printer?")
    return made


def waits(cast: Cast, on: Ticket, *, at: datetime, question: str = "", **more: object) -> Message:
    text = question or "Still the one question. If talking is easier, send a number."
    return promise.say(on, Word(text=text, way="waits", question=question, **more), by=cast.allie, at=at)


def closes(cast: Cast, on: Ticket, *, at: datetime = NOTICE) -> Message:
    word = Word(text="I can't go on without that answer.", way="closes")
    return promise.say(on, word, by=cast.allie, at=at)


def announced(cast: Cast, on: Ticket, *, state: str = "sent") -> None:
    """The question, two check-ins, each on its day, and the notice, whose letter is in that state."""
    waits(cast, on, at=clock("10:00"), question="Which export format?")
    waits(cast, on, at=clock("9:40", day=2))
    waits(cast, on, at=clock("9:20", day=9))
    closes(cast, on)
    Letter.objects.filter(ticket=on, promise=fresh(on).promise.pk).update(state=state)


def fresh(on: Ticket) -> Ticket:
    return Ticket.objects.select_related("promise").get(pk=on.pk)


def ledger(on: Ticket) -> list[tuple[str, int, str | None, datetime | None]]:
    return list(on.promises.order_by("id").values_list("kind", "step", "outcome", "due_at"))


def reply(cast: Cast, on: Ticket, text: str, *, at: datetime, **more: bool) -> None:
    arrival = Arrival(door="smtp", from_address=cast.zelda.address, text=text)
    ticket.add_reply(on, arrival, requester=cast.zelda, at=at, **more)


def test_we_wait_look_in_twice_say_when_and_close_on_that_day(
    cast: Cast, drones: Ticket, twin: Ticket
) -> None:
    announced(cast, drones)
    assert ledger(drones) == [
        ("first", 0, "kept", clock("10:02")),
        ("check_in", 1, "kept", clock("10:00", day=2)),
        ("check_in", 2, "kept", clock("9:40", day=9)),
        ("check_in", 3, "kept", clock("9:20", day=16)),
        ("closing", 3, None, CLOSING),
    ]
    assert (fresh(drones).owed_at, fresh(drones).owed_reason) == (CLOSING, "closing")
    assert tick(clock("17:59", day=22))[0]["close"] == 0 and fresh(drones).is_open
    assert tick(CLOSING)[0]["close"] == 1
    now = fresh(drones)
    assert (now.resolution, now.resolved_by, now.resolved_at) == ("no_answer", None, CLOSING)
    assert ledger(drones)[-1][2] == "released"
    told = Letter.objects.get(ticket=drones, kind="closed")
    assert told.automatic and told.promise is None
    assert drones.events.filter(kind="ticket.closed", robot="Heard").count() == 1
    assert fresh(twin).is_open and not Letter.objects.filter(ticket=twin, kind="closed")


def test_each_letter_tells_the_time_of_the_ledger(cast: Cast, drones: Ticket) -> None:
    announced(cast, drones)
    told = Letter.objects.filter(ticket=drones, kind="reply").order_by("id")
    assert [letter.told_due_at for letter in told] == [due for *_, due in ledger(drones)[1:]]


@pytest.mark.parametrize("state", ["queued", "returned", "failed", "recalled"])
def test_a_notice_that_did_not_leave_closes_nothing(cast: Cast, drones: Ticket, state: str) -> None:
    announced(cast, drones, state=state)
    tick(CLOSING)
    assert fresh(drones).is_open and ledger(drones)[-2][2] == "lapsed"
    assert ledger(drones)[-1][:2] == ("repair", 3)
    assert set(Alert.objects.filter(ticket=drones, kind="not_closed").values_list("agent__name", flat=True))
    assert not Letter.objects.filter(ticket=drones, kind__in=["missed", "closed"])


def test_an_unread_message_closes_nothing_even_where_nothing_proves_whose_it_is(
    cast: Cast, drones: Ticket
) -> None:
    announced(cast, drones)
    reply(cast, drones, "It is CSV.", at=clock("11:00", day=17), verified=False)
    tick(CLOSING)
    assert fresh(drones).is_open


def test_any_word_of_theirs_ends_the_waiting(cast: Cast, drones: Ticket, twin: Ticket) -> None:
    before = ledger(twin)
    announced(cast, drones)
    reply(cast, drones, "CSV, please.", at=clock("11:00", day=17))
    assert ledger(drones)[-2][2] == "released"
    assert ledger(drones)[-1] == ("first", 0, None, clock("12:00", day=17))
    assert ledger(twin) == before


def test_a_reply_after_the_closing_day_reopens(cast: Cast, drones: Ticket) -> None:
    announced(cast, drones)
    tick(CLOSING)
    reply(cast, drones, "CSV, please.", at=clock("11:00", day=28))
    assert fresh(drones).is_open and fresh(drones).resolution == ""


def test_thanks_are_no_answer_and_wait_on(cast: Cast, drones: Ticket) -> None:
    waits(cast, drones, at=clock("10:00"), question="Which export format?")
    reply(cast, drones, "Thank you!", at=clock("11:00"))
    assert fresh(drones).standing.kind == "check_in"


def test_a_missed_check_in_is_nobodys_but_the_watchs(cast: Cast, drones: Ticket) -> None:
    waits(cast, drones, at=clock("10:00"), question="Which export format?")
    tick(clock("10:00", day=2))
    assert ledger(drones)[-2:] == [
        ("check_in", 1, "lapsed", clock("10:00", day=2)),
        ("repair", 1, None, clock("11:00", day=2)),
    ]
    assert not Letter.objects.filter(ticket=drones, kind="missed")
    assert fresh(drones).standing.told_at is None
    told = Alert.objects.filter(ticket=drones, kind="check_in_missed").values_list("agent__name", flat=True)
    assert list(told) == ["Carla Diaz"]
    waits(cast, drones, at=clock("10:30", day=2))
    assert ledger(drones)[-1][:3] == ("check_in", 1, None)
    assert fresh(drones).standing.question == "Which export format?"


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (Word(text="What format?", way="waits"), "question"),
        (Word(text="Closing soon.", way="closes"), "way"),
        (Word(text="Hi", way="waits", question="Which?", due_at=clock("10:00", day=30)), "due_at"),
        (Word(text="Hi", way="waits", question="Which?", due_at=clock("22:00")), "due_at"),
    ],
)
def test_what_is_refused(cast: Cast, drones: Ticket, word: Word, field: str) -> None:
    with pytest.raises(Refused) as refused:
        promise.say(drones, word, by=cast.allie, at=clock("10:00"))
    assert refused.value.field == field and len(ledger(drones)) == 1


def test_a_day_they_named_is_agreed_and_kept(cast: Cast, drones: Ticket) -> None:
    later = clock("10:00", day=21)
    waits(cast, drones, at=clock("10:00"), question="Which format?", due_at=later, agreed="Zelda, by mail")
    assert (fresh(drones).standing.due_at, fresh(drones).standing.agreed) == (later, "Zelda, by mail")


def test_three_words_in_a_day_hurry_nobody_to_the_notice(cast: Cast, drones: Ticket) -> None:
    for minute in ("10:00", "10:10", "10:20", "10:30"):
        waits(cast, drones, at=clock(minute), question="Which export format?")
    with pytest.raises(Refused, match="Look in twice"):
        closes(cast, drones, at=clock("10:40"))


def test_what_is_parked_is_looked_at_again_every_90_days(cast: Cast, drones: Ticket) -> None:
    promise.park(drones, text="Passed on.", event="4.2 is out", by=cast.allie, at=clock("10:00"))
    first = next_due_at()
    assert first and tick(first)[0]["look"] == 1
    promise.look(drones, by=cast.bob, at=first)
    again = next_due_at()
    assert again and (again - first).days >= 90
    assert tick(again)[0]["look"] == 1


def _raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


CLOSE = (
    "UPDATE record_ticket SET resolution = 'no_answer', promise_id = NULL, resolved_at = %s, resolved_by_id = %s"
    " WHERE id = %s"
)
RELEASE = "UPDATE record_promise SET outcome = 'released', ended_at = %s WHERE id = %s"


@pytest.mark.parametrize(
    ("state", "at", "by", "unread"),
    [
        ("queued", CLOSING, None, False),
        ("returned", CLOSING, None, False),
        ("sent", clock("17:00", day=22), None, False),
        ("sent", CLOSING, "allie", False),
        ("sent", CLOSING, None, True),
    ],
)
def test_raw_statements_cannot_close_what_was_not_announced(
    cast: Cast, drones: Ticket, state: str, at: datetime, by: str | None, unread: bool
) -> None:
    announced(cast, drones, state=state)
    if unread:
        reply(cast, drones, "CSV", at=clock("11:00", day=17), verified=False)
    standing = fresh(drones).standing
    with pytest.raises(DatabaseError, match="notice"), transaction.atomic():
        _raw(RELEASE, at, standing.pk)
        _raw(CLOSE, at, getattr(cast, by).pk if by else None, drones.pk)
    assert fresh(drones).is_open


def test_nor_what_merely_waits(cast: Cast, drones: Ticket) -> None:
    waits(cast, drones, at=clock("10:00"), question="Which export format?")
    with pytest.raises(DatabaseError, match="notice"), transaction.atomic():
        _raw(RELEASE, CLOSING, fresh(drones).standing.pk)
        _raw(CLOSE, CLOSING, None, drones.pk)


def test_the_same_statements_close_what_was_announced(cast: Cast, drones: Ticket) -> None:
    announced(cast, drones)
    with transaction.atomic():
        _raw(RELEASE, CLOSING, fresh(drones).standing.pk)
        _raw(CLOSE, CLOSING, None, drones.pk)
    assert fresh(drones).resolution == "no_answer"


def test_nobody_but_a_person_solves(cast: Cast, drones: Ticket) -> None:
    with pytest.raises(DatabaseError, match="person"), transaction.atomic():
        _raw(RELEASE, CLOSING, fresh(drones).standing.pk)
        _raw(CLOSE.replace("no_answer", "solved"), CLOSING, None, drones.pk)


def test_merged_into_another_the_question_goes_along(cast: Cast, drones: Ticket) -> None:
    other = cast.writes(cast.zelda, "The map is wrong.", at=clock("9:03"))
    word = Word(text="I look into it.", way="next", due_at=clock("17:00", day=2))
    promise.say(other, word, by=cast.allie, at=clock("9:30"))
    waits(cast, drones, at=clock("10:00"), question="Which export format?")
    merge.merge(drones, into=other, by=cast.allie, at=clock("10:10"))
    standing = fresh(other).standing
    assert (standing.kind, standing.question, standing.due_at) == (
        "check_in",
        "Which export format?",
        clock("10:00", day=2),
    )


def test_a_closing_day_gives_way_to_a_word_we_owe(cast: Cast, drones: Ticket) -> None:
    announced(cast, drones)
    other = cast.writes(cast.zelda, "The map is wrong.", at=clock("9:03", day=16))
    merge.merge(other, into=drones, by=cast.allie, at=clock("9:10", day=16))
    assert fresh(drones).standing.kind == "first" and not fresh(drones).standing.question
