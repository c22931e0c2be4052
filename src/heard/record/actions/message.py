"""What was said: a requester's arrival put on a ticket, an agent's word to a requester.

`add` and `say` work on a ticket that a verb has locked and settled; `accept`, `read` and `stand` are verbs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from heard.hours.languages import Sentence
from heard.promise import Facts, end_of, is_acknowledgement, ways
from heard.promise.promise import Way
from heard.record import cadence, drafting, events, fields, files, handover, ledger, owed, rows, search, talks
from heard.record.actions import approver, letter, unreachable, way
from heard.record.actor import Actor, agent_of, robot_of
from heard.record.arrival import Arrival, AttachedFile
from heard.record.errors import Refused
from heard.record.facts import facts_of
from heard.record.follow import tell as tell_followers
from heard.record.models.agent import Agent
from heard.record.models.letter import Letter
from heard.record.models.message import Attachment, Message
from heard.record.models.model import ModelDraft
from heard.record.models.requester import Requester
from heard.record.models.restatement import Restatement
from heard.record.models.ticket import Ticket
from heard.record.question import Question


@dataclass(frozen=True, slots=True)
class Word:
    """What an agent says: the text, one of the ways, and the next word's time where it gives one.

    Attributes:
        way: stands, next, renew (the no-news word), solves, parks (until `event`), waits (for the requester, who is
            asked `question`) or closes (the notice that names the closing day).
        due_at: the next word's time, UTC; for next and renew, and for waits when it is not the usual one.
        restating: the sentence of the text that restates the request, or ""; `said_yes`: they agreed to it at once.
        agreed: who agreed to a time beyond the silence budget, and where.
        spoken: said on the phone or face to face; `text` is what was agreed, and goes by letter as well.
        hands_to: who has it next: it is offered to them as this is said, and stays the sender's until they take it.
        cc, bcc: addresses that get a copy, once; a copy subscribes nobody. drafted: the model's draft it began from.
        foretold: how likely news by `due_at` was said to be beside it, in percent; None where nothing was said.
    """

    text: str
    way: Way
    due_at: datetime | None = None
    restating: str = ""
    said_yes: bool = False
    agreed: str = ""
    event: str = ""
    question: str = ""
    how: str = "write"
    spoken: bool = False
    hands_to: Agent | None = None
    foretold: int | None = None
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    files: tuple[AttachedFile, ...] = field(default=())
    drafted: ModelDraft | None = None


def add(
    ticket: Ticket,
    arrival: Arrival,
    *,
    requester: Requester,
    at: datetime,
    verified: bool = True,
    named: dict[str, Any] | None = None,
) -> Message:
    """Put a person's arrival on a locked ticket. It ends no promise; it opens a reading duty."""
    message = Message(
        ticket=ticket,
        n=events.next_n(ticket),
        kind=Message.Kind.INBOUND,
        by_person=True,
        requester=requester,
        said_at=at,
        subject=arrival.subject[:500],
        text=arrival.text,
        reply=arrival.reply if arrival.reply != arrival.text else "",
        html=files.keep(arrival.html.encode()) if arrival.html else "",
        door=arrival.door,
        header_id=(arrival.message_id or "")[:998],
        verified=verified,
        named=named or {},
    )
    rows.insert(message)
    attach(message, arrival.attachments)
    ticket.preview = preview(message.shown)
    search.add_message(ticket, message, [file.name for file in arrival.attachments])
    events.add("message.received", by=requester, at=at, ticket=ticket, message=message.pk)
    return message


_OTHERS = Question(
    lambda ticket, requester: (
        Requester.objects.select_related("organization")
        .filter(participations__ticket=ticket)
        .exclude(pk=requester)
        .order_by("participations__id")
    )
)


def say(ticket: Ticket, word: Word, *, by: Actor, at: datetime) -> Message:
    """Say a word to the requester of a locked, settled ticket: one of the three ways, then its letter, which everybody
    who takes part gets.

    Raises:
        Refused: no text, a way that is not offered, or a time that cannot be promised.
    """
    facts = facts_of(ticket, at)
    check(ticket, facts, word, at=at, by_person=agent_of(by) is not None)
    others = _OTHERS.all(ticket.pk, ticket.requester_id)
    talked = talks.not_mailed(ticket, facts)
    message = _write(ticket, word, by=by, at=at, also=[str(one) for one in others])
    if message.by_person:
        _follow(ticket, facts, word, message, by=by, at=at)
    rhythm = cadence.told(ticket, at) if facts.cadence and message.by_person and ticket.is_open else {}
    if word.way != "live":  # that stands on the page at once, and goes by letter with the word after the talk
        _queue(ticket, word, message, others, at=at, **talked, **rhythm)
    if facts.talking and message.by_person and word.way != "live":
        talks.end(ticket, by=by, at=at)
    if message.by_person:
        letter.recall(ticket, Letter.Kind.MISSED)
    if word.hands_to and message.by_person and word.hands_to.pk != ticket.owner_id:
        handover.offer(ticket, to=word.hands_to, by=by, at=at)
    events.add("message.sent", by=by, at=at, ticket=ticket, message=message.pk, way=word.way)
    drafting.tell(ticket, word.drafted, by=by, at=at, message=message.pk)
    return message


def _queue(
    ticket: Ticket, word: Word, message: Message, others: Sequence[Requester], *, at: datetime, **facts: Any
) -> None:
    """The letter to everybody who takes part, and its copies."""
    for reader in (ticket.requester, *others):
        queued = letter.queue(
            ticket,
            Letter.Kind.REPLY,
            at=at,
            requester=reader,
            message=message,
            promise=ticket.promise if _tells(ticket, message) else None,
            restating="" if word.said_yes else word.restating,
            way=word.way,
            cc=word.cc,
            **facts,
        )
        if queued and reader.pk == ticket.requester_id:
            letter.queue_copies(queued, bcc=word.bcc)


def check(ticket: Ticket, facts: Facts, word: Word, *, at: datetime, by_person: bool = True) -> None:
    """Refuse a word that cannot be said at `at` (UTC). A robot's word goes beside the ledger: it can only say something
    while every time stands (law 3).

    Raises:
        Refused: see `say`.
    """
    if not word.text.strip():
        raise Refused("no_text", "Write a few words first.", field="text")
    if word.restating and word.restating not in word.text:
        raise Refused("restating", "The restatement must be a part of the text.", field="restating")
    letter.check_copies(word.cc, word.bcc)
    handover.check(ticket, word.hands_to, way=word.way)
    check_not_merged(ticket)
    if not by_person:
        if word.way != "stands" or word.restating:
            raise Refused("robot", "Only a person promises, restates or resolves. Send the text alone.")
        return
    if word.way == "solves":
        fields.check_solved(ticket)
    if word.way == "stands" and "stands" not in ways(facts, at):
        raise Refused("way", "No time of a person stands here. Say when you will write next.", field="way")
    if word.way in ("next", "renew"):
        way.check_time(ticket, facts, word.due_at, at=at, agreed=bool(word.agreed))
    if word.way == "parks" and not word.event.strip():
        raise Refused("no_event", "Say which event brings the one letter.", field="event")
    if word.way == "live" and not facts.talking:
        raise Refused("way", "Nobody talks live here any more. Say when you will write next.", field="way")
    if word.way in ("waits", "closes"):
        way.check_waiting(ticket, facts, word, at=at)


def check_not_merged(ticket: Ticket) -> None:
    """Refuse what a merged ticket cannot do: it goes on in another.

    Raises:
        Refused: it is merged.
    """
    if gone := ticket.merged_into:
        says = Sentence("It goes on with #%(number)s. Write there, or take them apart.", number=gone.number)
        raise Refused("merged", says)


def _write(ticket: Ticket, word: Word, *, by: Actor, at: datetime, also: Sequence[str]) -> Message:
    agent = agent_of(by)
    named = drafting.named(word.drafted, also=also, copies=word.cc, hidden=word.bcc)
    message = Message(
        ticket=ticket,
        n=events.next_n(ticket),
        kind=Message.Kind.CALL if word.spoken else Message.Kind.OUTBOUND,
        by_person=agent is not None,
        agent=agent,
        robot=robot_of(by),
        said_at=at,
        text=word.text,
        way=word.way,
        named=named,
    )
    rows.insert(message)
    attach(message, word.files)
    ticket.preview = preview(word.text)
    search.add_message(ticket, message, [file.name for file in word.files])
    return message


def _follow(ticket: Ticket, facts: Facts, word: Word, message: Message, *, by: Actor, at: datetime) -> None:
    """What a person's word brings about: acknowledgement, owner, answers given, ends and new promise."""
    was_open = ticket.is_open
    if is_acknowledgement(by_person=True, was_open=was_open, bulk=False, before=ticket.acknowledged_at):
        ticket.acknowledged_at = at
    ticket.opened_at = ticket.opened_at or at
    if ticket.opened_by_id is None:
        ticket.opened_by = message.agent
    ticket.owner = ticket.owner or message.agent
    ticket.last_word_at = at
    if ticket.unreached_at and (word.spoken or not unreachable.is_marked(ticket.requester.address)):
        ticket.unreached_at = None
    owed.answer(ticket, message, at=at)
    if word.restating and message.agent:
        Restatement.objects.create(
            ticket=ticket, message=message, text=word.restating, said_at=at, agent=message.agent
        )
        events.add("restatement.made", by=by, at=at, ticket=ticket, message=message.pk)
    opens, does = way.following(ticket, facts, word, at=at), way.does(ticket, word, at=at)
    if facts.promise and (end := end_of(facts.promise, does)):
        ledger.end_promise(ticket, end, at=at, by=by, message=message)
    if does != "stands":
        _go(ticket, word, message, opens, by=by, at=at, was_open=was_open)


def _go(
    ticket: Ticket,
    word: Word,
    message: Message,
    opens: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    was_open: bool,
) -> None:
    if word.way == "solves":
        ticket.promise = None
        solved = Ticket.Resolution.SOLVED
        ticket.resolved_at, ticket.resolution, ticket.resolved_by = at, solved, message.agent
        ticket.agreed_at = None
        approver.withdraw_all(ticket, by=by, at=at)
        cadence.end(ticket, by=by, at=at)
        events.add("ticket.resolved", by=by, at=at, ticket=ticket, message=message.pk)
        tell_followers(ticket, "follow_solved", by=by, at=at)
        return
    promise = ledger.open_promise(
        ticket, at=at, agent=message.agent, agreed=word.agreed, **{"how": word.how, **opens}
    )
    ticket.resolved_at, ticket.resolution, ticket.resolved_by = None, "", None
    if not was_open:
        events.add("ticket.reopened", by=by, at=at, ticket=ticket, due=promise.due_at)
    events.add("promise.made", by=by, at=at, ticket=ticket, promise=promise.pk, due=promise.due_at)


def _tells(ticket: Ticket, message: Message) -> bool:
    """Whether the letter carries the line with the time: a person's word on a ticket that stays open."""
    return ticket.is_open and message.by_person and ticket.standing.due_at is not None


def attach(message: Message, attached: tuple[AttachedFile, ...]) -> None:
    """Keep the files that came or go with a message."""
    for file in attached:
        rows.insert(
            Attachment(
                message=message,
                name=file.name[:255] or "file",
                type=file.type[:127],
                size=len(file.content),
                digest=files.keep(file.content),
                inline=file.inline,
                content_id=file.content_id[:255],
            )
        )


def preview(text: str) -> str:
    """The first words of a text, as a list shows them."""
    return " ".join(text.split())[:200]
