"""Rows written the short way, for the verbs that run thousands of times an hour.

The ORM makes every statement anew, which costs about ten times what the database needs to run it. Here each is
made once per model and kept. Fields, defaults and conversions stay the model's own; there are no signals.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, models


class Statement(NamedTuple):
    """SQL, the fields whose values it takes, and the attributes it gives back."""

    sql: str
    fields: Sequence[Any]
    gives: Sequence[str]


def insert[Row: models.Model](row: Row) -> Row:
    """Write a new row; it gets its id and what the database computes."""
    if not _run(_insertion(type(row), connection.vendor), row, adding=True):
        raise AssertionError("the database gave no row back")
    row._state.adding, row._state.db = False, connection.alias
    return row


def update(row: models.Model, *names: str) -> None:
    """Write the named fields of a row, or all.

    Raises:
        ObjectDoesNotExist: there is no such row any more.
    """
    if not _run(_change(type(row), names, connection.vendor), row, adding=False):
        raise type(row).DoesNotExist(f"{type(row).__name__} {row.pk}")  # type: ignore[attr-defined]


def _run(statement: Statement, row: models.Model, *, adding: bool) -> bool:
    values = [field.get_db_prep_save(field.pre_save(row, adding), connection) for field in statement.fields]
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, values)
        given = cursor.fetchone()
    for name, value in zip(statement.gives, given or (), strict=False):
        setattr(row, name, value)
    return given is not None


@lru_cache(maxsize=256)
def _insertion(model: type[models.Model], vendor: str) -> Statement:
    fields = [field for field in _fields(model) if not field.primary_key]
    columns = ", ".join(_quoted(field) for field in fields)
    marks = ", ".join("%s" for _ in fields)
    gives, returning = _returning(model)
    return Statement(
        f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({marks}) RETURNING {returning}",
        fields,
        gives,
    )


@lru_cache(maxsize=256)
def _change(model: type[models.Model], names: tuple[str, ...], vendor: str) -> Statement:
    fields = [model._meta.get_field(name) for name in names] or [
        field for field in _fields(model) if not field.primary_key
    ]
    pairs = ", ".join(f"{_quoted(field)} = %s" for field in fields)
    gives, returning = _returning(model)
    return Statement(
        f"UPDATE {model._meta.db_table} SET {pairs} WHERE id = %s RETURNING {returning}",
        [*fields, model._meta.pk],
        gives,
    )


def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _returning(model: type[models.Model]) -> tuple[list[str], str]:
    fields = [field for field in model._meta.concrete_fields if field.primary_key or field.generated]
    return [field.attname for field in fields], ", ".join(_quoted(field) for field in fields)


def _quoted(field: Any) -> str:
    return connection.ops.quote_name(field.column)
