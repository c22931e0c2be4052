"""Brings the pieces of a file in, one by one, and counts so that nothing is unaccounted for."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from heard.channels.history.mbox import HERE, TWICE
from heard.channels.history.piece import Piece
from heard.record.access import imported as access
from heard.record.actions import field as fields
from heard.record.actions import imported
from heard.record.actor import Actor
from heard.record.models.desk import Desk
from heard.record.past import Past


@dataclass
class Count:
    """What became of the tickets, or of the messages, of a file."""

    in_file: int = 0
    made: int = 0
    here: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Whether each is accounted for."""
        return self.in_file == self.made + self.here + self.skipped.total()

    def as_json(self) -> dict[str, Any]:
        """The figures, with the reasons for what was skipped."""
        return {
            "in_file": self.in_file, "imported": self.made, "already_here": self.here, "skipped": dict(self.skipped),
        }  # fmt: skip


@dataclass
class Named:
    """What became of the attachments that a file names without holding them; `missing` as people find them there."""

    in_file: int = 0
    made: int = 0
    here: int = 0
    dropped: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether each is accounted for."""
        return self.in_file == self.made + self.here + self.dropped + len(self.missing)

    def as_json(self) -> dict[str, Any]:
        """The figures."""
        return {
            "in_file": self.in_file, "imported": self.made, "already_here": self.here, "skipped": self.dropped,
            "missing": self.missing,
        }  # fmt: skip


@dataclass
class Tally:
    """What an import made, or would make."""

    tickets: Count = field(default_factory=Count)
    messages: Count = field(default_factory=Count)
    people: set[str] = field(default_factory=set)
    files: int = 0
    named: Named = field(default_factory=Named)
    unfit: Counter[str] = field(default_factory=Counter)

    @property
    def is_whole(self) -> bool:
        """Whether each ticket, message and named attachment of the file is accounted for."""
        return self.tickets.is_whole and self.messages.is_whole and self.named.is_whole

    def as_json(self) -> dict[str, Any]:
        """The figures."""
        return {
            "tickets": self.tickets.as_json(), "messages": self.messages.as_json(), "people": len(self.people),
            "attachments": self.files, "attachments_named": self.named.as_json(), "values_left_out": dict(self.unfit),
        }  # fmt: skip


@dataclass(frozen=True)
class Carrier:
    """Brings history to one desk at `at` (UTC). `dry` only counts. `opened`: what was open there is open here."""

    desk: Desk
    origin: str
    dry: bool
    opened: bool
    by: Actor
    at: datetime

    def carry(self, pieces: Iterable[Piece], told: Callable[[float], None]) -> Tally:
        """Bring all pieces in; `told` hears how far it is, from 0 to 1."""
        tally = Tally()
        for piece in pieces:
            self._one(piece, tally)
            told(piece.passed)
        return tally

    def _one(self, piece: Piece, tally: Tally) -> None:
        tickets, messages = tally.tickets, tally.messages
        tickets.in_file += 1
        messages.in_file += len(piece.keys) + piece.doubles
        tally.named.in_file += piece.named
        if piece.doubles:
            messages.skipped[TWICE] += piece.doubles
        if access.is_here(self.origin, piece.key, piece.keys):
            tickets.here += 1
            messages.here += len(piece.keys)
            tally.named.here += piece.named
            return
        self._read(piece, tally)

    def _read(self, piece: Piece, tally: Tally) -> None:
        tickets, messages = tally.tickets, tally.messages
        reading = piece.read()
        for unread in reading.unread:
            if unread.why == HERE:
                messages.here += unread.messages
            else:
                messages.skipped[unread.why] += unread.messages
        tally.named.dropped += reading.dropped
        tally.named.missing += reading.missing
        if reading.past is None:
            self._nothing(reading.unread[-1].why if reading.unread else "nothing is said in it", tickets)
            return
        desk = self._desk(reading.past)
        if self.dry:
            brought = imported.would_bring(reading.past)
        else:
            brought = imported.bring(reading.past, desk=desk, opened=self.opened, by=self.by, at=self.at)
        if brought.is_new:
            tally.unfit.update(fields.unfit(desk, dict(reading.past.fields)))
        tickets.made += brought.is_new
        tickets.here += not brought.is_new
        messages.made += brought.messages
        messages.here += len(reading.past.said) - brought.messages
        tally.people |= brought.people
        tally.files += brought.files
        if piece.named:
            tally.named.made += brought.files
            tally.named.here += sum(len(one.files) for one in reading.past.said) - brought.files

    def _desk(self, past: Past) -> Desk:
        return (past.desk and Desk.objects.filter(addresses__address=past.desk).first()) or self.desk

    def _nothing(self, why: str, tickets: Count) -> None:
        if why == HERE:
            tickets.here += 1
        else:
            tickets.skipped[why] += 1
