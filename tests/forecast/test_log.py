"""Logs as people have them: odd files are read, broken ones say which line and what to mend."""

import gzip

import numpy as np
import pytest

from heard.forecast.log import Unreadable, read

PLAIN = """case_id,event,timestamp,group
a,opened,2026-03-01T10:00:00Z,red
b,opened,2026-03-01T09:00:00+00:00,blue
a,solved,2026-03-01T12:00:00+01:00,red
a,closed,2026-03-05T10:00:00Z,red
b,asked,2026-03-02T09:00:00Z,blue
"""


@pytest.fixture
def log(tmp_path):
    """A file with this text."""

    def write(text, name="log.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_tickets_stand_in_the_order_of_their_openings_and_events_in_that_of_time(log):
    found = read(log(PLAIN), target="solved")
    assert found.cases == ("b", "a")
    assert found.first.tolist() == [0, 2, 5]
    assert (found.ended - found.opened)[1] == 3600
    assert np.isnan(found.ended[0])
    assert (np.diff(found.at[2:5]) > 0).all()
    assert found.features["group"].tolist() == [0, 0, 1, 1, 1]


def test_without_a_target_a_ticket_ends_with_its_last_event(log):
    assert (read(log(PLAIN)).ended == read(log(PLAIN)).at[[1, 4]]).all()


@pytest.mark.parametrize(
    "text",
    [
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace("\n", "\r\n").encode(),
        gzip.compress(PLAIN.encode()),
        (PLAIN + "\n\n").encode(),
        (PLAIN + "a,solved,2026-03-01T12:00:00+01:00,red\n").encode(),
        PLAIN.replace("T10:00:00Z", "T10:00:00").encode(),
        PLAIN.replace("red", '"red, or\nnearly"').encode(),
    ],
    ids=[
        "byte order mark",
        "of Windows",
        "compressed",
        "blank lines",
        "a line twice",
        "no zone: UTC",
        "quoted",
    ],
)
def test_odd_files_say_the_same(log, text):
    plain, odd = read(log(PLAIN), target="solved"), read(log(text, "odd"), target="solved")
    assert odd.cases == plain.cases
    assert odd.at.tolist() == plain.at.tolist()
    assert odd.features["event"].tolist() == plain.features["event"].tolist()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: no column case_id, event, timestamp"),
        ("case_id,event\na,b\n", "line 1: no column timestamp"),
        ("case_id,event,timestamp,event\n", "line 1: two columns are called event"),
        ("case_id,event,timestamp\n", "no events"),
        (PLAIN + "a,solved\n", "line 7: 2 fields where the header has 4"),
        (PLAIN + "a,solved,yesterday,red\n", 'line 7: timestamp "yesterday" is no time'),
        (PLAIN + "a,solved,,red\n", "line 7: timestamp is empty"),
        (PLAIN + ",solved,2026-03-01,red\n", "line 7: case_id is empty"),
        (PLAIN + "a,,2026-03-01,red\n", "line 7: event is empty"),
        (PLAIN.encode() + b"a,\xff,2026-03-01,red\n", "save it as UTF-8"),
        (gzip.compress(PLAIN.encode())[:-12], "compressed file is broken"),
        (PLAIN + 'a,"solved,2026-03-01,red\n', "line 7"),
    ],
)
def test_a_broken_file_says_what_to_mend(log, text, says):
    with pytest.raises(Unreadable, match=says):
        read(log(text))


def test_a_target_that_never_happens_names_what_does(log):
    with pytest.raises(Unreadable, match='"Solved"; there are: asked, closed, opened, solved'):
        read(log(PLAIN), target="Solved")


def test_outcomes_say_when_tickets_ended_and_nothing_else(log):
    ends = log(
        "case_id,resolved_at,code\nb,2026-03-02T09:30:00Z,5\na,,7\nz,2026-03-09T09:30:00Z,5\n", "ends.csv"
    )
    found = read(log(PLAIN), outcomes=ends)
    assert found.ended[0] - found.opened[0] == 24.5 * 3600
    assert np.isnan(found.ended[1])
    assert set(found.features) == {"event", "group"}


def test_two_ends_of_one_ticket_are_a_mistake(log):
    ends = log("case_id,resolved_at\nb,2026-03-02T09:30:00Z\nb,2026-03-03T09:30:00Z\n", "ends.csv")
    with pytest.raises(Unreadable, match="line 3: b has two ends"):
        read(log(PLAIN), outcomes=ends)
