"""Reads mails in child processes that may hang, crash or eat memory without harm to anybody else.

A mail that breaks its reader is quarantined with the reason, and the next mail is read by a fresh child
(docs/decisions/0011-guarded-reading.md has the limits and the measurements).
"""

import contextlib
import marshal
import os
import queue
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from heard.channels.mail.child import CPU_SECONDS, LENGTH
from heard.channels.mail.wire import unpack
from heard.record.arrival import Arrival, Door

WALL_SECONDS = 10.0  # from handing a mail to a child until its answer
SIZE_LIMIT = 100 * 2**20  # bytes of a raw mail that are handed to a child at all
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A mail that could not be read, and why, in words for people."""

    reason: str


class _Died(Exception):
    """The child ended or fell silent; `reason` is None when the mail may not have been the cause."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(reason)
        self.reason = reason


class Parser:
    """A pool of guarded children. `parse` may be called from any thread; `close` ends the children.

    `children` is how many mails are read at once. A child is started when it is first needed.
    """

    def __init__(self, *, children: int = 1, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall = wall_seconds
        self._closed = False
        self._idle: queue.LifoQueue[_Child | None] = queue.LifoQueue()
        for _ in range(children):
            self._idle.put(None)

    def parse(
        self,
        raw: bytes,
        *,
        door: Door = "pipe",
        envelope_from: str | None = None,
        envelope_to: tuple[str, ...] = (),
    ) -> Arrival | Quarantined:
        """Read one raw mail; never raises for what is in it.

        A child killed from outside (nobody knows by whom) gets a second try; one that broke on the mail does not.
        """
        if len(raw) > SIZE_LIMIT:
            return Quarantined(f"it is bigger than {SIZE_LIMIT // 2**20} MB")
        request = marshal.dumps((door, envelope_from, tuple(envelope_to), bytes(raw)))
        try:
            return self._ask(request)
        except _Died as first:
            if first.reason is not None:
                return Quarantined(first.reason)
        try:
            return self._ask(request)
        except _Died as second:
            return Quarantined(second.reason or "its reader ended twice without a word")

    def close(self) -> None:
        """End all children; mails being read are finished first."""
        self._closed = True
        for _ in range(self._idle.maxsize or self._idle.qsize()):
            with contextlib.suppress(queue.Empty):
                child = self._idle.get_nowait()
                if child is not None:
                    child.end()

    def __enter__(self) -> "Parser":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: bytes) -> Arrival | Quarantined:
        child = self._idle.get()
        try:
            child = child or _Child()
            kind, result = child.ask(request, self._wall)
        except _Died:
            child = self._dropped(child)
            raise
        else:
            if kind == "memory":
                child = self._dropped(child)
        finally:
            if self._closed and child is not None:
                child = self._dropped(child)
            self._idle.put(child)
        return unpack(result) if kind == "arrival" else Quarantined(result)

    @staticmethod
    def _dropped(child: "_Child | None") -> None:
        if child is not None:
            child.end()


class _Child:
    """One child process and its two pipes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "heard.channels.mail.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)

    def ask(self, request: bytes, wall_seconds: float) -> tuple[str, Any]:
        """The child's answer. Raises _Died when it ends, or takes longer than the limit."""
        deadline = time.monotonic() + wall_seconds
        try:
            self._send(LENGTH.pack(len(request)), deadline)
            self._send(request, deadline)
            length = LENGTH.unpack(self._receive(LENGTH.size, deadline))[0]
            kind, result = marshal.loads(self._receive(length, deadline))
        except (BrokenPipeError, EOFError) as error:
            raise _Died(self._why()) from error
        return kind, result

    def end(self) -> None:
        """Kill the process and wait for it, so that nothing is left behind."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            self._wait(self._in, select.POLLOUT, deadline)
            with contextlib.suppress(BlockingIOError):
                view = view[os.write(self._in, view[:_CHUNK]) :]

    def _receive(self, length: int, deadline: float) -> bytes:
        out = bytearray()
        while len(out) < length:
            self._wait(self._out, select.POLLIN, deadline)
            with contextlib.suppress(BlockingIOError):
                piece = os.read(self._out, min(_CHUNK, length - len(out)))
                if not piece:
                    raise EOFError
                out += piece
        return bytes(out)

    def _wait(self, pipe: int, event: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        poll = select.poll()
        poll.register(pipe, event)
        if left <= 0 or not poll.poll(left * 1000):
            raise _Died("reading it took too long")

    def _why(self) -> str | None:
        """Why the child ended, if that was the mail's doing."""
        self._process.wait()
        if self._process.returncode == -signal.SIGXCPU:
            return f"reading it took more than {CPU_SECONDS} s of processor time"
        if self._process.returncode in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
            return "its reader crashed"
        return None
