"""Verbs on many tickets at once: foreseen, done and taken back, each ticket by the ordinary verb and for itself.

Nothing is written to anybody here: one word to many is a broadcast (problem), which is a person's word on each ticket.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record.actions import macro, move, problem, tag
from heard.record.actions import ticket as tickets
from heard.record.actions.settle import locked
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.macro import Macro
from heard.record.models.problem import Problem
from heard.record.models.ticket import Ticket

MOST = 100
"""Tickets that one bulk is about at most."""
type Kind = Literal["give", "tag", "untag", "move", "spam", "problem", "macro"]


@dataclass(frozen=True, slots=True)
class Act:
    """What is done to each: given to `owner` (None: to nobody), tagged or untagged with `tag`, moved to `desk`, closed
    as spam, put behind `problem` (None: a new one of that `title`), or what `macro` does but for the composer."""

    kind: Kind
    owner: Agent | None = None
    tag: str = ""
    desk: Desk | None = None
    problem: Problem | None = None
    title: str = ""
    macro: Macro | None = None


@dataclass(frozen=True, slots=True)
class Did:
    """What a macro did: each step with what takes it back, and whether one `lasts` that nothing takes back."""

    steps: Sequence[Sequence[str]] = ()
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one ticket: `refused` says why nothing does, `letters` how many letters it makes. For the way
    back: who had it `before`, the `problem` it came behind, what a macro `did`."""

    ticket: Ticket
    refused: str = ""
    letters: int = 0
    before: Agent | None = None
    problem: Problem | None = None
    did: Did = Did()


def can_undo(act: Act, outcomes: Sequence[Outcome]) -> bool:
    """Whether all that was done can be taken back: nobody outside was told of it."""
    done = [one for one in outcomes if not one.refused]
    return bool(done) and act.kind in BACK and not any(one.did.lasts or one.letters for one in done)


def foresee(found: Sequence[Ticket], act: Act, *, by: Agent, at: datetime) -> list[Outcome]:
    """What `do` would bring about at `at` (UTC): each is really done, and taken back before anybody sees it.

    Raises:
        Refused: see `do`.
    """
    return _each(found, act, by=by, at=at, keep=False)


def do(found: Sequence[Ticket], act: Act, *, by: Agent, at: datetime) -> list[Outcome]:
    """Do it to each ticket, in a transaction of its own; what one refuses keeps no other from it.

    Raises:
        Refused: no tickets or too many, or the act lacks what it needs.
    """
    return _each(found, act, by=by, at=at, keep=True)


def undo(done: Sequence[Outcome], act: Act, *, by: Agent, at: datetime) -> list[Outcome]:
    """Take back what was done to these tickets. What somebody changed since stays as it is now; a new problem stays
    too, with nobody behind it.

    Raises:
        Refused: such an act cannot be taken back.
    """
    if not can_undo(act, done):
        raise Refused("undo", "That cannot be taken back all at once.")
    return [_taken_back(one, act, by=by, at=at) for one in done]


def _taken_back(done: Outcome, act: Act, *, by: Agent, at: datetime) -> Outcome:
    try:
        with transaction.atomic():
            BACK[act.kind](locked(done.ticket.pk), done, act, by, at)
        return Outcome(done.ticket)
    except Refused as refused:
        return Outcome(done.ticket, refused=refused.says)


def _each(found: Sequence[Ticket], act: Act, *, by: Agent, at: datetime, keep: bool) -> list[Outcome]:
    if not found:
        raise Refused("nothing", "Choose the requests first.", field="ticket")
    if len(found) > MOST:
        raise Refused("too_many", Sentence("Choose at most %(most)s at once.", most=MOST), field="ticket")
    if act.kind in ("tag", "untag"):
        tag.checked(act.tag)
    if act.kind == "move" and act.desk is None:
        raise Refused("desk", "Choose a desk.", field="desk")
    if act.kind == "macro" and act.macro is None:
        raise Refused("macro", "Choose a macro.", field="macro")
    if act.kind == "problem" and act.problem is None:
        return _behind_a_new_one(found, act, by=by, at=at, keep=keep)
    return [_one(ticket, act, by=by, at=at, keep=keep) for ticket in found]


def _behind_a_new_one(
    found: Sequence[Ticket], act: Act, *, by: Agent, at: datetime, keep: bool
) -> list[Outcome]:
    """The first that can be makes the problem, on its desk; the others join it."""
    if not act.title.strip():
        raise Refused("no_title", "Say in a few words what goes wrong.", field="title")
    outcomes = []
    for ticket in found:
        outcomes.append(_one(ticket, act, by=by, at=at, keep=keep))
        if act.desk is None and not outcomes[-1].refused:
            made = Ticket.objects.select_related("problem").get(pk=ticket.pk).problem if keep else None
            act = replace(act, desk=ticket.desk, problem=made)
    return outcomes


def _one(ticket: Ticket, act: Act, *, by: Agent, at: datetime, keep: bool) -> Outcome:
    """One ticket, in a transaction of its own, which is rolled back unless it is to `keep`."""
    try:
        with transaction.atomic():
            own = locked(ticket.pk)
            letters = own.letters.count()
            before = own.owner
            did = VERBS[act.kind](own, act, by, at)
            if not did:
                raise Refused("same", _same(act))
            made = own.letters.count() - letters
            behind = Ticket.objects.get(pk=own.pk).problem if act.kind == "problem" else None
            if not keep:
                transaction.set_rollback(True)
            return Outcome(
                ticket,
                letters=max(0, made),
                before=before,
                problem=behind,
                did=did if isinstance(did, Did) else Did(),
            )
    except Refused as refused:
        return Outcome(ticket, refused=refused.says)


def _same(act: Act) -> Sentence:
    """Why nothing changes where it is so already."""
    if act.kind == "give":
        if act.owner:
            return Sentence("%(agent)s has it already.", agent=act.owner)
        return Sentence("Nobody has it already.")
    if act.kind == "macro":
        return Sentence("It is so already.")
    return (
        Sentence("It bears that tag already.")
        if act.kind == "tag"
        else Sentence("It does not bear that tag.")
    )


def _give(ticket: Ticket, act: Act, by: Agent, at: datetime) -> bool:
    if ticket.owner == act.owner:
        return False
    tickets.give(ticket, owner=act.owner, by=by, at=at)
    return True


def _move(ticket: Ticket, act: Act, by: Agent, at: datetime) -> bool:
    assert act.desk, "checked before"
    move.to_desk(ticket, desk=act.desk, by=by, at=at)
    return True


def _spam(ticket: Ticket, act: Act, by: Agent, at: datetime) -> bool:
    tickets.release(ticket, resolution=Ticket.Resolution.SPAM, by=by, at=at)
    return True


def _gather(ticket: Ticket, act: Act, by: Agent, at: datetime) -> bool:
    if ticket.problem_id and (act.problem is None or ticket.problem_id != act.problem.pk):
        raise Refused("other", "It is behind another problem already.")
    if act.problem:
        problem.join(ticket, problem=act.problem, by=by, at=at)
        return True
    if act.desk and ticket.desk_id != act.desk.pk:
        raise Refused("desk", "The problem is another desk's. Move the ticket there first.")
    problem.make(ticket, title=act.title, by=by, at=at)
    return True


def _macro(ticket: Ticket, act: Act, by: Agent, at: datetime) -> Did | None:
    assert act.macro, "checked before"
    ran = macro.run(ticket, act.macro, by=by, at=at)
    changed = [one for one in ran.outcomes if not (one.same or one.in_composer)]
    return Did(ran.undo, lasts=not all(one.before for one in changed)) if changed else None


VERBS: dict[str, Callable[[Ticket, Act, Agent, datetime], bool | Did | None]] = {
    "give": _give,
    "tag": lambda ticket, act, by, at: tag.add(ticket, name=act.tag, by=by, at=at),
    "untag": lambda ticket, act, by, at: tag.drop(ticket, name=act.tag, by=by, at=at),
    "move": _move,
    "spam": _spam,
    "problem": _gather,
    "macro": _macro,
}


def _give_back(ticket: Ticket, done: Outcome, act: Act, by: Agent, at: datetime) -> None:
    if ticket.owner != act.owner:
        raise Refused("changed", "Somebody else gave it on since.")
    tickets.give(ticket, owner=done.before, by=by, at=at)


def _untag(ticket: Ticket, done: Outcome, act: Act, by: Agent, at: datetime) -> None:
    _as_left(tag.drop(ticket, name=act.tag, by=by, at=at))


def _tag_again(ticket: Ticket, done: Outcome, act: Act, by: Agent, at: datetime) -> None:
    _as_left(tag.add(ticket, name=act.tag, by=by, at=at))


def _leave(ticket: Ticket, done: Outcome, act: Act, by: Agent, at: datetime) -> None:
    if ticket.problem != done.problem:
        raise Refused("changed", "Somebody took it from behind the problem since.")
    problem.leave(ticket, by=by, at=at)


def _unrun(ticket: Ticket, done: Outcome, act: Act, by: Agent, at: datetime) -> None:
    """All of the steps or none: half of a macro is nobody's wish."""
    _as_left(macro.undo(ticket, done.did.steps, by=by, at=at) == len(done.did.steps))


def _as_left(is_so: bool) -> None:
    if not is_so:
        raise Refused("changed", "Somebody changed it since.")


BACK: dict[str, Callable[[Ticket, Outcome, Act, Agent, datetime], None]] = {
    "give": _give_back,
    "tag": _untag,
    "untag": _tag_again,
    "problem": _leave,
    "macro": _unrun,
}
"""What takes an act back from one ticket, unless somebody changed it since."""
