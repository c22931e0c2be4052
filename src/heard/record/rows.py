"""Rows written the short way, for the verbs that run thousands of times an hour.

The ORM makes every statement anew, which costs about ten times what the database needs to run it. Here each is
made once per model and kept. Fields, defaults and conversions stay the model's own; there are no signals.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

PLAIN = frozenset({str, int, bool, type(None)})
"""Types that every field but JSON hands to the database as they are."""


_WAITING: ContextVar[dict[str, list[list[Any]]] | None] = ContextVar("waiting", default=None)
"""Rows that are written by one statement each kind, at the end of `together`."""


class Statement(NamedTuple):
    """SQL, the fields whose values it takes (with whether plain ones go as they are), and what it gives back."""

    sql: str
    takes: Sequence[tuple[Any, bool]]
    gives: Sequence[str]


def insert[Row: models.Model](row: Row) -> Row:
    """Write a new row; it gets its id and what the database computes."""
    if not _run(_insertion(type(row), connection.vendor), row):
        raise AssertionError("the database gave no row back")
    row._state.adding, row._state.db = False, connection.alias
    return row


def update(row: models.Model, *names: str) -> None:
    """Write the named fields of a row, or all.

    Raises:
        ObjectDoesNotExist: there is no such row any more.
    """
    if not _run(_change(type(row), names, connection.vendor), row):
        raise type(row).DoesNotExist(f"{type(row).__name__} {row.pk}")  # type: ignore[attr-defined]


def put(row: models.Model, *names: str, by: str) -> None:
    """Write a new row; or, where one has the same `by` already (a unique field), the named fields of that one."""
    _write(_putting(type(row), names, by, connection.vendor), row)


@contextmanager
def together() -> Iterator[None]:
    """What `add`, `save` and `put` write in this block is written at its end, rows of a kind by one statement.

    Nothing in the block may read these rows; who must, calls `apart` first.
    """
    token = _WAITING.set({})
    try:
        yield
        apart()
    finally:
        _WAITING.reset(token)


def apart() -> None:
    """Write what waits, and from here on everything at once."""
    waiting = _WAITING.get()
    _WAITING.set(None)
    for statement, values in (waiting or {}).items():
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.executemany(statement, values)


def add(row: models.Model) -> None:
    """Write a new row whose id nobody needs, at once or with others of its kind (`together`)."""
    if is_together():
        _write(_insertion(type(row), connection.vendor), row)
    else:
        insert(row)


def is_together() -> bool:
    """Whether rows wait to be written together."""
    return _WAITING.get() is not None


def save(row: models.Model) -> None:
    """Write all fields of a row, at once or with others of its kind (`together`)."""
    if is_together():
        _write(_change(type(row), (), connection.vendor), row)
    else:
        update(row)


def _write(statement: Statement, row: models.Model) -> None:
    waiting = _WAITING.get()
    if waiting is None:
        _run(statement, row)
    else:
        waiting.setdefault(statement.sql.rpartition(" RETURNING ")[0], []).append(_values(statement, row))


def _values(statement: Statement, row: models.Model) -> list[Any]:
    here, values = connections[DEFAULT_DB_ALIAS], []
    for field, goes_plain in statement.takes:
        value = getattr(row, field.attname)
        if not (goes_plain and type(value) in PLAIN):
            value = field.get_db_prep_save(value, here)
        values.append(value)
    return values


def _run(statement: Statement, row: models.Model) -> bool:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement.sql, _values(statement, row))
        given = cursor.fetchone()
    for name, value in zip(statement.gives, given or (), strict=False):
        setattr(row, name, value)
    return given is not None


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], vendor: str) -> Statement:
    fields = _fields(model)
    marks = ", ".join("%s" for _ in fields)
    return _statement(
        model,
        f"INSERT INTO {model._meta.db_table} ({', '.join(map(_quoted, fields))}) VALUES ({marks})",
        fields,
    )


@lru_cache(maxsize=256)
def _change(model: type[models.Model], names: tuple[str, ...], vendor: str) -> Statement:
    fields = [model._meta.get_field(name) for name in names] or _fields(model)
    pairs = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    key = model._meta.pk
    sql = f"UPDATE {model._meta.db_table} SET {pairs} WHERE {_quoted(key)} = %s"
    return _statement(model, sql, [*fields, key])


@lru_cache(maxsize=256)
def _putting(model: type[models.Model], names: tuple[str, ...], by: str, vendor: str) -> Statement:
    columns = [_quoted(model._meta.get_field(name)) for name in names]
    pairs = ", ".join(f"{column} = excluded.{column}" for column in columns)
    insertion = _insertion(model, vendor)
    sql, _, returning = insertion.sql.rpartition(" RETURNING ")
    where = _quoted(model._meta.get_field(by))
    return insertion._replace(sql=f"{sql} ON CONFLICT ({where}) DO UPDATE SET {pairs} RETURNING {returning}")


def _statement(model: type[models.Model], sql: str, fields: Sequence[Any]) -> Statement:
    """With what the database gives back: the id, and the columns it computes."""
    given = [field for field in model._meta.concrete_fields if field.primary_key or field.generated]
    return Statement(
        f"{sql} RETURNING {', '.join(map(_quoted, given))}",
        [(field, not isinstance(field, models.JSONField)) for field in fields],
        [field.attname for field in given],
    )


def _fields(model: type[models.Model]) -> list[Any]:
    """All that we write: not the id, which the database gives, nor what it computes."""
    return [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
