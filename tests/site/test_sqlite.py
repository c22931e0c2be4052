"""How writers wait for their turn: fairly, not for ever, and without losing the faults of others."""

import threading
import time

import pytest
from django.db import DatabaseError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from heard.site import environment


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """A maker of connections to one database with one table, as the settings would make them."""
    made = []

    def new(patience: float = 10) -> BaseDatabaseWrapper:
        parameters = environment.read({"HEARD_DATA": str(tmp_path)}).database
        parameters["OPTIONS"] = {**parameters["OPTIONS"], "timeout": patience}
        connection = ConnectionHandler({"default": parameters})["default"]
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with django_db_blocker.unblock():
        with new().cursor() as cursor:
            cursor.execute("CREATE TABLE act (who TEXT)")
        yield new
        for connection in made:
            connection.close()


def begin(connection: BaseDatabaseWrapper) -> None:
    """What `transaction.atomic` does first."""
    connection.ensure_connection()
    connection._start_transaction_under_autocommit()


def test_it_is_durable_and_reads_beside_writes(connect):
    with connect().cursor() as cursor:
        pragmas = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert pragmas == ["wal", 2]
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_nobody_waits_long_for_a_turn(connect):
    names = ["Allie", "Bob", "Carla", "Dana"]
    connections = {name: connect() for name in names}
    waits = []

    def write(name: str) -> None:
        connection = connections[name]
        for _ in range(100):
            asked = time.monotonic()
            begin(connection)
            waits.append(time.monotonic() - asked)
            connection.cursor().execute("INSERT INTO act VALUES (%s)", [name])
            connection.cursor().execute("COMMIT")

    threads = [threading.Thread(target=write, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connect().cursor() as cursor:
        turns = dict(cursor.execute("SELECT who, count(*) FROM act GROUP BY who").fetchall())
    assert turns == dict.fromkeys(names, 100)
    assert max(waits) < 2


def test_a_turn_that_never_comes_is_an_error_in_time(connect):
    holder, waiter = connect(), connect(patience=0.3)
    begin(holder)
    began = time.monotonic()
    with pytest.raises(OperationalError, match="locked"):
        begin(waiter)
    assert 0.3 <= time.monotonic() - began < 2
    holder.cursor().execute("ROLLBACK")
    begin(waiter)
    waiter.cursor().execute("ROLLBACK")


def test_single_statements_still_wait(connect):
    """Outside a transaction SQLite's own waiting is in force again."""
    holder, waiter = connect(), connect(patience=5)
    begin(waiter)
    waiter.cursor().execute("COMMIT")
    begin(holder)
    threading.Timer(0.3, lambda: holder.cursor().execute("COMMIT")).start()
    waiter.cursor().execute("INSERT INTO act VALUES ('Bob')")
    assert waiter.cursor().execute("SELECT count(*) FROM act").fetchone() == (1,)


def test_another_fault_is_not_waited_for(connect):
    connection = connect()
    begin(connection)
    began = time.monotonic()
    with pytest.raises(DatabaseError, match="within a transaction"):
        begin(connection)
    assert time.monotonic() - began < 1
    connection.cursor().execute("ROLLBACK")
