"""The five quiet steps: a table of facts, words and states, without a database."""

from dataclasses import replace

import pytest

from cast import NEW_YORK, clock
from heard.portal.reader import Reader
from heard.portal.seen import Seen
from heard.portal.steps import steps

READER = Reader(NEW_YORK, "en", clock("9:45"))
FIRST = Seen(received_at=clock("9:02"), kind="first", made_at=clock("9:02"), due_at=clock("10:00"))

STEPS = [
    # step, facts, words, state
    (0, FIRST, "9:02 am", "on"),
    (1, FIRST, "not yet", ""),
    (1, replace(FIRST, opened_at=clock("9:03"), opened_by="Allie"), "9:03 am by Allie", "on"),
    (2, FIRST, "", ""),
    (2, replace(FIRST, restated="asked", restated_at=clock("9:27")), "is it right?", "half"),
    (2, replace(FIRST, restated="yes", restated_at=clock("9:31")), "you said yes, 9:31 am", "on"),
    (2, replace(FIRST, restated="read", restated_at=clock("9:31")), "from your answer, 9:31 am", "on"),
    (2, replace(FIRST, restated="no", restated_at=clock("9:31")), "you corrected us, 9:31 am", "half"),
    (2, replace(FIRST, restated="asked", resolution="solved"), "", ""),
    (3, FIRST, "by 10:00 am", "on"),
    (3, replace(FIRST, due_at=clock("10:00", day=3)), "by Thu 10:00 am", "on"),
    (3, replace(FIRST, told=False), "no time yet", ""),
    (3, replace(FIRST, lapsed=True, due_at=clock("9:40")), "missed 9:40 am", ""),
    (3, replace(FIRST, kind="on_event", due_at=None), "when something changes", "on"),
    (3, replace(FIRST, resolution="solved", kind=""), "none is open", ""),
    (4, FIRST, "none was due yet", ""),
    (4, replace(FIRST, kept=2, ended=2), "2 of 2", "on"),
    (4, replace(FIRST, kept=1, ended=2), "1 of 2", "half"),
    (4, replace(FIRST, kept=0, ended=1), "0 of 1", ""),
]


@pytest.mark.parametrize("place, seen, words, state", STEPS)
def test_step(place, seen, words, state):
    step = steps(seen, READER)[place]
    assert (step.says.replace("\u00a0", " "), step.state) == (words, state)


def test_their_names_in_both_languages():
    assert [step.name for step in steps(FIRST, READER)] == [
        "Received", "Opened", "Understood", "Next word", "Times kept",
    ]  # fmt: skip
    german = steps(FIRST, replace(READER, language="de"))
    assert [step.name for step in german] == [
        "Eingegangen", "Geöffnet", "Verstanden", "Nächste Nachricht", "Zeiten gehalten",
    ]  # fmt: skip
