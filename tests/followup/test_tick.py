"""Time passing, with several workers, stumbling tickets and a stop: each moment once, one digest."""

import os
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from cast import Cast, assemble, clock
from heard.followup import tick, worker
from heard.record.actions import promise, settle
from heard.record.actions.message import Word
from heard.record.models.alert import Alert
from heard.record.models.due import DoneMoment, DueWork
from heard.record.models.event import Event
from heard.record.models.letter import Letter
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

MANY = 12


@pytest.fixture
def cast() -> Cast:
    return assemble()


def promised(cast: Cast, number: int) -> Ticket:
    made = cast.writes(cast.zelda, f"Request {number}", at=clock("9:00"))
    word = Word(text="On it.", way="next", due_at=clock("12:00"))
    promise.say(made, word, by=cast.allie, at=clock("9:05"))
    return made


@pytest.mark.django_db
def test_nothing_due_touches_nothing(cast: Cast, django_assert_num_queries: object) -> None:
    promised(cast, 1)
    # One savepoint, one look at the due rows, one release: whatever else is open.
    with django_assert_num_queries(3):
        assert tick.tick_one(clock("9:10")) is None
    assert tick.next_due_at() == clock("11:25")


@pytest.mark.django_db
def test_warned_once_then_lapsed_once(cast: Cast) -> None:
    made = promised(cast, 1)
    found: Counter[str] = Counter()
    for minute in range(20, 65):
        found += tick.tick(clock("11:00") + timedelta(minutes=minute))[0]
    assert found == {"warn": 1, "lapse": 1}
    assert list(Alert.objects.values_list("kind", "agent")) == [
        ("warn", cast.allie.pk),
        ("lapse", cast.allie.pk),
    ]
    assert DueWork.objects.get(ticket=made).look_again_at > clock("12:04")


@pytest.mark.django_db
def test_a_ticket_that_would_be_due_for_ever_is_moved_ahead(cast: Cast, monkeypatch) -> None:
    stuck = promised(cast, 1)
    DueWork.objects.filter(ticket=stuck).update(look_again_at=clock("10:00"))
    monkeypatch.setattr(settle, "look_again_at", lambda _facts, _rules, at: at)
    assert tick.tick(clock("10:00")) == (Counter(), 1)
    assert "for ever" in DueWork.objects.get(ticket=stuck).trouble


@pytest.mark.django_db
def test_a_ticket_that_stumbles_is_moved_ahead_and_the_clock_goes_on(cast: Cast) -> None:
    broken, fine = promised(cast, 1), promised(cast, 2)
    with connection.cursor() as cursor:
        # A desk whose numbers somebody broke by hand: every rule on its tickets fails.
        cursor.execute(
            "UPDATE record_desk SET targets = '{\"first_word\": -1}' WHERE id = %s", [cast.quiet.pk]
        )
        cursor.execute("UPDATE record_ticket SET desk_id = %s WHERE id = %s", [cast.quiet.pk, broken.pk])
    answered, stumbled = tick.tick(clock("12:00"))
    assert (answered["lapse"], stumbled) == (1, 1)
    row = DueWork.objects.get(ticket=broken)
    assert (row.look_again_at, row.stumbles) == (clock("12:01"), 1)
    assert "first_word" in row.trouble
    assert fine.promises.filter(outcome="lapsed").exists()
    assert not broken.promises.filter(outcome="lapsed").exists()


@pytest.mark.django_db
def test_after_a_stop_one_digest_per_person(cast: Cast) -> None:
    for number in range(5):
        promised(cast, number)
    worker.work(clock("15:00"))
    digests = Letter.objects.filter(kind="alert", agent=cast.allie)
    assert digests.count() == 1
    assert Alert.objects.filter(agent=cast.allie, letter=digests.get()).count() >= 2
    assert Letter.objects.filter(kind="missed").count() == 5
    worker.work(clock("15:00"))
    assert digests.count() == 1
    assert not Event.objects.filter(seq=None).exists()


@pytest.mark.django_db(transaction=True)
def test_several_workers_never_double(cast: Cast) -> None:
    for number in range(MANY):
        promised(cast, number)
    totals: Counter[str] = Counter()
    lock = threading.Lock()

    def work() -> None:
        answered, stumbled = tick.tick(clock("12:00"))
        with lock:
            totals.update(answered)
            totals["stumbled"] += stumbled
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert totals == {"lapse": MANY, "stumbled": 0}
    assert Promise.objects.filter(outcome="lapsed").count() == MANY
    assert Promise.objects.filter(kind="repair").count() == MANY
    assert DoneMoment.objects.count() == DoneMoment.objects.values("ticket", "key").distinct().count()


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_and_doubles_nothing(cast: Cast) -> None:
    """kill -9 while it settles; another one finishes. Whatever the first had committed stands once."""
    for number in range(MANY):
        promised(cast, number)
    code = (
        "import django; django.setup(); from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r};"
        "from datetime import datetime, UTC; from heard.followup import tick;"
        f"at = datetime.fromisoformat({clock('12:00').isoformat()!r});\n"
        "while (kinds := tick.tick_one(at)) is not None: print(kinds, flush=True)"
    )
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "heard.site.settings"}
    first = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=settings)
    assert first.stdout
    for _ in range(3):
        assert "lapse" in first.stdout.readline()
    first.kill()
    first.wait()
    tick.tick(clock("12:00"))
    assert Promise.objects.filter(outcome="lapsed").count() == MANY
    assert Promise.objects.filter(kind="repair", outcome=None).count() == MANY
    assert Alert.objects.filter(kind__startswith="lapse").count() == MANY
    assert Letter.objects.filter(kind="missed").count() == MANY


@pytest.mark.django_db
def test_the_databases_clock_is_whole_utc_seconds() -> None:
    now = worker.database_now()
    assert now.microsecond == 0
    assert now.utcoffset() == timedelta(0)
