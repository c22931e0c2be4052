"""The query language as tables: what is typed, what it means, and what is said when it means nothing."""

from datetime import UTC, datetime

import pytest

from heard.query import FIELDS, Unreadable, read, span_of

NOW = datetime(2026, 11, 25, 15, 0, tzinfo=UTC)  # a Wednesday, 10:00 in New York
ZONE = "America/New_York"


def terms(text: str) -> list[tuple]:
    """The terms of a query: field, values, and the marks not and whole."""
    return [
        (t.field, t.values, "not" * t.is_not, "whole" * t.is_whole)
        for t in read(text, now=NOW, zone=ZONE).terms
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("  ", []),
        ("vpn", [("", ("vpn",), "", "")]),
        ("vpn broken", [("", ("vpn",), "", ""), ("", ("broken",), "", "")]),
        ('"label printer"', [("", ("label printer",), "", "whole")]),
        ("“label printer”", [("", ("label printer",), "", "whole")]),
        ("„label printer“", [("", ("label printer",), "", "whole")]),
        ('"never closed', [("", ("never closed",), "", "whole")]),
        ("-vpn", [("", ("vpn",), "not", "")]),
        ('-"label printer"', [("", ("label printer",), "not", "whole")]),
        ("is:late", [("is", ("late",), "", "")]),
        ("IS:late", [("is", ("late",), "", "")]),
        ("-is:late", [("is", ("late",), "not", "")]),
        ("owner:me,bob", [("owner", ("me", "bob"), "", "")]),
        ('owner:"Bob Brown"', [("owner", ("Bob Brown",), "", "whole")]),
        ("#1042", [("number", ("#1042",), "", "")]),
        ("number:1042", [("number", ("1042",), "", "")]),
        ("10:30", [("", ("10:30",), "", "")]),
        ("https://example.com/x", [("", ("https://example.com/x",), "", "")]),
        ("Re: gate", [("", ("Re:",), "", ""), ("", ("gate",), "", "")]),
        ("Re:, gate", [("", ("Re:",), "", ""), ("", ("gate",), "", "")]),
        ("gate, is:late,", [("", ("gate",), "", ""), ("is", ("late",), "", "")]),
        ("zelda@example.com", [("", ("zelda@example.com",), "", "")]),
        ("well-known", [("", ("well-known",), "", "")]),
        ("-", [("", ("-",), "", "")]),
    ],
)
def test_what_is_typed(typed, meant):
    if typed == "-":
        assert terms(typed) == []
    else:
        assert terms(typed) == meant


@pytest.mark.parametrize(
    ("typed", "word", "offer"),
    [
        ("isd:open vpn", "isd:open", "is:open vpn"),
        ("vpn owmer:me", "owmer:me", "vpn owner:me"),
        ("vpn -owmer:me x", "-owmer:me", "vpn -owner:me x"),
        ("is:opne vpn", "is:opne", "is:open vpn"),
        ("is:zzzzzz", "is:zzzzzz", ""),
        ("zzzzzz:1", "zzzzzz:1", '"zzzzzz:1"'),
        ("has:atachment", "has:atachment", "has:attachment"),
        ("impact:block", "impact:block", "impact:blocked"),
        ("created:soonish", "created:soonish", ""),
        ("created:2026-13-01", "created:2026-13-01", ""),
        ("created:<<1d", "created:<<1d", ""),
        ("created:0001-01-01", "created:0001-01-01", ""),
        ("number:vpn", "number:vpn", ""),
        ("owner: me", "owner:", ""),
        ("is:, printer", "is:,", ""),
    ],
)
def test_what_cannot_be_read_names_the_word_and_the_nearest(typed, word, offer):
    with pytest.raises(Unreadable) as refused:
        read(typed, now=NOW, zone=ZONE)
    assert (refused.value.word, refused.value.offer) == (word, offer)
    assert refused.value.says.endswith(".")


def test_an_offer_can_be_read():
    with pytest.raises(Unreadable) as refused:
        read("isd:open -owner:me", now=NOW, zone=ZONE)
    assert read(refused.value.offer, now=NOW, zone=ZONE).asks("is", "open")


def test_a_reader_without_notes_is_not_told_of_them():
    fields = {name: says for name, says in FIELDS.items() if name != "note"}
    for typed in ("note:vpn", "has:note"):
        assert read(typed, now=NOW, zone=ZONE).terms
        with pytest.raises(Unreadable) as refused:
            read(typed, now=NOW, zone=ZONE, fields=fields)
        assert "note," not in refused.value.says


def test_a_query_has_an_end():
    with pytest.raises(Unreadable):
        read("a " * 31, now=NOW, zone=ZONE)


def utc(text: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{text}+00:00") if text else None


@pytest.mark.parametrize(
    ("value", "ahead", "since", "until"),
    [
        ("2026-11-01", False, "2026-11-01T04:00", "2026-11-02T05:00"),  # the day summer time ends
        (">2026-11-01", False, "2026-11-02T05:00", None),
        (">=2026-11-01", False, "2026-11-01T04:00", None),
        ("<2026-11-01", False, None, "2026-11-01T04:00"),
        ("<=2026-11-01", False, None, "2026-11-02T05:00"),
        ("=2026-11-03", False, "2026-11-03T05:00", "2026-11-04T05:00"),
        ("2026-11", False, "2026-11-01T04:00", "2026-12-01T05:00"),
        ("2026-12", False, "2026-12-01T05:00", "2027-01-01T05:00"),
        ("2026-11-03..2026-11-05", False, "2026-11-03T05:00", "2026-11-06T05:00"),
        ("2026-11..2026-12", False, "2026-11-01T04:00", "2027-01-01T05:00"),
        ("today", False, "2026-11-25T05:00", "2026-11-26T05:00"),
        ("yesterday", False, "2026-11-24T05:00", "2026-11-25T05:00"),
        ("<tomorrow", True, None, "2026-11-26T05:00"),
        ("week", False, "2026-11-23T05:00", "2026-11-30T05:00"),
        ("3d", False, "2026-11-22T15:00", None),
        ("<3d", False, "2026-11-22T15:00", None),
        (">3d", False, None, "2026-11-22T15:00"),
        ("2h", True, "2026-11-25T15:00", "2026-11-25T17:00"),
        ("<2h", True, None, "2026-11-25T17:00"),
        (">2w", True, "2026-12-09T15:00", None),
        ("<30min", True, None, "2026-11-25T15:30"),
    ],
)
def test_days_and_ages(value, ahead, since, until):
    span = span_of(value, now=NOW, zone=ZONE, ahead=ahead)
    assert (span.since, span.until) == (utc(since), utc(until))
