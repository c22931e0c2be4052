"""The mail door of one process: the listener, the mailboxes that are fetched, and the pipeline behind both."""

import asyncio
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings

from heard.channels.mail import smtp
from heard.channels.mail.fetching import Fetchers
from heard.channels.mail.pipeline import Pipeline

log = structlog.get_logger()


def serve(stop: threading.Event, *, ready: Callable[[int], None] = lambda port: None) -> None:
    """Take mail until `stop` is set, by HEARD_DOOR_LISTEN and from every mailbox. What was taken is durable.

    Raises:
        OSError: the address cannot be listened on.
    """
    address = settings.HEARD_DOOR_LISTEN
    with Pipeline() as pipeline:
        fetchers = Fetchers(pipeline, stop)
        fetchers.start()
        try:
            asyncio.run(
                smtp.listen(
                    pipeline,
                    scheme=address.scheme,
                    host=address.host,
                    port=address.port,
                    name=urlsplit(settings.HEARD_URL).hostname or "localhost",
                    stop=stop,
                    ready=_told(address.scheme, ready),
                )
            )
        finally:
            stop.set()
            fetchers.join()


def _told(scheme: str, ready: Callable[[int], None]) -> Callable[[int], None]:
    def tell(port: int) -> None:
        log.info("door.open", scheme=scheme, port=port)
        ready(port)

    return tell
