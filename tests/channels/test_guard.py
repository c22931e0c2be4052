"""The guarded reader: what breaks a child is quarantined, and the next mail is read."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from channels.hostile import HOSTILE
from channels.mails import mail, multipart
from heard.channels.mail.guard import Parser, Quarantined
from heard.channels.mail.parse import parse
from heard.record.arrival import Arrival

QUARANTINED = {
    "5,000 parts in parts": "nested too deep",
    "5,000 mails in mails": "nested too deep",
    "100,000 parts": "more than 1000 parts",
    "only NULs": "empty",
    "nothing": "empty",
}
LIMIT_SECONDS = 10


@pytest.fixture(scope="module")
def parser():
    with Parser() as one:
        yield one


def test_the_guard_changes_nothing(parser):
    raw = multipart("mixed", ("Content-Type: text/plain", "hi"), ("Content-Type: image/png", b"\x89PNG"))
    raw = raw.replace(b"To:", b"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nTo:")
    known = {"door": "smtp", "envelope_from": "", "envelope_to": ("help@example.com",)}
    assert parser.parse(raw, **known) == parse(raw, **known)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mails_end_as_an_arrival_or_in_quarantine(parser, name):
    began = time.monotonic()
    read = parser.parse(HOSTILE[name])
    assert time.monotonic() - began < LIMIT_SECONDS + 1
    if name in QUARANTINED:
        assert QUARANTINED[name] in read.reason
    else:
        assert isinstance(read, Arrival), read
    assert parser.parse(mail("Subject: next")).subject == "next"


def _child_pids() -> list[int]:
    """The processes this one has started."""
    with open(f"/proc/self/task/{threading.get_native_id()}/children") as children:
        return [int(pid) for pid in children.read().split()]


def test_a_child_that_was_killed_is_replaced():
    with Parser() as parser:
        before = set(_child_pids())
        parser.parse(mail())
        (child,) = set(_child_pids()) - before
        os.kill(child, signal.SIGKILL)
        assert parser.parse(mail("Subject: after")).subject == "after"


def test_a_child_that_hangs_is_killed_and_its_mail_quarantined():
    with Parser(wall_seconds=2) as parser:
        before = set(_child_pids())
        parser.parse(mail())
        (child,) = set(_child_pids()) - before
        os.kill(child, signal.SIGSTOP)
        assert parser.parse(mail()) == Quarantined("reading it took too long")
        assert not os.path.exists(f"/proc/{child}")


def test_too_much_memory_is_quarantined_and_the_child_replaced(parser):
    assert "512 MB" in parser.parse(mail(body=b"x" * 100_000_000)).reason
    assert parser.parse(mail(body=b"x" * 110_000_000)).reason == "it is bigger than 100 MB"
    assert parser.parse(mail("Subject: next")).subject == "next"


def test_many_threads_share_the_children():
    with Parser(children=2) as parser, ThreadPoolExecutor(8) as threads:
        raws = [mail(f"Subject: {n}") for n in range(100)]
        assert [read.subject for read in threads.map(parser.parse, raws)] == [str(n) for n in range(100)]


def test_nothing_is_left_running():
    before = set(_child_pids())
    with Parser() as parser:
        parser.parse(mail())
        assert set(_child_pids()) != before
    assert set(_child_pids()) == before
