"""One application for the server: live streams natively, pages on threads of their own.

Django's own ASGI handler gives every request a new thread and with it a new database connection; four lasting
threads with lasting connections answer twice to three times as many pages.
"""

import asyncio
import signal
from collections.abc import Callable, MutableMapping
from types import FrameType
from typing import Any

from a2wsgi import WSGIMiddleware

from heard.site.wsgi import application as wsgi_application  # sets Django up, so it comes first

# isort: split
from heard.site import firstrun, live

PAGE_THREADS = 4

pages = WSGIMiddleware(wsgi_application, workers=PAGE_THREADS)
firstrun.announce()


async def application(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    """Hand the request to the pages or to the live streams; end the streams when the server stops."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/live/":
        await live.application(scope, receive, send)
    elif scope["type"] == "http":
        await pages(scope, _as_coroutine(receive), send)


def _as_coroutine(receive: live.Receive) -> live.Receive:
    """a2wsgi hands `receive()` to another thread, which takes only coroutines; granian's is an awaitable."""

    async def received() -> MutableMapping[str, Any]:
        return await receive()

    return received


async def _lifespan(receive: live.Receive, send: live.Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            _end_streams_when_told_to_stop()
            await send({"type": "lifespan.startup.complete"})
        else:
            await send({"type": "lifespan.shutdown.complete"})
            return


def _end_streams_when_told_to_stop() -> None:
    """The server says lifespan.shutdown only after its last connection has ended; a stream ends only when told.

    So the streams hear the signal itself, beside the server, whose own handler is kept.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _both(signal.getsignal(number), loop))


def _both(before: Any, loop: asyncio.AbstractEventLoop) -> Callable[[int, FrameType | None], None]:
    def told(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(live.end_all)
        if callable(before):
            before(number, frame)

    return told
