"""Verbs on a macro: kept, changed, dropped; foreseen, run and taken back on a ticket.

It never sends and never promises: what it fills into the composer a person reads and sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events
from heard.record.actions import macro_steps
from heard.record.actions.macro_steps import IN_COMPOSER, Step, ordered, steps_of
from heard.record.actions.settle import locked
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.macro import Macro
from heard.record.models.ticket import Ticket

MOST, STEPS = 300, 30
UNDO_SECONDS = 15


@transaction.atomic
def save(
    *,
    name: str,
    steps: Sequence[Step],
    by: Agent,
    at: datetime,
    folder: str = "",
    desk: Desk | None = None,
) -> Macro:
    """Keep steps under a name.

    Args:
        desk: with whom it is shared; None: for oneself.

    Raises:
        Refused: no name, no steps, one that cannot be done there, or too many.
    """
    beside = Macro.objects.filter(desk=desk) if desk else Macro.objects.filter(desk=None, agent=by)
    if beside.count() >= MOST:
        raise Refused(
            "too_many", Sentence("There are %(most)s already. Drop one first.", most=MOST), field="name"
        )
    macro = Macro(agent=by, desk=desk, made_at=at)
    _set(macro, name, folder, steps, by=by)
    macro.save()
    events.add("macro.saved", by=by, at=at, desk=desk, macro=macro.pk)
    return macro


@transaction.atomic
def change(
    macro: Macro, *, name: str, steps: Sequence[Step], by: Agent, at: datetime, folder: str = ""
) -> None:
    """Give it another name, folder or steps. What it did stays.

    Raises:
        Refused: no name, no steps, or one that cannot be done there.
    """
    _set(macro, name, folder, steps, by=by)
    macro.save()
    events.add("macro.changed", by=by, at=at, desk=macro.desk, macro=macro.pk)


@transaction.atomic
def drop(macro: Macro, *, by: Agent, at: datetime) -> None:
    """It is kept no longer; what it did stays."""
    events.add("macro.dropped", by=by, at=at, desk=macro.desk, macro=macro.pk)
    macro.delete()


def _set(macro: Macro, name: str, folder: str, given: Sequence[Step], *, by: Agent) -> None:
    macro.name, macro.folder = (" ".join(words.replace("\0", " ").split())[:80] for words in (name, folder))
    if not macro.name:
        raise Refused("no_name", "Give it a name.", field="name")
    if not given:
        raise Refused("no_steps", "Say at least one thing that it does.", field="tag")
    if len(given) > STEPS:
        raise Refused("too_many", Sentence("A macro has at most %(most)s steps.", most=STEPS), field="tag")
    kept = ordered([macro_steps.checked(one, by=by, desk=macro.desk) for one in given])
    macro.steps = [[one.kind, one.value] for one in kept]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one step: `refused` says why nothing can, `same` that it is so already, `before` what takes it
    back ("": nothing does)."""

    step: Step
    refused: str = ""
    same: bool = False
    before: str = ""

    @property
    def in_composer(self) -> bool:
        """Whether it only fills in what a person then sends."""
        return self.step.kind in IN_COMPOSER


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of each step, and how many letters were made."""

    outcomes: list[Outcome]
    letters: int = 0

    @property
    def refused(self) -> list[Outcome]:
        """What cannot be done: then nothing is."""
        return [one for one in self.outcomes if one.refused]

    @property
    def undo(self) -> list[list[str]]:
        """What can be taken back, as `undo` wants it: kind, value, before."""
        return [[one.step.kind, one.step.value, one.before] for one in self.outcomes if one.before]


def foresee(ticket: Ticket, macro: Macro, *, by: Agent, at: datetime) -> Ran:
    """What `run` would bring about at `at` (UTC): it is really done, and taken back before anybody sees it."""
    with transaction.atomic():
        ran = _each(ticket, macro, by=by, at=at)
        transaction.set_rollback(True)
    return ran


def run(ticket: Ticket, macro: Macro, *, by: Agent, at: datetime) -> Ran:
    """Do every step, in one transaction; what only fills the composer is left to the door.

    Raises:
        Refused: one of them cannot be done; then nothing was.
    """
    with transaction.atomic():
        ran = _each(ticket, macro, by=by, at=at)
        if ran.refused:
            raise Refused("step", ran.refused[0].refused)
        events.add("macro.run", by=by, at=at, ticket=ticket, macro=macro.pk)
    return ran


def _each(ticket: Ticket, macro: Macro, *, by: Agent, at: datetime) -> Ran:
    own = locked(ticket.pk)
    letters = own.letters.count()
    outcomes = [_one(own, step, by=by, at=at) for step in steps_of(macro.steps)]
    return Ran(outcomes, max(0, own.letters.count() - letters))


def _one(ticket: Ticket, step: Step, *, by: Agent, at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            if step.kind in IN_COMPOSER:
                if step.kind == "insert":
                    macro_steps.canned(step.value)
                return Outcome(step)
            before = macro_steps.done(ticket, step, by=by, at=at)
            return Outcome(step, same=before is None, before=before or "")
    except Refused as refused:
        return Outcome(step, refused=refused.says)


@transaction.atomic
def undo(ticket: Ticket, did: Sequence[Sequence[str]], *, by: Agent, at: datetime) -> int:
    """Take back what a run did, the last first; what somebody changed since stays. How much was taken back."""
    own = locked(ticket.pk)
    return sum(
        macro_steps.take_back(own, Step(kind, value), before, by=by, at=at)
        for kind, value, before in reversed(did)
    )
