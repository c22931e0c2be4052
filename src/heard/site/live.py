"""`/live/`: an open stream per page that only says "wake"; the page then reads again what it shows.

One task per process watches the database and rings every stream. On SQLite it asks for `PRAGMA data_version`
twenty times a second (a few microseconds each), on PostgreSQL it listens. A ring carries nothing, so a slow
reader
loses nothing when several rings melt into one.

This is a small ASGI application of its own, beside the pages: Django's would take a thread and a database
connection for every open stream.
"""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connections
from django.http import HttpRequest
from django.utils.module_loading import import_string

from heard.record.wake import CHANNEL

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

logger = logging.getLogger(__name__)

POLL = 0.05  # seconds between two looks at SQLite's counter
QUIET = 0.25  # seconds a stream rests after a ring, so that a burst of commits is one or two reads
ASK_AGAIN = 30.0  # seconds after which a silent stream is checked again: still signed in, still there
RETRY = 2.0  # seconds before a lost database is tried again

# Whether a reader may listen is asked on one thread with one lasting connection, whatever the number of
# streams.
_asker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="live")


@dataclass(eq=False)
class Stream:
    """One open page."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    over: bool = False

    def end(self) -> None:
        """Let the stream finish: its page is gone, or the server stops."""
        self.over = True
        self.bell.set()


STREAMS: set[Stream] = set()
_watcher: asyncio.Task[None] | None = None


def may_listen(request: HttpRequest) -> bool:
    """Whether any of the listeners named in `settings.HEARD_LISTENERS` lets this request hold a stream."""
    return any(import_string(path)(request) for path in settings.HEARD_LISTENERS)


def agent_listens(request: HttpRequest) -> bool:
    """A signed-in, active agent may."""
    return request.user.is_authenticated and request.user.is_active


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a stream: refuse it, or hold it until either side leaves."""
    if scope["method"] != "GET":
        await _refuse(send, 405)
    elif not await _may(scope):
        await _refuse(send, 403)
    else:
        await _hold(scope, receive, send)


def end_all() -> None:
    """End every stream; called when the server stops, so that it need not wait for readers."""
    for stream in tuple(STREAMS):
        stream.end()


async def _hold(scope: Scope, receive: Receive, send: Send) -> None:
    stream = Stream()
    STREAMS.add(stream)
    _watch_if_nobody_does()
    gone = asyncio.create_task(_until_gone(receive, stream))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        # A reader that comes back may have missed something while away.
        if any(name == b"last-event-id" for name, _ in scope["headers"]):
            stream.bell.set()
        async for text in _words(scope, stream):
            await send({"type": "http.response.body", "body": text, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        STREAMS.discard(stream)
        gone.cancel()


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
HELLO = b"event: hello\nid: 1\ndata:\n\n"
WAKE = b"event: wake\ndata:\n\n"
STILL_HERE = b": still here\n\n"


async def _words(scope: Scope, stream: Stream) -> AsyncIterator[bytes]:
    """What the stream says, until it is over or its reader may no longer listen."""
    yield HELLO
    while True:
        try:
            await asyncio.wait_for(stream.bell.wait(), ASK_AGAIN)
        except TimeoutError:
            if not await _may(scope):
                return
            yield STILL_HERE
            continue
        if stream.over:
            return
        stream.bell.clear()
        yield WAKE
        await asyncio.sleep(QUIET)


async def _until_gone(receive: Receive, stream: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _may(scope: Scope) -> bool:
    return await asyncio.get_running_loop().run_in_executor(_asker, _ask, dict(scope))


def _ask(scope: Scope) -> bool:
    """Build what the middleware would have built, without the middleware, and ask."""
    close_old_connections()
    request = ASGIRequest(scope, BytesIO())
    sessions = import_module(settings.SESSION_ENGINE)
    request.session = sessions.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return may_listen(request)


def _watch_if_nobody_does() -> None:
    global _watcher
    if _watcher is None or _watcher.done():
        _watcher = asyncio.create_task(_watch())


async def _watch() -> None:
    """Ring all streams after every commit, as long as there are any. A lost database is tried again."""
    database = connections["default"]
    changes = _postgresql_changes if database.vendor == "postgresql" else _sqlite_changes
    while STREAMS:
        try:
            async for _ in changes():
                for stream in tuple(STREAMS):
                    stream.bell.set()
        except (database.Database.Error, OSError) as error:
            logger.warning("Live streams lost the database (%s); trying again.", type(error).__name__)
            await asyncio.sleep(RETRY)


async def _sqlite_changes() -> AsyncIterator[None]:
    """Once at the start, then after each change another connection made. Ends when nobody listens."""
    name = str(connections["default"].settings_dict["NAME"])
    with sqlite3.connect(name, timeout=0, isolation_level=None) as raw:
        seen = None
        while STREAMS:
            version = raw.execute("PRAGMA data_version").fetchone()
            if version != seen and seen is not None:
                yield
            seen = version
            await asyncio.sleep(POLL)


async def _postgresql_changes() -> AsyncIterator[None]:
    """After each NOTIFY of the record."""
    from psycopg import AsyncConnection  # only where there is a PostgreSQL: it takes a while to load

    wanted = connections["default"].get_connection_params()
    for ours in ("cursor_factory", "context", "prepare_threshold"):
        wanted.pop(ours, None)
    async with await AsyncConnection.connect(**wanted, autocommit=True) as raw:
        await raw.execute(f"LISTEN {CHANNEL}")
        while STREAMS:
            with suppress(TimeoutError):
                async for _ in raw.notifies(timeout=ASK_AGAIN, stop_after=1):
                    yield
