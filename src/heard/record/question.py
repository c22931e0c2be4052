"""Questions to the database that the ORM puts into SQL once, not each time they are asked.

Making the statement of a small query costs the ORM five times what the database takes to answer it; a mail asks a
dozen, a due ticket as many. A question is written as an ordinary queryset, as a function of what it is asked with:

    FIRST_MAIL = Question(lambda ticket: Message.objects.filter(ticket=ticket, n=1).values_list("header_id"))
    FIRST_MAIL.all(ticket.pk)
"""

import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable

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

    def ask(self, values: tuple[Any, ...]) -> Iterator[Any]:
        given = [_adapted(values[one.place]) if isinstance(one, Slot) else one for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            rows = iter(cursor.fetchall())
        return self._read(rows)

    def _read(self, rows: Iterator[Any]) -> Iterator[Any]:
        """Rows as the database gives them, as rows of the queryset."""
        if self.converters:
            rows = map(tuple, self.compiler.apply_converters(rows, self.converters))
        if self.kind is ModelIterable:
            return iter(ModelIterable(self._answered(rows)))
        return (row[0] for row in rows) if self.kind is FlatValuesListIterable else rows

    def ask_each(self, asked: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
        """One answer for each, by one statement: the same question side by side, each row with its number."""
        parts = (f"SELECT {number} AS asked, one.* FROM ({self.sql}) one" for number in range(len(asked)))
        given = [
            _adapted(values[one.place]) if isinstance(one, Slot) else one
            for values in asked
            for one in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            found = cursor.fetchall()
        answers: list[list[Any]] = [[] for _ in asked]
        for (number, *_), row in zip(found, self._read(row[1:] for row in found), strict=True):
            answers[number].append(row)
        return answers

    def _answered(self, rows: Iterator[Any]) -> Any:
        """As much of a queryset as the ORM wants to see to make instances of fetched rows."""
        compiler = SimpleNamespace(
            select=self.compiler.select,
            klass_info=self.compiler.klass_info,
            annotation_col_map=self.compiler.annotation_col_map,
            execute_sql=lambda **_: rows,
            results_iter=lambda found: found,
        )
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        return SimpleNamespace(
            db=connection.alias,
            query=query,
            model=self.queryset.model,
            _fetch_mode=self.queryset._fetch_mode,
            _known_related_objects={},
        )


def _adapted(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value
