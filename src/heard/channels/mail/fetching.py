"""Every mailbox in a thread of its own, so that a stuck one stops no other; new ones of the page within seconds."""

import contextlib
import threading
import time

import structlog
from django.db import DatabaseError, InterfaceError, connections

from heard import clock
from heard.channels.mail import count, imap
from heard.channels.mail.mailbox import Box, Mailbox, configured, name_of, note_success, note_trouble
from heard.channels.mail.pipeline import Pipeline
from heard.channels.mail.remedies import FolderTrouble, MailTrouble

PAUSE_SECONDS = 15.0  # between two looks where the server cannot tell us of new mail
IDLE_SECONDS = 120.0  # a wait for new mail; ending it is a sign of life both ways
FIRST_IDLE_SECONDS = 3.0  # what came between looking and waiting may not be told (RFC 2177)
LONGEST_PAUSE_SECONDS = 45.0  # after failures, doubling up to this: back within a minute
FULL_LOOK_SECONDS = 600.0  # between two comparisons of the whole folder with the ledger
LAST_CALL_SECONDS = (
    4.0  # for threads to end; one that hangs at its server dies with the process, and owes nothing
)
NEW_SECONDS = 3.0  # until a mailbox that was added on the page is fetched

log = structlog.get_logger()


class Fetchers:
    """The threads of one door process, as many as there are mailboxes."""

    def __init__(self, pipeline: Pipeline, stop: threading.Event) -> None:
        self._pipeline, self._stop = pipeline, stop
        self._running: dict[Box, tuple[threading.Thread, threading.Event]] = {}
        self._keeper = threading.Thread(target=self._keep, name="mailboxes")

    def start(self) -> None:
        """Fetch until `stop` is set."""
        self._keeper.start()

    def join(self) -> None:
        """Wait for all of them."""
        self._keeper.join()

    def _keep(self) -> None:
        try:
            while not self._stop.is_set():
                with contextlib.suppress(DatabaseError, InterfaceError):
                    self._follow(configured())
                self._stop.wait(NEW_SECONDS)
        finally:
            self._follow([])
            connections.close_all()

    def _follow(self, wanted: list[Box]) -> None:
        """Begin with what is new or changed, end what is gone."""
        gone = set(self._running) - set(wanted)
        for box in gone:
            self._running[box][1].set()
        until = time.monotonic() + LAST_CALL_SECONDS
        for box in gone:
            self._running.pop(box)[0].join(max(until - time.monotonic(), 0))
        for box in wanted:
            if box not in self._running or not self._running[box][0].is_alive():
                own = threading.Event()
                self._running[box] = (start(box, self._pipeline, own), own)


def start(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> threading.Thread:
    """Fetch one mailbox in a thread of its own until `stop` is set."""
    thread = threading.Thread(
        target=_fetch_until, args=(mailbox, pipeline, stop), name=f"imap {mailbox.host}", daemon=True
    )
    thread.start()
    return thread


def _fetch_until(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> None:
    pause = PAUSE_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        try:
            _session(mailbox, pipeline, stop)
            pause = PAUSE_SECONDS
        except Exception as trouble:
            if stop.is_set():
                return
            if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = PAUSE_SECONDS  # it went well for long; this is a new trouble
            log.error("imap.away", mailbox=name_of(mailbox), trouble=repr(trouble))
            with contextlib.suppress(Exception):
                note_trouble(mailbox, trouble, at=clock.now())
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        finally:
            connections.close_all()


def _session(mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event) -> None:
    """Look again and again over one connection, until it breaks or `stop` is set."""
    with imap.connect(mailbox) as client:
        full_look, took = 0.0, 0
        while not stop.is_set():
            everything = time.monotonic() >= full_look
            took = _look(client, mailbox, pipeline, stop, everything=everything)
            if everything:
                full_look = time.monotonic() + FULL_LOOK_SECONDS
                count.if_due(client, mailbox, at=clock.now())
            wait(client, stop, seconds=FIRST_IDLE_SECONDS if took or everything else IDLE_SECONDS)


def _look(
    client: imap.Client, mailbox: Mailbox, pipeline: Pipeline, stop: threading.Event, *, everything: bool
) -> int:
    """One look, and what is to be said of it: a mail or a folder that makes trouble stops nothing."""
    try:
        took = imap.fetch(client, mailbox, pipeline, stop, everything=everything)
    except (MailTrouble, FolderTrouble) as trouble:
        note_success(mailbox, at=clock.now())
        note_trouble(mailbox, trouble, at=clock.now())
        return 0
    note_success(mailbox, at=clock.now())
    return took


def wait(client: imap.Client, stop: threading.Event, *, seconds: float) -> None:
    """Wait for new mail: the server says so (IDLE), or we look again after a while where it cannot."""
    if not client.has_capability("IDLE"):
        stop.wait(PAUSE_SECONDS)
        return
    until = time.monotonic() + seconds
    client.idle()
    try:
        while not stop.is_set() and time.monotonic() < until:
            asked = time.monotonic()
            told = client.idle_check(timeout=1.0)
            # An answer that says nothing before its time is a connection that ended; idle_done will say so.
            if _is_new(told) or (not told and time.monotonic() - asked < 0.5):
                break
    finally:
        client.idle_done()


def _is_new(told: list[tuple[object, ...]]) -> bool:
    """Whether the server told of new mail, or that it is about to go; it also says "still here" and flags."""
    return any(b"EXISTS" in one[1:2] or one[:1] == (b"BYE",) for one in told)
