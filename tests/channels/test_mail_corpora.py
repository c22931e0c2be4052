"""Rates on the shared corpora; they run only where those lie. The project's own mails test every kind."""

import time

import pytest

from channels import corpora
from heard.channels.mail.guard import Parser, Quarantined
from heard.channels.mail.html_text import to_text
from heard.channels.mail.quotes import split
from heard.record.arrival import Arrival

pytestmark = pytest.mark.skipif(not corpora.HERE, reason="the shared corpora are not here")


@pytest.fixture(scope="module")
def read() -> list[tuple[dict, Arrival | Quarantined]]:
    """Every mail of the corpora, read once through the guard, none for longer than 10 s."""
    results = []
    with Parser() as parser:
        for entry, raw in corpora.entries():
            began = time.monotonic()
            results.append((entry, parser.parse(raw)))
            assert time.monotonic() - began < 10, entry["file"]
    return results


def test_every_mail_ends_as_an_arrival_or_in_quarantine(read):
    assert len(read) > 600
    quarantined = [entry["file"] for entry, result in read if isinstance(result, Quarantined)]
    assert len(quarantined) <= len(read) // 100, quarantined


def _arrivals(read, *wanted: str) -> list[tuple[dict, Arrival]]:
    return [
        (entry["expected"], result)
        for entry, result in read
        if isinstance(result, Arrival) and all(name in entry["expected"] for name in wanted)
    ]


def _share(good: list[bool]) -> float:
    return sum(good) / len(good)


def test_bounces_and_automatic_mail_are_recognised(read):
    automatic = [result.machine for expected, result in _arrivals(read, "is_auto") if expected["is_auto"]]
    bounces = [result.machine for expected, result in _arrivals(read, "is_bounce") if expected["is_bounce"]]
    assert _share([machine is not None for machine in automatic]) >= 0.99
    assert _share([machine in ("bounce", "delayed") for machine in bounces]) >= 0.98


def test_mail_of_persons_is_not_called_machine(read):
    persons = [
        result.machine
        for entry, result in read
        if isinstance(result, Arrival)
        and entry["set"] in ("discourse", "helpdesk-apps", "talon", "zammad")
        and not entry["derived"]["is_auto"]
        and not entry["expected"].get("is_auto")
    ]
    # Two advertisements with the null return path, and posts to lists, carry the headers of machines.
    assert len([one for one in persons if one not in (None, "list")]) <= 2


def test_failed_addresses_are_found(read):
    good = [
        len(result.bounce.recipients) == expected["recipients_reported"]
        for expected, result in _arrivals(read, "recipients_reported", "is_bounce")
        if expected["is_bounce"] and result.bounce
    ]
    assert _share(good) >= 0.95


def test_senders_and_subjects(read):
    senders = [result.from_address == e["from_email"] for e, result in _arrivals(read, "from_email")]
    subjects = [
        corpora.folded(result.subject) == corpora.folded(e["subject"] or "")
        for e, result in _arrivals(read, "subject")
    ]
    assert _share(senders) >= 0.97
    assert _share(subjects) >= 0.96


def test_replies_without_quotes(read):
    good = [
        corpora.same_reply(expected, result.reply)
        for expected, result in _arrivals(read)
        if "reply_text" in expected
    ]
    for kind in ("body-text", "body-html"):
        for entry, raw in corpora.entries(kind):
            if {"reply_text", "reply_text_starts_with"} & set(entry["expected"]):
                text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
                text = to_text(text) if kind == "body-html" else text
                good.append(corpora.same_reply(entry["expected"], split(text).reply))
    assert len(good) > 100
    assert _share(good) >= 0.94
