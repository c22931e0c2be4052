"""The stage of the simulated desk: its hours, its people, and the agenda by which everything happens."""

import heapq
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from heard.record.actions import agent, desk
from heard.record.actor import HEARD
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.simulation.open_minutes import OpenMinutes, Times

ADDRESS = "support@desk.example"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SHIFTS = (
    ("America/New_York", date(2026, 11, 1)),
    ("America/New_York", date(2027, 3, 14)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Australia/Lord_Howe", date(2027, 4, 4)),
    ("America/Santiago", date(2027, 4, 4)),
    ("Africa/Cairo", date(2027, 4, 30)),
)
"""Zones, and days on which they change their offset: by an hour, by half an hour, at midnight."""
NINE_TO_SIX: list[Times] = [[(540, 1080)]] * 5 + [[], []]
WITH_LUNCH: list[Times] = [[(480, 720), (780, 1020)]] * 6 + [[]]
ALWAYS: list[Times] = [[(0, 1440)]] * 7
NIGHTS: list[Times] = [[(0, 360), (1320, 1440)]] * 7
WEEKS = (NINE_TO_SIX, NINE_TO_SIX, WITH_LUNCH, ALWAYS, NIGHTS)
Act = Callable[[], None]


@dataclass
class Stage:
    """The one simulated desk. `at` is the true time, UTC; nothing in it ever looks at another clock."""

    seed: int
    days: int
    tickets_per_day: int
    dice: Random
    at: datetime
    end: datetime
    zone: str
    week: list[Times]
    desk: Desk
    agents: list[Agent]
    zeal: float
    """How many things the agents do for each request: below four they fall behind."""
    own_days: dict[date, Times] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    words: dict[str, int] = field(default_factory=dict)
    """The texts that agents really sent, with the agent: the only words that may keep a promise."""
    accepted: set[str] = field(default_factory=set)
    """Message-IDs of mails from people to which the door said yes."""
    is_judging: bool = False
    """The judge looks: nobody dies meanwhile."""
    jumped_to: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    open_now: OpenMinutes = field(init=False)
    hours_changed_at: datetime = field(init=False)
    _agenda: list[tuple[datetime, int, str, Act]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def plan(self, at: datetime, name: str, act: Act) -> None:
        """Something will happen at an instant, unless the run is over by then."""
        if at < self.end:
            heapq.heappush(self._agenda, (at, next(self._number), name, act))

    def later(self, minutes: float, name: str, act: Act) -> None:
        """Something will happen about so many minutes from now, at any second of them."""
        self.plan(self.at + timedelta(seconds=int(self.dice.uniform(0.2, 1.8) * minutes * 60)), name, act)

    def next_act(self) -> tuple[str, Act] | None:
        """What happens next; the time goes on to it. After a jump of the clock all that was due happens at once."""
        if not self._agenda:
            return None
        at, _, name, act = heapq.heappop(self._agenda)
        self.at = max(at, self.jumped_to)
        return name, act

    def number(self) -> int:
        """A number that nothing else has."""
        return next(self._number)

    def lucky(self, chance: float) -> bool:
        """True so often."""
        return self.dice.random() < chance

    def reckon(self) -> None:
        """Count the desk's working time anew, by hand, from yesterday on: its hours were changed."""
        first, last = (self.at - 20 * DAY).date(), (self.end + 45 * DAY).date()
        self.open_now = OpenMinutes(self.zone, self.week, self.own_days, first=first, last=last)
        self.hours_changed_at = self.at

    def local(self, at: datetime) -> datetime:
        """An instant on the desk's wall clock."""
        return at.astimezone(ZoneInfo(self.zone))


def set_stage(seed: int, days: int, tickets_per_day: int) -> Stage:
    """Make desk and people, a few days before a day on which its clock is changed.

    Raises:
        Refused: the database holds such a desk already.
    """
    dice = Random(seed)
    zone, shift = dice.choice(SHIFTS)
    week = dice.choice(WEEKS)
    eve = shift - timedelta(days=dice.randint(1, max(1, min(days - 1, 5))))
    at = datetime(eve.year, eve.month, eve.day, 7, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    made = desk.make(name="Support", address=ADDRESS, zone=zone, language="en", by=HEARD, at=at)
    desk.set_hours(made, week=week, zone=zone, country="", region="", by=HEARD, at=at)
    people = [_hired(made, number, zone, at) for number in range(max(3, tickets_per_day // 40) + 1)]
    stage = Stage(
        seed=seed,
        days=days,
        tickets_per_day=tickets_per_day,
        dice=dice,
        at=at,
        end=at + days * DAY,
        zone=zone,
        week=week,
        desk=made,
        agents=people,
        zeal=dice.choice((2.2, 3.0, 4.0, 5.0)),
    )
    stage.reckon()
    return stage


def _hired(desk_: Desk, number: int, zone: str, at: datetime) -> Agent:
    """The first one leads."""
    made = agent.make(
        name=f"Agent{number} Ames",
        email=f"agent{number}@desk.example",
        password=None,
        role=Agent.Role.AGENT if number else Agent.Role.LEAD,
        zone=zone,
        language="en",
        by=HEARD,
        at=at,
    )
    desk.add_member(desk_, agent=made, by=HEARD, at=at)
    return made
