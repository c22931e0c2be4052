"""All that a rule may know of one ticket. Frozen; instants are aware UTC, whole seconds."""

from dataclasses import dataclass, field
from datetime import datetime

from heard.hours import Calendar
from heard.hours.languages import Sentence


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of method.md, Defaults. Minutes are working minutes of the desk unless said otherwise."""

    first_word: int = 60
    rise_watch: int = 15
    rise_lead: int = 40
    pace: int = 5
    warn_part: int = 5
    warn_least: int = 10
    warn_most: int = 60
    hand_up_part: int = 10
    hand_up_least: int = 5
    repair_part: int = 2
    repair_least: int = 15
    repair_most: int = 60
    repair_second: int = 120
    repair_third: int = 240
    nudge_answer: int = 15
    nudge_every: int = 30
    sooner_answer: int = 30
    correction_answer: int = 30
    silence_days: int = 2
    silence_degraded_days: int = 1
    silence_blocked: int = 240
    chase_days: int = 2
    chase_least: int = 240
    chase_alone: bool = False
    parked_days: int = 90
    check_in_days: int = 2
    check_in_again_days: int = 5
    closing_days: int = 5
    hold_missed: int = 10
    missed_letters: bool = True
    reopen_days: int = 30
    undo_seconds: int = 15
    guide_days: int = 180
    watch_grace: int = 10
    overload_many: int = 10
    overload_within: int = 20

    def __post_init__(self) -> None:
        """Refuse numbers that make no sense, naming the one to mend.

        Raises:
            ValueError: a number is not a whole number of zero or more, or a part or span is zero.
        """
        zero_is_fine = {"pace", "undo_seconds", "hold_missed", "missed_letters", "watch_grace", "chase_alone"}
        for name in self.__slots__:
            value = getattr(self, name)
            if not isinstance(value, int) or value < (0 if name in zero_is_fine else 1):
                raise ValueError(
                    Sentence(
                        "%(name)s: give a whole number above zero, not %(value)s",
                        name=name,
                        value=repr(value),
                    )
                )


@dataclass(frozen=True, slots=True)
class Rules:
    """What a desk decides by: its numbers and its working time."""

    policy: Policy
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class OpenPromise:
    """The ticket's one open promise. `due_at` is None only when parked on an event.

    `step` is above zero while we wait for the requester: 1 before the first check-in, 2 before the second, 3 before
    the closing notice and after it. `looked_at`: when a person last looked at what is parked.
    """

    id: int
    kind: str
    made_at: datetime
    due_at: datetime | None
    told_at: datetime | None = None
    agent: int | None = None
    misses: int = 0
    step: int = 0
    looked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A requester's message nobody has answered or let stand: a reading duty."""

    id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """An answer owed to a correction, a nudge or a "sooner"."""

    id: int
    kind: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A chase that runs: somebody else owes us something."""

    id: int
    ping_at: datetime


@dataclass(frozen=True, slots=True)
class Deciding:
    """An approval that is open: by when the step whose turn it is should decide, and when (if ever) it ends without."""

    id: int
    decide_by: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cadence:
    """A rhythm agreed with the requester: a weekday in English, or a number of business days; over at `until`."""

    id: int | None
    rhythm: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Talking:
    """A live conversation that goes on; `here_at` is the last sign of the requester's page."""

    id: int
    here_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """One ticket, as the rules see it. `done` holds the keys of moments already answered.

    `away_from`: since when the owner is away, where they said so; `turn_at`: when their first turn by the rota began
    or begins meanwhile. `next_word`: within how many working minutes the requester's
    organization agreed to hear again; 0 for nothing agreed. `unreached_at`: since when we know that the last
    word never reached the requester.
    """

    received_at: datetime
    promise: OpenPromise | None
    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    last_word_at: datetime | None = None
    unreached_at: datetime | None = None
    owner: int | None = None
    owner_away: bool = False
    away_from: datetime | None = None
    turn_at: datetime | None = None
    impact: str = ""
    next_word: int = 0
    unsettled: tuple[Unsettled, ...] = ()
    owed: tuple[Owed, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    deciding: tuple[Deciding, ...] = ()
    talking: Talking | None = None
    cadence: Cadence | None = None
    done: frozenset[str] = field(default_factory=frozenset)
