"""One application for the server: live streams natively, pages on threads of their own.

Django's own ASGI handler gives every request a new thread and with it a new database connection; four lasting
threads with lasting connections answer twice to three times as many pages.
"""

from collections.abc import MutableMapping
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
        if message["type"] == "lifespan.shutdown":
            live.end_all()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "lifespan.startup.complete"})
