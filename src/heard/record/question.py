"""Questions to the database that the ORM puts into SQL once, not each time they are asked.

Making the statement of a small query costs the ORM five times what the database takes to answer it; a mail asks a
dozen, a due ticket as many. A question is written as an ordinary queryset, as a function of what it is asked with:

    FIRST_MAIL = Question(lambda ticket: Message.objects.filter(ticket=ticket, n=1).values_list("header_id"))
    FIRST_MAIL.all(ticket.pk)

A change to some rows is written the same way, with the values that they get:

    RECALL = Change(lambda ticket: (Letter.objects.filter(ticket=ticket, state="queued"), {"state": "recalled"}))
    RECALL.made(ticket.pk)
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery

_KNOWN: ContextVar[dict[tuple[Any, tuple[Any, ...]], list[Any]] | None] = ContextVar("known", default=None)
"""Answers that were read ahead, by question and values."""


class Slot(Expression):
    """Stands in a queryset for a value that is known when the question is asked."""

    def __init__(self, place: int) -> None:
        super().__init__(output_field=Field())
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list["Slot"]]:
        """A parameter that is put in later."""
        return "%s", [self]


class Question[Row]:
    """A queryset of instances or of `values_list` rows, asked with plain values: ids, texts, instants.

    The function gets a slot for each value; they may be compared with (`filter(ticket=slot, at__lt=slot)`), but not
    be None. Foreign keys are asked by id. A function that takes any number of them (`*ids`, for `id__in`) gets as
    many as `slots` says.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], *, slots: int | None = None) -> None:
        count = len(inspect.signature(make).parameters) if slots is None else slots
        self._made = lru_cache(maxsize=4)(lambda vendor: _Made(make, count))

    def all(self, *values: Any) -> list[Row]:
        """Every row of the answer."""
        known = _KNOWN.get()
        if known is not None and (rows := known.pop((self, values), None)) is not None:
            return rows
        return list(self._made(connection.vendor).ask(values))

    def once(self, *values: Any) -> list[Row]:
        """Every row of the answer, which stays as it is while reading ahead: asked once for each values then."""
        return self.stays(self.all(*values), *values)

    def stays(self, rows: list[Row], *values: Any) -> list[Row]:
        """Say that the answer stays so while reading ahead."""
        if (known := _KNOWN.get()) is not None:
            known[self, values] = rows
        return rows

    def ahead(self, asked: Sequence[tuple[Any, ...]]) -> None:
        """Ask for many values by one statement. Each answer is given once, to the next who asks with these values."""
        known = _KNOWN.get()
        if known is not None and asked:
            every = self._made(connection.vendor).ask_each(asked)
            known.update(((self, values), rows) for values, rows in zip(asked, every, strict=True))

    def first(self, *values: Any) -> Row | None:
        """The first row, or None; a question that is asked so should end with `[:1]`."""
        return next(iter(self.all(*values)), None)


class Change:
    """A queryset whose rows get other values, asked with plain values as a question is; a new value may be None."""

    def __init__(
        self, make: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], *, slots: int | None = None
    ) -> None:
        self._count = len(inspect.signature(make).parameters) if slots is None else slots
        self._make = make
        self._written = lru_cache(maxsize=4)(self._write)

    def made(self, *values: Any) -> int:
        """Change the rows; how many there were."""
        sql, params = self._written(connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return int(cursor.rowcount)

    def _write(self, vendor: str) -> tuple[str, tuple[Any, ...]]:
        rows, values = self._make(*map(Slot, range(self._count)))
        query = rows.query.chain(UpdateQuery)
        query.clear_ordering(force=True)
        query.add_update_values(values)
        return query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()


@contextmanager
def reading_ahead() -> Iterator[None]:
    """In this block `Question.ahead` reads for later. Nothing that was read ahead may change before it is asked."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def forget() -> None:
    """What was read ahead may not be so any more: ask again."""
    _KNOWN.set(None)


class _Made:
    """A question in one database's SQL, with what it takes to read the answer."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], slots: int) -> None:
        self.queryset = make(*map(Slot, range(slots)))
        self.compiler = self.queryset.query.get_compiler(connection=connections[DEFAULT_DB_ALIAS])
        self.sql, self.params = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])
        self.kind = self.queryset._iterable_class
        self.instance = self._maker() if self.kind is ModelIterable else None

    def ask(self, values: tuple[Any, ...]) -> Iterator[Any]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, _filled(self.params, values))
            rows = cursor.fetchall()
        return self._read(iter(rows)) if rows else iter(())

    def _read(self, rows: Iterator[Any]) -> Iterator[Any]:
        """Rows as the database gives them, as rows of the queryset."""
        if self.converters:
            rows = map(tuple, self.compiler.apply_converters(rows, self.converters))
        if self.instance:
            return map(self.instance, rows)
        return (row[0] for row in rows) if self.kind is FlatValuesListIterable else rows

    def ask_each(self, asked: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
        """One answer for each, by one statement: the same question side by side, each row with its number."""
        parts = (f"SELECT {number} AS asked, one.* FROM ({self.sql}) one" for number in range(len(asked)))
        given = [one for values in asked for one in _filled(self.params, values)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            found = cursor.fetchall()
        answers: list[list[Any]] = [[] for _ in asked]
        for (number, *_), row in zip(found, self._read(row[1:] for row in found), strict=True):
            answers[number].append(row)
        return answers

    def _maker(self) -> Callable[[Any], Any]:
        """What makes an instance of a row, as `ModelIterable` does it, which looks all this up for each answer."""
        found, columns, mode = self.compiler.klass_info, self.compiler.select, self.queryset._fetch_mode
        first, last = found["select_fields"][0], found["select_fields"][-1] + 1
        names = [column[0].target.attname for column in columns[first:last]]
        related = get_related_populators(found, columns, DEFAULT_DB_ALIAS, mode)
        named = list((self.compiler.annotation_col_map or {}).items())

        def instance(row: Any) -> Any:
            one = found["model"].from_db(DEFAULT_DB_ALIAS, names, row[first:last], fetch_mode=mode)
            for populator in related:
                populator.populate(row, one)
            for name, place in named:
                setattr(one, name, row[place])
            return one

        return instance


def _filled(params: Sequence[Any], values: tuple[Any, ...]) -> list[Any]:
    """The parameters of a statement, with values where slots stand."""
    return [_adapted(values[one.place]) if isinstance(one, Slot) else one for one in params]


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
