"""Watch: how long it lasts, the working minutes in which nobody had it, and the light of a desk with its reasons.

It is proved by outcome, the oldest unopened ticket, and never by mouse or keyboard. Rules: method.md, Hear.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from heard.promise.facts import Rules

MINUTE = 60
LONGEST = timedelta(hours=12)
"""Nobody minds a desk for longer: a watch that was never handed over ends by then."""
SHADES = ("fine", "warn", "red")


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody had the watch from `since` to `until` (UTC)."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Working time of one day in which nobody had the watch: from, to (UTC), and how many seconds of it count."""

    since: datetime
    until: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Minding:
    """All that the light may know of a desk.

    `kept_since`: since when somebody should have it, None where nobody need: no rota, and no watch ever taken.
    `taken`: the watches that end after the desk's day began. `unopened_at`: when the oldest ticket came that nobody
    has opened. `overloaded_since`: since when the desk is overloaded.
    """

    has: int | None = None
    should: int | None = None
    should_since: datetime | None = None
    kept_since: datetime | None = None
    taken: tuple[Taken, ...] = ()
    unopened_at: datetime | None = None
    overloaded_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of the light: its state, what it is, and since when (UTC)."""

    state: Literal["fine", "warn", "red"]
    kind: Literal["taken", "closed", "no_rota", "relief", "untaken", "unopened", "overload"]
    since: datetime | None = None


def lasts_until(rules: Rules, taken_at: datetime) -> datetime:
    """When a watch ends that nobody takes over: with the desk's last closing of the day, at most 12 hours on.

    Where the desk stays open over midnight, and outside its hours, it is the 12 hours.
    """
    calendar, latest = rules.calendar, taken_at + LONGEST
    closes = calendar.day_end(taken_at)
    if closes is None or closes <= taken_at or calendar.is_open(closes):
        return latest
    return min(closes, latest)


def untaken(rules: Rules, taken: Sequence[Taken], since: datetime, until: datetime) -> list[Gap]:
    """The gaps between `since` and `until` (UTC), ascending: each day's stretches of working time that nobody had.

    A gap within the grace (10 working minutes) is none; a longer one counts from its first minute.
    """
    grace = rules.policy.watch_grace * MINUTE
    gaps = [gap for free in _free(taken, since, until) for gap in _by_day(rules, *free)]
    return [gap for gap in gaps if gap.seconds > grace]


def untaken_minutes(gaps: Sequence[Gap]) -> int:
    """Whole working minutes of some gaps."""
    return sum(gap.seconds for gap in gaps) // MINUTE


def untaken_since(rules: Rules, minding: Minding, now: datetime) -> datetime | None:
    """Since when nobody has the watch in today's working time (UTC); None if somebody has, or nobody need."""
    if minding.has is not None or minding.kept_since is None or not rules.calendar.is_open(now):
        return None
    gaps = [gap for free in _free(minding.taken, minding.kept_since, now) for gap in _by_day(rules, *free)]
    return gaps[-1].since if gaps and gaps[-1].until == now else now


def missed_since(rules: Rules, minding: Minding, now: datetime) -> datetime | None:
    """The same, once the grace is over: from then on it is untaken."""
    since = untaken_since(rules, minding, now)
    late = since is not None and rules.calendar.between(since, now) >= rules.policy.watch_grace * MINUTE
    return since if late else None


def calls(rules: Rules, minding: Minding, now: datetime) -> list[Literal["watch", "lead"]]:
    """Who is called by now about an untaken watch: who should have it once the grace is over, then the lead, as long
    after as a ticket nobody opened takes to rise from one to the other.
    """
    since = missed_since(rules, minding, now)
    if since is None:
        return []
    policy = rules.policy
    to_lead = policy.watch_grace + max(policy.rise_lead - policy.rise_watch, 0)
    waited = rules.calendar.between(since, now)
    return ["watch", "lead"] if waited >= to_lead * MINUTE else ["watch"]


def opening_due(rules: Rules, received_at: datetime) -> datetime:
    """By when a ticket is opened at the latest: the target of the first word from its arrival, UTC."""
    return rules.calendar.add(received_at, rules.policy.first_word * MINUTE)


def light(rules: Rules, minding: Minding, now: datetime) -> list[Reason]:
    """Why the desk's light is as it is, the worst first: its state is that of the first reason."""
    found = [
        *_of_overload(minding),
        *_of_the_watch(rules, minding, now),
        *_of_the_unopened(rules, minding, now),
    ]
    return sorted(found, key=lambda reason: -SHADES.index(reason.state))


def _of_the_watch(rules: Rules, minding: Minding, now: datetime) -> Iterator[Reason]:
    if since := untaken_since(rules, minding, now):
        is_late = missed_since(rules, minding, now) is not None
        yield Reason("red" if is_late else "warn", "untaken", since)
    elif minding.has is not None:
        yield Reason("fine", "taken")
        if _waits_for_relief(rules, minding, now):
            yield Reason("warn", "relief", minding.should_since)
    else:
        yield Reason("fine", "closed" if minding.kept_since else "no_rota")


def _waits_for_relief(rules: Rules, minding: Minding, now: datetime) -> bool:
    """Whether somebody else should have it by the rota, and has not come for longer than the grace."""
    if minding.should in (None, minding.has) or minding.should_since is None:
        return False
    return rules.calendar.between(minding.should_since, now) >= rules.policy.watch_grace * MINUTE


def _of_overload(minding: Minding) -> Iterator[Reason]:
    if minding.overloaded_since:
        yield Reason("red", "overload", minding.overloaded_since)


def _of_the_unopened(rules: Rules, minding: Minding, now: datetime) -> Iterator[Reason]:
    came = minding.unopened_at
    if came is None:
        return
    if opening_due(rules, came) <= now:
        yield Reason("red", "unopened", came)
    elif rules.calendar.add(came, rules.policy.rise_watch * MINUTE) <= now:
        yield Reason("warn", "unopened", came)


def _free(taken: Sequence[Taken], since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches in which nobody had it, whatever the hours."""
    free = since
    for watch in sorted(taken, key=lambda watch: watch.since):
        if free < min(watch.since, until):
            yield free, min(watch.since, until)
        free = max(free, watch.until)
    if free < until:
        yield free, until


def _by_day(rules: Rules, since: datetime, until: datetime) -> Iterator[Gap]:
    """The working time between two instants, day by day of the desk: each morning has a grace of its own."""
    calendar = rules.calendar
    start = calendar.opens_after(since)
    while start < until:
        end = min(calendar.day_end(start) or until, until)
        yield Gap(start, end, calendar.between(start, end))
        start = calendar.opens_after(end)
