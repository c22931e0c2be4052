"""What must happen on a ticket and when, told a second time: method.md, Defaults, in minutes counted one by one.

A chain is what comes one after the other for one cause; of what is past only its last moment wants an answer.
"""

from collections.abc import Iterator
from datetime import datetime

from heard.simulation.memory import Promised, Seen
from heard.simulation.open_minutes import OpenMinutes

MINUTE = 60
ANSWERS = {"nudge": 15, "sooner": 30, "correction": 30}
Chain = list[tuple[datetime, str]]


def chains(seen: Seen, hours: OpenMinutes, *, is_away: bool) -> Iterator[Chain]:
    """Every chain of an open ticket, each ascending; the end of a promise bears the key "lapse"."""
    if not seen.open:
        return
    promise = seen.open[0]
    yield sorted(_of_promise(seen, promise, hours, is_away=is_away))
    if promise.kind not in ("first", "repair") or promise.kind == "repair" and seen.stands.acknowledged_at:
        for number, at in seen.unsettled:
            yield sorted(_of_duty(f"message.{number}", "reading", at, 60, hours))
    for number, kind, at in seen.owed:
        yield sorted(_of_duty(f"owed.{number}", "answer", at, ANSWERS[kind], hours))
    for number, ping_at in seen.chases:
        yield [(ping_at, f"ping:chase.{number}.{int(ping_at.timestamp())}")]


def _of_promise(seen: Seen, promise: Promised, hours: OpenMinutes, *, is_away: bool) -> Chain:
    if promise.due_at is None:
        return []
    chain = [(promise.due_at, "lapse")]
    if promise.kind == "closing":
        return chain
    if promise.kind == "first" and seen.stands.opened_at is None:
        for kind, minutes in (("rise_watch", 15), ("rise_lead", 40)):
            at = hours.add(seen.stands.received_at, minutes * MINUTE)
            if at < promise.due_at:
                chain.append((at, f"{kind}:ticket"))
    is_handed_up = is_away or f"hand_up:promise.{promise.id}" in seen.done
    for kind, part, least in (("warn", 5, 10), *([("hand_up", 10, 5)] if is_handed_up else [])):
        before = before_end(promise.made_at, promise.due_at, part, least, hours)
        if before:
            chain.append((before, f"{kind}:promise.{promise.id}"))
    return chain


def _of_duty(cause: str, kind: str, since: datetime, minutes: int, hours: OpenMinutes) -> Chain:
    late = hours.add(since, minutes * MINUTE)
    warn = before_end(since, late, 5, 10, hours)
    return [(late, f"{kind}_late:{cause}"), *([(warn, f"{kind}_warn:{cause}")] if warn else [])]


def before_end(made: datetime, due: datetime, part: int, least: int, hours: OpenMinutes) -> datetime | None:
    """A part of the working time before the end, at least `least` and at most 60 minutes; None if not after `made`."""
    minutes = hours.between(made, due) // MINUTE
    at = hours.subtract(due, min(max(minutes // part, least), 60) * MINUTE)
    return at if at > made else None


def repair_minutes(missed: Promised, hours: OpenMinutes) -> int | None:
    """Working minutes until the repair of a lapsed promise is due; None for "the next business day"."""
    if missed.misses == 0:
        assert missed.due_at
        span = hours.between(missed.made_at, missed.due_at) // MINUTE
        return min(max(span // 2, 15), 60)
    return {1: 120, 2: 240}.get(missed.misses)
