"""Refuted: a word that never reached the requester kept nothing, whatever was written when it left.

Rules: method.md, Meet or beat (a proven permanent bounce) and law 3, whose one exception this is.
"""

from dataclasses import dataclass
from datetime import datetime

from heard.promise.facts import OpenPromise, Rules
from heard.promise.promise import repair_due, whole_minute

MINUTE = 60


@dataclass(frozen=True, slots=True)
class NeverArrived:
    """A letter that proved undeliverable, and how its ticket stands.

    Attributes:
        by_person: a person's word; receipts and other automatic letters claim nothing.
        ended: the promise whose kept or renewed end this word was, or None.
        is_open: whether the ticket is open.
        solved: the ticket is resolved by a person's word, this one or a later one.
        overtaken: the requester wrote after it, or a person reached them by a later word.
        known: the address was known to be unreachable before, by another letter.
    """

    by_person: bool
    ended: OpenPromise | None = None
    is_open: bool = True
    solved: bool = False
    overtaken: bool = False
    known: bool = False


@dataclass(frozen=True, slots=True)
class Refutation:
    """What follows: the end counts as not kept; the open ticket is marked; a resolved one opens again; or nothing
    opens and another route to the person is asked for."""

    refutes: bool = False
    marks: bool = False
    reopens: bool = False
    asks_route: bool = False


def refutation(letter: NeverArrived) -> Refutation:
    """What a letter that never arrived changes.

    An end is refuted whatever came after: it was not kept. A ticket is marked or opened again only while nothing
    later reached the person. A second bounce of an address opens nothing, it asks for another route.
    """
    refutes = letter.ended is not None
    if not letter.by_person or letter.overtaken:
        return Refutation(refutes=refutes)
    return Refutation(
        refutes=refutes,
        marks=letter.is_open or letter.solved,
        reopens=letter.solved and not letter.is_open and not letter.known,
        asks_route=letter.known,
    )


def repair_of_refuted(rules: Rules, refuted: OpenPromise | None, at: datetime) -> datetime:
    """By when the desk makes good, UTC, when a resolved ticket opens again at `at`.

    As after a lapse of the refuted promise; the least repair time where there was none, or it had no time.
    """
    if refuted is None or refuted.due_at is None:
        return whole_minute(rules.calendar.add(at, rules.policy.repair_least * MINUTE))
    return repair_due(rules, refuted, at)
