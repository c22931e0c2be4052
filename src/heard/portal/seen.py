"""What a requester may know of their request, as plain values: what the first line and the steps are made of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a requester may know of their request. Instants are UTC; people are first names, or "".

    Attributes:
        resolution: "" while open; else how it ended.
        kind, due_at, made_at, promiser, how, event: the open promise, and in whose name it is.
        opened_again: whether the desk's promise came after an end that somebody's word or a release wrote.
        talks_with: who is there live at this moment.
        told: whether the requester was told its time; `question`: the one thing we need from them, while we wait.
        lapsed: its time has passed, and the follow-up has not been by yet.
        misses: times missed in a row before this promise, of those that were told.
        missed_at, missed_by: the last time that was told and missed, and in whose name it was.
        taken_by: who took the request since it was opened, or since the time was missed.
        took_over: whether the open promise made good for one in another person's name.
        lead, phone: who leads the desk and was told of a second miss; the desk's number.
        wrote_at: the requester's last message, while it waits for a word; `read_at`, `read_by`: who read it.
        stands: that message was read and the time stands.
        kept, ended: promises told and kept or renewed, and those that have ended at all.
        restated: "", "asked", "yes", "read" (an agent read the answer as yes) or "no"; `restated_at` when.
    """

    received_at: datetime
    resolution: str = ""
    resolved_at: datetime | None = None
    resolved_by: str = ""
    agreed_at: datetime | None = None
    opened_at: datetime | None = None
    opened_by: str = ""
    kind: str = ""
    due_at: datetime | None = None
    made_at: datetime | None = None
    opened_again: bool = False
    talks_with: str = ""
    told: bool = True
    promiser: str = ""
    how: str = "write"
    event: str = ""
    question: str = ""
    lapsed: bool = False
    misses: int = 0
    missed_at: datetime | None = None
    missed_by: str = ""
    taken_by: str = ""
    took_over: bool = False
    lead: str = ""
    phone: str = ""
    wrote_at: datetime | None = None
    read_at: datetime | None = None
    read_by: str = ""
    stands: bool = False
    kept: int = 0
    ended: int = 0
    restated: str = ""
    restated_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether a time was missed that nobody has made good for. While we wait for them, none of theirs is."""
        return not (self.resolution or self.question) and (self.lapsed or self.kind == "repair")

    @property
    def missed(self) -> int:
        """Times missed in a row, of those that were told."""
        return self.misses + (self.lapsed and self.told)
