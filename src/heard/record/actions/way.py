"""What a word does to the promise: what speaks against a time or against waiting, and which promise it opens."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from heard.hours.languages import Sentence
from heard.promise import (
    Facts,
    Rules,
    budget_end,
    check_in_due,
    closing_day,
    is_capped,
    is_time_enough,
    may_announce,
    refusal,
    step_after,
    talk_due,
)
from heard.promise.promise import Way
from heard.record.errors import Refused
from heard.record.facts import rules_of
from heard.record.models.promise import Promise
from heard.record.models.ticket import Ticket

if TYPE_CHECKING:
    from heard.record.actions.message import Word

REFUSED = {
    "seconds": Sentence("Give a time in whole minutes: that is what people are told."),
    "past": Sentence("That time has passed. Give one that lies ahead."),
    "closed": Sentence("The desk is closed then. Give a time in opening hours."),
    "too_far": Sentence(
        "That is longer than people are left without a word. Give an earlier time, or say who agreed."
    ),
}


def check_time(
    ticket: Ticket,
    facts: Facts,
    due_at: datetime | None,
    *,
    at: datetime,
    agreed: bool = False,
    limit: datetime | None = None,
) -> None:
    """Refuse a time that cannot be promised, with the nearest good offers; `limit` as in `refusal`.

    Raises:
        Refused: no time, past, outside hours, or beyond the silence budget without `agreed`.
    """
    rules = rules_of(ticket.desk)
    if due_at is None:
        raise Refused("no_time", "Say when you will get back.", field="due_at")
    against = refusal(rules, facts, due_at, at, agreed=agreed, limit=limit)
    if against:
        says = REFUSED[against.code]
        organization = ticket.requester.organization if facts.next_word else None
        if organization and against.code == "too_far" and _is_capped(rules, facts, at):
            says = Sentence(
                "That is later than agreed with %(organization)s. Give an earlier time, or say who agreed to it.",
                organization=organization,
            )
        raise Refused(against.code, says, field="due_at", offers=against.offers)


def _is_capped(rules: Rules, facts: Facts, at: datetime) -> bool:
    return is_capped(rules, facts.impact, at, next_word=facts.next_word, cadence=facts.cadence)


def check_waiting(ticket: Ticket, facts: Facts, word: "Word", *, at: datetime) -> None:
    """Refuse what cannot be: waiting needs the one thing that is asked for; a closing notice two check-ins before it,
    and an address.

    Raises:
        Refused: see above, or a time that cannot be promised.
    """
    if word.way == "closes":
        if not may_announce(facts.promise):
            raise Refused("not_yet", "Look in twice before you say when you close it.", field="way")
        if not ticket.requester.address:
            raise Refused("no_address", "There is no address for the notice: ring instead.", field="way")
        return
    if not (word.question.strip() or ticket.promise and ticket.promise.question):
        raise Refused("no_question", "Say the one thing you need from them.", field="question")
    if word.due_at:
        rules = rules_of(ticket.desk)
        usual = check_in_due(rules, step_after(rules, facts.promise, at), at)
        limit = max(usual, budget_end(rules, facts.impact, at, cadence=facts.cadence))
        check_time(ticket, facts, word.due_at, at=at, agreed=bool(word.agreed), limit=limit)


def does(ticket: Ticket, word: "Word", *, at: datetime) -> Way:
    """What a word does to the promise. A live one lets the promise of its talk stand while there is time enough: a talk
    is one contact."""
    standing = ticket.promise
    is_covered = standing and standing.how == Promise.How.LIVE and is_time_enough(standing.due_at, at)
    return "stands" if word.way == "live" and is_covered else word.way


def following(ticket: Ticket, facts: Facts, word: "Word", *, at: datetime) -> dict[str, Any]:
    """The promise that a word opens: its kind, its time, and what it waits for."""
    rules, before = rules_of(ticket.desk), ticket.promise
    question = word.question.strip()[:200] or (before.question if before else "")
    if word.way == "parks":
        return {"kind": Promise.Kind.ON_EVENT, "due_at": None, "event": word.event}
    if word.way == "closes":
        assert facts.promise, "only a waiting ticket can be closed by a notice"
        due_at, step = closing_day(rules, at), facts.promise.step
        return {"kind": Promise.Kind.CLOSING, "due_at": due_at, "question": question, "step": step}
    if word.way == "waits":
        step = step_after(rules, facts.promise, at)
        due_at = word.due_at or check_in_due(rules, step, at)
        return {"kind": Promise.Kind.CHECK_IN, "due_at": due_at, "question": question, "step": step}
    if word.way == "live":
        return {"kind": Promise.Kind.WORD, "due_at": talk_due(at), "how": Promise.How.LIVE}
    return {"kind": Promise.Kind.WORD, "due_at": word.due_at, "foretold": word.foretold}
