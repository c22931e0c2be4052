"""The one clock of a line, in words; its group and its five dots. Rules as tables, no database."""

from datetime import UTC, datetime, timedelta

import pytest

from heard.agents.owed import Reader, groups, row_of
from heard.record.access.today import Line, Unsettled, Waiting
from heard.record.models.agent import Agent

NOW = datetime(2026, 11, 23, 16, 24, tzinfo=UTC)
READER = Reader(Agent(pk=1, name="Allie Ames", zone="Europe/London"), "en", NOW)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def line(**changes) -> Line:
    """Zelda's ticket: opened, acknowledged, news promised at 17:00."""
    usual = {
        "id": 42,
        "public_id": "p",
        "subject": "Drones return",
        "preview": "They come back",
        "received_at": at(-120),
        "opened_at": at(-119),
        "acknowledged_at": at(-100),
        "resolved_at": None,
        "resolution": "",
        "impact": "",
        "owed_at": at(36),
        "owed_reason": "promise",
        "desk": "Support",
        "owner_id": 1,
        "owner": "Allie Ames",
        "name": "Zelda Marsh",
        "address": "zelda@northwind.example",
        "phone": None,
        "organization": "Northwind",
        "promise": "word",
        "due_at": at(36),
        "told_at": at(-100),
        "event": "",
        "how": "write",
    }
    return Line(**{**usual, **changes})


CLOCKS = [
    ("a promise today", {}, "expects news 5:00 pm", "due"),
    ("a promise tomorrow", {"owed_at": at(24 * 60), "due_at": at(24 * 60)}, "expects news Tue 4:24 pm", ""),
    ("in two weeks", {"owed_at": at(14 * 1440), "due_at": at(14 * 1440)}, "expects news 7 Dec", ""),
    (
        "rang in vain",
        {"promise": "first", "owed_reason": "first", "how": "ring", "opened_at": None},
        "ring Zelda back by 5:00 pm",
        "due",
    ),
    ("I said that I ring", {"how": "ring"}, "ring Zelda by 5:00 pm", "due"),
    ("nobody opened it", {"opened_at": None, "received_at": at(-6)}, "in for 6 min, nobody opened it", "due"),
    ("missed, repair open", {"promise": "repair", "missed_at": at(-24)}, "said 4:00 pm, 24 min ago", "late"),
    ("missed a moment ago", {"due_at": at(-1), "owed_at": at(-1)}, "said 4:23 pm, 1 min ago", "late"),
    (
        "missed, never told",
        {"promise": "repair", "missed_at": at(-24), "told_at": None},
        "due 4:00 pm, 24 min ago",
        "late",
    ),
    ("wrote back", {"unsettled": Unsettled(at(-3), None)}, "wrote back 4:21 pm, unread", "due"),
    (
        "wrote back and was read",
        {"unsettled": Unsettled(at(-3), at(-2)), "owed_reason": "reading"},
        "wrote back 4:21 pm, read",
        "due",
    ),
    ("read, the promise is nearer", {"unsettled": Unsettled(at(-3), at(-2))}, "expects news 5:00 pm", "due"),
    ("not quite", {"owed_reason": "correction"}, "“not quite”, answer by 5:00 pm", "due"),
    ("not quite, late", {"owed_reason": "correction", "owed_at": at(-4)}, "“not quite”, 4 min late", "late"),
    ("sooner", {"owed_reason": "sooner"}, "sooner, answer by 5:00 pm", "due"),
    (
        "the vendor is silent",
        {
            "owed_at": at(2000),
            "due_at": at(2000),
            "waiting": Waiting("GPS vendor", at(-2 * 1440 - 5), None, at(60), None),
        },
        "GPS vendor silent 2 days",
        "",
    ),
    (
        "the vendor must be asked",
        {
            "owed_at": at(2000),
            "due_at": at(2000),
            "waiting": Waiting("GPS vendor", at(-3000), None, at(-1), None),
        },
        "ask GPS vendor again",
        "",
    ),
    (
        "a vendor, but news is near",
        {"waiting": Waiting("GPS vendor", at(-3000), None, at(-1), None)},
        "expects news 5:00 pm",
        "due",
    ),
    (
        "parked",
        {"promise": "on_event", "due_at": None, "owed_at": at(90 * 1440), "event": "4.2"},
        "waits for 4.2",
        "",
    ),
    (
        "solved",
        {"resolved_at": at(-60), "resolution": "solved", "owed_at": None, "promise": None, "due_at": None},
        "solved 3:24 pm",
        "",
    ),
]


@pytest.mark.parametrize(("name", "changes", "clock", "state"), CLOCKS, ids=[case[0] for case in CLOCKS])
def test_the_one_clock_in_words(name, changes, clock, state):
    row = row_of(line(**changes), READER)
    assert (row.clock, row.state) == (clock, state)


@pytest.mark.parametrize(
    ("changes", "group"),
    [
        ({"owed_at": at(-1), "due_at": at(-1)}, "late"),
        ({"promise": "repair", "missed_at": at(-10), "owed_at": at(5000)}, "late"),
        ({}, "hour"),
        ({"owed_at": at(120)}, "today"),
        ({"owed_at": at(120), "waiting": Waiting("vendor", at(-10), None, at(600), None)}, "waiting"),
        ({"waiting": Waiting("vendor", at(-10), None, at(600), None)}, "hour"),
        ({"owed_at": at(90 * 1440), "promise": "on_event", "due_at": None}, "waiting"),
        ({"owed_at": at(456)}, "later"),
    ],
)
def test_the_group_of_a_line(changes, group):
    """The agent's day ends at midnight in London, 456 minutes after the instant of these tables."""
    assert row_of(line(**changes), READER).group == group


def test_groups_come_in_the_order_of_today_and_empty_ones_are_left_out():
    rows = [
        row_of(line(id=1, owed_at=at(5000)), READER),
        row_of(line(id=2, owed_at=at(-1), due_at=at(-1)), READER),
    ]
    assert [(key, [row.id for row in found]) for key, _heading, found in groups(rows)] == [
        ("late", [2]),
        ("later", [1]),
    ]


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({"opened_at": None, "acknowledged_at": None, "promise": "first"}, ("", "", "", "", "")),
        ({"acknowledged_at": None, "promise": "first"}, ("on", "", "", "", "")),
        ({"restated": "half"}, ("on", "on", "half", "on", "")),
        ({"restated": "on", "promise": "repair", "missed_at": at(-5)}, ("on", "on", "on", "half", "")),
        ({"resolved_at": at(-1), "resolution": "solved", "promise": None}, ("on", "on", "", "on", "on")),
        ({"resolved_at": at(-1), "resolution": "spam", "promise": None}, ("on", "on", "", "", "")),
    ],
)
def test_the_five_dots(changes, steps):
    assert row_of(line(**changes), READER).steps == steps


def test_dots_are_said_to_those_who_hear_them():
    assert 'aria-label="heard, acknowledged, estimated"' in drawn(line())
    assert 'aria-label="no step yet"' in drawn(line(opened_at=None, acknowledged_at=None, promise="first"))


def drawn(one: Line) -> str:
    return row_of(one, READER).drawn("/desk/tickets/", "")


def test_a_drawn_row_is_text_wherever_people_wrote():
    html = drawn(line(name="<b>Zelda", subject='"><script>', organization="<i>", preview="&", owner="<u> x"))
    assert "<script>" not in html and "<b><b>" not in html and "<u>" not in html and "<i></i>" in html
    assert (
        "<b>&lt;b&gt;Zelda</b> <small>&lt;i&gt;</small>" in html
        and "&quot;&gt;&lt;script&gt; · &amp;" in html
    )


def test_a_long_subject_ends_where_a_row_does():
    assert len(row_of(line(subject="x" * 500), READER).what) == 80


def test_a_row_changes_its_version_with_what_it_shows():
    same, other = row_of(line(), READER), row_of(line(), READER)
    assert same.version == other.version
    assert row_of(line(subject="Another"), READER).version != same.version
    assert row_of(line(owner="Bob Bauer"), READER).version != same.version


def test_nobody_has_an_empty_face_and_a_nameless_person_an_address():
    row = row_of(line(owner=None, name="", subject=""), READER)
    assert (row.face, row.owner, row.who, row.what) == (
        "",
        "nobody",
        "zelda@northwind.example",
        "They come back",
    )
