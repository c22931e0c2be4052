"""All that counts of one ticket, frozen. Instants are UTC; agents, desks and requesters are ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.hours import Calendar


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise: `end` is kept, renewed, lapsed, refuted, moved or released; None while it is open.

    `foretold` is how likely news by `due_at` was said to be when it was sent, in percent; None while that time is
    ahead, and where nothing was said.
    """

    kind: str
    agent: int | None
    made_at: datetime
    due_at: datetime | None
    told_at: datetime | None
    end: str | None
    ended_at: datetime | None
    foretold: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A person's word to the requester. `is_refuted`: it never arrived, and what it kept is not kept."""

    agent: int | None
    at: datetime
    way: str
    is_refuted: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """The ticket was resolved (`is_open` False) or opened again, by its requester or not."""

    at: datetime
    is_open: bool
    by_requester: bool = False


@dataclass(frozen=True, slots=True)
class Talked:
    """A live conversation; `ended_at` None while it goes on."""

    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A restatement and its answer: yes, no or ""."""

    agent: int | None
    at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class Chased:
    """Somebody else was asked; `answered_at` None while it runs."""

    agent: int | None
    asked_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """ "Did we keep you informed?": yes, partly or asked. `agent` is who had resolved it."""

    agent: int | None
    requester: int
    at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class History:
    """One real ticket. `is_counted` is False for spam and merged ones: nobody waits for a first word there.

    Attributes:
        desks: where it was: since when it was on which desk, the first since ever, ascending.
        calendars: the hours of each of these desks.
        words: by persons, to this requester, ascending; `stays` ascending.
        wrote: who wrote and when, as far as it is proven to be them; nudged: who asked "where is my answer?";
            sooner: when they needed it sooner; reports: when a problem was told.
        opened: when, and by whom.
    """

    received_at: datetime
    is_counted: bool
    desks: Sequence[tuple[datetime | None, int]]
    calendars: dict[int, Calendar]
    opened: tuple[datetime, int | None] | None = None
    acknowledged_at: datetime | None = None
    promises: Sequence[Promised] = ()
    words: Sequence[Word] = ()
    stays: Sequence[Stay] = ()
    talks: Sequence[Talked] = ()
    wrote: Sequence[tuple[datetime, int]] = ()
    nudged: Sequence[tuple[datetime, int]] = ()
    sooner: Sequence[datetime] = ()
    restated: Sequence[Restated] = ()
    chased: Sequence[Chased] = ()
    reports: Sequence[datetime] = ()
    opinions: Sequence[Opinion] = ()

    def desk_at(self, at: datetime) -> int:
        """The desk that had it at an instant (UTC)."""
        return next(desk for since, desk in reversed(self.desks) if since is None or since <= at)

    def standing_at(self, at: datetime) -> Promised | None:
        """The promise that stood at an instant (UTC)."""
        stood = (
            one for one in self.promises if one.made_at <= at and (not one.ended_at or at < one.ended_at)
        )
        return next(stood, None)
