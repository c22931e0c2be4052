"""The steps of a macro: each is read when the macro is kept, and done on a ticket by the ordinary verb.

What a step changed is told as what takes it back, or "" where nothing does; None where it was so already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.hours.grammar import parse
from heard.hours.languages import Sentence
from heard.record.actions import field, follow, move, note, tag
from heard.record.actions import ticket as tickets
from heard.record.errors import Refused
from heard.record.fields import read
from heard.record.models.agent import Agent
from heard.record.models.canned import Canned
from heard.record.models.desk import Desk, Membership
from heard.record.models.field import FIELDS, FieldValue
from heard.record.models.follow import Follow
from heard.record.models.tag import NAMES, as_tag
from heard.record.models.ticket import Ticket

ORDER = ("tag", "untag", "field", "impact", "note", "move", "give", "follow", "insert", "next")
"""The kinds, in the order in which they are done."""
IN_COMPOSER = ("insert", "next")
"""Kinds that only fill in what a person then reads, changes and sends."""
ME, NOBODY, NORMAL = "me", "nobody", "normal"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done. `value` is a tag, "name=value" of a field, an impact, words, the id of a desk, agent or
    canned text, "me" or "nobody", or a time as it is typed."""

    kind: str
    value: str = ""


def steps_of(kept: Sequence[Sequence[str]]) -> list[Step]:
    """The steps of a macro as they are kept."""
    return [Step(kind, value) for kind, value in kept]


def ordered(steps: Sequence[Step]) -> list[Step]:
    """In the order in which they are done, each once."""
    return sorted(dict.fromkeys(steps), key=lambda step: ORDER.index(step.kind))


# --- read when a macro is kept --------------------------------------------------------------------------------


def checked(step: Step, *, by: Agent, desk: Desk | None) -> Step:
    """The step as it is kept.

    Args:
        desk: with whom the macro is shared; None: it is its maker's alone.

    Raises:
        Refused: it cannot be done there; the refusal is about the field of its kind.
    """
    if step.kind not in ORDER:
        raise Refused("step", Sentence("There is no step %(kind)s.", kind=step.kind), field="steps")
    try:
        return Step(step.kind, READS[step.kind](step.value.strip(), by, desk))
    except Refused as refused:
        raise Refused(refused.code, refused.says, field=step.kind) from refused


def _read_field(value: str, by: Agent, desk: Desk | None) -> str:
    name, _is, typed = (part.strip() for part in value.partition("="))
    where = [desk] if desk else [one.desk for one in by.memberships.select_related("desk")]
    asked = [one for each in where for one in FIELDS.all(each.pk) if one.name == name]
    if not asked:
        names = sorted({one.name for each in where for one in FIELDS.all(each.pk)})
        says = Sentence(
            "There is no field %(name)s. There are: %(names)s.", name=name, names=", ".join(names)
        )
        raise Refused("no_field", says)
    return f"{name}={read(asked[0], typed) if typed else ''}"


def _read_impact(value: str, by: Agent, desk: Desk | None) -> str:
    if value not in (NORMAL, "degraded", "blocked"):
        raise Refused("impact", "Impact is normal, degraded or blocked.")
    return value


def _read_note(value: str, by: Agent, desk: Desk | None) -> str:
    if not value:
        raise Refused("no_text", "Write a few words first.")
    if desk:
        note.meant(desk, value)
    return value


def _read_desk(value: str, by: Agent, desk: Desk | None) -> str:
    found = _desk(value)
    if found == desk:
        raise Refused("same_desk", "It is on that desk already.")
    return value


def _read_owner(value: str, by: Agent, desk: Desk | None) -> str:
    if value in (ME, NOBODY):
        return value
    agent = _agent(value)
    if desk and not Membership.objects.filter(agent=agent, desk=desk).exists():
        raise Refused("no_member", Sentence("%(agent)s does not answer on this desk.", agent=agent))
    return value


def _read_canned(value: str, by: Agent, desk: Desk | None) -> str:
    found = canned(value)
    if desk and found.desk_id != desk.pk:
        raise Refused("canned", "Not everybody of the desk sees that text. Choose one that the desk shares.")
    return value


def _read_time(value: str, by: Agent, desk: Desk | None) -> str:
    if parse(value)[0] is None:
        says = "Write a time as you type it on a request, like 2bd, 4h or fri 15:00."
        raise Refused("time", says)
    return value[:100]


READS: dict[str, Callable[[str, Agent, Desk | None], str]] = {
    "tag": lambda value, by, desk: tag.checked(value),
    "untag": lambda value, by, desk: tag.checked(value),
    "field": _read_field,
    "impact": _read_impact,
    "note": _read_note,
    "move": _read_desk,
    "give": _read_owner,
    "follow": lambda value, by, desk: "",
    "insert": _read_canned,
    "next": _read_time,
}


def _desk(public_id: str) -> Desk:
    found = Desk.objects.filter(public_id=public_id).first()
    if found is None:
        raise Refused("desk", "That desk is not there any more. Choose another.")
    return found


def _agent(public_id: str) -> Agent:
    found = Agent.objects.filter(public_id=public_id, is_active=True).first()
    if found is None:
        raise Refused("agent", "They do not work here any more. Choose somebody else.")
    return found


def canned(public_id: str) -> Canned:
    """The canned text of a step.

    Raises:
        Refused: it is gone.
    """
    found = Canned.objects.filter(public_id=public_id).select_related("desk").first()
    if found is None:
        raise Refused("canned", "That canned text is not there any more. Choose another.")
    return found


# --- done on a ticket -----------------------------------------------------------------------------------------


def done(ticket: Ticket, step: Step, *, by: Agent, at: datetime) -> str | None:
    """Do it by the ordinary verb; what takes it back, "" where nothing does, None where it was so already.

    Raises:
        Refused: it cannot be done on this ticket, or names what is gone.
    """
    ticket.refresh_from_db()
    return DOES[step.kind](ticket, step.value, by, at)


def _tag(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    return value if tag.add(ticket, name=value, by=by, at=at) else None


def _untag(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    return value if tag.drop(ticket, name=value, by=by, at=at) else None


def _field(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    name, _is, typed = value.partition("=")
    before = _says(ticket, name)
    return f"{name}={before}" if field.put(ticket, values={name: typed}, by=by, at=at) else None


def _says(ticket: Ticket, name: str) -> str:
    had = FieldValue.objects.filter(ticket=ticket, field__name=name, field__desk=ticket.desk_id).first()
    return had.value if had else ""


def _impact(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    before = ticket.impact or NORMAL
    if before == value:
        return None
    tickets.set_impact(ticket, impact="" if value == NORMAL else value, by=by, at=at)
    return before


def _note(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    note.write(ticket, text=value, by=by, at=at)
    return ""


def _move(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    to = _desk(value)
    if ticket.desk_id == to.pk:
        return None
    move.to_desk(ticket, desk=to, by=by, at=at)
    return ""


def _give(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    owner = {ME: by, NOBODY: None}[value] if value in (ME, NOBODY) else _agent(value)
    before = ticket.owner
    if before == owner:
        return None
    tickets.give(ticket, owner=owner, by=by, at=at)
    return before.public_id if before else NOBODY


def _follow(ticket: Ticket, value: str, by: Agent, at: datetime) -> str | None:
    return NOBODY if follow.start(ticket, by=by, at=at) else None


DOES: dict[str, Callable[[Ticket, str, Agent, datetime], str | None]] = {
    "tag": _tag,
    "untag": _untag,
    "field": _field,
    "impact": _impact,
    "note": _note,
    "move": _move,
    "give": _give,
    "follow": _follow,
}


# --- taken back -----------------------------------------------------------------------------------------------


def take_back(ticket: Ticket, step: Step, before: str, *, by: Agent, at: datetime) -> bool:
    """Make it as it was `before`, where nobody changed it since; whether that was done."""
    ticket.refresh_from_db()
    if not before or not _stands(ticket, step, by):
        return False
    back: dict[str, tuple[str, str]] = {
        "tag": ("untag", before),
        "untag": ("tag", before),
        "field": ("field", before),
        "impact": ("impact", before),
        "give": ("give", before),
    }
    if step.kind == "follow":
        return follow.end(ticket, by=by, at=at)
    kind, value = back[step.kind]
    return DOES[kind](ticket, value, by, at) is not None


def _stands(ticket: Ticket, step: Step, by: Agent) -> bool:
    """Whether it is still as the step left it."""
    name, _is, typed = step.value.partition("=")
    owner = {ME: by.public_id, NOBODY: ""}.get(step.value, step.value)
    stands: dict[str, Callable[[], Any]] = {
        "tag": lambda: as_tag(step.value) in NAMES.all(ticket.pk),
        "untag": lambda: as_tag(step.value) not in NAMES.all(ticket.pk),
        "field": lambda: _says(ticket, name) == typed,
        "impact": lambda: (ticket.impact or NORMAL) == step.value,
        "give": lambda: (ticket.owner.public_id if ticket.owner else "") == owner,
        "follow": lambda: Follow.objects.filter(ticket=ticket, agent=by).exists(),
    }
    return bool(stands[step.kind]())
