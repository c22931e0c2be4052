"""Times found in what is being written: measured on labelled sentences, and the rules that no table shows."""

import time

import pytest

from heard.hours import read_time
from heard.wording import promised
from wording.measured import NOW, SETS, ZONE, cases, desk, measured, read

LEAST = {"wide": 0.92}
"""The part of a table's times that must be read; of the one that goes out of its way a little less."""


def test_the_tables_are_large_enough_to_mean_something():
    timed = sum(measured(name)[1] for name in SETS)
    plain = sum(measured(name)[3] for name in SETS)
    assert timed >= 400 and plain >= 800
    assert len({case.text for name in SETS for case in cases(name)}) == timed + plain


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", SETS)
def test_times_are_found(name, language):
    right, timed, _, _ = measured(name, language)
    assert right / timed >= LEAST.get(name, 0.95), [
        case for case in cases(name) if case.language == language and case.due and read(case.text) != case.due
    ]


@pytest.mark.parametrize("name", SETS)
def test_no_time_is_seen_where_none_is_promised(name):
    assert not [case.text for case in cases(name) if not case.due and read(case.text)]


@pytest.mark.parametrize("name", SETS)
def test_what_is_found_means_what_it_means_in_the_field(name):
    """The same instant, whether it stands in the text or is typed: the field is filled with `typed`."""
    for case in cases(name):
        found = promised(case.text, now=NOW, calendar=desk(), reader_zone=ZONE, writer_zone="Europe/Berlin")
        for each in found:
            typed = read_time(
                each.typed, now=NOW, calendar=desk(), reader_zone=ZONE, writer_zone="Europe/Berlin"
            )
            assert typed.at == each.at, case.text


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("You'll hear from me by 5pm.", "2026-12-08 11:00"),
        ("You'll hear from me by 5pm your time.", "2026-12-08 11:00"),
        ("You'll hear from me by 11:30 am my time.", "2026-12-08 11:30"),
        ("You'll hear from me by 11:30 am (New York time).", "2026-12-08 11:30"),
        ("You'll hear from me by 5 pm (Berlin time).", "2026-12-08 11:00"),
        ("Sie hören bis 17 Uhr (Ortszeit Berlin) von mir.", "2026-12-08 11:00"),
        ("You'll hear from me by 5pm Tokyo time.", ""),
        ("You'll hear from me by 5pm UTC.", ""),
        ("You'll hear from me by 5pm CET.", ""),
    ],
)
def test_a_bare_time_is_the_readers_and_a_strange_zone_is_not_guessed(text, due):
    """The reader is in Berlin, six hours ahead of the writer."""
    assert read(text, reader="Europe/Berlin", writer=ZONE) == due


def test_of_several_promised_times_the_nearest_comes_first():
    text = "I'll write to you on Friday at 9:00. You'll hear from me by 2pm today as well."
    found = promised(text, now=NOW, calendar=desk(), reader_zone=ZONE, writer_zone=ZONE)
    assert [each.typed for each in found] == ["2pm today", "Friday at 9:00"]
    assert [text[each.start : each.end] for each in found] == ["2pm today", "Friday at 9:00"]


@pytest.mark.parametrize(
    "text", ["You'll hear from me by 9am today.", "I'll call you by 3.", "I'll call you next Friday at 3pm."]
)
def test_what_is_over_or_reads_two_ways_is_not_found(text):
    assert read(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "a " * 9000,
        "1 2 3 4 5 " * 2000,
        "I'll call you by 2pm " * 900,
        "> " * 9000,
        '"' * 9000,
        "one " * 9000,
    ],
)
def test_whatever_is_written_is_read_in_no_time(text):
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 1
