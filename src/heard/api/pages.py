"""Lists cut into pages by a cursor: the next page begins behind the last row, whatever was added meanwhile."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from pydantic import BaseModel, Field

from heard.api.errors import Unable
from heard.api.schemas import Strict

LARGEST = 200
# The largest whole number that both databases hold.
BIGGEST = 2**63 - 1
STRANGE = Unable(422, "cursor", "This cursor is none of ours. Begin without one.", "cursor")


class Paging(Strict):
    """How much to read, and from where."""

    limit: int = Field(50, ge=1, le=LARGEST, description="how many at most")
    cursor: str = Field("", max_length=200, description="`next` of the page before; empty for the first")


class Page[T: BaseModel](BaseModel):
    """Some rows of a list. `next` is the cursor of the page that follows, or null at the end."""

    items: list[T]
    next: str | None


def by_id[M: Model, T: BaseModel](
    rows: QuerySet[M], paging: Paging, shape: Callable[[M], T], *, newest: bool = True
) -> Page[T]:
    """A page of rows in the order they were made, the newest first unless said otherwise."""
    if paging.cursor:
        (last,) = read(paging.cursor, int)
        rows = rows.filter(id__lt=last) if newest else rows.filter(id__gt=last)
    found = list(rows.order_by("-id" if newest else "id")[: paging.limit + 1])
    return cut(found, paging, shape, lambda row: [row.pk])


def place_in_time(cursor: str) -> tuple[datetime, int] | None:
    """The instant and id behind which a page begins, in a list that goes by time; None for the first page."""
    if not cursor:
        return None
    text, pk = read(cursor, str, int)
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo:
            return instant, pk
    raise STRANGE


def cut[M, T: BaseModel](
    found: Sequence[M], paging: Paging, shape: Callable[[M], T], place: Callable[[M], list[Any]]
) -> Page[T]:
    """The page of rows that were read, one more than wanted; `place` is what the next page needs of its last."""
    wanted = found[: paging.limit]
    more = len(found) > paging.limit
    return Page(items=[shape(row) for row in wanted], next=write(place(wanted[-1])) if more else None)


def write(place: list[Any]) -> str:
    """A place in a list as a cursor; it means something only to us."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str, *kinds: type) -> list[Any]:
    """The place that a cursor names.

    Raises:
        Unable: it is none of ours.
    """
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        place = None
    fits = isinstance(place, list) and [type(part) for part in place] == list(kinds)
    if not fits or any(isinstance(part, int) and not 0 <= part <= BIGGEST for part in place):
        raise STRANGE
    return place  # type: ignore[no-any-return]
