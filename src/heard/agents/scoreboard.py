"""The scoreboard: the numbers the desk lives by, as plots with their tables; each mark opens its tickets."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heard.agents.board import DAY, Board, plots
from heard.agents.errors import door
from heard.agents.measure import NAMES, Line, minutes_words, said_words, summary
from heard.agents.pages import page, reader_of
from heard.agents.plot import Plot
from heard.hours.said import said_span
from heard.numbers import tenths
from heard.record.access import Absent
from heard.record.access import measure as measures
from heard.record.models.desk import Desk
from heard.record.models.field import DeskField, values_of
from heard.record.models.mark import Mark

STEPS = {"day": 28, "week": 26, "month": 12}
OLDEST = date(2000, 1, 3)
ASKED = ("desk", "agent", "organization", "tag", "field")


def _since(until: date, by: str) -> date:
    """The first day of the plots that end with `until`."""
    if by == "day":
        return until - (STEPS["day"] - 1) * DAY
    if by == "week":
        return until - until.weekday() * DAY - 7 * (STEPS["week"] - 1) * DAY
    months = until.year * 12 + until.month - STEPS["month"]
    return date(months // 12, months % 12 + 1, 1)


def _day(text: str, default: date) -> date:
    """A day of an address, not before there were any numbers, not after `default`."""
    try:
        return max(OLDEST, min(date.fromisoformat(text), default)) if text else default
    except ValueError:
        raise Absent("day") from None


def _board(request: HttpRequest) -> Board:
    """What the address asks for.

    Raises:
        Absent: it names what there is not, or not for this agent.
    """
    asked, reader = request.GET, reader_of(request)
    by = asked.get("by", "day")
    if by not in STEPS:
        raise Absent("step")
    today = request.now.astimezone(ZoneInfo(request.user.zone)).date()
    until = _day(asked.get("until", ""), today)
    since = _day(asked["since"], until) if "since" in asked else _since(until, by)
    query = {name: asked[name] for name in ASKED if asked.get(name)}
    return Board(measures.asked(request.user, since=since, until=until, **query), by, reader, query)


@require_safe
@door
def board(request: HttpRequest) -> HttpResponse:
    """The page, or with `csv` the table of one plot."""
    shown = _board(request)
    sums = measures.sums(shown.wanted)
    drawn = plots(shown, sums)
    if "csv" in request.GET:
        return _csv(next((one for one in drawn if one.key == request.GET["csv"]), None))
    desks = measures.desks_of(request.user)
    context = {
        "board": shown,
        "lines": [(line, shown.tickets(*line.measures)) for line in _summary(shown, sums)],
        "plots": drawn,
        "desks": desks,
        "people": measures.people_of(request.user, desks),
        "organizations": measures.organizations_of(desks),
        "tags": measures.tags_of(desks),
        "fields": _fields(desks, shown.reader.language),
        "steps": [("day", _("by day")), ("week", _("by week")), ("month", _("by month"))],
        "here": urlencode({**shown.query, "by": shown.by, "until": shown.wanted.until}),
        "earlier": _turned(shown, shown.wanted.since - DAY),
        "later": _later(shown, request.now),
    }
    return page(request, "agents/scoreboard/page.html", context, here="numbers")


def _fields(desks: list[Desk], language: str) -> list[tuple[str, str]]:
    """What can be asked for of fields, and how it is called."""
    if not (found := measures.said_on(desks)):
        return []
    fields = measures.fields_of(desk.pk for desk in desks)
    return [
        (f"{name}:{value}", f"{fields[name].called(language)}: {_value(fields[name], value)}")
        for name, value in found
    ]


def _value(field: DeskField, value: str) -> str:
    if field.kind == DeskField.Kind.YES_NO:
        return {"yes": _("yes"), "no": _("no")}.get(value, value)
    return value


def _summary(shown: Board, sums: measures.Sums) -> list[Line]:
    wanted = shown.wanted
    past = replace(wanted, since=wanted.since - (wanted.until - wanted.since) - DAY, until=wanted.since - DAY)
    return summary(sums, measures.sums(past), _silent(shown))


def _turned(shown: Board, until: date) -> str:
    return urlencode({**shown.query, "by": shown.by, "until": until})


def _later(shown: Board, now: datetime) -> str:
    """The next stretch; "" at the newest."""
    today = now.astimezone(ZoneInfo(shown.reader.agent.zone)).date()
    if shown.wanted.until >= today:
        return ""
    return _turned(shown, min(today, shown.wanted.until + (shown.wanted.until - shown.wanted.since) + DAY))


def _silent(shown: Board) -> str:
    since = measures.silent_now(shown.wanted)
    if since is None:
        return ""
    span = said_span((shown.reader.now - since).total_seconds(), language=shown.reader.language)
    return _("silent now for %(time)s") % {"time": span}


def _csv(one: Plot | None) -> HttpResponse:
    """The table of one plot as a file."""
    if one is None:
        raise Absent("plot")
    rows = [[name, *(value.says for value in values)] for name, values in one.rows]
    return _file(one.key, ["", *one.head], rows)


def _file(name: str, head: list[str], rows: Iterable[list[str]]) -> HttpResponse:
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    table = csv.writer(answer)
    table.writerows([_harmless(cell) for cell in row] for row in (head, *rows))
    return answer


def _harmless(cell: str) -> str:
    """A cell that no table program takes for a formula; what somebody typed may begin like one."""
    return (
        f"'{cell}"
        if cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r"))
        else cell
    )


@require_safe
@door
def tickets(request: HttpRequest) -> HttpResponse:
    """The tickets behind a mark, as far as the reader sees them, with what they say in fields; with `csv` as a file."""
    shown, asked = _board(request), request.GET
    which = asked.getlist("measure")
    if not set(which) <= set(NAMES):
        raise Absent("measure")
    found = measures.behind(
        request.user,
        shown.wanted,
        which,
        hour=_number(asked.get("hour", ""), below=168),
        problem=asked.get("problem", ""),
        said=_number(asked.get("said", ""), below=11),
    )
    heads, cells = _said(found[: measures.MANY], shown.reader.language)
    marks = [
        (mark, str(NAMES[mark.measure]), _measured(mark), cells[mark.ticket_id])
        for mark in found[: measures.MANY]
    ]
    if "csv" in asked:
        return _tickets_file(marks, heads)
    context = {
        "board": shown,
        "title": ", ".join(str(NAMES[name]) for name in which) or _("all that counts"),
        "marks": marks,
        "heads": heads,
        "file": f"?{urlencode([*asked.lists(), ('csv', '1')], doseq=True)}",
        "more": len(found) > measures.MANY,
        "back": f"?{urlencode({**shown.query, 'until': shown.wanted.until})}",
    }
    return page(request, "agents/scoreboard/tickets.html", context, here="numbers")


type Row = tuple[Mark, str, str, list[str]]


def _said(found: list[Mark], language: str) -> tuple[list[str], dict[int, list[str]]]:
    """How the fields are called in which these tickets say something, and what each says there."""
    told = values_of({mark.ticket_id for mark in found})
    names = list(dict.fromkeys(name for says in told.values() for name in says))
    fields = measures.fields_of({mark.ticket.desk_id for mark in found}) if names else {}
    cells = {
        mark.ticket_id: [_value(fields[name], told.get(mark.ticket_id, {}).get(name, "")) for name in names]
        for mark in found
    }
    return [fields[name].called(language) for name in names], cells


def _tickets_file(marks: list[Row], heads: list[str]) -> HttpResponse:
    head = [_("Request"), _("Subject"), _("Requester"), _("What"), _("Day"), _("How long"), _("Desk"), *heads]
    rows = (
        [
            f"#{mark.ticket.number}",
            mark.ticket.subject,
            str(mark.ticket.requester),
            what,
            mark.day.isoformat(),
        ]
        + [measured, mark.desk.name, *said]
        for mark, what, measured, said in marks
    )
    return _file("tickets", head, rows)


def _number(text: str, *, below: int) -> int | None:
    """A number of an address; None where it names none.

    Raises:
        Absent: it is none, or not below `below`.
    """
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < below):
        raise Absent("measure")
    return int(text) if text else None


def _measured(mark: Any) -> str:
    if mark.measure in measures.PREDICTIONS:
        return said_words(tenths(mark.minutes))
    return minutes_words(mark.minutes) if mark.measure in measures.MEASURED else ""
