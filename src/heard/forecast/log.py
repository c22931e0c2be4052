"""Event logs from CSV files: what happened to which case, when, and what was known of it then.

Instants are UTC epoch seconds; one without an offset is read as UTC. Whatever is wrong with a file is an Unreadable
that names the line and what to mend.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]
type Codes = NDArray[np.int64]

NEEDED = ("case_id", "event", "timestamp")
GZIP = b"\x1f\x8b"


class Unreadable(Exception):
    """A log that cannot be read: file, line and what to mend, in one sentence."""


@dataclass(frozen=True, slots=True)
class Log:
    """Cases in the order of their opening, and their events, by case and then by time.

    `first[i]` to `first[i + 1]` are the events of case i. `features` holds one code per event: what was known of
    the case at that event, not before and not after. `until` is where the log stops: a case that has not ended by
    then (its `ended` is nan) was still open.
    """

    cases: tuple[str, ...]
    opened: Numbers
    ended: Numbers
    first: Codes
    case: Codes
    at: Numbers
    features: Mapping[str, Codes]
    until: float


def read(log: Path, *, outcomes: Path | None = None, target: str = "end") -> Log:
    """The log in a file. A case ends with the first `target` event, "end": with its last; or as `outcomes` say.

    Raises Unreadable, and OSError where a file cannot be opened.
    """
    rows = list(dict.fromkeys(_events(log)))
    if not rows:
        raise Unreadable(f"{log}: no events in it")
    ends = _outcomes(outcomes) if outcomes else _targets(rows, target, log)
    return laid_out(rows, names=_columns(log), ends=ends)


type Row = tuple[str, float, str, tuple[str, ...]]
"""One event: case, instant, name, and the values of the other columns."""


def laid_out(rows: Iterable[Row], *, names: tuple[str, ...], ends: Mapping[str, float]) -> Log:
    """Events as a log: sorted, values as codes. `ends` is when cases ended; a case not in it is still open."""
    rows = sorted(rows, key=lambda row: row[1])
    opened: dict[str, float] = {}
    for row in rows:
        opened.setdefault(row[0], row[1])
    place = {each: i for i, each in enumerate(opened)}
    rows.sort(key=lambda row: place[row[0]])
    at = np.array([row[1] for row in rows])
    tickets = np.array([place[row[0]] for row in rows], dtype=np.int64)
    columns = [("event", [row[2] for row in rows])]
    columns += [(name, [row[3][i] for row in rows]) for i, name in enumerate(names)]
    ended = np.array([ends.get(each, np.nan) for each in opened])
    return Log(
        cases=tuple(opened),
        opened=np.array(list(opened.values())),
        ended=ended,
        first=np.searchsorted(tickets, np.arange(len(opened) + 1)),
        case=tickets,
        at=at,
        features={name: _coded(values) for name, values in columns},
        until=float(np.fmax(at.max(), np.nanmax(ended, initial=-np.inf))),
    )


def _coded(values: list[str]) -> Codes:
    seen: dict[str, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)


def _targets(rows: Iterable[Row], target: str, log: Path) -> dict[str, float]:
    """When each case ended: at its first event of that name, or with its last event."""
    ends: dict[str, float] = {}
    for case, at, event, _ in rows:
        if target == "end":
            ends[case] = max(at, ends.get(case, at))
        elif event == target:
            ends[case] = min(at, ends.get(case, at))
    if not ends:
        known = ", ".join(sorted({row[2] for row in rows})[:20])
        raise Unreadable(f'{log}: no event is called "{target}"; there are: {known}')
    return ends


def _events(log: Path) -> Iterator[Row]:
    names = _columns(log)
    for line, row in _rows(log, NEEDED):
        at = _instant(row["timestamp"], log, line, "timestamp")
        if at is None:
            raise Unreadable(f"{log}, line {line}: timestamp is empty")
        for name in ("case_id", "event"):
            if not row[name]:
                raise Unreadable(f"{log}, line {line}: {name} is empty")
        yield row["case_id"], at, row["event"], tuple(row[name] for name in names)


def _outcomes(path: Path) -> dict[str, float]:
    """When each case was resolved; one without a time was not, as far as is known."""
    ends: dict[str, float] = {}
    for line, row in _rows(path, ("case_id", "resolved_at")):
        at = _instant(row["resolved_at"], path, line, "resolved_at")
        if at is not None and ends.setdefault(row["case_id"], at) != at:
            raise Unreadable(f"{path}, line {line}: {row['case_id']} has two ends; keep one")
    return ends


def _columns(path: Path) -> tuple[str, ...]:
    """The columns that hold features."""
    with _table(path) as table:
        return tuple(name for name in next(table, []) if name not in NEEDED)


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line with its number, counted from the header as 1, as editors do."""
    with _table(path) as table:
        header: list[str] = next(table, [])
        _checked(header, needed, path)
        for row in table:
            if row and len(row) != len(header):
                said = f"{len(row)} fields where the header has {len(header)}"
                raise Unreadable(f"{path}, line {table.line_num}: {said}")
            if row:
                yield table.line_num, dict(zip(header, (value.strip() for value in row), strict=True))


def _checked(header: list[str], needed: tuple[str, ...], path: Path) -> None:
    if missing := [name for name in needed if name not in header]:
        raise Unreadable(f"{path}, line 1: no column {', '.join(missing)}; there are: {', '.join(header)}")
    if twice := {name for name in header if header.count(name) > 1}:
        raise Unreadable(f"{path}, line 1: two columns are called {', '.join(sorted(twice))}")


@contextmanager
def _table(path: Path) -> Iterator[Any]:
    """The lines of a file, compressed or not (its first bytes say so), without a byte order mark."""
    with path.open("rb") as raw:
        packed = raw.read(len(GZIP)) == GZIP
        raw.seek(0)
        with gzip.open(raw) if packed else raw as plain:
            table = csv.reader(io.TextIOWrapper(plain, encoding="utf-8-sig", newline=""), strict=True)
            try:
                yield table
            except csv.Error as error:
                raise Unreadable(f"{path}, line {table.line_num}: {error}") from None
            except UnicodeDecodeError:
                raise Unreadable(
                    f"{path}, after line {table.line_num}: not UTF-8; save it as UTF-8"
                ) from None
            except (EOFError, zlib.error, gzip.BadGzipFile):
                raise Unreadable(
                    f"{path}, after line {table.line_num}: the compressed file is broken"
                ) from None


def _instant(text: str, path: Path, line: int, column: str) -> float | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        said = f'{column} "{text[:40]}" is no time; write it like 2026-11-23T14:00:00+01:00'
        raise Unreadable(f"{path}, line {line}: {said}") from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
