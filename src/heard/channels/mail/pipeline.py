"""The way of a mail through one process: stored and noted (then the door says yes), read, placed.

One thread writes to the database, so that SQLite's single writer never waits for itself, and what doors
wait for goes first. One thread reads mails meanwhile. Nothing lives only here: what is noted and not placed
stays "received" in the database, and is taken up by the next start or the next look around.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction

from heard import clock
from heard.channels.mail import reading
from heard.channels.mail.guard import Parser, Quarantined
from heard.channels.mail.place import NoDesk, place
from heard.record import files
from heard.record.actions import intake as intakes
from heard.record.arrival import Arrival, Door
from heard.record.models.intake import Intake

LOOK_SECONDS = 5.0  # between two looks for mails that nobody is working on
LEFT_ALONE = timedelta(seconds=30)  # a mail younger than this may be in another process's hands
AHEAD = 16  # mails read and not yet placed
BATCH = 50  # mails noted in one transaction, when many doors wait
TROUBLE_SECONDS = 1.0

log = structlog.get_logger()
Also = Callable[[Intake], None]


@dataclass(slots=True)
class _Wanted:
    """A mail whose bytes are stored and whose row a door waits for."""

    digest: str
    size: int
    door: Door
    envelope_from: str | None
    envelope_to: tuple[str, ...]
    also: Also | None
    noted: "Future[int]" = field(default_factory=Future)


class Pipeline:
    """Start it with `with`; doors call `take`. Leaving finishes what doors wait for and what is being placed."""

    def __init__(self, *, children: int = 1) -> None:
        self._parser = Parser(children=children)
        self._wanted: queue.SimpleQueue[_Wanted] = queue.SimpleQueue()
        self._noted: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._read: queue.Queue[tuple[int, Arrival | Quarantined]] = queue.Queue(AHEAD)
        self._work = threading.Semaphore(0)  # counts what the writer has to do
        self._stop = threading.Event()
        self._hands: set[int] = set()
        self._again: dict[int, reading.Claim] = {}
        self._doubts = reading.Doubts()
        self._threads = [
            threading.Thread(target=self._write, name="mail-writer", daemon=True),
            threading.Thread(target=self._reading, name="mail-reader", daemon=True),
        ]

    def __enter__(self) -> "Pipeline":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._work.release()
        for thread in self._threads:
            thread.join()
        for late in self._all_wanted():
            late.noted.set_exception(OperationalError("the mail door is closed"))
        self._parser.close()

    def take(
        self,
        raw: bytes,
        *,
        door: Door,
        envelope_from: str | None = None,
        envelope_to: Sequence[str] = (),
        also: Also | None = None,
    ) -> int:
        """Make a mail durable and return its number; only then may the door say yes. Any thread may call it.

        `also` writes more in the same transaction as the row, such as the door's own ledger. Raises OSError or
        DatabaseError when it is not durable.
        """
        wanted = _Wanted(files.keep(raw), len(raw), door, envelope_from, tuple(envelope_to), also)
        if self._stop.is_set():
            raise OperationalError("the mail door is closing")
        self._wanted.put(wanted)
        self._work.release()
        return wanted.noted.result()

    @property
    def is_idle(self) -> bool:
        """Whether every mail that was taken here has been placed."""
        return not self._hands and self._wanted.empty()

    def _write(self) -> None:
        """The writer: what doors wait for first, then one mail at a time."""
        try:
            while not (self._stop.is_set() and self._wanted.empty() and self._read.empty()):
                self._work.acquire(timeout=LOOK_SECONDS)
                self._note(self._all_wanted())
                with contextlib.suppress(queue.Empty):
                    self._place(*self._read.get_nowait())
        finally:
            connections.close_all()

    def _all_wanted(self) -> list[_Wanted]:
        batch: list[_Wanted] = []
        with contextlib.suppress(queue.Empty):
            while len(batch) < BATCH:
                batch.append(self._wanted.get_nowait())
        return batch

    def _note(self, batch: list[_Wanted]) -> None:
        """Commit the rows of a batch; if the batch fails, each by itself, so that one cannot spoil the others."""
        if not batch:
            return
        try:
            numbers = _rows(batch)
        except Exception as trouble:
            if len(batch) > 1 and not isinstance(trouble, OperationalError | InterfaceError):
                for one in batch:
                    self._note([one])
                return
            if isinstance(trouble, OperationalError | InterfaceError):
                # Any other trouble is this mail's own, such as one that another door took a moment before.
                _lost(trouble)
            for one in batch:
                one.noted.set_exception(trouble)
            return
        for one, number in zip(batch, numbers, strict=True):
            self._hands.add(number)
            self._noted.put(number)
            one.noted.set_result(number)

    def _place(self, number: int, read: Arrival | Quarantined) -> None:
        try:
            place(number, read, at=clock.now())
        except NoDesk:
            log.warning("mail.no_desk", intake=number)
        except (OperationalError, InterfaceError) as trouble:
            _lost(trouble)
        except Exception as trouble:
            log.exception("mail.not_placed", intake=number)
            reading.stumbled(number, trouble)
        finally:
            self._hands.discard(number)

    def _reading(self) -> None:
        """The reader: mails in the order they came; while there are none, those that nobody works on."""
        look = 0.0
        # The child is up before a second reading is counted, so that only reading itself can count against a mail.
        self._parser.parse(b"From: heard@localhost\n\nare you there?")
        try:
            self._take_up(all_of_them=True)
            while not self._stop.is_set():
                try:
                    number = self._noted.get(timeout=0.5)
                except queue.Empty:
                    if time.monotonic() >= look:
                        look = time.monotonic() + LOOK_SECONDS
                        self._take_up(all_of_them=False)
                    continue
                self._hand_on(number)
        finally:
            connections.close_all()

    def _hand_on(self, number: int) -> None:
        try:
            read = reading.read(number, self._parser, claim=self._again.pop(number, None))
        except reading.InOtherHands:
            self._hands.discard(number)
            return
        except (DatabaseError, InterfaceError, OSError) as trouble:
            self._hands.discard(number)
            _lost(trouble)
            return
        while not self._stop.is_set():
            with contextlib.suppress(queue.Full):
                self._read.put((number, read), timeout=0.5)
                self._work.release()
                return

    def _take_up(self, *, all_of_them: bool) -> None:
        """Mails that are noted and not placed: after a crash, an outage, or from a process without a reader.

        At the start all of them, for whoever held them is most likely gone; later only those of some age. What was
        begun in vain comes last, so that it can neither hold up the others nor be hit by every kill.
        """
        waiting = Intake.objects.filter(state=Intake.State.RECEIVED).order_by("attempts", "id")
        if not all_of_them:
            waiting = waiting.filter(received_at__lte=clock.now() - LEFT_ALONE)
        try:
            claims = reading.claims(waiting[:10_000])
        except (OperationalError, InterfaceError) as trouble:
            _lost(trouble)
            return
        for number, claim in claims.items():
            if number not in self._hands and not self._doubts.wait(number, claim):
                self._hands.add(number)
                self._again[number] = claim
                self._noted.put(number)


def _rows(batch: list[_Wanted]) -> list[int]:
    """The rows of stored mails, committed together."""
    numbers = []
    with transaction.atomic():
        for one in batch:
            row = intakes.note(
                one.digest,
                size=one.size,
                door=one.door,
                at=clock.now(),
                envelope_from=one.envelope_from or "",
                envelope_to=one.envelope_to,
            )
            if one.also:
                one.also(row)
            numbers.append(row.pk)
    return numbers


def _lost(trouble: Exception) -> None:
    """The database or the disk is away: drop the connection, so that the next try makes a new one."""
    log.error("mail.database_or_disk_away", trouble=repr(trouble))
    with contextlib.suppress(Exception):
        connections.close_all()
    time.sleep(TROUBLE_SECONDS)
