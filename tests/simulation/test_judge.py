"""The judge can fail: each of these breaks one thing on purpose, and is found out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from heard.followup import tick
from heard.promise import Moment
from heard.record import laws, ledger
from heard.record.actions import alert, settle
from heard.simulation import mails
from heard.simulation.run import simulate

pytestmark = pytest.mark.once
Patch = pytest.MonkeyPatch


def forgets_warnings(patch: Patch) -> None:
    real = tick._answer
    patch.setattr(tick, "_answer", lambda own, one, at: one.kind != "warn" and real(own, one, at))


def answers_twice(patch: Patch) -> None:
    real = alert.raise_for
    patch.setattr(alert, "raise_for", lambda *a, **k: (real(*a, **k), real(*a, **k))[0])


def warns_early(patch: Patch) -> None:
    real = tick.due

    def early(*arguments: Any) -> list[Moment]:
        return [replace(one, at=one.at - timedelta(minutes=1)) for one in real(*arguments)]

    patch.setattr(tick, "due", early)


def repairs_late(patch: Patch) -> None:
    real = ledger.repair_due
    patch.setattr(ledger, "repair_due", lambda *a: real(*a) + timedelta(minutes=1))


def never_looks_again(patch: Patch) -> None:
    patch.setattr(settle, "look_again_at", lambda *_: None)


def machines_count_as_people(patch: Patch) -> None:
    real = mails.parse
    patch.setattr(mails, "parse", lambda *a, **k: replace(real(*a, **k), machine=None))


def drops_mails(patch: Patch) -> None:
    real = mails.placed

    def placed(number: int, *, at: datetime) -> None:
        if number % 9:
            real(number, at=at)

    patch.setattr(mails, "placed", placed)


def moves_a_told_time(patch: Patch) -> None:
    real = tick.tick

    def and_later(at: datetime) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE record_promise SET words = 'soon' WHERE id = (SELECT max(id) FROM record_promise)"
            )
        return real(at)

    laws.lift()
    patch.setattr(tick, "tick", and_later)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (forgets_warnings, "nothing happened"),
        (answers_twice, "times by agent"),
        (warns_early, "was answered for"),
        (repairs_late, "is due"),
        (never_looks_again, "law 2"),
        (machines_count_as_people, "law 3"),
        (drops_mails, "is received"),
        (moves_a_told_time, "law"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_is_wrong_is_found(wrong: Callable[[Patch], None], says: str, monkeypatch: Patch) -> None:
    wrong(monkeypatch)
    try:
        result = simulate(8, days=1 if wrong is drops_mails else 2, tickets_per_day=12)
    finally:
        laws.lay_down()
    assert says in result.broken, (result.broken, result.counts)
    assert result.step
