"""Verbs on a draft: keep what is being written, press send, take it back."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import rows
from heard.record.actions import message, model
from heard.record.actions.settle import settle, settled
from heard.record.errors import Refused
from heard.record.facts import facts_of
from heard.record.models.agent import Agent
from heard.record.models.draft import Draft
from heard.record.models.message import Message
from heard.record.models.ticket import Ticket
from heard.record.question import Question
from heard.record.words import word_of

KEPT = (
    "text",
    "way",
    "typed",
    "due_at",
    "restating",
    "agreed",
    "event",
    "spoken",
    "question",
    "cc",
    "bcc",
    "files",
    "hands_to",
    "drafted",
    "seen_n",
)


_THEIRS = Question(
    lambda ticket, agent: (
        Draft.objects.select_for_update(of=("self",))
        .select_related("agent", "hands_to")
        .filter(ticket=ticket, agent=agent)
    )
)


@transaction.atomic
def keep(ticket: Ticket, *, by: Agent, at: datetime, **fields: Any) -> Draft:
    """Keep what an agent is writing: text, way, typed, due_at (UTC), restating, agreed, event, question, spoken,
    cc, bcc, files, hands_to, drafted, seen_n.

    A pressed draft is not touched: it is on its way. What left already is no draft again, though a page that
    saves while one writes may come late with it.
    """
    draft, is_new = _THEIRS.first(ticket.pk, by.pk), False
    if draft is None:
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            ticket=ticket, agent=by, defaults={"saved_at": at, "seen_n": ticket.last_n}
        )
    if is_new and _has_left(ticket, by, **fields):
        draft.delete()
        return draft
    if draft.pressed_at:
        return draft
    for name in KEPT:
        if name in fields:
            setattr(draft, name, fields[name])
    draft.saved_at, draft.trouble = at, ""
    rows.update(draft)
    if draft.drafted and draft.drafted.left_at is None:
        model.leave(draft.drafted, at=at)
    return draft


def press(
    ticket: Ticket, *, by: Agent, at: datetime, despite: bool = False, foretold: int | None = None
) -> Draft | None:
    """Send: the draft leaves when the desk's undo time is over; None when it has left at once.

    Args:
        despite: send although somebody wrote since the draft was begun.
        foretold: how likely news by its time was said to be, in percent; None where nothing was said.

    Raises:
        Refused: what `message.say` would refuse; or `meanwhile`, when a colleague or the requester
            wrote since (the draft is kept).
    """
    with settled(ticket, at=at) as own:
        draft = _THEIRS.first(own.pk, by.pk)
        if draft is None or draft.pressed_at:
            raise Refused("no_draft", "There is nothing to send.", field="text")
        if not despite:
            _check_meanwhile(own, draft)
        message.check(own, facts_of(own, at), word_of(draft), at=at)
        draft.pressed_at, draft.trouble, draft.foretold = at, "", foretold
        undo = 0 if draft.way == "live" else own.desk.policy.undo_seconds
        draft.leaves_at = at + timedelta(seconds=undo)
        rows.update(draft)
        settle(own, at=at)
        return _THEIRS.first(own.pk, by.pk)


def undo(ticket: Ticket, *, by: Agent, at: datetime) -> Draft:
    """Take back what was pressed, while it has not left; the text is a draft again.

    Raises:
        Refused: it has left already.
    """
    with settled(ticket, at=at) as own:
        draft = Draft.objects.filter(ticket=own, agent=by, pressed_at__isnull=False).first()
        if draft is None:
            raise Refused("left", "It has left already. Write again if something was wrong.")
        draft.pressed_at, draft.leaves_at, draft.foretold = None, None, None
        draft.save()
        return draft


@transaction.atomic
def attach(ticket: Ticket, *, by: Agent, at: datetime, file: dict[str, Any], most: int) -> Draft:
    """Put one file, which the store has, with what is being written; several may come at once.

    Args:
        file: id, name, type, digest and size.
        most: files of one letter.

    Raises:
        Refused: one too many, or the letter was pressed.
    """
    draft = keep(ticket, by=by, at=at)
    if draft.pressed_at:
        raise Refused("pressed", "It is on its way already. Take it back first.", field="files")
    draft.files = one_more(draft.files, file, most=most)
    rows.update(draft)
    return draft


def one_more(files: list[Any], file: Mapping[str, Any], *, most: int) -> list[Any]:
    """The files of what is being written, and one more.

    Raises:
        Refused: one too many.
    """
    if len(files) >= most:
        says = Sentence("One file too many: %(most)s go with one message. Take one away first.", most=most)
        raise Refused("files", says, field="files")
    return [*files, dict(file)]


@transaction.atomic
def detach(ticket: Ticket, *, by: Agent, at: datetime, which: str) -> Draft:
    """Take a file away again, by its id or its digest."""
    draft = keep(ticket, by=by, at=at)
    if not draft.pressed_at:
        draft.files = [file for file in draft.files if which not in (file.get("id"), file["digest"])]
        rows.update(draft)
    return draft


def drop(ticket: Ticket, *, by: Agent, only_empty: bool = False) -> None:
    """Throw an unpressed draft away; with `only_empty` one to which no file has come meanwhile."""
    found = Draft.objects.filter(ticket=ticket, agent=by, pressed_at=None)
    (found.filter(files=[]) if only_empty else found).delete()


def _has_left(ticket: Ticket, by: Agent, *, text: str = "", seen_n: int | None = None, **_: Any) -> bool:
    """Whether this is the beginning, or all, of what the agent has said since the place `seen_n`."""
    if not text or seen_n is None:
        return False
    said = ticket.messages.filter(kind__in=("outbound", "call"), agent=by, n__gt=seen_n).order_by("n").last()
    return said is not None and said.text.startswith(text)


_NEWER: Question[int] = Question(
    lambda ticket, seen_n, agent: (
        Message.objects.filter(ticket=ticket, n__gt=seen_n)
        .exclude(agent=agent)
        .values_list("id", flat=True)[:1]
    )
)
_OTHERS: Question[int] = Question(
    lambda ticket, agent: (
        Draft.objects.filter(ticket=ticket, pressed_at__isnull=False)
        .exclude(agent=agent)
        .values_list("id", flat=True)[:1]
    )
)


def _check_meanwhile(ticket: Ticket, draft: Draft) -> None:
    if _NEWER.all(ticket.pk, draft.seen_n, draft.agent_id) or _OTHERS.all(ticket.pk, draft.agent_id):
        raise Refused(
            "meanwhile", "Somebody wrote meanwhile. Read it, then send or change yours.", field="text"
        )
