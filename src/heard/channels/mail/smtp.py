"""The SMTP and LMTP listener. It says yes once a mail is durable, and "temporary" whenever it is not sure."""

import asyncio
import contextlib
import logging
import socket
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, AnyStr

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from heard.channels.mail.pipeline import Pipeline

SIZE_LIMIT = 40 * 2**20  # bytes of one mail; more could not be read within the guard's memory
RECIPIENTS_LIMIT = 100  # RFC 5321, 4.5.3.1.8
TAKERS = 8  # mails being stored at once
IDLE_SECONDS = 120  # a client that says nothing
LONGEST_SECONDS = 1200  # one session in all: whoever sends a byte a minute gives the place to others
SESSIONS = 200  # at once; more are told to come again
FINISH_SECONDS = 8.0  # given to mails that are being sent to us when we stop

TAKEN = "250 2.0.0 it is on disk"
UNSURE = "451 4.3.0 it could not be stored just now; please try again"
BUSY = b"421 4.3.2 too many connections just now; please try again\r\n"
TOO_LONG = b"421 4.4.2 this took too long; please try again\r\n"
TOO_MANY = "452 4.5.3 too many recipients; send the others separately"

log = structlog.get_logger()
# It would write every address and command of every session into the log.
logging.getLogger("mail.log").setLevel(logging.WARNING)


class Handler:
    """What the listener asks for each mail. Storing runs in threads, so that one slow disk sync blocks nobody."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._takers = ThreadPoolExecutor(TAKERS, thread_name_prefix="mail-taker")
        self.busy = 0

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Every recipient is taken: what is for no desk goes to the first one, marked."""
        if len(envelope.rcpt_tos) >= RECIPIENTS_LIMIT:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Yes only when the bytes are synced and the row is committed."""
        self.busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._takers, self._take, envelope)
        finally:
            self.busy -= 1

    async def handle_exception(self, error: Exception) -> str:
        """Without this the listener would answer 500, and the sender would give the mail up."""
        log.error("door.stumbled", trouble=repr(error))
        return UNSURE

    def close(self) -> None:
        """Wait for mails being stored."""
        self._takers.shutdown(wait=True)

    def _take(self, envelope: Envelope) -> str:
        try:
            self._pipeline.take(
                envelope.original_content or b"",
                door="smtp",
                envelope_from=_text(envelope.mail_from or "").strip(
                    "<>"
                ),  # aiosmtpd says "<>" for the null path
                envelope_to=tuple(_text(address) for address in envelope.rcpt_tos),
            )
        except Exception as trouble:
            log.error("door.unsure", trouble=repr(trouble))
            return UNSURE
        return TAKEN


def _text(address: str) -> str:
    """An address as a database takes it: raw bytes that are no UTF-8 replaced."""
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\0", "")


class _Bounded(SMTP):
    """A session that has its place among the others, and its end.

    Long lines are taken: they are forbidden, they occur, and refusing them loses mail.
    """

    line_length_limit = SIZE_LIMIT
    _end: asyncio.TimerHandle | None = None
    _heard_at = 0.0

    def __init__(self, handler: "Handler", open_ones: "weakref.WeakSet[SMTP]", **more: Any) -> None:
        super().__init__(handler, **more)
        self._open_ones = open_ones

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the place, or say that there is none: "try again", never a refusal."""
        assert isinstance(transport, asyncio.Transport)
        self._heard_at = self.loop.time()
        if len(self._open_ones) >= SESSIONS:
            transport.write(BUSY)
            transport.close()
            return
        self._open_ones.add(self)
        self._end = self.loop.call_later(LONGEST_SECONDS, self._too_long)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Give the place back."""
        if self._end is None:  # it never had one
            return
        self._end.cancel()
        self._open_ones.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Whoever sends is not silent: without this a large mail over a slow line would be cut every time."""
        if self.loop.time() - self._heard_at > IDLE_SECONDS / 4:
            self._heard_at = self.loop.time()
            self._reset_timeout()
        super().data_received(data)

    def eof_received(self) -> bool | None:
        """The other end says no more."""
        return None if self._end is None else super().eof_received()

    def _too_long(self) -> None:
        if isinstance(self.transport, asyncio.Transport):
            self.transport.write(TOO_LONG)
            self.transport.close()


class _Sessions(_Bounded):
    """One SMTP session."""


class _LmtpSessions(_Bounded, LMTP):
    """One LMTP session: after DATA one answer for each recipient (RFC 2033, 4.2), which aiosmtpd leaves out."""

    _owed = 0

    async def push(self, status: AnyStr) -> None:
        """Send an answer, after DATA as often as it is owed. All recipients share one fate: it is one mail."""
        times, self._owed = max(self._owed, 1), 0
        text = status if isinstance(status, str) else status.decode("utf-8", "replace")
        if text.startswith("354"):
            assert self.envelope
            self._owed = len(self.envelope.rcpt_tos)
        for _ in range(times):
            await super().push(status)


async def listen(
    pipeline: Pipeline,
    *,
    scheme: str,
    host: str,
    port: int,
    name: str,
    stop: threading.Event,
    ready: Callable[[int], None] = lambda port: None,
) -> None:
    """Take mail until `stop` is set; mails being sent or stored then are finished, up to 8 s.

    `name` is what we call ourselves in greetings; `ready` is called with the port once it listens. Raises
    OSError when the address cannot be listened on.
    """
    handler = Handler(pipeline)
    kind = _LmtpSessions if scheme == "lmtp" else _Sessions
    loop = asyncio.get_running_loop()

    sessions: weakref.WeakSet[SMTP] = weakref.WeakSet()

    def session() -> SMTP:
        return kind(
            handler,
            sessions,
            data_size_limit=SIZE_LIMIT,
            enable_SMTPUTF8=True,
            ident="Heard",
            hostname=name,
            timeout=IDLE_SECONDS,
            loop=loop,
        )

    server = await loop.create_server(session, host, port, reuse_address=True)
    ready(_port(server.sockets[0]))
    while not stop.is_set():
        await asyncio.sleep(0.05)
    server.close()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(FINISH_SECONDS):
            while handler.busy:
                await asyncio.sleep(0.05)
    await asyncio.to_thread(handler.close)
    for one in list(sessions):
        if one.transport is not None:
            one.transport.close()


def _port(bound: socket.socket) -> int:
    return int(bound.getsockname()[1])
