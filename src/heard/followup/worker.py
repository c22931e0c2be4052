"""The follow-up worker: what is due, then alerts, then letters; then it sleeps until the next due row."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from django.db import OperationalError, close_old_connections, connection

from heard.followup import broadcast, forecast, mark, model, pipe, sweep, tick
from heard.letters import alerts, send
from heard.record.actions import broadcast as broadcasts
from heard.record.actions import outbox
from heard.record.actions import proof as proofs
from heard.record.models.letter import Letter
from heard.record.sealer import seal

LONGEST_SLEEP = 1.0
AFTER_TROUBLE = 5.0
SENDING = 3.0
"""Seconds of sending after which what fell due meanwhile comes first: thousands of letters may be waiting."""
LAST_CALL = 4.0  # seconds for a bell that is ringing while we end
log = structlog.get_logger()


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. A lost database is waited for; nothing is kept in memory."""
    beside = [pipe.watching(stop), forecast.learning(stop), sweep.sweeping(stop), *model.drafting(stop)]
    try:
        _work_until(stop)
    finally:
        stop.set()
        for thread in beside:
            thread.join(LAST_CALL)


def _work_until(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            work(database_now())
            stop.wait(_sleep(database_now()))
        except OperationalError as trouble:
            log.error("followup.database_away", trouble=repr(trouble))
            with suppress(Exception):
                connection.close()
            stop.wait(AFTER_TROUBLE)
        finally:
            close_old_connections()


def work(at: datetime) -> None:
    """Everything that is due at `at` (UTC). Alerts wait until all moments are settled: that is the digest."""
    tick.tick(at)
    outbox.alarm_late(at=at)
    _all(lambda: alerts.deliver_one(at))
    _all(lambda: proofs.answer_one(at=at))
    seal(1000)
    mark.count(at)
    broadcast.carry(at)
    send.send_due(at, most_seconds=SENDING)


def database_now() -> datetime:
    """The database's clock, UTC, whole seconds: the one clock for claims, however many hosts work."""
    sqlite, other = "strftime('%s', 'now')", "extract(epoch FROM clock_timestamp())"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sqlite if connection.vendor == 'sqlite' else other}")
        return datetime.fromtimestamp(int(float(cursor.fetchone()[0])), UTC)


def _sleep(now: datetime) -> float:
    """Seconds until the next due row, at most one: new work of other processes is seen within a second."""
    letters = Letter.objects.filter(state=Letter.State.QUEUED).order_by("not_before")
    first = letters.values_list("not_before", flat=True).first()
    times = [tick.next_due_at(), broadcasts.next_due_at(), first]
    ahead = min([time for time in times if time], default=now + timedelta(seconds=LONGEST_SLEEP))
    return min(max((ahead - now).total_seconds(), 0.05), LONGEST_SLEEP)


def _all(one: Callable[[], bool]) -> None:
    while one():
        pass
