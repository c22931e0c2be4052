"""The mail door of one process: the listener, the mailboxes that are fetched, and the pipeline behind both."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections

from heard import clock
from heard.channels import calendar
from heard.channels.mail import smtp
from heard.channels.mail.fetching import LAST_CALL_SECONDS, Fetchers
from heard.channels.mail.listener import Address, name_of
from heard.channels.mail.pipeline import Pipeline
from heard.followup import pipe
from heard.record.actions import door as doors

REPORT_SECONDS = 60.0
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
        beside = [pipe.watching(stop), calendar.reading(stop), _reporting(address, stop)]
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
            for thread in beside:
                thread.join(LAST_CALL_SECONDS)


def _reporting(address: Address, stop: threading.Event) -> threading.Thread:
    """Say now and then that the listener stands, for pages and doctor; in a thread of its own."""

    def report() -> None:
        try:
            while not stop.wait(1.0 if not told else REPORT_SECONDS):
                with contextlib.suppress(DatabaseError, InterfaceError):
                    doors.is_well(name_of(address), kind=address.scheme, at=clock.now())
                    told.append(True)
        finally:
            connections.close_all()

    told: list[bool] = []
    thread = threading.Thread(target=report, name="listener")
    thread.start()
    return thread


def _told(scheme: str, ready: Callable[[int], None]) -> Callable[[int], None]:
    def tell(port: int) -> None:
        log.info("door.open", scheme=scheme, port=port)
        ready(port)

    return tell
