"""The first line of the request's page, for every state: a table of facts and words, without a database."""

import re
from dataclasses import replace

import pytest

from cast import NEW_YORK, clock
from heard.portal.line import first_line, text_of
from heard.portal.reader import Reader
from heard.portal.seen import Seen

FIRST = Seen(received_at=clock("9:02"), kind="first", made_at=clock("9:02"), due_at=clock("10:00"))
OPENED = replace(FIRST, opened_at=clock("9:03"), opened_by="Bob")
TAKEN = replace(
    OPENED, kind="word", made_at=clock("9:27"), due_at=clock("12:00"), promiser="Allie", kept=1, ended=1
)
WROTE = replace(TAKEN, wrote_at=clock("9:31"))
MISSED = replace(
    TAKEN, kind="repair", promiser="", made_at=clock("12:00"), due_at=clock("12:30"), misses=1,
    missed_at=clock("12:00"), missed_by="Allie",
)  # fmt: skip
DONE = replace(
    TAKEN, kind="", due_at=None, resolution="solved", resolved_at=clock("11:00"), resolved_by="Allie"
)
PARKED = replace(TAKEN, kind="on_event", due_at=None, event="version 4.2 is out")
ASKED = replace(TAKEN, kind="check_in", due_at=clock("10:00", day=2), question="Which export format?")

LINES = [
    # state, facts, time now, words
    ("before", FIRST, "9:10", "Your request is here. A person will write by 10:00 am today."),
    ("opened", OPENED, "9:10", "Bob opened it at 9:03 am. You'll hear by 10:00 am today."),
    ("on_it", replace(OPENED, taken_by="Bob"), "9:10", "Bob is on it. You'll hear by 10:00 am today."),
    ("taken", TAKEN, "9:28", "Allie is on it. You'll hear from Allie by 12:00 pm today."),
    ("taken", replace(TAKEN, how="ring"), "9:28", "Allie is on it and will ring you by 12:00 pm today."),
    ("taken", replace(TAKEN, how="come"), "9:28", "Allie is on it and will come to you by 12:00 pm today."),
    ("wrote", WROTE, "9:35", "We have your message of 9:31 am. Allie will answer by 12:00 pm today, as promised."),
    (
        "wrote",
        replace(WROTE, read_at=clock("9:40"), read_by="Allie"),
        "9:41",
        "We have your message of 9:31 am. Allie will answer by 12:00 pm today, as promised.",
    ),
    (
        "wrote",
        replace(OPENED, wrote_at=clock("9:31")),
        "9:35",
        "We have your message of 9:31 am. A person will answer by 10:00 am today, as promised.",
    ),
    (
        "wrote",
        replace(OPENED, wrote_at=clock("9:31"), made_at=clock("9:31")),
        "9:35",
        "We have your message of 9:31 am. A person will answer by 10:00 am today.",
    ),
    (
        "stands",
        replace(WROTE, read_at=clock("9:40"), read_by="Allie", stands=True),
        "9:45",
        "Allie read it at 9:40 am. You'll hear by 12:00 pm today, as promised.",
    ),
    ("lapsed", MISSED, "12:01", "We said 12:00 pm and we missed it."),
    ("lapsed", replace(TAKEN, lapsed=True), "12:00", "We said 12:00 pm and we missed it."),
    ("lapsed", replace(FIRST, lapsed=True), "10:00", "We said 10:00 am and we missed it."),
    ("lapsed", replace(MISSED, wrote_at=clock("12:02")), "12:05", "We said 12:00 pm and we missed it."),
    ("taken_over", replace(MISSED, taken_by="Bob"), "12:10", "Bob has taken over. You'll hear by 12:30 pm today."),
    (
        "taken_over",
        replace(TAKEN, promiser="Bob", took_over=True, due_at=clock("12:30")),
        "12:10",
        "Bob has taken over. You'll hear from Bob by 12:30 pm today.",
    ),
    ("twice", replace(MISSED, misses=2, due_at=clock("14:30")), "12:31", "We have now missed two times."),
    ("twice", replace(MISSED, lapsed=True), "12:30", "We have now missed two times."),
    ("twice", replace(MISSED, misses=3, due_at=clock("17:00")), "14:31", "We have now missed three times."),
    ("twice", replace(MISSED, misses=4, due_at=clock("17:00")), "14:31", "We have now missed 4 times."),
    ("parked", PARKED, "10:00", "Nothing will happen soon, and we've said so."),
    (
        "waiting",
        ASKED,
        "10:00",
        "We need one thing from you: Which export format?",
    ),
    (
        "waiting",
        replace(ASKED, kind="closing", due_at=clock("18:00", day=2)),
        "10:00",
        "We need one thing from you: Which export format?",
    ),
    (
        "waiting",
        replace(ASKED, kind="repair", misses=1, told=False),
        "10:00",
        "We need one thing from you: Which export format?",
    ),
    ("solved", DONE, "11:05", "Allie says this is done. Is it?"),
    ("solved", replace(DONE, resolved_by=""), "11:05", "This is done. Is it?"),
    ("agreed", replace(DONE, agreed_at=clock("11:30")), "11:31", "You say it works."),
    ("reopened", replace(FIRST, opened_again=True, due_at=clock("12:45")), "11:46",
     "It is open again. A person will write by 12:45 pm today."),
    ("closed", replace(DONE, resolution="withdrawn"), "11:05", "This request is closed."),
    ("closed", replace(DONE, resolution="spam"), "11:05", "This request is closed."),
    ("no_answer", replace(DONE, resolution="no_answer"), "11:05", "We closed this today, as we wrote."),
    ("merged", replace(DONE, resolution="merged"), "11:05", "This goes on with another request of yours."),
    ("untold", replace(FIRST, told=False), "9:10", "Your request is here. A person will read it and write to you."),
    ("untold", replace(OPENED, told=False), "9:10", "Your request is here. A person will read it and write to you."),
    (
        "wrote",
        replace(FIRST, told=False, wrote_at=clock("9:31")),
        "9:35",
        "We have your message of 9:31 am. A person will read it and write to you.",
    ),
    ("late", replace(FIRST, told=False, lapsed=True), "10:00", "This is taking longer than it should."),
    ("late", replace(MISSED, told=False, misses=0), "12:10", "This is taking longer than it should."),
    ("lapsed", replace(MISSED, told=False), "12:10", "We said 12:00 pm and we missed it."),
    ("twice", replace(MISSED, told=False, misses=2), "12:40", "We have now missed two times."),
]  # fmt: skip

LEADS = [
    ("Nobody asks to be watched", FIRST, "9:10", "You don't need to check; we'll write to you."),
    (
        "a fix or a time",
        TAKEN,
        "9:28",
        "With a fix or a better time. You don't need to check; we'll write to you.",
    ),
    (
        "read, not yet answered",
        replace(WROTE, read_at=clock("9:40"), read_by="Allie"),
        "9:41",
        "Allie read it at 9:40 am. You don't need to check; we'll write to you.",
    ),
    (
        "missed, with the next time",
        MISSED,
        "12:01",
        "Allie and the people on duty have been told. One of them will write by 12:30 pm today.",
    ),
    (
        "missed by the desk",
        replace(MISSED, missed_by=""),
        "12:01",
        "The people on duty have been told. One of them will write by 12:30 pm today.",
    ),
    (
        "no time before the ledger has one",
        replace(TAKEN, lapsed=True),
        "12:00",
        "Allie and the people on duty have been told. One of them will write to you.",
    ),
    (
        "the lead is named",
        replace(MISSED, misses=2, due_at=clock("14:30"), lead="Carla Diaz"),
        "12:31",
        "Carla Diaz leads this desk and has been told. A person will write by 2:30 pm today.",
    ),
    (
        "nobody leads",
        replace(MISSED, misses=2, due_at=clock("14:30")),
        "12:31",
        "The people on duty have been told again. A person will write by 2:30 pm today.",
    ),
    (
        "it was to be a call, and still is",
        replace(MISSED, misses=1, missed_at=clock("12:00"), due_at=clock("12:30"), how="ring"),
        "12:01",
        "Allie and the people on duty have been told. One of them will ring you by 12:30 pm today.",
    ),
    (
        "a call that was missed twice",
        replace(MISSED, misses=2, due_at=clock("14:30"), how="ring"),
        "12:31",
        "The people on duty have been told again. A person will ring you by 2:30 pm today.",
    ),
    (
        "a call of which nobody was told a time",
        replace(MISSED, told=False, misses=0, kind="first", how="ring", lapsed=True),
        "12:01",
        "The people on duty have been told, and one of them will ring you.",
    ),
    (
        "the event that brings a letter",
        PARKED,
        "10:00",
        "We'll write once, when version 4.2 is out. Want a regular word all the same? Write and say how often.",
    ),
]

GERMAN = [
    (FIRST, "9:10", "Ihre Anfrage ist da. Ein Mensch schreibt Ihnen bis heute um 16:00 Uhr."),
    (TAKEN, "9:28", "Allie kümmert sich darum. Sie hören bis heute um 18:00 Uhr von Allie."),
    (MISSED, "12:01", "Zugesagt war 18:00 Uhr, und das haben wir verpasst."),
    (
        replace(MISSED, misses=2, due_at=clock("14:30")),
        "12:31",
        "Wir haben jetzt zwei Mal eine Zeit verpasst.",
    ),
    (DONE, "11:05", "Allie sagt, das ist erledigt. Stimmt das?"),
]


def reader(time: str, *, day: int = 0) -> Reader:
    return Reader(NEW_YORK, "en", clock(time, day=day))


def plain(pieces) -> str:
    return text_of(pieces).replace("\u00a0", " ")


@pytest.mark.parametrize("state, seen, now, words", LINES)
def test_first_line(state, seen, now, words):
    line = first_line(seen, reader(now))
    assert (line.state, plain(line.head)) == (state, words)


@pytest.mark.parametrize("what, seen, now, words", LEADS)
def test_what_stands_under_it(what, seen, now, words):
    assert plain(first_line(seen, reader(now)).lead) == words


@pytest.mark.parametrize("seen, now, words", GERMAN)
def test_in_german_and_in_berlin(seen, now, words):
    line = first_line(seen, Reader("Europe/Berlin", "de", clock(now)))
    assert plain(line.head) == words


def test_only_what_was_missed_is_loud():
    loud = {state for state, seen, now, _ in LINES if first_line(seen, reader(now)).tone == "late"}
    assert loud == {"lapsed", "twice", "late"}


DESKS_OWN = [(seen, now) for _, seen, now, _ in LINES if seen.kind in ("first", "repair")]


@pytest.mark.parametrize("seen, now", DESKS_OWN)
def test_a_time_that_nobody_was_told_is_never_shown(seen, now):
    line = first_line(replace(seen, told=False), reader(now))
    shown = plain(line.head) + plain(line.lead)
    assert reader(now).plain(seen.due_at).replace("\u00a0", " ") not in shown


def test_another_day_is_said():
    later = first_line(replace(TAKEN, due_at=clock("10:00", day=3)), reader("17:00"))
    assert plain(later.head) == "Allie is on it. You'll hear from Allie by 10:00 am on Thursday."
    old = first_line(replace(MISSED, due_at=clock("9:15", day=1)), reader("9:05", day=1))
    assert plain(old.head) == "We said 12:00 pm yesterday and we missed it."


def test_opened_is_said_only_when_a_person_opened():
    assert first_line(FIRST, reader("9:10")).state == "before"
    assert first_line(replace(FIRST, opened_at=clock("9:03")), reader("9:10")).state == "before"


def test_a_name_cannot_set_what_is_loud():
    line = first_line(replace(TAKEN, promiser="[Al] %(time)s <b>"), reader("9:28"))
    assert [piece.text for piece in line.head if piece.strong] == ["by 12:00\u00a0pm today"]
    assert "[Al] %(time)s <b> is on it" in plain(line.head)


def test_no_line_breaks_inside_a_clock():
    assert re.search(r"12:00\u00a0pm", text_of(first_line(TAKEN, reader("9:28")).head))


def test_a_promise_of_an_unknown_kind_is_an_error():
    with pytest.raises(ValueError, match="no line"):
        first_line(replace(FIRST, kind="guess"), reader("9:10"))
