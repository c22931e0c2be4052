"""Notes: for agents only. Whoever is mentioned in one, as @Ada, is told at once and follows the ticket."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from heard.hours.languages import Sentence
from heard.record import events, follow
from heard.record.actions import alert
from heard.record.actions.draft import one_more
from heard.record.actions.settle import settled
from heard.record.actor import Actor, agent_of, robot_of
from heard.record.errors import Refused
from heard.record.models.agent import Agent
from heard.record.models.desk import Desk
from heard.record.models.draft import NoteDraft
from heard.record.models.note import Mention, Note, NoteFile
from heard.record.models.ticket import Ticket
from heard.record.search import notes
from heard.wording.mention import Person, Unclear, mentioned

MOST = 20
"""Colleagues that one note mentions at most."""
LATE = timedelta(minutes=1)
"""How much later than a note a page may still save what was typed of it."""


class Unmentioned(Refused):
    """Somebody who is named in a note is not to be mentioned.

    Attributes:
        written: the name as it stands in the note, with its @.
        names: what may stand in its place, each with its @.
    """

    def __init__(self, code: str, says: str, *, written: str, names: Sequence[str] = ()) -> None:
        super().__init__(code, says, field="text")
        self.written, self.names = written, tuple(f"@{name}" for name in names)


def write(
    ticket: Ticket, *, text: str, by: Actor, at: datetime, kept: Sequence[Mapping[str, Any]] = ()
) -> Note:
    """Write a note on a ticket; it ends nothing and no requester can ever read it. Who follows it is told. Only a
    person's note mentions anybody.

    Args:
        kept: files that go with it, which the store has: name, type, digest and size of each.

    Raises:
        Refused: no text, or somebody is mentioned who is nobody, several, or may not read it.
    """
    if not text.strip():
        raise Refused("no_text", "Write a few words first.", field="text")
    with settled(ticket, at=at) as own:
        named = meant(own.desk, text) if agent_of(by) else []
        note = add(own, text=text, by=by, at=at, kept=kept)
        drop(own, by=by)
        events.add("note.written", by=by, at=at, ticket=own, note=note.pk)
        for agent in named:
            _mention(note, agent, by=by, at=at)
        follow.tell(own, "follow_note", by=by, at=at, besides=[one.pk for one in named])
        return note


def add(
    ticket: Ticket, *, text: str, by: Actor, at: datetime, kept: Sequence[Mapping[str, Any]] = ()
) -> Note:
    """Put a note on a locked ticket with the files that the store has, where it can be found."""
    note = Note.objects.create(
        ticket=ticket,
        n=events.next_n(ticket),
        agent=agent_of(by),
        robot=robot_of(by),
        written_at=at,
        text=text,
    )
    for file in kept:
        NoteFile.objects.create(
            note=note, **{name: file[name] for name in ("name", "type", "digest", "size")}
        )
    notes.add(ticket, note, [file["name"] for file in kept])
    return note


@transaction.atomic
def keep(ticket: Ticket, *, by: Agent, at: datetime, text: str) -> None:
    """Keep what an agent is typing as a note; nothing where nothing is left of it.

    A page that saves while one types may come late, with the beginning of a note that was written already.
    """
    draft = _draft(ticket, by, at)
    if not draft.pk and (not text.strip() or _is_written(ticket, by, text, at)):
        return
    draft.text, draft.saved_at = text, at
    if text.strip() or draft.files:
        draft.save()
    else:
        draft.delete()


@transaction.atomic
def attach(ticket: Ticket, *, by: Agent, at: datetime, file: Mapping[str, Any], most: int) -> None:
    """Put one file, which the store has, with the note that is being written.

    Args:
        file: id, name, type, digest and size.
        most: files of one note.

    Raises:
        Refused: one too many.
    """
    draft = _draft(ticket, by, at)
    draft.files = one_more(draft.files, file, most=most)
    draft.save()


@transaction.atomic
def detach(ticket: Ticket, *, by: Agent, at: datetime, which: str) -> None:
    """Take a file away from the note that is being written, by its id."""
    draft = _draft(ticket, by, at)
    if draft.pk:
        draft.files = [file for file in draft.files if file["id"] != which]
        draft.save()
        keep(ticket, by=by, at=at, text=draft.text)


def drop(ticket: Ticket, *, by: Actor) -> None:
    """Throw away the note that somebody is writing."""
    NoteDraft.objects.filter(ticket=ticket, agent=agent_of(by)).delete()


def _draft(ticket: Ticket, agent: Agent, at: datetime) -> NoteDraft:
    """What an agent is writing there, or a new one; several files of one page may come at once."""
    Ticket.objects.select_for_update().get(pk=ticket.pk)
    found = NoteDraft.objects.filter(ticket=ticket, agent=agent).first()
    return found or NoteDraft(ticket=ticket, agent=agent, saved_at=at)


def _is_written(ticket: Ticket, agent: Agent, text: str, at: datetime) -> bool:
    last = Note.objects.filter(ticket=ticket, agent=agent, written_at__gt=at - LATE).order_by("n").last()
    return last is not None and last.text.startswith(text)


def _mention(note: Note, agent: Agent, *, by: Actor, at: datetime) -> None:
    Mention.objects.create(note=note, agent=agent)
    events.add("note.mentioned", by=by, at=at, ticket=note.ticket, note=note.pk, mentioned=agent.pk)
    follow.add(note.ticket, agent, by=by, at=at)
    if agent != agent_of(by):
        alert.raise_for(note.ticket, agent, "mention", at=at)


def meant(desk: Desk, text: str) -> list[Agent]:
    """Who is mentioned in a note on a ticket of a desk.

    Raises:
        Unmentioned: somebody who is nobody, several, or does not answer on this desk; or too many.
    """
    if "@" not in text:
        return []
    everybody = {one.pk: one for one in Agent.objects.filter(is_active=True).order_by("name", "id")}
    here = set(desk.memberships.values_list("agent", flat=True))
    people = [Person(one.pk, one.name, one.email, one.pk in here) for one in everybody.values()]
    try:
        named = mentioned(text, people)
    except Unclear as unclear:
        raise _unclear(unclear) from unclear
    for person in named:
        if not person.here:
            says = Sentence(
                "%(name)s does not answer on %(desk)s and may not read its notes. Take the @ away, or ask for advice"
                " with b.",
                name=person.name,
                desk=desk,
            )
            raise Unmentioned("no_member", says, written=f"@{person.name}", names=[])
    if len(named) > MOST:
        says = Sentence("Mention at most %(most)s colleagues in one note.", most=MOST)
        raise Unmentioned("too_many", says, written="")
    return [everybody[person.id] for person in named]


def _unclear(unclear: Unclear) -> Unmentioned:
    names = ", ".join(f"@{name}" for name in unclear.offers)
    if unclear.several:
        says = Sentence(
            "%(written)s may be several people. Write %(names)s.", written=unclear.written, names=names
        )
    elif names:
        says = Sentence(
            "Nobody here is called %(written)s. Did you mean %(names)s?", written=unclear.written, names=names
        )
    else:
        says = Sentence(
            "Nobody here is called %(written)s. Take the @ away, or put it in `backquotes`.",
            written=unclear.written,
        )
    return Unmentioned("unclear", says, written=unclear.written, names=unclear.offers)
