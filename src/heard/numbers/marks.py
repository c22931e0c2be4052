"""From a ticket's history to its marks: each thing that counts, on which day, for whom (docs/numbers.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from heard.numbers.history import History, Promised, Word

MEASURES = (
    "kept",
    "renewed",
    "lapsed",
    "refuted",
    "released",
    "repaired",
    "wait",
    "sooner",
    "had_to_ask",
    "opened",
    "acknowledged",
    "first_contact",
    "solved",
    "too_early",
    "restated",
    "confirmed",
    "corrected",
    "silence",
    "chase",
    "report",
    "informed",
    "partly",
    "asked",
    "foretold",
    "came",
)
FIRST_CONTACT = 60
"""Working minutes within which the first reply must resolve."""
STAYS_SOLVED = timedelta(days=7)
ENDS = ("kept", "renewed", "lapsed", "refuted", "released")
ASKS_TO_WAIT = ("first", "word", "repair")
OPINIONS = {"yes": "informed", "partly": "partly", "asked": "asked"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that counts. `day` and `hour` (0 is Monday midnight, up to 167) are the desk's; `minutes` None means,
    of what is measured, that it is not over yet. Of a prediction `minutes` holds the percent that were said."""

    measure: str
    desk: int
    day: date
    hour: int
    agent: int | None = None
    minutes: int | None = None


def marks(one: History) -> list[Mark]:
    """All marks of a ticket."""
    every = (_promises, _predictions, _arrival, _asking, _solving, _silences, _others)
    return [mark for part in every for mark in part(one)]


def _mark(
    one: History, measure: str, at: datetime, *, agent: int | None = None, minutes: int | None = None
) -> Mark:
    desk = one.desk_at(at)
    local = at.astimezone(one.calendars[desk].zone)
    return Mark(measure, desk, local.date(), local.weekday() * 24 + local.hour, agent, minutes)


def _promises(one: History) -> Iterator[Mark]:
    for promise in one.promises:
        if promise.due_at is None:
            continue
        if promise.end in ENDS and promise.ended_at:
            yield _mark(one, promise.end, promise.ended_at, agent=promise.agent)
            if promise.kind == "repair" and promise.end in ("kept", "renewed"):
                yield _mark(one, "repaired", promise.ended_at, agent=promise.agent)
        if promise.told_at and promise.kind in ASKS_TO_WAIT:
            waits = _minutes(promise.told_at, promise.due_at)
            yield _mark(one, "wait", promise.told_at, agent=promise.agent, minutes=waits)


def _predictions(one: History) -> Iterator[Mark]:
    """What was said to be likely, and whether it came, at the time that was said: before it nobody knows of all."""
    for place, promise in enumerate(one.promises):
        if promise.foretold is None or promise.due_at is None:
            continue
        over = _over(one.promises[place:])
        end = over.end if over and over.ended_at and over.ended_at <= promise.due_at else None
        if end in ("released", "moved"):
            continue
        yield _mark(one, "foretold", promise.due_at, agent=promise.agent, minutes=promise.foretold)
        if end == "kept":
            yield _mark(one, "came", promise.due_at, agent=promise.agent, minutes=promise.foretold)


def _over(promises: Sequence[Promised]) -> Promised | None:
    """The first of a row of promises that ended the wait: with news, or because nobody waits any more."""
    return next((one for one in promises if one.end in ("kept", "released", "moved")), None)


def _arrival(one: History) -> Iterator[Mark]:
    """What is measured from arrival counts into the day of arrival, also while it is not over."""
    if not one.is_counted:
        return
    at, first = one.received_at, _first_word(one)
    opened_at, opened_by = one.opened or (None, None)
    yield _mark(one, "opened", at, agent=opened_by, minutes=_worked(one, opened_at))
    who = first.agent if first else None
    yield _mark(one, "acknowledged", at, agent=who, minutes=_worked(one, one.acknowledged_at))
    if _is_first_contact(one):
        yield _mark(one, "first_contact", at, agent=who)


def _first_word(one: History) -> Word | None:
    """The word that acknowledged; what went to many before it is none."""
    since = one.acknowledged_at
    return next((word for word in one.words if word.at >= since), None) if since else None


def _is_first_contact(one: History) -> bool:
    """Whether the first reply solved it in time, and it stayed so. Live words are one reply with the one after."""
    since = one.acknowledged_at
    reply = (
        next((word for word in one.words if word.way != "live" and word.at >= since), None) if since else None
    )
    if reply is None or reply.way != "solves" or reply.is_refuted:
        return False
    talk = next(
        (
            talk
            for talk in one.talks
            if talk.begun_at <= reply.at and (not talk.ended_at or reply.at <= talk.ended_at)
        ),
        None,
    )
    minutes = _worked(one, talk.begun_at if talk else reply.at)
    again = any(stay.is_open and reply.at < stay.at <= reply.at + STAYS_SOLVED for stay in one.stays)
    return minutes is not None and minutes <= FIRST_CONTACT and not again


def _asking(one: History) -> Iterator[Mark]:
    """A person counts once a day on a ticket, however often they ask."""
    late = [
        (at, who) for at, who in one.wrote if (promise := one.standing_at(at)) and promise.kind == "repair"
    ]
    said_so = [(opinion.at, opinion.requester) for opinion in one.opinions if opinion.answer == "asked"]
    seen = set()
    for at, who in sorted([*one.nudged, *late, *said_so]):
        standing = one.standing_at(at)
        mark = _mark(one, "had_to_ask", at, agent=standing.agent if standing else None)
        if (who, mark.day) not in seen:
            seen.add((who, mark.day))
            yield mark
    for at in one.sooner:
        standing = one.standing_at(at)
        yield _mark(one, "sooner", at, agent=standing.agent if standing else None)


def _solving(one: History) -> Iterator[Mark]:
    solved = [word for word in one.words if word.way == "solves"]
    for word in solved:
        yield _mark(one, "solved", word.at, agent=word.agent)
    for word in solved:
        if _came_back(one, word):
            yield _mark(one, "too_early", word.at, agent=word.agent)


def _came_back(one: History, word: Word) -> bool:
    """Whether the next thing after this resolution is that its requester opened it again."""
    after = next((stay for stay in one.stays if stay.at > word.at), None)
    return after is not None and after.is_open and after.by_requester


def _silences(one: History) -> Iterator[Mark]:
    """Each stretch without a person's word while it was open, on the day on which it ended."""
    since: datetime | None = one.received_at
    happened = [(word.at, 0, word) for word in one.words] + [(stay.at, 1, stay) for stay in one.stays]
    for at, _order, what in sorted(happened, key=lambda one: one[:2]):
        if isinstance(what, Word):
            if since:
                yield _mark(one, "silence", at, agent=what.agent, minutes=_minutes(since, at))
            since = at if since else None
        elif what.is_open:
            since = since or at
        else:
            since = None


def _others(one: History) -> Iterator[Mark]:
    for restated in one.restated:
        yield _mark(one, "restated", restated.at, agent=restated.agent)
        if restated.answer:
            answer = "confirmed" if restated.answer == "yes" else "corrected"
            yield _mark(one, answer, restated.at, agent=restated.agent)
    for chase in one.chased:
        minutes = _minutes(chase.asked_at, chase.answered_at) if chase.answered_at else None
        yield _mark(one, "chase", chase.asked_at, agent=chase.agent, minutes=minutes)
    for at in one.reports:
        yield _mark(one, "report", at)
    for opinion in one.opinions:
        yield _mark(one, OPINIONS[opinion.answer], opinion.at, agent=opinion.agent)


def _worked(one: History, until: datetime | None) -> int | None:
    """Whole working minutes from arrival, by the hours of the desk it came to."""
    if until is None:
        return None
    calendar = one.calendars[one.desk_at(one.received_at)]
    return calendar.between(one.received_at, until) // 60


def _minutes(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds()) // 60
