"""What one voice is told: a broadcast's word, on one ticket that is locked and settled.

It is a person's word: it keeps the time on the ticket and opens the next. It is said to many at once, so it
acknowledges nothing, takes no ticket, reads no message and answers none (method.md, Follow through).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.hours.languages import LANGUAGES, spoken
from heard.promise import Course, Facts, Pressed, course, end_of, is_lapsed, is_waiting, next_due
from heard.record import events, follow, ledger, rows
from heard.record.actions import letter, unreachable
from heard.record.facts import facts_of, open_promise_of, rules_of
from heard.record.models.broadcast import Broadcast, BroadcastText, Telling
from heard.record.models.letter import Letter
from heard.record.models.message import Message
from heard.record.models.problem import Problem
from heard.record.models.promise import Promise
from heard.record.models.requester import Requester
from heard.record.models.ticket import Ticket
from heard.record.people import language_of, zone_of
from heard.record.question import Question, forget

_WAITING = Question(
    lambda ticket: (
        Telling.objects.filter(ticket=ticket, done_at=None)
        .select_related("broadcast__agent", "broadcast__problem__desk")
        .order_by("id")
    )
)
_OTHERS = Question(
    lambda ticket, requester: (
        Requester.objects.select_related("organization")
        .filter(participations__ticket=ticket)
        .exclude(pk=requester)
        .order_by("participations__id")
    )
)
TELLS: tuple[Course, ...] = ("next", "stands", "solves", "beside")


@dataclass(frozen=True, slots=True)
class Said:
    """A broadcast with what its letters say: the texts and the problem's name by language, and how often people told
    us (0 where that is not shown)."""

    broadcast: Broadcast
    texts: dict[str, str]
    titles: dict[str, str]
    reports: int

    @classmethod
    def of(cls, broadcast: Broadcast) -> "Said":
        """Read what a broadcast says."""
        return cls.unsent(broadcast, broadcast.texts.order_by("id"))

    @classmethod
    def unsent(cls, broadcast: Broadcast, said: Iterable[BroadcastText]) -> "Said":
        """What a broadcast would say that is not pressed yet."""
        problem, counts = broadcast.problem, broadcast.problem.counts
        texts = {one.language: one.text for one in said}
        titles: dict[str, str] = {language: problem.in_language(language).title for language in LANGUAGES}
        return cls(broadcast, texts, titles, counts.reports if counts.shown else 0)

    def text_for(self, language: str) -> str:
        """The text that somebody with this language reads: theirs, else the desk's, else the first."""
        desk = self.broadcast.problem.desk.language[:2]
        return self.texts.get(language[:2]) or self.texts.get(desk) or next(iter(self.texts.values()))

    def shown_in(self, language: str) -> dict[str, Any]:
        """What the letter shows beside the text."""
        fixed = self.broadcast.state == Problem.State.FIXED
        return {"problem": self.titles[spoken(language)], "reports": self.reports, "fixed": fixed}


def pressed_of(broadcast: Broadcast) -> Pressed:
    """The engine's view of a broadcast."""
    return Pressed(broadcast.pressed_at, broadcast.due_at, broadcast.solves, broadcast.is_last)


def read_ahead(tickets: Sequence[Ticket]) -> None:
    """Read whether a broadcast waits to reach these tickets, by one statement."""
    _WAITING.ahead([(ticket.pk,) for ticket in tickets])


def told_in_time(ticket: Ticket, *, at: datetime) -> bool:
    """Say now what was pressed before the ticket's promise was due: the act counts when send is pressed. Whether
    something was said."""
    due_at = ticket.standing.due_at
    waiting = _WAITING.first(ticket.pk)
    if waiting is None or due_at is None or waiting.broadcast.pressed_at >= due_at:
        return False
    rows.apart()
    forget()
    tell(ticket, waiting, Said.of(waiting.broadcast), at=at)
    return waiting.outcome in TELLS


def tell(ticket: Ticket, telling: Telling, said: Said, *, at: datetime) -> None:
    """Say a broadcast's word on a locked, settled ticket at `at` (UTC), and mark it done with what became of it."""
    broadcast, facts = said.broadcast, facts_of(ticket, at)
    outcome = _outcome(ticket, facts, broadcast, at)
    telling.done_at, telling.outcome = at, outcome
    if outcome in TELLS:
        telling.message = _say(ticket, facts, said, outcome, at=at)
    rows.update(telling, "done_at", "outcome", "message", "not_before")


def _outcome(ticket: Ticket, facts: Facts, broadcast: Broadcast, at: datetime) -> str:
    if ticket.problem_id != broadcast.problem_id:
        return Telling.Outcome.LEFT
    if ticket.resolution in (Ticket.Resolution.SPAM, Ticket.Resolution.MERGED):
        return Telling.Outcome.NONE
    decided = course(facts, rules_of(ticket.desk), pressed_of(broadcast), at)
    if decided in TELLS and not _route(ticket):
        return Telling.Outcome.NO_ROUTE
    return decided


def _route(ticket: Ticket) -> bool:
    """Whether a letter can reach the requester."""
    address = ticket.requester.address
    return bool(address) and not unreachable.is_marked(address)


def _say(ticket: Ticket, facts: Facts, said: Said, outcome: str, *, at: datetime) -> Message:
    """The word as of its pressing, or as of now where a person wrote since."""
    broadcast = said.broadcast
    spoken = at if outcome == "stands" else broadcast.pressed_at
    if facts.promise and outcome != "stands":
        spoken = max(spoken, facts.promise.made_at)
    message = _write(ticket, said, outcome, at=spoken)
    if outcome in ("next", "solves"):
        _keep(ticket, facts, message, broadcast, outcome, at=spoken)
    ticket.last_word_at = max(spoken, ticket.last_word_at or spoken)
    ticket.unreached_at = None
    _queue(ticket, message, said, at=spoken)
    letter.recall(ticket, Letter.Kind.MISSED)
    events.add(
        "message.sent",
        by=broadcast.agent,
        at=spoken,
        ticket=ticket,
        message=message.pk,
        way=message.way,
        broadcast=broadcast.pk,
    )
    return message


def _write(ticket: Ticket, said: Said, outcome: str, *, at: datetime) -> Message:
    """The message. It is not put into the search: five thousand equal hits find nothing."""
    return rows.insert(_message(ticket, said, outcome, events.next_n(ticket), at))


def _message(ticket: Ticket, said: Said, outcome: str, n: int, at: datetime) -> Message:
    return Message(
        ticket=ticket,
        n=n,
        kind=Message.Kind.OUTBOUND,
        by_person=True,
        agent=said.broadcast.agent,
        said_at=at,
        text=said.text_for(language_of(ticket.requester, ticket.desk)),
        way="" if outcome == Telling.Outcome.BESIDE else outcome,
    )


def draft(ticket: Ticket, facts: Facts, said: Said, *, at: datetime) -> Letter:
    """The letter that a ticket's requester would get now, to be looked at; nothing is stored."""
    rules, pressed = rules_of(ticket.desk), pressed_of(said.broadcast)
    outcome = course(facts, rules, pressed, at)
    promise = None
    if outcome == "next":
        due_at = next_due(facts, rules, pressed)
        promise = Promise(kind=Promise.Kind.WORD, due_at=due_at, agent=said.broadcast.agent)
    language = language_of(ticket.requester, ticket.desk)
    return Letter(
        kind=Letter.Kind.REPLY,
        ticket=ticket,
        requester=ticket.requester,
        message=_message(ticket, said, outcome, 0, at),
        promise=promise,
        language=language,
        zone=zone_of(ticket.requester, ticket.desk),
        facts={"said_at": at.isoformat(), "broadcast": said.shown_in(language)},
    )


def _keep(
    ticket: Ticket, facts: Facts, message: Message, broadcast: Broadcast, outcome: str, *, at: datetime
) -> None:
    """The standing promise is kept by this word; the next opens, or the ticket is resolved. Where we wait for the
    requester we go on waiting: what we asked them stays asked, and the next word is our next look-in."""
    by, standing = broadcast.agent, facts.promise
    question = ticket.standing.question if is_waiting(standing) else ""
    if standing and (end := end_of(standing, "solves" if outcome == "solves" else "next")):
        ledger.end_promise(ticket, end, at=at, by=by, message=message)
    if outcome == "solves":
        ticket.promise = None
        ticket.resolved_at, ticket.resolution, ticket.resolved_by = at, Ticket.Resolution.SOLVED, by
        ticket.agreed_at = None
        events.add("ticket.resolved", by=by, at=at, ticket=ticket, message=message.pk)
        follow.tell(ticket, "follow_solved", by=by, at=at)
        return
    due_at = next_due(facts, rules_of(ticket.desk), pressed_of(broadcast))
    waits = {"kind": Promise.Kind.CHECK_IN, "question": question, "step": standing.step if standing else 0}
    does: dict[str, Any] = waits if question else {"kind": Promise.Kind.WORD}
    promise = ledger.open_promise(ticket, due_at=due_at, at=at, agent=by, **does)
    events.add("promise.made", by=by, at=at, ticket=ticket, promise=promise.pk, due=due_at)


def _queue(ticket: Ticket, message: Message, said: Said, *, at: datetime) -> None:
    """The letter in their own thread, to everybody who takes part, with what it shows beside the text."""
    promise = ticket.promise if ticket.is_open and ticket.standing.due_at else None
    for reader in (ticket.requester, *_OTHERS.all(ticket.pk, ticket.requester_id)):
        letter.queue(
            ticket,
            Letter.Kind.REPLY,
            at=at,
            requester=reader,
            message=message,
            promise=promise,
            way=message.way,
            broadcast=said.shown_in(language_of(reader, ticket.desk)),
        )


def is_late(ticket: Ticket, *, at: datetime) -> bool:
    """Whether the standing promise of a ticket has lapsed at `at` (UTC)."""
    return ticket.is_open and is_lapsed(open_promise_of(ticket.standing), at)
