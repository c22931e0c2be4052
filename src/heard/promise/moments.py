"""What must happen at which time on one ticket: warn, hand up, lapse, rise, ping ...

`moments` lists all, `due` those whose time has come (overtaken ones collapse into the last of their
chain), `look_again_at` says when the clock must come back. Rules: method.md, Hear and Meet or beat.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import Deciding, Facts, OpenPromise, Policy, Rules
from heard.promise.handover import offer_at
from heard.promise.nudge import answer_due
from heard.promise.promise import parked_look
from heard.promise.reading import reading_due, reading_duties
from heard.promise.talk import left_at, silence_ends

MINUTE = 60


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """Something to do at an instant (UTC), for a cause: a promise, a message, a chase."""

    at: datetime
    kind: str
    cause: str

    @property
    def key(self) -> str:
        """The done-key: one cause has one moment of a kind, ever."""
        return f"{self.kind}:{self.cause}"


def moments(facts: Facts, rules: Rules) -> list[Moment]:
    """Every moment of the ticket as it stands, done or not, ascending."""
    return sorted(moment for chain in _chains(facts, rules) for moment in chain)


def due(facts: Facts, rules: Rules, now: datetime) -> list[Moment]:
    """The moments to answer now: due, not done, and not overtaken by a later one of their chain."""
    found = []
    for chain in _chains(facts, rules):
        past = sorted(moment for moment in chain if moment.at <= now)
        if past and past[-1].key not in facts.done:
            found.append(past[-1])
    return sorted(found)


def look_again_at(facts: Facts, rules: Rules, now: datetime) -> datetime | None:
    """The next instant, UTC, at which a moment wants an answer; None when nothing ever will."""
    ahead = [moment.at for moment in moments(facts, rules) if moment.at > now]
    return min([moment.at for moment in due(facts, rules, now)] + ahead, default=None)


def _chains(facts: Facts, rules: Rules) -> Iterator[list[Moment]]:
    promise = facts.promise
    if promise is None:
        return
    yield list(_of_promise(facts, rules, promise))
    if facts.owner_away and facts.away_from is not None:
        yield list(_of_absence(facts, rules, promise, facts.away_from))
    for message in reading_duties(facts):
        late_at = reading_due(rules, message)
        yield list(_of_duty(rules, f"message.{message.id}", message.at, late_at, "reading"))
    for owed in facts.owed:
        late_at = answer_due(rules, owed)
        yield list(_of_duty(rules, f"owed.{owed.id}", owed.asked_at, late_at, "answer"))
    yield from _of_talk(facts)
    for chase in facts.waiting:
        yield [Moment(chase.ping_at, "ping", f"chase.{chase.id}.{int(chase.ping_at.timestamp())}")]
    if facts.cadence:
        yield [Moment(facts.cadence.until, "cadence_over", f"cadence.{facts.cadence.id}")]
    for deciding in facts.deciding:
        yield list(_of_approval(deciding))


def _of_approval(deciding: Deciding) -> Iterator[Moment]:
    """Nobody decided in time; and the end of the asking, if it has one."""
    cause = f"approval.{deciding.id}"
    yield Moment(deciding.decide_by, "undecided", f"{cause}.{int(deciding.decide_by.timestamp())}")
    if deciding.ends_at is not None:
        yield Moment(deciding.ends_at, "expire", cause)


def _of_talk(facts: Facts) -> Iterator[list[Moment]]:
    """Live: the requester waits for three minutes, or is gone."""
    gone_at = left_at(facts)
    if facts.talking is None or gone_at is None:
        return
    yield [Moment(gone_at, "talk_left", f"talk.{facts.talking.id}")]
    for message in facts.unsettled:
        yield [Moment(silence_ends(message), "talk_silent", f"message.{message.id}")]


def _of_promise(facts: Facts, rules: Rules, promise: OpenPromise) -> Iterator[Moment]:
    """Rises of an unheard ticket, warning, handing up, lapse; or the next look at a parked one.

    What was handed up stays so when its owner is back: the warning before it was overtaken for good.
    """
    cause = f"promise.{promise.id}"
    if promise.due_at is None:
        look_at = parked_look(rules, promise)
        yield Moment(look_at, "look", f"{cause}.{int(look_at.timestamp())}")
        return
    if promise.kind == "closing":
        yield Moment(promise.due_at, "close", cause)
        return
    if promise.kind == "first" and facts.opened_at is None:
        yield from _rises(facts, rules, promise.due_at)
    warn_at = _before(rules, promise.made_at, promise.due_at, *_warning(rules.policy))
    if warn_at is not None:
        yield Moment(warn_at, "warn", cause)
    hand_up_at = _before(rules, promise.made_at, promise.due_at, *_handing_up(rules.policy))
    if hand_up_at is not None:
        hand_up = Moment(hand_up_at, "hand_up", cause)
        if facts.owner_away or hand_up.key in facts.done:
            yield hand_up
    yield Moment(promise.due_at, "lapse", cause)


def _of_absence(facts: Facts, rules: Rules, promise: OpenPromise, away_from: datetime) -> Iterator[Moment]:
    """What an absent owner promised is offered to the watch as the day or their turn begins, its time still ahead."""
    at = offer_at(rules, away_from, facts.turn_at)
    if promise.due_at is not None and promise.made_at < at < promise.due_at:
        yield Moment(at, "offer", f"promise.{promise.id}")


def _rises(facts: Facts, rules: Rules, due_at: datetime) -> Iterator[Moment]:
    """A ticket nobody opened rises to the watch, then to the lead, while its first word is ahead."""
    for kind, minutes in (("rise_watch", rules.policy.rise_watch), ("rise_lead", rules.policy.rise_lead)):
        at = rules.calendar.add(facts.received_at, minutes * MINUTE)
        if at < due_at:
            yield Moment(at, kind, "ticket")


def _of_duty(rules: Rules, cause: str, since: datetime, late_at: datetime, kind: str) -> Iterator[Moment]:
    warn_at = _before(rules, since, late_at, *_warning(rules.policy))
    if warn_at is not None:
        yield Moment(warn_at, f"{kind}_warn", cause)
    yield Moment(late_at, f"{kind}_late", cause)


def _warning(policy: Policy) -> tuple[int, int, int]:
    return policy.warn_part, policy.warn_least, policy.warn_most


def _handing_up(policy: Policy) -> tuple[int, int, int]:
    return policy.hand_up_part, policy.hand_up_least, policy.warn_most


def _before(
    rules: Rules, made_at: datetime, due_at: datetime, part: int, least: int, most: int
) -> datetime | None:
    """A part of the working time before `due_at`, at least and at most so many working minutes.

    None when the promise was made later than that: no warning could help.
    """
    span = rules.calendar.between(made_at, due_at) // MINUTE
    at = rules.calendar.subtract(due_at, min(max(span // part, least), most) * MINUTE)
    return at if at > made_at else None
