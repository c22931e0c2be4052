"""What a word to everybody does on one ticket: one row, one case."""

import pytest

from heard.promise import Owed, Pressed, Unsettled, course, next_due, owed_at
from promise.test_engine import RULES, facts, promise, t

PRESSED = Pressed(t("Mon 10:00"), due_at=t("Mon 14:00"))
FIRST = promise("Mon 10:30", "Mon 9:30", kind="first", agent=None)
ASKED = {"owed": (Owed(1, "sooner", t("Mon 9:50")),)}
WROTE = {"unsettled": (Unsettled(3, t("Mon 9:40")),)}


@pytest.mark.parametrize(
    ("given", "pressed", "now", "wanted"),
    [
        (facts(promise()), PRESSED, "Mon 10:01", "next"),
        (facts(FIRST, acknowledged_at=None), PRESSED, "Mon 10:01", "next"),
        (facts(promise(), **WROTE), PRESSED, "Mon 10:01", "next"),
        (facts(promise(kind="on_event", due=None)), PRESSED, "Mon 10:01", "next"),
        # A person wrote since the pressing: theirs stands.
        (facts(promise(), last_word_at=t("Mon 10:02")), PRESSED, "Mon 10:03", "stands"),
        # The worker was away until the told time was over.
        (facts(promise("Mon 16:00")), PRESSED, "Mon 14:00", "late"),
        # The last word resolves only where nothing is owed and nothing waits to be read.
        (facts(promise()), Pressed(t("Mon 10:00"), t("Mon 14:00"), True, True), "Mon 10:01", "solves"),
        (facts(promise(), **ASKED), Pressed(t("Mon 10:00"), t("Mon 14:00"), True, True), "Mon 10:01", "next"),
        (facts(promise(), **WROTE), Pressed(t("Mon 10:00"), t("Mon 14:00"), True, True), "Mon 10:01", "next"),
    ],
)
def test_what_it_does(given, pressed, now, wanted):
    assert course(given, RULES, pressed, t(now)) == wanted


def test_who_is_resolved_hears_of_the_end_only():
    resolved = facts(promise=None)
    assert course(resolved, RULES, PRESSED, t("Mon 10:01")) == "none"
    assert (
        course(resolved, RULES, Pressed(t("Mon 10:00"), t("Mon 14:00"), is_last=True), t("Mon 10:01"))
        == "beside"
    )


@pytest.mark.parametrize(
    ("given", "due", "wanted"),
    [
        (facts(promise()), "Mon 14:00", "Mon 14:00"),
        # The question waits for its own answer; until then the time that stood stands.
        (facts(promise("Mon 12:00"), **ASKED), "Mon 14:00", "Mon 12:00"),
        (facts(promise("Mon 16:00"), **ASKED), "Mon 14:00", "Mon 14:00"),
        # Blocked: four working hours at most. Degraded: one business day.
        (facts(promise(), impact="blocked"), "Tue 11:00", "Mon 14:00"),
        (facts(promise(), impact="degraded"), "Wed 11:00", "Tue 10:00"),
        # A ticket whose desk is closed then hears before it closes.
        (facts(promise()), "Mon 20:00", "Mon 18:00"),
    ],
)
def test_by_when_this_one_hears_next(given, due, wanted):
    assert next_due(given, RULES, Pressed(t("Mon 10:00"), t(due))) == t(wanted)


def test_a_message_before_a_word_to_many_is_still_owed_a_reading():
    told = facts(
        promise("Mon 14:00", "Mon 10:00"), acknowledged_at=None, unsettled=(Unsettled(1, t("Mon 9:40")),)
    )
    assert owed_at(told, RULES).reason == "reading"
    missed = facts(promise(kind="repair", agent=None), acknowledged_at=None, unsettled=told.unsettled)
    assert owed_at(missed, RULES).reason == "promise"
