"""Rows of a CSV file as history: a row for a ticket, or a row for each message of one.

What a column means is said by a mapping: field -> name of the column. Columns with a plain name are known without one.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from heard.channels.history.piece import NO_ADDRESS, NO_TIME, Piece, Reading, Unreadable, believable
from heard.hours.languages import Sentence
from heard.record.actions.imported import brief
from heard.record.past import Past, Said, Unread

ORIGIN = "csv"
FIELDS = {
    "ticket": "id number key ticket_id ticket_number case_id",
    "subject": "title summary betreff titel",
    "address": "mail email requester_email requester_address e-mail",
    "name": "requester requester_name",
    "organization": "company organisation firma",
    "opened": "created created_at opened_at date datum erstellt",
    "resolved": "resolved_at closed closed_at solved_at geschlossen",
    "state": "",
    "text": "description body message content beschreibung nachricht",
    "answer": "resolution_text reply antwort",
    "author": "author_email author_address from",
    "author_name": "",
    "said": "said_at message_at sent_at",
    "owner": "assignee_email owner_email agent_email",
}
"""What a column can be, with the names under which it is known by itself."""
OWN = "field."
"""Before the name of a field of the desk itself."""
NEEDED = ("ticket", "address", "opened")
OPEN = frozenset(
    "open new pending hold on-hold in_progress waiting active reopened offen neu wartend".split()
)
SAMPLE_BYTES = 1 << 16
FEW = 5
"""Tickets that a preview shows."""
LONGEST_FIELD = 1 << 24


@dataclass(frozen=True, slots=True)
class Mapped:
    """How a file is read: field -> column, the zone of times that name none, and how times are written ("" for ISO)."""

    columns: Mapping[str, str]
    zone: str
    dates: str = ""

    def value(self, row: Mapping[str, Any], field: str) -> str:
        """What a row says of a field; "" where it says nothing."""
        return str(row.get(self.columns.get(field, ""), "") or "").replace("\0", "").strip()

    def said_in_fields(self, rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
        """What the rows of a ticket say in fields of the desk, by their names: the last that says something."""
        own = [field for field in self.columns if field.startswith(OWN)]
        told = ((field, [one for row in rows if (one := self.value(row, field))]) for field in own)
        return tuple((field.removeprefix(OWN), values[-1]) for field, values in told if values)

    def instant(self, row: Mapping[str, Any], field: str) -> datetime | None:
        """An instant (UTC) that a row names; None where it names none that can be read."""
        text = self.value(row, field)
        try:
            read = datetime.strptime(text, self.dates) if self.dates else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            return None
        return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(self.zone))).astimezone(UTC)


def columns(file: IO[bytes]) -> tuple[list[str], Iterator[dict[str, Any]]]:
    """The names of the columns, and the rows.

    Raises:
        Unreadable: there is no first line with names.
    """
    csv.field_size_limit(LONGEST_FIELD)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=_encoding(sample), errors="replace", newline="")
    reader = csv.DictReader(text, dialect=_dialect(sample))
    names = [name for name in reader.fieldnames or [] if name]
    if len(names) < 2:
        says = Sentence("The first line must name the columns, with commas, semicolons or tabs between.")
        raise Unreadable(says)
    return names, reader


def known(names: Sequence[str], said: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The mapping for these columns: what was said, and what their names say. `own` are the fields of the desk, each
    with what it is called.

    Raises:
        Unreadable: a field or column that there is not, or one that is needed and named nowhere.
    """
    fields = [*FIELDS, *(f"{OWN}{name}" for name in own)]
    if wrong := sorted(set(said) - set(fields)):
        raise Unreadable(f"There is no field {wrong[0]!r}; there are: {', '.join(fields)}.")
    if gone := sorted(set(said.values()) - {"", *names}):
        raise Unreadable(f"The file has no column {gone[0]!r}; it has: {', '.join(names)}.")
    found = {field: name for field, name in (guessed(names, own) | dict(said)).items() if name}
    if missing := [field for field in NEEDED if field not in found]:
        raise Unreadable(f"Say which column is {missing[0]!r}; the file has: {', '.join(names)}.")
    return found


def guessed(names: Sequence[str], own: Mapping[str, str]) -> dict[str, str]:
    """The mapping that the names of the columns say by themselves; `own` as in `known`."""
    plain = {_plain(name): name for name in reversed(names)}
    said = {field: [field, *others.split()] for field, others in FIELDS.items()}
    said |= {
        f"{OWN}{name}": [_plain(one) for one in (OWN + name, name, label)] for name, label in own.items()
    }
    found: dict[str, str] = {}
    for field, others in said.items():
        column = next((plain[other] for other in others if other in plain), "")
        if column and not (field.startswith(OWN) and column in found.values()):
            found[field] = column
    return found


def pieces(
    path: Path,
    *,
    said: Mapping[str, str],
    own: Mapping[str, str],
    zone: str,
    dates: str,
    is_ours: Callable[[str], bool],
    origin: str,
    now: datetime,
) -> Iterator[Piece]:
    """The tickets of a file: rows that follow one another and name the same ticket are one.

    Raises:
        Unreadable: it is no table, or a column is missing.
    """
    whole = path.stat().st_size or 1
    with path.open("rb") as file:
        names, rows = columns(file)
        mapped = Mapped(known(names, said, own), zone, dates)
        for group in _groups(rows, mapped):
            yield piece(
                group, mapped, is_ours=is_ours, origin=origin, now=now, passed=min(file.tell() / whole, 1.0)
            )


def preview(
    first: bytes,
    *,
    said: Mapping[str, str],
    own: Mapping[str, str],
    zone: str,
    dates: str,
    is_ours: Callable[[str], bool],
    now: datetime,
) -> tuple[list[str], list[Reading]]:
    """The columns of a file by its first lines, and what its first tickets would be; none while a needed column is
    named nowhere.

    Raises:
        Unreadable: it is no table.
    """
    names, rows = columns(io.BytesIO(first))
    kept = {field: name for field, name in said.items() if name in {"", *names}}
    found = {field: name for field, name in (guessed(names, own) | kept).items() if name}
    if any(field not in found for field in NEEDED):
        return names, []
    mapped = Mapped(found, zone, dates)
    groups = list(islice(_groups(rows, mapped), FEW))
    return names, [piece(group, mapped, is_ours=is_ours, origin=ORIGIN, now=now).read() for group in groups]


def piece(
    rows: list[dict[str, Any]],
    mapped: Mapped,
    *,
    is_ours: Callable[[str], bool],
    origin: str,
    now: datetime,
    passed: float = 1.0,
) -> Piece:
    """One ticket of a table, by its rows."""
    said = [(_key(row, mapped), row) for row in rows]
    once = dict(reversed(said))
    fresh = [(key, once[key]) for key in dict(said)]
    table = _Rows(fresh, mapped, is_ours, origin, now)
    return Piece(table.ticket, tuple(table.keys), passed, table.read, len(rows) - len(fresh))


def _groups(rows: Iterator[dict[str, Any]], mapped: Mapped) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in rows:
        if group and mapped.value(row, "ticket") != mapped.value(group[0], "ticket"):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _key(row: dict[str, Any], mapped: Mapped) -> str:
    text = "\n".join(
        mapped.value(row, field) for field in ("ticket", "said", "opened", "author", "text", "answer")
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one ticket, each with its key."""

    rows: list[tuple[str, dict[str, Any]]]
    mapped: Mapped
    is_ours: Callable[[str], bool]
    origin: str
    now: datetime

    @property
    def ticket(self) -> str:
        return brief(self.mapped.value(self.rows[0][1], "ticket"))

    @property
    def keys(self) -> list[str]:
        """A row that also tells the answer is two messages."""
        answers = [f"{key}a" for key, row in self.rows if self.mapped.value(row, "answer")]
        return [*(key for key, _row in self.rows), *answers]

    def read(self) -> Reading:
        first, read = self.rows[0][1], self.mapped
        address = next((one for _, row in self.rows if "@" in (one := read.value(row, "address"))), "")
        opened = believable(read.instant(first, "opened"), now=self.now)
        if not address or opened is None or not self.ticket:
            why = NO_ADDRESS if not address else NO_TIME if opened is None else Sentence("it has no number")
            return Reading(None, [Unread(len(self.keys), why)])
        said = [one for key, row in self.rows for one in self._said(key, row, address, opened)]
        said.sort(key=lambda one: one.at)
        last = self.rows[-1][1]
        ended = believable(read.instant(last, "resolved"), now=self.now)
        past = Past(
            origin=self.origin, key=self.ticket, number=read.value(first, "ticket"), address=address,
            name=read.value(first, "name"), subject=read.value(first, "subject"),
            organization=read.value(first, "organization"), owner=read.value(last, "owner"),
            received_at=opened, resolved_at=max(ended or said[-1].at, opened), is_open=self._is_open(last),
            said=tuple(said), fields=read.said_in_fields([row for _, row in self.rows]),
        )  # fmt: skip
        return Reading(past)

    def _said(self, key: str, row: dict[str, Any], asker: str, opened: datetime) -> Iterator[Said]:
        read = self.mapped
        author = read.value(row, "author") or asker
        at = believable(read.instant(row, "said"), now=self.now) or opened
        ours = self.is_ours(author)
        name = read.value(row, "author_name") or ("" if ours else read.value(row, "name"))
        text = read.value(row, "text") or read.value(row, "subject")
        yield Said(key=key, at=at, address=author, name=name, text=text, ours=ours)
        if answer := read.value(row, "answer"):
            at = believable(read.instant(row, "resolved"), now=self.now) or at
            who = read.value(row, "owner")
            yield Said(key=f"{key}a", at=max(at, opened), address=who, name=who, text=answer, ours=True)

    def _is_open(self, row: dict[str, Any]) -> bool:
        """By its state where there is one; else by having no end where a column tells ends."""
        state = self.mapped.value(row, "state")
        if state:
            return state.lower().replace(" ", "_") in OPEN
        return "resolved" in self.mapped.columns and not self.mapped.value(row, "resolved")


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", "_").split())


def text_of(raw: bytes) -> str:
    """The beginning of a file as text."""
    return raw.decode(_encoding(raw), "replace").replace("\0", "")


def _encoding(sample: bytes) -> str:
    try:
        io.TextIOWrapper(io.BytesIO(sample[: len(sample) - 4]), encoding="utf-8-sig").read()
    except UnicodeDecodeError as wrong:
        return "utf-8-sig" if wrong.end >= len(sample) - 4 else "cp1252"
    return "utf-8-sig"


def _dialect(sample: bytes) -> Any:
    try:
        return csv.Sniffer().sniff(sample.partition(b"\n")[0].decode("utf-8", "replace"), delimiters=",;\t|")
    except csv.Error:
        return csv.excel
