"""Many due at once: read ahead and written together, and yet each as if it were alone; killed at any moment."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from architecture.house import ROOT
from cast import Cast, assemble, clock
from heard.cli.tick import settle_all
from heard.followup import tick
from heard.record.actions import desk, draft, promise
from heard.record.actions.message import Word
from heard.record.actor import HEARD
from heard.record.models.alert import Alert
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.promise import Promise

MANY = 12


def promised(cast: Cast, number: int) -> Any:
    made = cast.writes(cast.zelda, f"Request {number}", at=clock("9:00"))
    word = Word(text="On it.", way="next", due_at=clock("12:00"))
    promise.say(made, word, by=cast.allie, at=clock("9:05"))
    return made


def written() -> list[list[tuple[Any, ...]]]:
    """All that settling writes, without what is random or counted on."""
    return [
        list(
            Promise.objects.order_by("ticket", "id").values_list(
                "ticket", "kind", "outcome", "due_at", "told_at", "misses"
            )
        ),
        sorted(Alert.objects.values_list("ticket", "agent", "kind", "at")),
        sorted(
            Letter.objects.values_list("ticket", "kind", "told_due_at", "not_before", "to_address"), key=repr
        ),
        sorted(Event.objects.values_list("ticket", "n", "kind", "at"), key=repr),
        list(Message.objects.order_by("ticket", "n").values_list("ticket", "n", "way", "text")),
    ]


def story() -> None:
    """Twelve promises due at noon; on one of them something was pressed in time, on another too late."""
    cast = assemble()
    desk.set_targets(cast.desk, targets={"undo_seconds": 15}, by=HEARD, at=clock("8:00"))
    tickets = [promised(cast, number) for number in range(MANY)]
    for own, at in ((tickets[4], "11:59"), (tickets[8], "12:00")):
        fields = {"text": "Done.", "way": "solves"}
        draft.keep(own, by=cast.bob, at=clock(at), **fields)
        draft.press(own, by=cast.bob, at=clock(at), despite=True)


@pytest.mark.django_db(transaction=True)
def test_the_command_waits_for_what_a_worker_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker with today's clock looks at the ticket while the command comes with another hour: PostgreSQL passes
    the ticket by at first, SQLite waits for the one writer."""
    promised(assemble(), 1)
    held, looked, look = threading.Event(), threading.Event(), tick.tick

    def hold() -> None:
        with transaction.atomic():
            tick._claim(clock("12:00"), 1)
            held.set()
            looked.wait(timeout=0.3 if connection.vendor == "sqlite" else 20)
        connection.close()

    def once_more(at: datetime) -> tuple[Counter[str], int]:
        found = look(at)
        looked.set()
        return found

    monkeypatch.setattr(tick, "tick", once_more)
    worker = threading.Thread(target=hold)
    worker.start()
    assert held.wait(timeout=20)
    assert settle_all(clock("12:00"))["moments"] == {"lapse": 1}
    worker.join()


class Enough(Exception):
    """Ends a transaction so that nothing of it holds."""


@pytest.mark.django_db
def test_together_is_the_same_as_one_by_one() -> None:
    """With a draft that leaves in the middle, which reads what others have written."""
    story()
    found = []
    for settle in (lambda: tick.tick_one(clock("12:01")), lambda: tick.tick_some(clock("12:01"))):
        with pytest.raises(Enough), transaction.atomic():
            while settle() is not None:
                pass
            found.append(written())
            raise Enough
    alone, together = found
    assert together == alone
    assert len(alone[1]) >= MANY - 1


@pytest.mark.django_db
def test_a_lapse_among_many_takes_few_statements() -> None:
    cast = assemble()
    for number in range(MANY):
        promised(cast, number)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert tick.tick_some(clock("12:00")) == ["lapse"] * MANY
    assert len(asked) < MANY * 3 + 26, len(asked)
    assert Alert.objects.filter(kind__startswith="lapse").count() == MANY
    assert Alert.objects.filter(kind="lapse_again").count() == MANY - 2, (
        "the third within an hour, and all after it"
    )


def test_killed_workers_lose_and_double_nothing(fresh_installation: dict[str, str]) -> None:
    """The long run is `bin/bench killed_followup`."""
    run = "from benchmarks.killed_followup import main; raise SystemExit(main(8, 2, 300, 7))"
    environment = {**os.environ, **fresh_installation}
    done = subprocess.run(
        [sys.executable, "-c", run], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "lost: 0; twice: 0" in done.stdout
