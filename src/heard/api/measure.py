"""The numbers the desk lives by (docs/numbers.md), by day: what a token's reader may see of them."""

from datetime import date, timedelta
from typing import Self

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from heard.api.errors import Unable
from heard.api.schemas import Strict
from heard.api.token import READ
from heard.numbers import median
from heard.record.access import measure as access

router = Router(tags=["measures"])
LONGEST = timedelta(days=366)


class Which(Strict):
    """Days of the desk's zone, both included, at most a year; ids of a desk, an agent and an organization, the name of
    a tag, the name and value of a field of the desks (product:drone), or all."""

    since: date
    until: date
    desk: str = Field("", max_length=32)
    agent: str = Field("", max_length=32)
    organization: str = Field("", max_length=32)
    tag: str = Field("", max_length=40)
    field: str = Field("", max_length=600)


class MeasureOut(BaseModel):
    """One measure of one day: how often it counts; of what is measured, the middle in minutes (null: not over yet)
    and how many are not over."""

    day: date
    measure: str
    count: int
    median_minutes: int | None
    not_over: int

    @classmethod
    def of(cls, day: date, measure: str, minutes: dict[int | None, int]) -> Self:
        measured = measure in access.MEASURED
        return cls(
            day=day,
            measure=measure,
            count=sum(minutes.values()),
            median_minutes=median(minutes) if measured else None,
            not_over=minutes.get(None, 0) if measured else 0,
        )


@router.get("/measures", auth=READ, response=list[MeasureOut])
def show(request: HttpRequest, which: Query[Which]) -> list[MeasureOut]:
    """The numbers by day, as far as something happened: an agent's own, or for a lead and a robot the desks'."""
    if not timedelta() <= which.until - which.since <= LONGEST:
        raise Unable(422, "until", "Ask for at most a year, until a day that is not before since.", "until")
    wanted = access.asked(request.auth.reader, **which.model_dump())
    found = sorted(access.sums(wanted).items())
    return [MeasureOut.of(day, measure, minutes) for (day, measure), minutes in found]
