"""What looks again and again in a thread of its own, beside the work that it must not hold up."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from django.db import DatabaseError, InterfaceError, connection, connections

from heard import clock

log = structlog.get_logger()


def looking(
    name: str, look: Callable[[datetime], object], stop: threading.Event, *, first: float, every: float
) -> threading.Thread:
    """Look after `first` seconds and then `every` so many, until `stop` is set. Trouble is logged and ends nothing."""

    def until_stopped() -> None:
        pause = first
        try:
            while not stop.wait(pause):
                pause = every
                try:
                    look(clock.now())
                except (DatabaseError, InterfaceError) as trouble:
                    log.error(f"{name}.database_away", trouble=repr(trouble))
                    with suppress(Exception):
                        connection.close()
                except Exception as trouble:
                    log.error(f"{name}.stumbled", trouble=repr(trouble))
        finally:
            connections.close_all()

    thread = threading.Thread(target=until_stopped, name=name, daemon=True)
    thread.start()
    return thread
