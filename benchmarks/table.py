"""Fast writing of many rows into one table, past the ORM but not past the database's laws."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models


class Table:
    """Rows that wait to be written: the named columns differ from row to row, the others have their defaults."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model, self.name = model, model._meta.db_table
        fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
        others = [field for attname, field in fields.items() if attname not in names]
        self.columns = [fields[name].column for name in names] + [field.column for field in others]
        self.constants = tuple(_default(field) for field in others)
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> None:
        """One row, in the order of the names."""
        self.rows.append(values + self.constants)

    def write(self) -> None:
        """Write what waits."""
        rows, self.rows = self.rows, []
        if connection.vendor == "postgresql":
            _copy(self.name, self.columns, rows)
        else:
            marks = ", ".join("?" * len(self.columns))
            many(f"INSERT INTO {self.name} ({_list(self.columns)}) VALUES ({marks})", rows)


def many(sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """One statement for many rows; `?` stands for a value on both databases."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)
    else:
        connection.connection.executemany(sql, rows)


@lru_cache(maxsize=64)
def instant(at: datetime) -> Any:
    """An instant as the database keeps it."""
    return at if connection.vendor == "postgresql" else str(at.astimezone(UTC).replace(tzinfo=None))


def _default(field: "models.Field[Any, Any]") -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def _copy(table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({_list(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _list(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
